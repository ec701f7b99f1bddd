"""`xuncha feeds`: Atom and iCalendar files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import settings_of


def feeds(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write; without it, the settings' `feeds`.")
    ] = None,
) -> None:
    """Write Atom feeds of notices and edits and a calendar of due days: overall, by region, by publisher.

    \b
    Example:
      xuncha feeds /srv/www/feeds
    """
    from flows.feeds import write_feeds
    from flows.settings import ConfigError

    settings = settings_of(context)
    target = folder or settings.feeds
    if target is None:
        raise ConfigError("name a folder: `xuncha feeds DIR`, or set `feeds` in settings.toml")
    changed = write_feeds(settings, target)
    typer.echo(f"{len(changed)} files changed in {target}")
