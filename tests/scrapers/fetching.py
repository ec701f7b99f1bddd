"""What the tests of fetching share: sources for the test site, a fetcher that never waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapers.fetch import Fetcher, Limits
from scrapers.pace import Pace
from scrapers.source import Source, SourceList
from tests.site.server import Site

NOW = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)
LIMITS = Limits(size=1_000_000, connect=5, read=5, total=5)


@dataclass(slots=True)
class Clock:
    """A clock that runs only while somebody sleeps by it, and remembers the sleeps."""

    now: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def make_source(site: Site, path: str = "/", **changes: Any) -> Source:
    """A source for the test site, allowed to reach loopback."""
    source = Source(
        id="test",
        name="测试",
        region="测试省",
        lists=(SourceList(site.url(path)),),
        hosts=(site.host,),
        private_addresses=True,
        pace=0.0,
    )
    return replace(source, **changes)


def make_fetcher(
    folder: Path | None = None,
    *,
    clock: Clock | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    **settings: Any,
) -> Fetcher:
    """A fetcher whose waits pass at once; `now` gives the moment, `clock` runs the pace."""
    clock = clock or Clock()
    sleep: Callable[[float], Awaitable[None]] = clock.sleep
    pace = Pace(folder / "pace" if folder else None, clock=clock.time, sleep=sleep)
    settings.setdefault("limits", LIMITS)
    return Fetcher(clock=now, state=folder, pace=pace, **settings)
