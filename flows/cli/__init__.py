"""The command line `xuncha`: thin commands over the steps. Heavy rooms are imported inside the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import complain, explaining_output
from flows.settings import Settings, load_settings
from scrapers.model import UserError

OK, FAILED, USAGE = 0, 1, 2
GLOBALS = ("--warehouse", "--config")

app = typer.Typer(
    name="xuncha",
    help="Watch inspection-rectification notices (巡视巡察整改通报): every version, with its evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def common(
    context: typer.Context,
    warehouse: Annotated[
        str | None,
        typer.Option(
            help="The DuckDB file, or the address of a lake; else XUNCHA_WAREHOUSE.", metavar="PATH"
        ),
    ] = None,
    config: Annotated[Path | None, typer.Option(help="The configuration folder; else XUNCHA_CONFIG.")] = None,
) -> None:
    """Keep what every command shares; settings are read when a command asks for them."""
    context.obj = {"warehouse": warehouse, "config": config}


def settings_of(context: typer.Context) -> Settings:
    """The settings for the command that runs in `context`."""
    return load_settings(**context.obj)


def lead_with_globals(arguments: list[str]) -> list[str]:
    """Move `--warehouse X` and `--config X` to the front, so that they may stand anywhere."""
    front: list[str] = []
    rest: list[str] = []
    queue = iter(arguments)
    for argument in queue:
        if argument == "--":
            return [*front, *rest, argument, *queue]
        if argument in GLOBALS:
            front += [argument, *[value for value in [next(queue, None)] if value is not None]]
        elif argument.startswith(tuple(f"{name}=" for name in GLOBALS)):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def main() -> None:
    """Run the command line; what a user can mend ends in one line on stderr and the error's exit code."""
    from flows.cli import commands

    commands.register(app)
    try:
        with explaining_output():
            app(lead_with_globals(sys.argv[1:]))
    except UserError as error:
        complain(str(error))
        sys.exit(error.exit_code)
