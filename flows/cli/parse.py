"""`xuncha parse`: what a page or text holds, as an outline to read or as JSON Lines."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain, print_json

LARGEST = 64 * 2**20


class UnavailableError(Exception):
    """A document that can't be had: one line that says why."""


def parse(
    context: typer.Context,
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL...",
            help="Pages (.html), plain texts (.txt) or addresses; `-` reads from standard input.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a document, a line each.")] = False,
) -> None:
    """Parse pages or texts and print what was found: problems, promises, open items and their evidence.

    A document that can't be read is named on stderr, and the others are still done; the exit code is then 1.

    \b
    Examples:
      xuncha parse saved/notice.html
      xuncha parse --json saved/*.txt > parsed.jsonl
      iconv -f GBK -t UTF-8 notice.txt | xuncha parse -
      xuncha parse https://www.example.gov.cn/content/post_123.html
    """
    from flows.cli.notice_view import show_notice
    from scrapers.model import UnreadableError
    from scrapers.notice import parse as read
    from scrapers.notice.record import to_record

    failed = False
    for name in documents:
        try:
            if name.startswith(("http://", "https://")):
                data, url, charset = _fetch(context, name)
                notice = read(data, url, charset=charset)
            else:
                notice = read(_load(name), name)
        except (UnavailableError, UnreadableError) as error:
            complain(f"{name}: {error}")
            failed = True
            continue
        if as_json:
            print_json(to_record(notice, name.rstrip("/").rsplit("/", 1)[-1]))
        else:
            show_notice(notice, name)
    if failed:
        raise typer.Exit(FAILED)


def _load(name: str) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnavailableError(error.strerror or str(error)) from error
    if len(data) > LARGEST:
        raise UnavailableError(f"larger than {LARGEST // 2**20} MB")
    return data


def _fetch(context: typer.Context, url: str) -> tuple[bytes, str, str | None]:
    """Body, final address and declared charset of one address, asked once and politely.

    An address that names a private machine by number (or localhost) is what the user asked for; a name that
    turns out to lead to one is refused.
    """
    import asyncio

    from flows.cli.times import parse_now
    from scrapers.fetch import Fetcher
    from scrapers.model import Outcome, Response
    from scrapers.source import Source, SourceList

    settings = settings_of(context)
    parts = urlsplit(url)
    source = Source(
        id="parse",
        name=url,
        region="",
        lists=(SourceList(url),),
        hosts=((parts.hostname or "").lower(),),
        private_addresses=_is_literal(parts.hostname or ""),
    )

    async def ask() -> Response:
        state = settings.archive.parent / "pace"
        async with Fetcher(clock=lambda: parse_now(None), contact=settings.contact, state=state) as fetcher:
            return await fetcher.get(url, source)

    response = asyncio.run(ask())
    if response.outcome is not Outcome.OK:
        raise UnavailableError(f"{response.outcome.value}: {response.detail}".rstrip(": "))
    declared = dict(response.headers).get("content-type", "")
    charset = declared.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return response.body, response.final_url, charset or None


def _is_literal(host: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
