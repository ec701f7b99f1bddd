"""Whether a source is well: what its lists and pages answered, against its assertions and its own past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.collect import Harvest, ListRead
from scrapers.model import Outcome
from scrapers.source_errors import SourceError
from warehouse.ids import make_id
from warehouse.model import Event, EventKind, ListState
from warehouse.polling import SETTLED
from warehouse.standing import Standing
from warehouse.unread import Look

CHINA = ZoneInfo("Asia/Shanghai")
GOOD = (Outcome.OK, Outcome.UNCHANGED)
REFUSALS = (Outcome.BLOCKED, Outcome.CHALLENGE, Outcome.INTERSTITIAL, Outcome.ROBOTS_DENIED)
# One of these may be a passing fault: only the second in a row is told.
PASSING = (
    Outcome.TIMEOUT,
    Outcome.DNS_ERROR,
    Outcome.CONNECT_ERROR,
    Outcome.HTTP_ERROR,
    Outcome.TRUNCATED,
)
# So many pages that did not come at once say something of the source, whatever each says of its own address.
MANY = 3


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is wrong with a source. `told` is false while it may pass by itself."""

    kind: EventKind
    message: str
    told: bool = True


def find_breaches(
    harvest: Harvest, states: Mapping[str, ListState], looks: Sequence[Look], now: datetime
) -> list[Breach]:
    """What one poll shows to be wrong: bad answers, broken assertions, lists shrunk against their past.

    `looks` are the source's last at its pages: of this poll, or of an earlier one where this one needed none.
    """
    breaches: list[Breach] = []
    for read in harvest.lists:
        past = states.get(read.url)
        if read.outcome in GOOD:
            breaches += _judge_list(harvest, read, past, now) if read.outcome is Outcome.OK else []
        else:
            breaches += _judge_answer(harvest, read, past, now)
    return breaches + _judge_looks(looks, now) + _judge_articles(harvest)


def find_faulty_lists(harvest: Harvest, states: Mapping[str, ListState], now: datetime) -> set[str]:
    """The lists that answered and broke an assertion: nothing later is to be measured by what they showed."""
    answered = [read for read in harvest.lists if read.outcome is Outcome.OK]
    return {read.url for read in answered if _judge_list(harvest, read, states.get(read.url), now)}


def judge(stand: Standing | None, harvest: Harvest, breaches: Sequence[Breach], now: datetime) -> list[Event]:
    """The source's events: once at a breach's beginning, daily while it lasts, once at its end."""
    source = harvest.source
    told = [b for b in breaches if b.told]
    payload = {
        "source_name": source.name,
        "publisher": source.publisher,
        "region": source.region,
        "url": source.lists[0].url,
    }
    if not told:
        if breaches or stand is None or stand.kind is EventKind.SOURCE_RECOVERED:
            return []
        return [_event(EventKind.SOURCE_RECOVERED, source.id, now, stand.at, {**payload, "was": stand.kind})]
    day = now.astimezone(CHINA).date()
    return [
        _event(kind, source.id, now, day, {**payload, "reasons": [b.message for b in told if b.kind is kind]})
        for kind in dict.fromkeys(b.kind for b in told)
    ]


def judge_file(fault: SourceError, source_id: str, now: datetime) -> Event:
    """The event of a source file that can't be used: once a day while it lasts; a good poll ends it."""
    payload: dict[str, object] = {"source_name": fault.path.name, "reasons": [str(fault)]}
    return _event(EventKind.SOURCE_FAILING, source_id, now, now.astimezone(CHINA).date(), payload)


def find_returned(standings: Mapping[str, Standing], harvests: Sequence[Harvest]) -> set[str]:
    """The sources that answered again and had not recovered from an outage before this poll."""
    return {
        h.source.id
        for h in harvests
        if (stand := standings.get(h.source.id))
        and stand.kind is not EventKind.SOURCE_RECOVERED
        and any(read.outcome in GOOD for read in h.lists)
    }


def _event(
    kind: EventKind, source_id: str, now: datetime, stage: object, payload: dict[str, object]
) -> Event:
    return Event(make_id(kind, source_id, stage), kind, now, source_id, payload=payload)


