"""SIGKILL at named points and at random ones: no alert is lost, and only what was in flight comes twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from flows.alerts.deliver import deliver
from flows.settings import ROOT
from tests.flows.alerts.events import NOW, make_event
from tests.flows.alerts.killer import POINTS
from tests.flows.alerts.post import Post, webhook
from tests.flows.alerts.servers import HttpServer, says, serving_http
from warehouse.connect import reading

CHANNELS = ("A", "B", "C")


def run_killed(orders: list[tuple[Post, str]]) -> int:
    """Run a pass an order, each in a process of its own; how many were killed."""
    command = [sys.executable, "-m", "tests.flows.alerts.killer", NOW.isoformat()]
    command += [f"{post.folder}={point}" for post, point in orders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sum(line.startswith("killed") for line in done.stdout.splitlines())


def deliver_rest(post: Post) -> int:
    """Deliver what is left; how many tries failed in all passes, as a starved machine's time limits may.

    Such a try is due again minutes later, and may have reached its service all the same.
    """
    for minutes in (0, 10, 60):
        deliver(post.settings, NOW + timedelta(minutes=minutes))
        if set(post.states()) == {"sent"}:
            break
    with reading(post.settings.warehouse) as con:
        return int(con.execute("SELECT count(*) FROM deliveries WHERE NOT ok").fetchone()[0])


def count_repeats(servers: dict[str, HttpServer], messages: int) -> dict[str, int]:
    """Repeats by channel, once it is sure that nothing is missing."""
    repeats = {}
    for name, server in servers.items():
        seen = Counter(r.json["key"] for r in server.requests)
        assert len(seen) == messages, f"channel {name} lost alerts"
        repeats[name] = sum(seen.values()) - messages
    return repeats


@pytest.fixture
def servers():  # type: ignore[no-untyped-def]
    with ExitStack() as stack:
        yield {name: stack.enter_context(serving_http(says({}))) for name in CHANNELS}


def prepare(folder: Path, servers: dict[str, HttpServer], messages: int) -> Post:
    post = Post(folder)
    names = ", ".join(CHANNELS)
    post.subscribe(
        f"- {{name: 甲, channels: [{names}], merge_over: 100000}}",
        **{n: webhook(s) for n, s in servers.items()},
    )
    post.happen([make_event(n) for n in range(messages)], NOW)
    return post


def test_kills_at_named_points_lose_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        places = {}
        for number, point in enumerate(POINTS):
            servers = {name: stack.enter_context(serving_http(says({}))) for name in CHANNELS}
            places[point] = prepare(tmp_path / str(number), servers, 20), servers
        assert run_killed([(post, point) for point, (post, _) in places.items()]) == len(POINTS)
        for point, (post, servers) in places.items():
            failed = deliver_rest(post)
            assert post.states() == {"sent": 60}, point
            assert max(count_repeats(servers, 20).values()) <= 1 + failed, point


def test_fifty_random_kills_lose_nothing_and_repeat_at_most_one_message_each_and_channel(
    tmp_path: Path, servers: dict[str, HttpServer]
) -> None:
    post = prepare(tmp_path, servers, 300)
    chance = random.Random(6)
    killed = run_killed([(post, f"random:{chance.randrange(1, 32)}") for _ in range(50)])
    before = {name: len({r.json["key"] for r in s.requests}) for name, s in servers.items()}
    failed = deliver_rest(post)
    assert post.states() == {"sent": 3 * 300}
    repeats = count_repeats(servers, 300)
    print(f"{killed} kills, delivered before the last pass {before}, repeats {repeats}")  # noqa: T201
    assert killed == 50
    assert min(before.values()) > 100, "the kills came while messages went out"
    assert max(repeats.values()) <= killed + failed
