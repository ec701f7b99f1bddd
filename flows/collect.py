"""Poll sources over HTTP: lists, the articles they announce, notices due for another look. No warehouse."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urldefrag

from flows.attached import WithFiles, fetch_files
from scrapers import cms, notice
from scrapers.fetch import Fetcher
from scrapers.model import Issue, ListItem, ListPage, Outcome, Response, UnreadableError
from scrapers.source import Source
from warehouse.archive import Archive
from warehouse.model import Document, Fetch, ListState, Page, Recheck

FIRST_POLL_PAGES = 10
CATCH_UP_PAGES = 30
CATCH_UP_MARGIN = timedelta(days=3)
MOST_REQUESTS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class ListRead:
    """What one list showed: its first page's rows and those with a day, the newest day of all pages read."""

    url: str
    outcome: Outcome
    family: str = ""
    why: str = ""
    rows: int = 0
    dated: int = 0
    newest: date | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(slots=True)
class Harvest:
    """What one poll of one source brought: everything that the warehouse must take in together."""

    source: Source
    first: bool = False
    lists: list[ListRead] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    unreadable: list[tuple[str, Issue]] = field(default_factory=list)
    opened: int = 0


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What the warehouse knows before a poll: list states, known addresses, notices due for another look."""

    states: Mapping[str, ListState]
    known: frozenset[str]
    rechecks: Mapping[str, Sequence[Recheck]]
    archived: Sequence[Page] = ()
    backfill: int = 0


async def collect(
    sources: Sequence[Source], plan: PollPlan, fetcher: Fetcher, archive: Archive
) -> list[Harvest]:
    """Poll `sources` side by side; what they brought is archived and synced before this returns."""
    harvests = await asyncio.gather(*(_Poll(s, plan, fetcher, archive).run() for s in sources))
    archive.sync()
    return list(harvests)


class _Poll:
    """One poll of one source."""

    def __init__(self, source: Source, plan: PollPlan, fetcher: Fetcher, archive: Archive) -> None:
        self.source, self.plan, self.fetcher, self.archive = source, plan, fetcher, archive
        self.harvest = Harvest(source)

    async def run(self) -> Harvest:
        seen: set[str] = set()
        for entry in self.source.lists:
            for item in await self._read_list(entry.url):
                if item.url not in seen:
                    seen.add(item.url)
                    if not await self._read_article(item, entry.url):
                        self._forget({f.page_id for f in self.harvest.fetches if f.url == entry.url})
        for recheck in self.plan.rechecks.get(self.source.id, ()):
            if recheck.url not in seen:
                await self._look_again(recheck)
        return self.harvest

    async def _read_list(self, url: str) -> list[ListItem]:
        """The list's new items that may be notices, newest page first."""
        state = self.plan.states.get(url)
        first = state is None or state.last_ok_at is None
        self.harvest.first = self.harvest.first or first
        limit = self.plan.backfill or (FIRST_POLL_PAGES if first else CATCH_UP_PAGES)
        past = None if self.plan.backfill else state
        pages: list[ListPage] = []
        issues: list[Issue] = []
        new: list[ListItem] = []
        shown: set[str] = set()
        queue, asked = [url], set[str]()
        outcome = Outcome.OK
        while queue and len(pages) < limit and len(asked) < limit * MOST_REQUESTS_A_PAGE:
            here = queue.pop(0)
            asked.add(here)
            is_first = len(asked) == 1
            purpose = "list" if is_first else "list_page"
            response, _ = await self._get(here, purpose, past if is_first else None)
            if response.outcome is not Outcome.OK:
                if not pages:
                    outcome = response.outcome
                elif response.outcome is not Outcome.GONE:
                    issues.append(Issue("page_not_read", f"{here}: {response.outcome}"))
                continue
            page = cms.read_list(
                response.body, _address_of(response, here), charset=charset_of(response), source=self.source
            )
            if not page.items and page.next:
                queue = [a for a in page.next if a not in asked]
                continue
            fresh = [item for item in page.items if item.url not in shown]
            if pages and not fresh:
                continue
            if not pages:
                self._note_rows(url, len(page.items))
            shown.update(item.url for item in fresh)
            pages.append(page)
            unknown = [i for i in fresh if self.source.takes(i.title) and i.url not in self.plan.known]
            new += unknown
            queue = [a for a in page.next if a not in asked] if self._reads_on(state, fresh, unknown) else []
        self.harvest.lists.append(_sum_up(url, outcome, pages, issues))
        return new

    def _reads_on(self, state: ListState | None, fresh: list[ListItem], unknown: list[ListItem]) -> bool:
        """Whether the next page may hold something new: first polls and backfills read on to their limit.

        Later polls read on while the page's oldest row may have come after the last good poll: by its day
        where rows have one, else while nothing on the page that may be a notice was known.
        """
        if self.plan.backfill or state is None or state.last_ok_at is None:
            return True
        days = [i.day for i in fresh if i.day]
        if days and len(days) == len(fresh):
            return min(days) >= state.last_ok_at.date() - CATCH_UP_MARGIN
        return bool(unknown) and len(unknown) == sum(self.source.takes(i.title) for i in fresh)

    def _note_rows(self, url: str, rows: int) -> None:
        """Tell the list's own request how many rows it brought."""
        for place, fetch in enumerate(self.harvest.fetches):
            if fetch.url == url and fetch.purpose == "list":
                self.harvest.fetches[place] = replace(fetch, rows_seen=rows)

    async def _read_article(self, item: ListItem, list_url: str) -> bool:
        """Whether the article could be read; for one that could not the whole list is asked for again."""
        response, page = await self._get(item.url, "article")
        if page is None:
            return False
        self.harvest.opened += 1
        return await self._parse(response, page, item, list_url)

    async def _look_again(self, recheck: Recheck) -> None:
        response, page = await self._get(recheck.url, "recheck", recheck)
        if page:
            await self._parse(response, page)

    async def _parse(
        self, response: Response, page: Page, item: ListItem | None = None, list_url: str = ""
    ) -> bool:
        """Whether the page could be read; if so, it is among the harvest's documents."""
        try:
            parsed = notice.parse(response.body, response.url, charset=charset_of(response), listed=item)
        except UnreadableError as error:
            self.harvest.unreadable.append((response.url, Issue("unreadable_page", str(error))))
            self._ask_again(page)
            return False
        found = await fetch_files(parsed, self._get_file) if self.source.attachments else WithFiles(parsed)
        if found.missed:
            self._ask_again(page)
            if item is None and found.is_torn:
                said = f"left as it was, since an attached file did not come: {'; '.join(found.missed)}"
                self.harvest.unreadable.append((response.url, Issue("attachment_not_fetched", said)))
                return False
        if item is None and not found.notice.is_notice:
            self._ask_again(page)
        self.harvest.documents.append(
            Document(
                source_id=self.source.id,
                url=response.url,
                page=page,
                notice=found.notice,
                list_url=list_url,
                listed_title=item.title if item else "",
            )
        )
        return True

    async def _get_file(self, url: str) -> Response:
        response, _ = await self._get(url, "attachment")
        return response

    def _ask_again(self, page: Page) -> None:
        """Forget a page's validators: its next look must bring the page, and with it what is missing."""
        self._forget({page.page_id})

    def _forget(self, page_ids: Collection[str | None]) -> None:
        """Keep no validators of these pages: the next request for them asks for all of the page."""
        for place, fetch in enumerate(self.harvest.fetches):
            if fetch.page_id in page_ids:
                self.harvest.fetches[place] = replace(fetch, etag=None, last_modified=None)

    async def _get(
        self, url: str, purpose: str, past: ListState | Recheck | None = None
    ) -> tuple[Response, Page | None]:
        """Ask, archive what came, and note the request with its outcome."""
        response = await self.fetcher.get(
            url,
            self.source,
            etag=past.etag if past else None,
            last_modified=past.last_modified if past else None,
            purpose="file" if purpose == "attachment" else "page",
        )
        page = self.archive.append(response) if response.outcome is Outcome.OK else None
        if page:
            self.harvest.pages.append(page)
        headers = dict(response.headers)
        self.harvest.fetches.append(
            Fetch(
                source_id=self.source.id,
                url=url,
                purpose=purpose,
                at=response.fetched_at,
                outcome=response.outcome,
                status=response.status,
                detail=response.detail,
                page_id=page.page_id if page else None,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
            )
        )
        return response, page


def charset_of(response: Response) -> str | None:
    """The charset that the Content-Type header names."""
    content_type = next((v for k, v in response.headers if k.lower() == "content-type"), "")
    return charset_in(content_type)


def charset_in(content_type: str) -> str | None:
    """The charset that a Content-Type names."""
    _, _, charset = content_type.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None


def _address_of(response: Response, asked: str) -> str:
    """Where a page really came from, with the fragment that was asked for: it may name the column."""
    fragment = urldefrag(asked).fragment
    return f"{urldefrag(response.final_url).url}#{fragment}" if fragment else response.final_url


def _sum_up(url: str, outcome: Outcome, pages: Sequence[ListPage], issues: Sequence[Issue]) -> ListRead:
    if not pages:
        return ListRead(url, outcome, issues=tuple(issues))
    first = pages[0]
    return ListRead(
        url=url,
        outcome=outcome,
        family=first.family,
        why=first.why,
        rows=len(first.items),
        dated=sum(i.day is not None for i in first.items),
        newest=max((i.day for page in pages for i in page.items if i.day), default=None),
        issues=(*issues, *(issue for page in pages for issue in page.issues)),
    )
