"""Source files: one publisher's list pages as facts, loaded, checked against the schema, and frozen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from jsonschema import Draft202012Validator

from scrapers.source_errors import SourceError, check_against_schema, locate, read_yaml

SCHEMA = Path(__file__).resolve().parent.parent / "config" / "source.schema.json"

# 整改 must be followed closely by a word for reporting; what it was that was inspected, the parser decides.
TAKE = (
    r"整改.{0,12}(情况|进展|通报|公示|公布|报告|公告)",
    r"(巡视|巡察).{0,40}整改",
    r"(巡视|巡察).*(…|\.\.\.)$",
)
LEAVE = (
    r"(巡视|巡察)(公告|预告)",
    r"动员(部署)?(会|大会)",
    r"进驻.{0,20}(公告|通告|会)",
    r"(推进|部署|调度|座谈|汇报|培训)(会|班)",
)
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class SourceList:
    """One list page to poll. `column` is a gkmlpt column, by number or name path."""

    url: str
    family: str = "auto"
    column: str = ""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of a list page that no family reads; an empty one means the default."""

    item: str
    link: str = ""
    title: str = ""
    day: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a source is polled, and how far a poll may be put off so that not all start at once."""

    every: timedelta = timedelta(hours=6)
    jitter: timedelta = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Assertions:
    """What a source's list and notices must look like; `None` asserts nothing. Shares run from 0 to 1."""

    minimum_items: int = 1
    newest_days: int | None = None
    dated_share: float | None = None
    parsed_share: float | None = None
    shrinks_to: float = 0.25
    filled: tuple[str, ...] = ()
    stale_after: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's list pages, and how they may be fetched and read."""

    id: str
    name: str
    region: str
    lists: tuple[SourceList, ...]
    publisher: str = ""
    take: tuple[str, ...] = TAKE
    leave: tuple[str, ...] = LEAVE
    schedule: Schedule = field(default_factory=Schedule)
    assertions: Assertions = field(default_factory=Assertions)
    hosts: tuple[str, ...] = ()
    selectors: Selectors | None = None
    pace: float = 1.0
    private_addresses: bool = False
    insecure_tls: bool = False
    encoding: str = ""
    attachments: bool = True
    verified: str = "never"
    note: str = ""
    path: Path | None = None

    def takes(self, title: str) -> bool:
        """Whether an item with this title is worth opening."""
        flat = re.sub(r"\s+", "", title)
        return _any(self.take, flat) and not _any(self.leave, flat)

    def allows(self, url: str) -> bool:
        """Whether requests may go to this address's host (`host`, or `host:port` for an unusual port)."""
        try:
            parts, host = urlsplit(url), host_of(url)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        return host in self.hosts or parts.hostname.lower() in self.hosts

    def list_at(self, url: str) -> SourceList | None:
        """The list entry that has this address, with or without a fragment."""
        exact = next((entry for entry in self.lists if entry.url == url), None)
        bare = urldefrag(url).url
        return exact or next((entry for entry in self.lists if urldefrag(entry.url).url == bare), None)

    def family_of(self, url: str) -> str:
        """The family of the list that has this address; of any other page, the one that all lists share."""
        if entry := self.list_at(url):
            return entry.family
        families = {entry.family for entry in self.lists}
        return families.pop() if len(families) == 1 else "auto"


