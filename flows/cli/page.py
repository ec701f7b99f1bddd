"""`xuncha page`: the archived copy of a notice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import print_json


def page(
    context: typer.Context,
    notice: Annotated[
        str, typer.Argument(help="A notice: id or its beginning, address, words of the title.")
    ],
    version: Annotated[int | None, typer.Option(help="Number of a version; the last without it.")] = None,
    save: Annotated[Path | None, typer.Option(help="Write the archived bytes to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The evidence as one JSON line.")] = False,
) -> None:
    """Show a notice as it was archived: where, when, with which digest, and its text; or save its bytes.

    The bytes are checked against their digest first.

    \b
    Examples:
      xuncha page 24daac50
      xuncha page https://www.example.gov.cn/content/post_101.html --version 1 --save notice.html
    """
    from warehouse.archive import read_body
    from warehouse.connect import reading
    from warehouse.errors import WarehouseError
    from warehouse.lookup import choose_version, find_notice, load_versions
    from warehouse.pages import load_page

    settings = settings_of(context)
    with reading(settings.warehouse) as con:
        found = choose_version(load_versions(con, find_notice(con, notice)), version)
        stored = load_page(con, found.page_id)
    if stored is None:
        raise WarehouseError(f"version {found.number} of {found.notice_id} has no archived page")
    body = read_body(settings.archive, stored)
    evidence = {
        "notice_id": found.notice_id,
        "title": found.title,
        "version": found.number,
        "valid_from": found.valid_from,
        "url": stored.url,
        "fetched_at": stored.fetched_at,
        "sha256": stored.sha256,
        "bytes": len(body),
        "warc_file": stored.warc_file,
        "warc_offset": stored.warc_offset,
    }
    if save:
        try:
            save.write_bytes(body)
        except OSError as error:
            raise WarehouseError(f"{save}: cannot be written ({error.strerror})") from error
    if as_json:
        print_json(evidence)
        return
    for key, value in evidence.items():
        typer.echo(f"{key:12} {value}")
    typer.echo(f"saved to {save}" if save else f"\n{found.text}")
