"""robots.txt, asked once a day and host (RFC 9309)."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from protego import Protego

from scrapers.model import Outcome

AGENT = "xuncha"
FRESH, FRESH_FAILURE = timedelta(days=1), timedelta(hours=1)
# RFC 9309 2.4: an older copy may stand in while the file can't be reached.
STALE = timedelta(days=30)
# What the host itself answered is kept for other processes too; a failed connection is not.
ANSWERED = (Outcome.OK, Outcome.ROBOTS_DENIED, Outcome.CHALLENGE, Outcome.BLOCKED)
SIZE_LIMIT = 500 * 1024
UNSAFE = re.compile(r"[^A-Za-z0-9.\-]")


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host's robots.txt answered, and when: its text, or the outcome that kept it from being read.

    RFC 9309 2.3.1: a file that is not there (4xx) allows everything; one that can't be reached (5xx, network
    errors) forbids everything until it can.
    """

    at: datetime
    until: datetime
    text: str = ""
    outcome: Outcome = Outcome.OK
    detail: str = ""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be asked for again."""
        return self.at <= now < self.until


def read_robots(at: datetime, text: str) -> RobotsFile:
    """What a host allows: no text, no limits."""
    return RobotsFile(at, at + FRESH, text)


def miss_robots(at: datetime, outcome: Outcome, detail: str) -> RobotsFile:
    """A robots.txt out of reach: nothing is allowed, and it is asked for again in an hour."""
    return RobotsFile(at, at + FRESH_FAILURE, "User-agent: *\nDisallow: /", outcome, detail)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host allows this agent. `outcome` is not `ok` where its robots.txt could not be reached."""

    parsed: Protego
    crawl_delay: float
    outcome: Outcome
    detail: str

    def allows(self, url: str) -> bool:
        """Whether an address of the host may be asked for."""
        return bool(self.parsed.can_fetch(url, AGENT))


Ask = Callable[[str], Awaitable[RobotsFile]]


class Robots:
    """The rules of hosts, kept in memory and, given a folder, in one file a host beside other processes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files: dict[str, RobotsFile] = {}
        self._rules: dict[str, Rules] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    async def rules(self, origin: str, trust: str, now: datetime, ask: Ask) -> Rules:
        """The rules of `origin` (scheme://host[:port]); `ask` fetches its robots.txt if the copy is old.

        `trust` tells apart what a source may reach and trusts: one's failure to connect is not another's.
        """
        key = f"{origin} {trust}"
        async with self._locks[key]:
            known = self._files.get(key)
            if known is None:
                known = self._load(origin)
            if known is None or not known.is_fresh(now):
                known = self._settle(await ask(f"{origin}/robots.txt"), known, now)
                if known.outcome in ANSWERED:
                    self._save(origin, known)
            if self._files.get(key) is not known:
                self._files[key] = known
                self._rules[key] = _parse(known)
            return self._rules[key]

    def _settle(self, new: RobotsFile, old: RobotsFile | None, now: datetime) -> RobotsFile:
        if new.outcome is Outcome.OK or old is None or old.outcome is not Outcome.OK:
            return new
        return replace(old, until=now + FRESH_FAILURE) if now - old.at < STALE else new

    def _load(self, origin: str) -> RobotsFile | None:
        path = self._path(origin)
        if path is None or not path.exists():
            return None
        try:
            values = json.loads(path.read_text("utf-8"))
            at, until = (datetime.fromisoformat(values[key]) for key in ("at", "until"))
            return RobotsFile(at, until, values["text"], Outcome(values["outcome"]), values["detail"])
        except (ValueError, KeyError, TypeError):
            # Written by another version, or damaged: as good as none.
            return None

    def _save(self, origin: str, file: RobotsFile) -> None:
        if path := self._path(origin):
            values = asdict(file) | {"at": file.at.isoformat(), "until": file.until.isoformat()}
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
            fresh.replace(path)

    def _path(self, origin: str) -> Path | None:
        return self._folder / f"{UNSAFE.sub('_', origin)}.json" if self._folder else None


def _parse(file: RobotsFile) -> Rules:
    parsed = Protego.parse(file.text)
    return Rules(parsed, float(parsed.crawl_delay(AGENT) or 0.0), file.outcome, file.detail)
