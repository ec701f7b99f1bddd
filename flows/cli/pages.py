"""`xuncha pages`: the static pages of what was archived."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import settings_of


def pages(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="The folder that is served as `base_url`; without it, the settings' `pages`."),
    ] = None,
) -> None:
    """Write a static page of every version of every notice, and lists of them, for a web server.

    Only new and changed pages are written. Those of notices that were taken down stay and say so.

    \b
    Examples:
      xuncha pages /srv/www
      xuncha --config config pages
    """
    from flows.pages import publish_pages
    from flows.settings import ConfigError

    settings = settings_of(context)
    target = folder or settings.pages
    if target is None:
        raise ConfigError("name a folder: `xuncha pages DIR`, or set `pages` in settings.toml")
    changed = publish_pages(settings, target)
    typer.echo(f"{len(changed)} files changed in {target}")
