"""`xuncha probe`: look at a list page's address, and write the source file for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain, print_rows
from flows.settings import ConfigError
from scrapers.model import Outcome

if TYPE_CHECKING:
    from flows.probe import Look

SHOWN = 8
ADDRESS = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
NO_LIST = "no list found; open the column's own page in a browser and give that address"
NO_PAGE = "the page was not read; see what a browser shows there, or try again later"
NO_SITE = "the site was not reached; see whether a browser reaches it, or try again later"
REFUSED = "the site refuses to be read; docs/adding-a-source.md says what may help"
REMEDIES = {
    Outcome.REFUSED_ADDRESS: "nothing was asked: --private lets requests reach a private network; "
    "where the address leads to another site, give that site's",
    Outcome.GONE: "there is no such page; look for the column's address in a browser",
    **dict.fromkeys((Outcome.BLOCKED, Outcome.CHALLENGE, Outcome.ROBOTS_DENIED), REFUSED),
    **dict.fromkeys((Outcome.DNS_ERROR, Outcome.CONNECT_ERROR, Outcome.TIMEOUT), NO_SITE),
}


def probe(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A list page; an article or a home page will often do.")],
    write: Annotated[
        Path | None, typer.Option(help="Write the source file here, and save the page as its test.")
    ] = None,
    source_id: Annotated[str, typer.Option("--id", help="The source's id; else made from the address.")] = "",
    region: Annotated[str, typer.Option(help="The place, such as 广东省/广州市/海珠区.")] = "",
    tests: Annotated[
        Path | None, typer.Option(help="Where saved pages go; else tests/sources beside the configuration.")
    ] = None,
    force: Annotated[bool, typer.Option(help="With --write: replace the file that stands there.")] = False,
    private: Annotated[bool, typer.Option(help="Let requests reach loopback and private networks.")] = False,
) -> None:
    """Fetch a list page, name its CMS, show its items, its second page and two parsed articles.

    Ends with the ready source file, printed or written with --write, which replaces no file without --force.
    Exit code 1: no list was found.

    \b
    Examples:
      xuncha probe https://www.example.gov.cn/xcgz/index.html
      xuncha probe https://www.example.gov.cn/ --write config/sources/example.yaml --region 广东省/示例市
    """
    import asyncio

    from flows.cli.times import parse_now
    from flows.probe import probe as look_at
    from flows.source_files import save_source, write_source
    from scrapers.fetch import Fetcher
    from scrapers.source import check_sources

    settings = settings_of(context)
    if not ADDRESS.match(url):
        raise ConfigError(f"{url}: no web address; give all of it, from https:// or http:// on")
    if write is not None and write.exists() and not force:
        raise ConfigError(f"{write}: there is a file already; name another, or replace it with --force")

    async def ask() -> Look:
        async with Fetcher(
            clock=lambda: parse_now(None), state=settings.state, contact=settings.contact
        ) as fetcher:
            return await look_at(url, fetcher, private=private)

    look = asyncio.run(ask())
    _show(look)
    if not look.good:
        complain(f"{url}: {REMEDIES.get(look.failed, NO_PAGE) if look.failed else NO_LIST}")
        raise typer.Exit(FAILED)
    text = write_source(look, source_id=source_id, region=region)
    if write is None:
        typer.echo(f"\n# --write FILE saves this source:\n{text}", nl=False)
        return
    source = save_source(look, text, write, tests or settings.config.parent / "tests" / "sources")
    typer.echo(f"\nwritten: {write}\ntry it: xuncha run {source.id}")
    others, _ = check_sources(settings.sources)
    if any(other.id == source.id and other.path != write.resolve() for other in others):
        complain(f"{source.id} is the id of another source too: give this one another with --id")


def _show(look: Look) -> None:
    for step in look.steps:
        typer.echo(step)
    if look.page is None:
        return
    typer.echo(f"family: {look.page.family} ({look.page.why})")
    for issue in look.page.issues:
        typer.echo(f"{issue.kind}: {issue.message}")
    dated = sum(item.day is not None for item in look.page.items)
    opened = [item for item in look.page.items if look.source.takes(item.title)]
    typer.echo(
        f"{len(look.page.items)} items, {dated} with a day, {len(opened)} whose title says rectification"
    )
    rows = [(item.day, item.title, item.url) for item in look.page.items[:SHOWN]]
    from flows.cli.output import Form

    print_rows(("day", "title", "address"), rows, Form.TABLE)
    if look.second_url:
        typer.echo(f"page 2: {look.second_url}: {look.second_items} more items")
    elif look.page.items:
        typer.echo("page 2: none found")
    for article in look.articles:
        typer.echo(f"\n{article.item.url}")
        if article.notice is None:
            typer.echo(
                f"  {article.response.outcome.value} {article.response.detail} {article.error}".rstrip()
            )
            continue
        found = article.notice
        title = found.article.title.value if found.article.title else "no title"
        published = found.article.published_at.value if found.article.published_at else "no day"
        typer.echo(f"  {published} {title}")
        if not found.is_notice:
            typer.echo(f"  no notice: {found.reason}; {len(found.article.body)} characters")
            continue
        publisher = found.publisher.value if found.publisher else "no publisher"
        typer.echo(
            f"  {publisher}: {len(found.problems)} problems, {len(found.commitments)} promises, "
            f"{len(found.open_items)} open items"
        )
