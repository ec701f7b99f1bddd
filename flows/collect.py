"""Poll sources over HTTP: lists, the articles they announce, notices due for another look. No warehouse."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scrapers import cms, notice
from scrapers.fetch import Fetcher
from scrapers.model import Issue, ListItem, ListPage, Outcome, Response, UnreadableError
from scrapers.source import Source
from warehouse.archive import Archive
from warehouse.model import Document, Fetch, ListState, Page, Recheck

FIRST_POLL_PAGES = 10
CATCH_UP_MARGIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ListRead:
    """What one list showed over the pages that were read: rows, rows with a day, the newest day."""

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
    documents: list[Document] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    new: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What the warehouse knows before a poll: list states, known addresses, notices due for another look."""

    states: Mapping[str, ListState]
    known: frozenset[str]
    rechecks: Mapping[str, Sequence[Recheck]]
    backfill: int = 0


async def collect(
    sources: Sequence[Source], plan: PollPlan, fetcher: Fetcher, archive: Archive, now: datetime
) -> list[Harvest]:
    """Poll `sources` side by side; the archive is synced before this returns."""
    harvests = await asyncio.gather(*(_Poll(s, plan, fetcher, archive, now).run() for s in sources))
    archive.sync()
    return list(harvests)


class _Poll:
    """One poll of one source."""

    def __init__(
        self, source: Source, plan: PollPlan, fetcher: Fetcher, archive: Archive, now: datetime
    ) -> None:
        self.source, self.plan, self.fetcher, self.archive, self.now = source, plan, fetcher, archive, now
        self.harvest = Harvest(source)

    async def run(self) -> Harvest:
        seen: set[str] = set()
        for address in self.source.lists:
            for item in await self._read_list(address.url):
                if item.url not in seen:
                    seen.add(item.url)
                    await self._read_article(item, address.url)
        for recheck in self.plan.rechecks.get(self.source.id, ()):
            if recheck.url not in seen:
                await self._look_again(recheck)
        return self.harvest

    async def _read_list(self, url: str) -> list[ListItem]:
        """The list's new items that may be notices, oldest page last."""
        state = self.plan.states.get(url)
        first = state is None or state.last_ok_at is None
        self.harvest.first = self.harvest.first or first
        limit = self.plan.backfill or (FIRST_POLL_PAGES if first else self.source.max_pages)
        conditional = None if self.plan.backfill else state
        pages: list[ListPage] = []
        new: list[ListItem] = []
        shown: set[str] = set()
        queue, outcome = [url], Outcome.OK
        while queue and len(pages) < limit:
            response, _ = await self._get(queue.pop(0), "list", conditional if not pages else None)
            if response.outcome is not Outcome.OK:
                outcome = outcome if pages else response.outcome
                break
            page = cms.read_list(
                response.body, response.final_url, charset=charset_of(response), source=self.source
            )
            fresh = [item for item in page.items if item.url not in shown]
            if pages and not fresh:
                continue
            shown.update(item.url for item in fresh)
            pages.append(page)
            unknown = [i for i in fresh if self.source.takes(i.title) and i.url not in self.plan.known]
            new += unknown
            queue = list(page.next) if self._reads_on(state, fresh, unknown) else []
        self.harvest.lists.append(_sum_up(url, outcome, pages))
        return new

    def _reads_on(self, state: ListState | None, fresh: list[ListItem], unknown: list[ListItem]) -> bool:
        """Whether the next page may hold something new: first polls and backfills read on to their limit."""
        if self.plan.backfill or state is None or state.last_ok_at is None:
            return True
        days = [i.day for i in fresh if i.day]
        if days and len(days) == len(fresh):
            return min(days) >= state.last_ok_at.date() - CATCH_UP_MARGIN
        return bool(unknown) and len(unknown) == sum(self.source.takes(i.title) for i in fresh)

    async def _read_article(self, item: ListItem, list_url: str) -> None:
        response, page = await self._get(item.url, "article")
        if page:
            self.harvest.new += 1
            self._parse(response, page, item, list_url)

    async def _look_again(self, recheck: Recheck) -> None:
        response, page = await self._get(recheck.url, "recheck", recheck)
        if page:
            self._parse(response, page)

    def _parse(
        self, response: Response, page: Page, item: ListItem | None = None, list_url: str = ""
    ) -> None:
        try:
            parsed = notice.parse(response.body, response.url, charset=charset_of(response), listed=item)
        except UnreadableError as error:
            self.harvest.issues.append(Issue("unreadable_page", f"{response.url}: {error}"))
            return
        self.harvest.left += not parsed.is_notice
        self.harvest.documents.append(
            Document(
                source_id=self.source.id,
                url=response.url,
                page=page,
                notice=parsed,
                list_url=list_url,
                listed_title=item.title if item else "",
            )
        )

    async def _get(
        self, url: str, purpose: str, past: ListState | Recheck | None = None
    ) -> tuple[Response, Page | None]:
        response = await self.fetcher.get(
            url,
            self.source,
            etag=past.etag if past else None,
            last_modified=past.last_modified if past else None,
        )
        archived = self.archive.append(response) if response.outcome is Outcome.OK else None
        headers = {k.lower(): v for k, v in response.headers}
        self.harvest.fetches.append(
            Fetch(
                source_id=self.source.id,
                url=url,
                purpose=purpose,
                at=response.fetched_at,
                outcome=response.outcome,
                status=response.status,
                detail=response.detail,
                page_id=archived.page_id if archived else None,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
            )
        )
        return response, archived


def charset_of(response: Response) -> str | None:
    """The charset that the Content-Type header names."""
    content_type = next((v for k, v in response.headers if k.lower() == "content-type"), "")
    _, _, charset = content_type.lower().partition("charset=")
    return charset.strip(" \"';") or None


def _sum_up(url: str, outcome: Outcome, pages: Sequence[ListPage]) -> ListRead:
    items = [i for page in pages for i in page.items]
    days = [i.day for i in items if i.day]
    return ListRead(
        url=url,
        outcome=outcome,
        family=pages[0].family if pages else "",
        why=pages[0].why if pages else "",
        rows=len(pages[0].items) if pages else 0,
        dated=len([i for i in pages[0].items if i.day]) if pages else 0,
        newest=max(days, default=None),
        issues=tuple(issue for page in pages for issue in page.issues),
    )