def _judge_answer(harvest: Harvest, read: ListRead, past: ListState | None, now: datetime) -> list[Breach]:
    fetch = next((f for f in reversed(harvest.fetches) if f.url == read.url), None)
    detail = f" ({fetch.detail})" if fetch and fetch.detail else ""
    kind = EventKind.SOURCE_BLOCKED if read.outcome in REFUSALS else EventKind.SOURCE_FAILING
    passing = read.outcome in PASSING and (past is None or past.failures == 0)
    breaches = [Breach(kind, f"{read.url}: {read.outcome}{detail}", told=not passing)]
    limit = harvest.source.assertions.stale_after
    if past and past.failures and past.last_ok_at and now - past.last_ok_at > limit:
        last = past.last_ok_at.astimezone(CHINA)
        breaches.append(Breach(EventKind.SOURCE_STALE, f"{read.url}: last good answer {last:%Y-%m-%d %H:%M}"))
    return breaches


def _judge_list(harvest: Harvest, read: ListRead, past: ListState | None, now: datetime) -> list[Breach]:
    rules = harvest.source.assertions
    said: list[str] = [f"{issue.kind}: {issue.message}" for issue in read.issues]
    if read.rows < rules.minimum_items:
        said.append(f"{read.rows} rows, at least {rules.minimum_items} are expected")
    if past and past.rows_seen and read.rows < past.rows_seen * rules.shrinks_to:
        remedy = "if it is right so, set assertions.shrinks_to to 0 for one poll"
        said.append(f"shrank from {past.rows_seen} rows to {read.rows}; {remedy}")
    if rules.dated_share is not None and read.rows and read.dated < rules.dated_share * read.rows:
        said.append(f"{read.dated} of {read.rows} rows have a day, {rules.dated_share:.0%} are expected")
    if rules.newest_days is not None and read.newest:
        age = (now.astimezone(CHINA).date() - read.newest).days
        if age > rules.newest_days:
            said.append(f"the newest row is {age} days old, the limit is {rules.newest_days}")
    return [Breach(EventKind.SOURCE_FAILING, f"{read.url}: {text}") for text in said]


def _judge_looks(looks: Sequence[Look], now: datetime) -> list[Breach]:
    """Pages that did not come, where they are half of those asked for or more.

    One or two matter unless their outcome is about their address alone; they, and passing faults, are told
    when a page misses again. What an earlier poll told of stands until pages come, and is not told anew.
    """
    unread = [look for look in looks if look.misses]
    doubtful = [look for look in unread if look.outcome not in SETTLED]
    if 2 * len(unread) < len(looks) or not (doubtful or len(unread) >= MANY):
        return []
    usual = Counter(look.outcome for look in unread).most_common(1)[0][0]
    lasts = any(look.misses > 1 for look in doubtful) or (len(unread) >= MANY and usual not in PASSING)
    is_fresh = looks[0].at == now
    if not (lasts or is_fresh):
        return []
    kind = EventKind.SOURCE_BLOCKED if usual in REFUSALS else EventKind.SOURCE_FAILING
    message = f"{len(unread)} of {len(looks)} pages not read ({usual}), such as {unread[0].url}"
    return [Breach(kind, message, told=lasts and is_fresh)]


def _judge_articles(harvest: Harvest) -> list[Breach]:
    rules = harvest.source.assertions
    notices = [d.notice for d in harvest.documents if d.notice.is_notice]
    said: list[str] = []
    if rules.parsed_share is not None and notices:
        whole = sum(bool(n.problems) for n in notices)
        if whole < rules.parsed_share * len(notices):
            said.append(
                f"{whole} of {len(notices)} notices parsed whole, {rules.parsed_share:.0%} are expected"
            )
    for name in rules.filled:
        empty = [n for n in notices if not _is_filled(n, name)]
        if empty:
            said.append(f"{name} is empty in {len(empty)} of {len(notices)} notices")
    return [Breach(EventKind.SOURCE_FAILING, text) for text in said]


def _is_filled(notice: object, name: str) -> bool:
    article = getattr(notice, "article", None)
    return bool(getattr(notice, name, None) or getattr(article, name, None))
