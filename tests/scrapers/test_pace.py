"""Processes that poll side by side stay within a host's pace together: proven at the server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from scrapers.pace import OnHoldError, Pace
from tests.scrapers.fetching import Clock
from tests.site.server import Exchange, Site

POLLER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from scrapers.fetch import Fetcher
from scrapers.source import Source, SourceList

async def main(root, host, folder):
    source = Source("a", "a", "a", (SourceList(root),), hosts=(host,), private_addresses=True, pace=0.2)
    async with Fetcher(clock=lambda: datetime.now(UTC), state=Path(folder)) as fetcher:
        for n in range(4):
            response = await fetcher.get(f"{root}/{n}", source)
            assert response.outcome == "ok", response

asyncio.run(main(*sys.argv[1:]))
"""
PACE = 0.2


def test_three_processes_together_ask_a_host_one_at_a_time_and_within_its_pace(tmp_path: Path) -> None:
    under_way: list[int] = [0]
    most: list[int] = [0]

    def route(exchange: Exchange) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        Event().wait(0.02)  # a request under way together with another would be seen
        under_way[0] -= 1
        exchange.send("整改情况" * 200)

    with Site({"/*": route}) as site:
        command = [sys.executable, "-c", POLLER, site.root, site.host, str(tmp_path)]
        pollers = [subprocess.Popen(command) for _ in range(3)]
        assert [poller.wait(120) for poller in pollers] == [0, 0, 0]
    moments = sorted(asked.begun for asked in site.asked)
    assert len(site.paths()) == 12
    assert most == [1]
    # A request may come to the server a little late, and the next on time: the whole tells.
    assert moments[-1] - moments[0] >= (len(moments) - 1) * PACE * 0.8


async def test_a_pace_outlives_the_process_that_set_it(tmp_path: Path) -> None:
    clock = Clock()
    for _ in range(2):
        pace = Pace(tmp_path, clock=clock.time, sleep=clock.sleep)
        async with pace.turn("a.gov.cn", 5.0):
            pass
    assert clock.slept == pytest.approx([5.0])


async def test_hosts_do_not_wait_for_one_another(tmp_path: Path) -> None:
    clock = Clock()
    pace = Pace(tmp_path, clock=clock.time, sleep=clock.sleep)
    for host in ("a.gov.cn", "b.gov.cn:8080", "[::1]:80", "../x"):
        async with pace.turn(host, 60.0):
            pass
    assert clock.slept == []
    assert all(path.parent == tmp_path for path in tmp_path.rglob("*"))


async def test_a_hold_longer_than_anybody_waits_is_said_at_once() -> None:
    clock = Clock()
    pace = Pace(None, longest_wait=30.0, clock=clock.time, sleep=clock.sleep)
    async with pace.turn("a", 1.0) as turn:
        turn.hold = 3600.0
    with pytest.raises(OnHoldError):
        async with pace.turn("a", 1.0):
            pass
    assert clock.slept == []


async def test_a_clock_that_was_set_back_holds_nobody_up(tmp_path: Path) -> None:
    clock = Clock()
    pace = Pace(tmp_path, clock=clock.time, sleep=clock.sleep)
    async with pace.turn("a", 1.0):
        pass
    clock.now -= 400 * 86400
    async with pace.turn("a", 1.0):
        pass
    assert clock.slept == []