def host_of(url: str) -> str:
    """An address's host in lower case, with its port where that is not the scheme's own."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    port = parts.port
    return host if port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else f"{host}:{port}"


def load_source(path: Path) -> Source:
    """Read one source file.

    Raises:
        SourceError: the file can't be read or breaks a rule; it names file, line, key and the remedy.
    """
    return make_source(check_against_schema(read_yaml(path), path, validator()), path)


def check_sources(folder: Path) -> tuple[list[Source], list[SourceError]]:
    """The good sources below a folder, ordered by id, and what is wrong with the others."""
    sources: dict[str, Source] = {}
    errors: list[SourceError] = []
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        try:
            source = load_source(path)
        except SourceError as error:
            errors.append(error)
            continue
        if source.id in sources:
            remedy = f"{sources[source.id].path} has it already: give each source an id of its own"
            errors.append(SourceError(path, locate(path, ("id",)), "id", f"{source.id!r} is taken", remedy))
            continue
        sources[source.id] = source
    return [sources[key] for key in sorted(sources)], errors


@cache
def validator() -> Draft202012Validator:
    """The check of source files against the JSON Schema that editors complete them by."""
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def make_source(values: dict[str, Any], path: Path) -> Source:
    """A source from values that the schema has passed; checks what a schema can't say.

    Raises:
        SourceError: a rule between keys is broken.
    """
    family = values.get("family", "auto")
    lists = tuple(
        SourceList(entry["url"], entry.get("family", family), str(entry.get("column", "")))
        for entry in values["lists"]
    )
    _check_addresses(lists, path)
    private = values.get("private_addresses", False)
    pace = float(values.get("pace", 1.0))
    hosts = tuple(h.lower() for h in values.get("hosts", ())) or tuple(
        dict.fromkeys(host_of(entry.url) for entry in lists)
    )
    selectors = Selectors(**values["selectors"]) if "selectors" in values else None
    source = Source(
        id=values["id"],
        name=values["name"],
        region=values["region"],
        lists=lists,
        publisher=values.get("publisher", ""),
        take=tuple(values.get("take", TAKE)),
        leave=tuple(values.get("leave", LEAVE)),
        schedule=_schedule(values.get("schedule", {})),
        assertions=_assertions(values.get("assertions", {})),
        hosts=hosts,
        selectors=selectors,
        pace=pace,
        private_addresses=private,
        insecure_tls=values.get("insecure_tls", False),
        encoding=values.get("encoding", ""),
        attachments=values.get("attachments", True),
        verified=str(values.get("verified", "never")),
        note=values.get("note", ""),
        path=path,
    )
    _check_rules(source)
    return source


def _check_addresses(lists: Iterable[SourceList], path: Path) -> None:
    for number, entry in enumerate(lists):
        try:
            host_of(entry.url)
        except ValueError as error:
            keys = ("lists", number, "url")
            message, remedy = f"{entry.url} is no address ({error})", "copy the address from a browser"
            raise SourceError(path, locate(path, keys), ".".join(map(str, keys)), message, remedy) from None


def _check_rules(source: Source) -> None:
    path = source.path or Path()

    def fail(keys: tuple[str | int, ...], message: str, remedy: str) -> SourceError:
        return SourceError(path, locate(path, keys), ".".join(map(str, keys)), message, remedy)

    for key, patterns in (("take", source.take), ("leave", source.leave)):
        for number, pattern in enumerate(patterns):
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"{pattern!r} is no regular expression ({error})"
                raise fail((key, number), message, "mend the pattern; escape ( ) [ ] . * +") from None
    seen: set[str] = set()
    for number, entry in enumerate(source.lists):
        if entry.url in seen:
            raise fail(("lists", number, "url"), f"{entry.url} stands twice", "keep one of the two")
        seen.add(entry.url)
        if not source.allows(entry.url):
            remedy = f"add {host_of(entry.url)} to hosts, or leave hosts out"
            raise fail(("hosts",), f"the list {entry.url} is on a host that hosts does not allow", remedy)
        if entry.family == "selectors" and source.selectors is None:
            raise fail(
                ("lists", number), "family selectors without selectors", "add selectors: {item: ul.list > li}"
            )
    if source.pace < 1 and not source.private_addresses:
        raise fail(
            ("pace",), f"{source.pace} is faster than one request a second", "give 1 or more seconds a host"
        )
    if source.encoding:
        try:
            "".encode(source.encoding)
        except LookupError:
            message = f"{source.encoding!r} is no encoding"
            raise fail(("encoding",), message, "give utf-8, gb18030 or big5, or leave it out") from None


def parse_duration(text: str) -> timedelta:
    """A length of time written as a number and one of s, m, h, d; `0` is none."""
    return timedelta() if text == "0" else timedelta(seconds=int(text[:-1]) * SECONDS[text[-1]])


def _schedule(values: dict[str, str]) -> Schedule:
    return Schedule(**{key: parse_duration(text) for key, text in values.items()})


def _assertions(values: dict[str, Any]) -> Assertions:
    values = dict(values)
    if "stale_after" in values:
        values["stale_after"] = parse_duration(values["stale_after"])
    if "filled" in values:
        values["filled"] = tuple(values["filled"])
    return Assertions(**values)


def _any(patterns: tuple[str, ...], title: str) -> bool:
    return any(re.search(pattern, title) for pattern in patterns)
