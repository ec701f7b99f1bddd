"""Outgoing messages: planned once, tried again, never lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.warehouse.samples import NOW
from warehouse.model import Attempt, Message, MessageState
from warehouse.outbox import enqueue, fold, pending

MINUTE = timedelta(minutes=1)


def message(key: str, not_before: datetime = NOW) -> Message:
    return Message(f"id-{key}", key, "reader", "mail", ("e1", "e2"), NOW, not_before)


def test_a_message_planned_twice_is_one_message(con: Any) -> None:
    enqueue(con, [message("a"), message("a"), message("b")])
    enqueue(con, [message("a")])
    assert [m.key for m in pending(con, NOW)] == ["a", "b"]
    assert pending(con, NOW)[0] == message("a")


def test_a_message_waits_for_its_time(con: Any) -> None:
    enqueue(con, [message("a", NOW + MINUTE)])
    assert pending(con, NOW) == []
    assert len(pending(con, NOW + MINUTE)) == 1


def test_a_sent_message_is_never_pending_again_even_if_planned_again(con: Any) -> None:
    enqueue(con, [message("a")])
    fold(con, [Attempt("id-a", NOW, True)], NOW)
    enqueue(con, [message("a")])
    assert pending(con, NOW + 100 * MINUTE) == []


def test_a_refused_message_waits_longer_each_time_and_keeps_the_service_s_words(con: Any) -> None:
    enqueue(con, [message("a")])
    fold(con, [Attempt("id-a", NOW, False, "errcode 310000")], NOW)
    assert pending(con, NOW) == []
    again = pending(con, NOW + MINUTE)[0]
    assert (again.state, again.attempts, again.last_error) == (MessageState.FAILED, 1, "errcode 310000")
    fold(con, [Attempt("id-a", NOW + MINUTE, False, "errcode 310000")], NOW)
    assert pending(con, NOW + 2 * MINUTE) == []
    assert len(pending(con, NOW + 3 * MINUTE)) == 1


def test_folding_the_same_tries_again_changes_nothing(con: Any) -> None:
    enqueue(con, [message("a")])
    tries = [Attempt("id-a", NOW, False, "x"), Attempt("id-a", NOW + MINUTE, False, "y")]
    for _ in range(2):
        fold(con, tries, NOW + MINUTE)
    assert con.execute("SELECT attempts, last_error FROM messages").fetchone() == (2, "y")
    assert con.execute("SELECT count(*) FROM deliveries").fetchone() == (2,)


def test_a_message_refused_too_often_is_dead_and_says_so(con: Any) -> None:
    enqueue(con, [message("a")])
    fold(con, [Attempt("id-a", NOW + n * MINUTE, False, "no") for n in range(3)], NOW, most=3)
    assert con.execute("SELECT state FROM messages").fetchone() == ("dead",)
    assert pending(con, NOW + timedelta(days=9)) == []
