"""The steps of the pipeline as plain functions: plan, poll a batch, check commitments, deliver, publish.

`run_steps` is their one order. `xuncha run` calls it directly; the Prefect flow passes `call` to run each
step as a task. A step opens the warehouse only while it makes no request.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flows import health
from flows.alerts.backlog import merge_recovered, summarise_silent
from flows.alerts.deliver import DeliveryReport, deliver
from flows.alerts.plan import plan_messages
from flows.alerts.subscribers import load_subscribers
from flows.collect import Harvest, PollPlan, collect
from flows.feeds import write_feeds
from flows.pages import publish_pages
from flows.schedule import next_poll_at
from flows.settings import ConfigError, Settings
from flows.stored import reparse_stored
from scrapers.fetch import Fetcher
from scrapers.model import Outcome
from scrapers.source import Source, check_sources
from scrapers.source_errors import SourceError, claimed_id
from warehouse import connect, outbox, polling, removal
from warehouse.archive import Archive, recover
from warehouse.commitments import check_commitments
from warehouse.errors import explain_failure
from warehouse.events import record_events
from warehouse.following import follow_up
from warehouse.ingest import ingest
from warehouse.issues import add_issue
from warehouse.model import Event, ListState, Recheck, SourceRow
from warehouse.pages import latest_pages, record_pages
from warehouse.publish import publish
from warehouse.standing import read_standings
from warehouse.unread import load_looks, record_unread

BATCH = 100
T = TypeVar("T")
Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one poll of one source came to, for its summary line."""

    source_id: str
    name: str
    outcome: Outcome
    rows: int = 0
    new: int = 0
    notices: int = 0
    unread: int = 0
    detail: str = ""

    @property
    def good(self) -> bool:
        """Whether the source answered and nothing that was asserted of it was broken."""
        return self.outcome in (Outcome.OK, Outcome.UNCHANGED) and not self.detail

    @property
    def line(self) -> str:
        """The summary line."""
        text = f"{self.source_id}: {self.outcome}, {self.rows} rows, {self.new} new, {self.notices} notices"
        text += f", {self.unread} pages not read" if self.unread else ""
        return f"{text}: {self.detail}" if self.detail else text


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did."""

    sources: tuple[SourceReport, ...] = ()
    events: tuple[Event, ...] = ()
    delivery: DeliveryReport | None = None
    published: bool = False
    faults: tuple[SourceError, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every source file was right, every source answered and every message due went out."""
        is_sent = self.delivery is None or self.delivery.failed == 0
        return not self.faults and all(s.good for s in self.sources) and is_sent


