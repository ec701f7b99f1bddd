"""Delivery: each thing once, soon, and never silence that means failure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.alerts import limits
from flows.alerts.backlog import merge_recovered
from flows.alerts.channels import base
from flows.alerts.deliver import deliver, journal_path
from flows.alerts.journal import Journal
from flows.alerts.subscribers import load_subscribers
from flows.retract import retract
from tests.flows.alerts.events import NOW, make_event, overdue
from tests.flows.alerts.mailing import serving_mail
from tests.flows.alerts.post import Post, webhook
from tests.flows.alerts.servers import GOOD, HANGS, TOO_FAST, Received, says, serving_http
from warehouse.connect import writing
from warehouse.messages import retry_messages
from warehouse.model import Attempt, EventKind, MessageState

EACH = "merge_over: 1000"


def pass_after_pass(post: Post) -> datetime:
    """Deliver at each time at which something is due, until nothing waits; gives the last time."""
    now = NOW
    while waiting := post.messages(states=[MessageState.PENDING, MessageState.FAILED]):
        now = max(now, min(m.not_before for m in waiting))
        deliver(post.settings, now)
    return now


def test_a_hanging_channel_and_a_failing_one_hold_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MESSAGE_TIMEOUT", 0.3)
    with (
        serving_http(HANGS) as hanging,
        serving_http(says(b"", 500)) as failing,
        serving_http(says({})) as good,
    ):
        post = Post(tmp_path)
        post.subscribe(
            f"- {{name: 甲, channels: [A, B, C], {EACH}}}",
            A=webhook(hanging),
            B=webhook(failing),
            C=webhook(good),
        )
        post.happen([make_event(n) for n in range(30)], NOW)
        report = deliver(post.settings, NOW)
        assert report.sent == 30
        assert report.failed == 60
        assert sorted(r.json["events"][0]["event_id"] for r in good.requests) == [
            f"e-{n:05}" for n in range(30)
        ]
        assert len(hanging.requests) == 2, "after two silences in a row the rest waits for the next pass"
        assert set(report.closed) == {"A", "B"}
        hanging.answer = failing.answer = says({})
        deliver(post.settings, NOW + timedelta(minutes=1))
        assert post.states() == {"sent": 90}
        assert len(good.requests) == 30


def test_a_lane_that_outlives_the_pass_is_left(tmp_path: Path) -> None:
    with serving_http(HANGS) as hanging, serving_http(says({})) as good:
        post = Post(tmp_path)
        post.subscribe(f"- {{name: 甲, channels: [A, B], {EACH}}}", A=webhook(hanging), B=webhook(good))
        post.happen([make_event(n) for n in range(3)], NOW)
        report = deliver(post.settings, NOW, time_limit=0.5)
        assert (report.sent, report.failed) == (3, 1)
        assert report.closed == {"A": "no answer within the pass's time limit"}
        assert post.states() == {"pending": 2, "failed": 1, "sent": 3}


def test_the_warehouse_is_closed_while_anything_is_sent(tmp_path: Path) -> None:
    post = Post(tmp_path)

    def answer(_request: Received, _number: int) -> tuple[int, bytes]:
        with writing(post.settings.warehouse, wait=0.0) as con:
            con.execute("SELECT count(*) FROM messages").fetchone()
        return 200, b"{}"

    with serving_http(answer) as server:
        post.subscribe(f"- {{name: 甲, channels: [A], {EACH}}}", A=webhook(server))
        post.happen([make_event(n) for n in range(3)], NOW)
        assert deliver(post.settings, NOW).sent == 3


def test_a_refusal_is_retried_with_growing_pauses_until_it_is_taken(tmp_path: Path) -> None:
    with serving_http(
        lambda _r, n: (200, b'{"errcode":310000,"errmsg":"sign not match"}' if n < 5 else b'{"errcode":0}')
    ) as bot:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=f"dingtalk://s3cret@tok?endpoint={bot.url}")
        post.happen([overdue()], NOW)
        deliver(post.settings, NOW)
        (message,) = post.messages()
        assert message.state is MessageState.FAILED
        assert message.last_error == "HTTP 200: errcode 310000: sign not match"
        pauses = []
        while message.state is MessageState.FAILED:
            pauses.append(message.not_before)
            deliver(post.settings, message.not_before)
            (message,) = post.messages()
        assert message.state is MessageState.SENT
        gaps = [(b - a).total_seconds() for a, b in zip([NOW, *pauses], pauses, strict=False)]
        assert gaps == sorted(gaps)
        assert len(bot.requests) == 6


def test_an_alert_that_is_given_up_is_told_to_the_operator_and_can_be_retried(tmp_path: Path) -> None:
    with serving_http(says({"error": "sign not match"}, 403)) as refusing, serving_http(says({})) as desk:
        post = Post(tmp_path)
        operator = "{name: 值班, channels: [B], operator: true, filters: {kinds: [source.*]}}"
        post.subscribe(f"- {{name: 甲, channels: [A]}}\n- {operator}", A=webhook(refusing), B=webhook(desk))
        post.happen([overdue(1), overdue(2)], NOW)
        last = pass_after_pass(post)
        later = last + timedelta(minutes=1)
        assert timedelta(hours=12) < last - NOW < timedelta(hours=36)
        dead = post.messages(states=[MessageState.DEAD])
        assert [m.subscriber for m in dead] == ["甲", "甲"]
        assert len(desk.requests) == 1
        assert "甲 / A：2 条" in desk.requests[0].json["message"]
        assert "sign not match" in desk.requests[0].json["message"]
        refusing.answer = says({})
        with writing(post.settings.warehouse) as con:
            assert len(retry_messages(con, dead, later)) == 2
        deliver(post.settings, later)
        assert post.states() == {"sent": 3}


def test_a_service_that_says_too_fast_is_left_until_the_next_pass(tmp_path: Path) -> None:
    with serving_http(says(TOO_FAST["feishu"])) as bot:
        post = Post(tmp_path)
        post.subscribe(f"- {{name: 甲, channels: [A], {EACH}}}", A=f"feishu://tok?endpoint={bot.url}")
        post.happen([make_event(n) for n in range(5)], NOW)
        assert deliver(post.settings, NOW).failed == 5
        assert len(bot.requests) == 1


def test_more_than_a_bot_takes_in_a_minute_becomes_one_message(tmp_path: Path) -> None:
    with serving_http(says(GOOD["wecombot"])) as bot:
        post = Post(tmp_path)
        post.subscribe(f"- {{name: 甲, channels: [A], {EACH}}}", A=f"wecombot://key1?endpoint={bot.url}")
        post.happen([make_event(n) for n in range(60)], NOW)
        assert deliver(post.settings, NOW).sent == 60
        (request,) = bot.requests
        assert "新发布的通报（60）" in request.json["text"]["content"]


def test_the_pace_holds_from_one_process_to_the_next(tmp_path: Path) -> None:
    with serving_http(says(GOOD["wecombot"])) as bot:
        post = Post(tmp_path)
        url = f"wecombot://key1secret?endpoint={bot.url}"
        post.subscribe(f"- {{name: 甲, channels: [A], {EACH}}}", A=url)
        post.happen([make_event(n) for n in range(20)], NOW)
        deliver(post.settings, NOW)
        assert len(bot.requests) == 20
        post.happen([make_event(n) for n in range(100, 103)], NOW)
        report = deliver(post.settings, NOW, time_limit=1.0)
        assert len(bot.requests) == 20
        assert report.waiting == 3
        assert "key1secret" not in (tmp_path / "x.pace.json").read_text()


def test_a_pace_knows_when_the_next_message_may_go(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(limits.time, "time", lambda: clock[0])
    pace = limits.Pace([(2, 1.0), (3, 60.0)])
    waits = []
    for _ in range(4):
        waits.append(pace.wait())
        clock[0] += pace.wait()
        pace.note()
    assert waits == [0.0, 0.0, 1.0, 59.0]


def test_a_crowd_at_once_is_one_message(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        post.happen([make_event(n) for n in range(6)], NOW)
        assert deliver(post.settings, NOW).sent == 6
        assert len(server.requests) == 1
        assert server.requests[0].json["title"].startswith("【合并摘要】")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_a_digest_goes_out_once_across_a_restart_and_a_clock_that_steps_back(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    eight = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A], mode: daily, at: 08:00}", A=webhook(server))
        post.happen([make_event(1), overdue(2)], NOW)
        deliver(post.settings, eight - timedelta(seconds=1))
        assert server.requests == []
        for moment in (0, 5, -600, 0, 60, 3600):
            now = eight + timedelta(seconds=moment)
            if moment == -600:
                post.happen([make_event(3, title="时钟拨回后的通报")], now)
            deliver(post.settings, now)
        assert len(server.requests) == 1
        assert len(server.requests[0].json["events"]) == 2
        deliver(post.settings, eight + timedelta(days=1))
        assert [e["event_id"] for e in server.requests[1].json["events"]] == ["e-00003"]
        assert len(server.requests) == 2
    monkeypatch.undo()
    time.tzset()


def test_quiet_hours_hold_messages_back_and_lose_none(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A], quiet_hours: 09:00-11:00}", A=webhook(server))
        post.happen([make_event(1)], NOW)
        deliver(post.settings, NOW)
        deliver(post.settings, NOW + timedelta(minutes=59))
        assert server.requests == []
        deliver(post.settings, NOW + timedelta(minutes=60))
        assert len(server.requests) == 1


def test_a_missing_secret_or_subscriber_is_a_failure_that_says_so(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [NOT_SET, A]}\n- {name: 乙, channels: [A]}", A=webhook(server))
        post.happen([make_event(1)], NOW)
        post.subscribe("- {name: 甲, channels: [NOT_SET, A]}", A=webhook(server))
        deliver(post.settings, NOW)
        errors = Counter(m.last_error.split(";")[0] for m in post.messages(states=[MessageState.FAILED]))
        assert errors == {"NOT_SET: no such secret": 1, "乙: no such subscriber any more": 1}
        assert len(server.requests) == 1


def test_a_mail_carries_the_archived_page_where_no_copy_is_served(tmp_path: Path) -> None:
    from scrapers.model import Outcome, Response
    from warehouse.archive import Archive
    from warehouse.pages import record_pages

    body = "<html><body>存档的原文</body></html>".encode()
    with serving_mail() as (received, port):
        post = Post(tmp_path)
        post.subscribe(
            "- {name: 甲, channels: [M]}", M=f"mailto://127.0.0.1:{port}?mode=insecure&from=a@b.cn&to=c@d.cn"
        )
        archive = Archive(post.settings.archive, "run1")
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        url = "https://swj.yunzhou.example/art/2026/3/2/art_1.html"
        page = archive.append(Response(url, url, Outcome.OK, NOW, 200, headers, body))
        archive.close()
        with writing(post.settings.warehouse) as con:
            record_pages(con, [page])
        post.happen(
            [
                make_event(
                    page={"page_id": page.page_id, "sha256": page.sha256, "fetched_at": NOW.isoformat()}
                )
            ],
            NOW,
        )
        assert deliver(post.settings, NOW).sent == 1
        (attached,) = received.mails[0].iter_attachments()
        assert attached.get_payload(decode=True) == body
        assert page.sha256 in received.mails[0].get_body(("plain",)).get_content()


def test_a_message_without_its_events_is_a_failure_not_an_empty_message(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        post.happen([make_event(1)], NOW)
        with writing(post.settings.warehouse) as con:
            con.execute("DELETE FROM events")
        assert deliver(post.settings, NOW).failed == 1
        assert "not in the warehouse: e-00001" in post.messages()[0].last_error
        assert server.requests == []


def test_an_empty_digest_is_dropped_where_its_reader_wants_none_any_more(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        digest = "- {name: 甲, channels: [A], mode: daily, empty_digest: true}"
        post.subscribe(digest, A=webhook(server))
        post.happen([], NOW)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        report = deliver(post.settings, NOW + timedelta(days=1))
        assert (report.sent, report.failed) == (0, 0)
        assert post.states() == {"dropped": 1}
        assert server.requests == []


def test_two_processes_never_deliver_at_once(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        post.happen([make_event(1)], NOW)
        with Journal(journal_path(post.settings.warehouse)):
            assert deliver(post.settings, NOW).busy
        assert server.requests == []
        assert deliver(post.settings, NOW).sent == 1


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path) as journal:
        journal.append([Attempt("m-1", NOW, True)])
    with path.open("ab") as file:
        file.write(b'\n{"message_id": "m-2", "at": "2026-1')
    with Journal(path) as journal:
        journal.append([Attempt("m-3", NOW, False, "词")])
        assert [(a.message_id, a.ok, a.detail) for a in journal.read()] == [
            ("m-1", True, ""),
            ("m-3", False, "词"),
        ]
        journal.clear()
        assert journal.read() == []
        assert path.stat().st_size == 0


def test_two_readers_of_one_summary_are_told_and_corrected_each_of_their_own(tmp_path: Path) -> None:
    with serving_http(says({})) as water, serving_http(says({})) as schools:
        post = Post(tmp_path)
        post.subscribe(
            "- {name: 甲, channels: [A], filters: {publishers: [水务]}}\n"
            "- {name: 乙, channels: [B], filters: {publishers: [教育]}}",
            A=webhook(water),
            B=webhook(schools),
        )
        bodies = [f"云州市{'水务' if n == 3 else '教育'}局" for n in range(6)]
        held = [
            make_event(n, publisher=body, title=f"通报{n}", url=f"https://yunzhou.example/{n}")
            for n, body in enumerate(bodies)
        ]
        events = merge_recovered(held, {"yz-water"}, NOW)
        post.happen(events, NOW)
        deliver(post.settings, NOW)
        (told,), (others,) = water.requests, schools.requests
        assert "通报：1" in told.json["message"]
        assert "通报3" in told.json["message"]
        assert "通报：5" in others.json["message"]
        assert "通报3" not in others.json["message"]
        summary = next(e for e in events if not e.silent)
        retracts = {"retracts": [summary.event_id], "url": held[3].payload["url"]}
        corrected = make_event(30, EventKind.NOTICE_CORRECTED, **retracts)
        with writing(post.settings.warehouse) as con:
            assert retract(con, [corrected], load_subscribers(post.settings.subscribers), NOW) == 1
