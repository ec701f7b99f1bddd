"""The file of subscribers: who they are, what they want to hear, when and over which channels."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from flows.settings import ROOT, ConfigError
from warehouse.model import EventKind

SCHEMA = ROOT / "config" / "subscribers.schema.json"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULT_KINDS = frozenset(
    k
    for k in EventKind
    if not k.startswith("source.") and k not in (EventKind.NOTICE_MISSING, EventKind.NOTICE_DIVERGED)
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a subscriber hears of: every filter that is set must match, within one any entry suffices."""

    kinds: frozenset[EventKind] = DEFAULT_KINDS
    regions: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    min_days_overdue: int = 0


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One reader of alerts. `channels` names secrets; times are clock times in Asia/Shanghai.

    `weekday` counts from Monday 0. `quiet` is a span of a day, across midnight where it starts later than it
    ends. More than `merge_over` messages that are due at once become one.
    """

    name: str
    channels: tuple[str, ...]
    language: str = "zh"
    mode: str = "at_once"
    at: time = time(8)
    weekday: int = 0
    empty_digest: bool = False
    quiet: tuple[time, time] | None = None
    merge_over: int = 5
    operator: bool = False
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The file as read: the subscribers, and the file that holds secrets outside the environment."""

    people: tuple[Subscriber, ...] = ()
    secrets_file: Path | None = None

    def named(self, name: str) -> Subscriber | None:
        """The subscriber of that name."""
        return next((s for s in self.people if s.name == name), None)


def load_subscribers(path: Path) -> Subscribers:
    """Read and validate a file of subscribers; a missing file means nobody.

    Raises:
        ConfigError: one line with the file, the line, the key and the remedy.
    """
    if not path.exists():
        return Subscribers()
    document = _read_yaml(path)
    errors = sorted(
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(document), key=_position
    )
    if errors:
        error = errors[0]
        raise ConfigError(f"{path}:{_line(document, list(error.absolute_path), error)}: {_explain(error)}")
    people = tuple(_subscriber(row) for row in document.get("subscribers") or [])
    seen: dict[str, int] = {}
    for index, person in enumerate(people):
        if person.name in seen:
            line = _line(document, ["subscribers", index, "name"])
            raise ConfigError(
                f"{path}:{line}: {person.name!r} is named twice; give each subscriber its own name"
            )
        seen[person.name] = index
    secrets = document.get("secrets_file")
    return Subscribers(people, (path.parent / secrets) if secrets else None)


def _read_yaml(path: Path) -> Any:
    try:
        document = YAML(typ="rt").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}:{line}: not valid YAML: {error.problem or error.context}") from error
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    if not isinstance(document, Mapping):
        raise ConfigError(f"{path}:1: a mapping with the key 'subscribers' is expected")
    return document


def _subscriber(row: Mapping[str, Any]) -> Subscriber:
    filters = row.get("filters") or {}
    quiet = row.get("quiet_hours")
    return Subscriber(
        name=str(row["name"]),
        channels=tuple(row["channels"]),
        language=row.get("language", "zh"),
        mode=row.get("mode", "at_once"),
        at=_clock(row.get("at", "08:00")),
        weekday=WEEKDAYS.index(row.get("weekday", "monday")),
        empty_digest=bool(row.get("empty_digest", False)),
        quiet=(_clock(quiet.split("-")[0]), _clock(quiet.split("-")[1])) if quiet else None,
        merge_over=int(row.get("merge_over", 5)),
        operator=bool(row.get("operator", False)),
        filters=Filters(
            kinds=_kinds(filters.get("kinds")),
            regions=tuple(filters.get("regions", ())),
            publishers=tuple(filters.get("publishers", ())),
            sources=tuple(filters.get("sources", ())),
            keywords=tuple(filters.get("keywords", ())),
            min_days_overdue=int(filters.get("min_days_overdue", 0)),
        ),
    )


def _kinds(patterns: Sequence[str] | None) -> frozenset[EventKind]:
    if not patterns:
        return DEFAULT_KINDS
    return frozenset(
        k for k in EventKind if any(k == p or (p.endswith("*") and k.startswith(p[:-1])) for p in patterns)
    )


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _position(error: Any) -> tuple[int, list[str]]:
    return -len(error.absolute_path), [str(p) for p in error.absolute_path]


def _line(document: Any, path: Sequence[str | int], error: Any = None) -> int:
    """The line of the value at `path`, or of the unknown key that `error` complains about."""
    node, line = document, 1
    for step in path:
        if not hasattr(node, "lc"):
            break
        place = node.lc.data.get(step) if node.lc.data else None
        line = place[0] + 1 if place else line
        node = node[step]
    if error is not None and error.validator == "additionalProperties" and hasattr(node, "lc"):
        unknown = next((k for k in node if k not in error.schema["properties"]), None)
        line = node.lc.data[unknown][0] + 1 if unknown is not None else line
    return int(line)


def _explain(error: Any) -> str:
    where = ".".join(str(p) for p in error.absolute_path) or "the file"
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = next(k for k in error.instance if k not in known)
        close = difflib.get_close_matches(str(unknown), known, 1)
        return f"unknown key {unknown!r}; " + (
            f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
        )
    if error.validator == "enum":
        close = difflib.get_close_matches(str(error.instance), [str(v) for v in error.validator_value], 1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(error.validator_value)}"
        return f"{where}: {error.instance!r} is not known; {hint}"
    if error.validator == "required":
        return f"{where}: {error.message}; add it"
    if error.validator == "pattern" and "channels" in where:
        return (
            f"{where}: a channel is the name of a secret (letters, digits, _), not its URL; "
            "put the URL into an environment variable of that name"
        )
    if error.validator == "pattern":
        form = "HH:MM-HH:MM" if where.endswith("quiet_hours") else "HH:MM"
        return f"{where}: {error.instance!r} is not of the form {form}"
    return f"{where}: {error.message}"
