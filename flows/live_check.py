"""Ask sources' lists without storing anything: does each answer, and show what its file asserts?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.collect import charset_of
from flows.settings import Settings
from scrapers import cms
from scrapers.fetch import Fetcher
from scrapers.model import ListPage, Outcome, Response
from scrapers.source import Source

CHINA = ZoneInfo("Asia/Shanghai")
VERIFIED = re.compile(r"^verified:.*$", re.M)


@dataclass(frozen=True, slots=True)
class ListLook:
    """What one list showed; `fault` is '' where it answers and shows what is asserted."""

    source: Source
    url: str
    outcome: Outcome
    family: str = ""
    items: int = 0
    dated: int = 0
    newest: date | None = None
    fault: str = ""


async def check_lists(
    sources: Sequence[Source], settings: Settings, clock: Callable[[], datetime]
) -> list[ListLook]:
    """Ask every list of the sources once, side by side."""
    async with Fetcher(clock=clock, state=settings.state, contact=settings.contact) as fetcher:
        asks = [_look(source, entry.url, fetcher, clock) for source in sources for entry in source.lists]
        return list(await asyncio.gather(*asks))


def mark_verified(path: Path, day: date) -> None:
    """Write the day of a passed live check into a source file, its other lines as they are."""
    text = path.read_text("utf-8")
    line = f"verified: {day.isoformat()}"
    marked = VERIFIED.sub(line, text) if VERIFIED.search(text) else f"{text.rstrip()}\n{line}\n"
    path.write_text(marked, "utf-8")


async def _look(source: Source, url: str, fetcher: Fetcher, clock: Callable[[], datetime]) -> ListLook:
    address = url
    for _ in range(2):
        response = await fetcher.get(address, source)
        if response.outcome is not Outcome.OK:
            return ListLook(source, url, response.outcome, fault=response.detail or response.outcome.value)
        page = _read(response, url if address == url else address, source)
        if page.items or not page.next:
            break
        address = page.next[0]
    days = [item.day for item in page.items if item.day]
    fault = "; ".join(_faults(source, page, days, clock().astimezone(CHINA).date()))
    newest = max(days, default=None)
    return ListLook(source, url, response.outcome, page.family, len(page.items), len(days), newest, fault)


def _read(response: Response, url: str, source: Source) -> ListPage:
    final = response.final_url if source.list_at(url) is None else url
    return cms.read_list(response.body, final, charset=charset_of(response), source=source)


def _faults(source: Source, page: ListPage, days: list[date], today: date) -> list[str]:
    rules, rows = source.assertions, len(page.items)
    faults = [f"{issue.kind}: {issue.message}" for issue in page.issues]
    if rows < rules.minimum_items:
        faults.append(f"{rows} items, at least {rules.minimum_items} are expected")
    if rules.dated_share is not None and rows and len(days) < rules.dated_share * rows:
        faults.append(f"{len(days)} of {rows} items have a day, {rules.dated_share:.0%} are expected")
    if rules.newest_days is not None and days and (today - max(days)).days > rules.newest_days:
        faults.append(f"the newest item is {(today - max(days)).days} days old")
    return faults
