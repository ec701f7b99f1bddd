"""Every command explains itself, and global options may stand anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from flows.cli import app, commands, lead_with_globals

PAGE = Path(__file__).parents[2] / "golden" / "seen" / "trs-county-water.html"
commands.register(app)
ROOT = typer.main.get_command(app)


def walk(command: object, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    """Every command that does something, with the words that call it."""
    inner = getattr(command, "commands", {})
    own = (
        [(path, command)] if path and (not inner or getattr(command, "invoke_without_command", False)) else []
    )
    return own + [leaf for name, sub in inner.items() for leaf in walk(sub, (*path, name))]


LEAVES = walk(ROOT)


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[" ".join(path) for path, _ in LEAVES])
def test_a_command_says_what_it_does_and_shows_an_example(path: tuple[str, ...], command: object) -> None:
    text = getattr(command, "help", None) or ""
    assert text.split(".")[0].strip()
    assert f"xuncha {' '.join(path)}" in text, f"no example in the help of {' '.join(path)}"
    for parameter in getattr(command, "params", []):
        if not getattr(parameter, "hidden", False) and parameter.name != "help":
            assert getattr(parameter, "help", None), f"{' '.join(path)}: {parameter.name} has no help"


@pytest.mark.parametrize(
    ("given", "led"),
    [
        (["run", "--warehouse", "w", "s"], ["--warehouse", "w", "run", "s"]),
        (["run", "--config=c"], ["--config=c", "run"]),
        (["sql", "--", "--warehouse"], ["sql", "--", "--warehouse"]),
        (["run", "--warehouse"], ["--warehouse", "run"]),
    ],
)
def test_global_options_may_stand_anywhere(given: list[str], led: list[str]) -> None:
    assert lead_with_globals(given) == led


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_output_that_cannot_be_written_is_one_line(form: list[str]) -> None:
    command = [str(Path(sys.executable).with_name("xuncha")), "parse", str(PAGE), *form]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "xuncha: standard output cannot be written: the disk is full; free some space and run again\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_a_reader_that_leaves_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [str(Path(sys.executable).with_name("xuncha")), "parse", "--json", str(PAGE)]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.stderr == ""


def test_no_traceback_for_a_wrong_folder(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("xuncha")), "run", "--config", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and str(tmp_path / "none") in done.stderr