@dataclass(slots=True)
class BatchReport:
    """What one batch of sources brought."""

    sources: list[SourceReport] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def call_directly(step: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a step in this process."""
    return step(*args, **kwargs)


def run_steps(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    now: datetime,
    backfill: int = 0,
    call: Call = call_directly,
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Poll what is due (or the named sources), check commitments, alert, publish.

    `progress` hears of sources polled out of all. `backfill` reads that many list pages of every source;
    subscribers get one summary a source. Sources whose files are faulty are told and left out.

    Raises:
        ConfigError, SourceError, WarehouseError: one line for the user.
    """
    sources, faults = choose_sources(settings, names)
    recover(settings.archive)
    subscribers = load_subscribers(settings.subscribers)
    due, plan = plan_poll(
        settings,
        sources,
        now=now,
        all_due=bool(names) or bool(backfill),
        backfill=backfill,
        others=bool(names) or bool(faults),
    )
    reports: list[SourceReport] = []
    events = tell_faults(settings, faults, sources, subscribers, now=now)
    progress = progress or (lambda done, total: None)
    progress(0, len(due))
    for start in range(0, len(due), BATCH):
        batch = call(poll_batch, settings, due[start : start + BATCH], plan, subscribers, now=now)
        reports += batch.sources
        events += batch.events
        progress(len(reports), len(due))
    events += call(check_promises, settings, subscribers, now=now)
    try:  # first: alerts link to these pages; but alerts wait for no full disk
        if settings.pages:
            call(publish_pages, settings, settings.pages)
        if settings.feeds:
            call(write_feeds, settings, settings.feeds)
    finally:
        delivery = call(deliver, settings, now)
    call(fold_requests, settings, now=now)
    published = call(publish_copy, settings, now=now)
    return RunReport(tuple(reports), tuple(events), delivery, published, tuple(faults))


def choose_sources(settings: Settings, names: Sequence[str]) -> tuple[list[Source], list[SourceError]]:
    """The configured sources, or the named ones of them, and what is wrong with the files of others.

    Raises:
        ConfigError: no source has that id.
        SourceError: no file of those named is right.
    """
    sources, faults = check_sources(settings.sources)
    if not names:
        return sources, faults
    known = {s.id: s for s in sources}
    faulty = {claimed_id(fault.path): fault for fault in faults}
    for name in names:
        if name not in known and name not in faulty:
            near = ", ".join(sorted(known)[:10]) or "none are configured"
            raise ConfigError(f"no source has the id {name!r}; sources in {settings.sources}: {near}")
    named = [faulty[n] for n in names if n not in known]
    if len(named) == len(names):
        raise named[0]
    return [known[n] for n in names if n in known], named


def tell_faults(
    settings: Settings,
    faults: Sequence[SourceError],
    sources: Sequence[Source],
    subscribers: Any,
    *,
    now: datetime,
) -> list[Event]:
    """Record the source files that can't be used, and plan what operators hear of them.

    A file that claims the id of another is told under its own name: that source is well.
    """
    if not faults:
        return []
    taken = {s.id for s in sources}
    events = []
    for fault in faults:
        claimed = claimed_id(fault.path)
        events.append(health.judge_file(fault, fault.path.name if claimed in taken else claimed, now))
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        new = record_events(con, events)
        outbox.enqueue(con, plan_messages(new, subscribers, now))
    return new


def plan_poll(
    settings: Settings,
    sources: Sequence[Source],
    *,
    now: datetime,
    all_due: bool = False,
    backfill: int = 0,
    others: bool = False,
) -> tuple[list[Source], PollPlan]:
    """Tell the warehouse which sources there are, and ask it what each poll needs to know.

    Those that failed last come last, so that a batch of good ones waits for none of them. `others` says that
    more are configured than `sources`.
    """
    rows = [SourceRow(s.id, s.name, s.region, s.publisher, tuple(x.url for x in s.lists)) for s in sources]
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        polling.register_sources(con, rows, now, others=others)
        states = polling.list_states(con)
        due = [s for s in sources if all_due or is_due(s, states, now)]
        due.sort(key=lambda s: max((states[x.url].failures for x in s.lists if x.url in states), default=0))
        rechecks: dict[str, list[Recheck]] = {}
        left = settings.recheck_per_day - polling.count_fetches(con, "recheck", now - timedelta(days=1))
        for recheck in polling.rechecks(con, now, max(left, 0), [s.id for s in due]):
            rechecks.setdefault(recheck.source_id, []).append(recheck)
        known = polling.known_addresses(con)
        again = [x.url for s in due for x in s.lists] + [r.url for group in rechecks.values() for r in group]
        archived = latest_pages(con, again)
    return due, PollPlan(states, frozenset(known), rechecks, archived, backfill)


def is_due(source: Source, states: Mapping[str, ListState], now: datetime) -> bool:
    """Whether a source's next poll has come."""
    at = next_poll_at(source, states)
    return at is None or at <= now


def poll_batch(
    settings: Settings, sources: Sequence[Source], plan: PollPlan, subscribers: Any, *, now: datetime
) -> BatchReport:
    """Poll a batch of sources and commit what they brought: rows, events and outgoing messages together."""
    harvests = asyncio.run(_collect(settings, sources, plan, now))
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        standings = read_standings(con)
        back = health.find_returned(standings, harvests)
        events = merge_recovered(_take_in(con, settings, harvests, plan, now), back, now)
        looks = load_looks(con, [s.id for s in sources])
        record_unread(con, [look for look in looks if look.at == now], now)
        reports = []
        for harvest in harvests:
            own = [look for look in looks if look.source_id == harvest.source.id]
            breaches = health.find_breaches(harvest, plan.states, own, now)
            events += health.judge(standings.get(harvest.source.id), harvest, breaches, now)
            unread = sum(look.misses > 0 for look in own if look.at == now)
            reports.append(_summarise(harvest, breaches, unread))
        new = record_events(con, events)
        outbox.enqueue(con, plan_messages(new, subscribers, now))
    return BatchReport(reports, new)


def _take_in(
    con: Any, settings: Settings, harvests: Sequence[Harvest], plan: PollPlan, now: datetime
) -> list[Event]:
    """Bring harvests into the open warehouse; returns what happened, not yet recorded."""
    fetches = [fetch for harvest in harvests for fetch in harvest.fetches]
    record_pages(con, [page for harvest in harvests for page in harvest.pages])
    events: list[Event] = []
    for silent in (True, False):
        documents = [d for h in harvests if (h.first or bool(plan.backfill)) is silent for d in h.documents]
        if documents:
            found = ingest(con, documents, now=now, silent=silent, reparse=reparse_stored(settings.archive))
            events += found + follow_up(con, found, now=now, silent=silent)
    faulty = {url for h in harvests for url in health.find_faulty_lists(h, plan.states, now)}
    polling.record_fetches(con, fetches, faulty)
    events += removal.observe(con, fetches, now=now)
    for harvest in harvests:
        for url, issue in harvest.unreadable:
            add_issue(
                con, kind=issue.kind, source_id=harvest.source.id, url=url, message=issue.message, now=now
            )
    return events + summarise_silent(events, now, "backfill" if plan.backfill else "first_poll")


async def _collect(
    settings: Settings, sources: Sequence[Source], plan: PollPlan, now: datetime
) -> list[Harvest]:
    archive = Archive(settings.archive, f"{now:%Y%m%dT%H%M%S}-{os.getpid()}", known=plan.archived)
    try:
        async with Fetcher(clock=lambda: now, state=settings.state, contact=settings.contact) as fetcher:
            return await collect(sources, plan, fetcher, archive)
    except OSError as error:  # the network's are outcomes: this is the disk, under the pace of hosts
        raise explain_failure(f"{settings.state}: cannot be written", error) from error
    finally:
        archive.close()


def check_promises(settings: Settings, subscribers: Any, *, now: datetime) -> list[Event]:
    """Find the commitments that came due or overdue by `now`, and plan what subscribers hear of it."""
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        new = record_events(con, check_commitments(con, now=now))
        outbox.enqueue(con, plan_messages(new, subscribers, now))
    return new


def fold_requests(settings: Settings, *, now: datetime) -> int:
    """Fold the requests of days that are no longer kept one by one into counts; returns how many.

    Whole days in Asia/Shanghai are folded, so that only the first run of a day finds any.
    """
    if not settings.keep_requests_days:
        return 0
    today = now.astimezone(health.CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        return polling.roll_up(con, today - timedelta(days=settings.keep_requests_days))


def publish_copy(settings: Settings, *, now: datetime) -> bool:
    """Publish the read copy where rows have changed and the last one is old enough."""
    if settings.read_copy.exists() and settings.publish_every_minutes:
        age = now - datetime.fromtimestamp(settings.read_copy.stat().st_ctime, UTC)
        if timedelta(0) <= age < timedelta(minutes=settings.publish_every_minutes):
            return False
    return publish(settings.warehouse, settings.read_copy)


def _summarise(harvest: Harvest, breaches: Sequence[health.Breach], unread: int) -> SourceReport:
    worst = next((x for x in harvest.lists if x.outcome not in (Outcome.OK, Outcome.UNCHANGED)), None)
    outcome = (
        worst.outcome if worst else max((x.outcome for x in harvest.lists), key=lambda o: o is Outcome.OK)
    )
    return SourceReport(
        source_id=harvest.source.id,
        name=harvest.source.name,
        outcome=outcome,
        rows=sum(x.rows for x in harvest.lists),
        new=harvest.opened,
        notices=sum(d.notice.is_notice for d in harvest.documents if d.list_url),
        unread=unread,
        detail="; ".join(b.message for b in breaches),
    )
