"""A small installation: a configuration, a warehouse with messages, and channels on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.alerts.plan import plan_messages
from flows.alerts.subscribers import load_subscribers
from flows.settings import Settings
from tests.flows.alerts.servers import HttpServer
from warehouse import outbox
from warehouse.connect import reading, writing
from warehouse.events import record_events
from warehouse.messages import list_messages
from warehouse.model import Event, Message, MessageState


@dataclass(frozen=True)
class Post:
    """An installation in a folder of its own; secrets stand in its secrets file."""

    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings(
            config=self.folder, warehouse=self.folder / "x.duckdb", archive=self.folder / "archive"
        )

    def subscribe(self, people: str, **secrets: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "subscribers.yaml").write_text(f"secrets_file: secrets.env\nsubscribers:\n{people}\n")
        (self.folder / "secrets.env").write_text("".join(f"{k}={v}\n" for k, v in secrets.items()))

    def happen(self, events: Sequence[Event], now: datetime) -> list[Message]:
        """Record events and plan their messages, in one transaction as a run does."""
        with writing(self.settings.warehouse) as con:
            planned = plan_messages(
                record_events(con, events), load_subscribers(self.settings.subscribers), now
            )
            outbox.enqueue(con, planned)
        return planned

    def messages(self, **filters: Any) -> list[Message]:
        with reading(self.settings.warehouse) as con:
            return list_messages(con, limit=100_000, **filters)

    def states(self) -> dict[str, int]:
        """How many messages are in each state."""
        found = [m.state.value for m in self.messages()]
        return {s.value: found.count(s.value) for s in MessageState if s.value in found}


def webhook(server: HttpServer, path: str = "/hook") -> str:
    return f"json://{server.url.removeprefix('http://')}{path}"
