"""`xuncha backup` and `xuncha restore`: warehouse and archive, out of the house and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import settings_of


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder for the backup; backing up again adds what is new.")],
) -> None:
    """Copy the warehouse and its archive into a folder, with a manifest of digests, while all goes on.

    \b
    Examples:
      xuncha backup /mnt/backup/xuncha
    """
    from warehouse.backup import back_up

    settings = settings_of(context)
    done = back_up(settings.warehouse, settings.archive, folder)
    typer.echo(
        f"{folder}: warehouse and {done.files} archive files ({done.copied} new), {done.size / 1e6:.1f} MB"
    )


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder that `xuncha backup` filled.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a warehouse that is there.")] = False,
) -> None:
    """Restore warehouse and archive from a backup, after checking every digest in it.

    A file's backup may be restored into a lake, and a lake's into a file: so a warehouse moves. Interrupted,
    it can be done again.

    \b
    Examples:
      xuncha restore /mnt/backup/xuncha
      xuncha --warehouse "ducklake:postgres:dbname=xuncha host=db1" restore /mnt/backup/xuncha
      xuncha --warehouse rehearsal/xuncha.duckdb restore /mnt/backup/xuncha
    """
    from warehouse import backup as files

    settings = settings_of(context)
    done = files.restore(folder, settings.warehouse, settings.archive, force=force)
    typer.echo(f"{settings.warehouse}: restored with {done.files} archive files, {done.size / 1e6:.1f} MB")
