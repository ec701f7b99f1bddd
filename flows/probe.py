"""Look at an address as a source would: family, items, paging, two articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from flows.collect import charset_of
from scrapers import cms, notice
from scrapers.article.encoding import decode
from scrapers.cms import gkmlpt
from scrapers.cms.page import Page, resolve, text_of
from scrapers.fetch import Fetcher
from scrapers.model import ListItem, ListPage, Notice, Outcome, Response, UnreadableError
from scrapers.source import Source, SourceList, host_of

# Home pages and articles, by their addresses: both carry small dated lists that are not the column's.
NO_LIST = re.compile(r"^/?(index\.\w+)?$|/(m?post_\d+|art_[\d_]+|t\d{8}_\d+|\d{4,}|[0-9a-f]{32})\.\w+$")
ARTICLES, CANDIDATES, NEXT_TRIES = 2, 4, 3
# Link texts that lead to the column, the likeliest first.
COLUMN_WORDS = tuple(
    re.compile(words)
    for words in (
        r"(巡视|巡察).{0,8}整改|整改(情况|通报|公开|公示|落实)",
        r"巡视巡察|巡察(公开|工作|专栏|公告)|巡视(工作|公开)",
        r"巡[视察]|整改",
        r"党务公开|公示公告|通知公告|公告公示",
    )
)


@dataclass(frozen=True, slots=True)
class ArticleLook:
    """One article of the list: what the request came to, and what the parser found."""

    item: ListItem
    response: Response
    notice: Notice | None = None
    error: str = ""


@dataclass(slots=True)
class Look:
    """What a probe saw. `list_response` and `page` are those of the list; `steps` tells the way to it.

    `failed` is what became of the address that was asked for, where no page came of it.
    """

    asked: str
    source: Source
    failed: Outcome | None = None
    list_response: Response | None = None
    page: ListPage | None = None
    second_url: str = ""
    second_items: int = 0
    articles: list[ArticleLook] = field(default_factory=list)
    names: tuple[str, str] = ("", "")
    steps: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether a list was found that shows items."""
        return self.page is not None and bool(self.page.items)


async def probe(url: str, fetcher: Fetcher, *, private: bool = False) -> Look:
    """Look at `url`: a list page, or an article or a home page from which the column's list is found.

    At most a dozen requests go out. `private` lets them reach loopback.
    """
    base = Source(
        id="probe",
        name=url,
        region="",
        lists=(SourceList(url),),
        hosts=(host_of(url),),
        private_addresses=private,
    )
    look = Look(url, base)
    response = await _open_list(look, fetcher, url)
    if response.outcome is not Outcome.OK:
        look.failed = response.outcome
        return look
    if NO_LIST.search(urlsplit(response.final_url).path) or not _is_list(look.page):
        for candidate in _columns_of(response, look):
            look.steps.append(f"not a list of articles; trying {candidate}")
            opened = await _open_list(look, fetcher, candidate)
            if opened.outcome is Outcome.OK and _is_list(look.page):
                break
    if look.good:
        await _turn_page(look, fetcher)
        await _open_articles(look, fetcher)
    return look


async def _open_list(look: Look, fetcher: Fetcher, url: str) -> Response:
    """Read a list into `look`, by way of a gkmlpt index where that is what stands there."""
    for _ in range(2):
        response = await fetcher.get(url, look.source)
        look.steps.append(f"{url}: {_tell(response)}")
        if response.outcome is not Outcome.OK:
            break
        page = cms.read_list(response.body, response.final_url, charset=charset_of(response))
        if _is_list(page) or look.page is None:
            look.list_response, look.page, look.names = response, page, _names_of(response)
        if page.items or not page.next or page.family != "gkmlpt":
            break
        url = page.next[0]
    return response


def _is_list(page: ListPage | None) -> bool:
    return page is not None and len(page.items) >= 2 and any(item.day for item in page.items)


def _columns_of(response: Response, look: Look) -> list[str]:
    """The addresses of lists that a page leads to, the likeliest first."""
    text = decode(response.body, charset_of(response)).text
    page = Page(response.final_url, text)
    if gkmlpt.recognise(page) and (base := gkmlpt.BASE.match(urldefrag(response.final_url).url)):
        columns = [(f"{base[1]}/index#{number}", path) for number, path in gkmlpt.column_names(page)]
    else:
        links = LexborHTMLParser(text).css("a[href]")
        columns = [(resolve(page, a.attributes.get("href") or ""), text_of(a)) for a in links]
    asked = {look.asked, response.final_url}
    ranked = sorted((rank, n) for n, (_, name) in enumerate(columns) if (rank := _rank(name)) is not None)
    found = (columns[n][0] for _, n in ranked)
    return [u for u in dict.fromkeys(found) if u and u not in asked and look.source.allows(u)][:CANDIDATES]


def _rank(name: str) -> int | None:
    """How likely a link's text names the column; a long text is an article's title."""
    last = name.rsplit("/", 1)[-1]
    if len(last) > 16:
        return None
    return next((n for n, words in enumerate(COLUMN_WORDS) if words.search(last)), None)


async def _turn_page(look: Look, fetcher: Fetcher) -> None:
    assert look.page is not None
    known = {item.url for item in look.page.items}
    for url in look.page.next[:NEXT_TRIES]:
        response = await fetcher.get(url, look.source)
        if response.outcome is not Outcome.OK:
            look.steps.append(f"page 2 at {url}: {_tell(response)}")
            continue
        page = cms.read_list(
            response.body, response.final_url, family=look.page.family, charset=charset_of(response)
        )
        fresh = [item for item in page.items if item.url not in known]
        if fresh:
            look.second_url, look.second_items = url, len(fresh)
            return
        look.steps.append(f"page 2 at {url}: repeats page 1")


async def _open_articles(look: Look, fetcher: Fetcher) -> None:
    assert look.page is not None
    taken = [item for item in look.page.items if look.source.takes(item.title)]
    others = [item for item in look.page.items if item not in taken]
    look.source = replace(look.source, hosts=_hosts(look.source, look.page.items))
    for item in (*taken, *others)[:ARTICLES]:
        response = await fetcher.get(item.url, look.source)
        if response.outcome is not Outcome.OK:
            look.articles.append(ArticleLook(item, response))
            continue
        try:
            parsed = notice.parse(
                response.body, response.final_url, charset=charset_of(response), listed=item
            )
        except UnreadableError as error:
            look.articles.append(ArticleLook(item, response, error=str(error)))
        else:
            look.articles.append(ArticleLook(item, response, parsed))


def _hosts(source: Source, items: Iterable[ListItem]) -> tuple[str, ...]:
    """The list's host, and those of its articles that belong to the same body."""
    own = source.hosts[0].partition(":")[0].split(".")[-3:]
    hosts = (host_of(item.url) for item in items)
    return tuple(
        dict.fromkeys((*source.hosts, *(h for h in hosts if h.partition(":")[0].split(".")[-3:] == own)))
    )


def _names_of(response: Response) -> tuple[str, str]:
    """Site and column as the page names them: by its tags (国办发〔2017〕47号), else by its title."""
    tree = LexborHTMLParser(decode(response.body, charset_of(response)).text)
    tags = {
        (node.attributes.get("name") or "").lower(): (node.attributes.get("content") or "").strip()
        for node in tree.css("meta[name]")
    }
    heading = tree.css_first("title")
    parts = [p.strip() for p in re.split(r"[-_|—–]+", text_of(heading) if heading else "") if p.strip()]
    site = tags.get("sitename") or (
        parts[-1] if len(parts) > 1 else urlsplit(response.final_url).hostname or ""
    )
    return site, tags.get("columnname") or (parts[0] if parts else "")


def _tell(response: Response) -> str:
    status = f"HTTP {response.status}" if response.status else ""
    detail = "" if response.detail.startswith(status) and status else status
    return " ".join(part for part in (response.outcome.value, detail, response.detail) if part)
