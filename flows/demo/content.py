"""What the demo site holds: hosts, pages and what happens to them on which day, read from `config/demo/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scrapers.model import UserError

ZONE = ZoneInfo("Asia/Shanghai")


class SiteError(UserError):
    """A mistake in the demo site's files, or an address that can't be served: one line with the remedy."""


@dataclass(frozen=True, slots=True)
class Host:
    """One site: its loopback address, the CMS family whose markup it uses, and the paths of its pages."""

    key: str
    address: str
    family: str
    name: str
    columns: tuple[str, ...]
    list: str
    article: str
    per_page: int
    paragraph: str
    right: str
    strong: str
    also: str = ""
    digits: str = "{text}"


@dataclass(frozen=True, slots=True)
class ContentPage:
    """One article as its file holds it: its paragraphs, and in `expect` its hand-written golden parse."""

    key: str
    id: str
    host: str
    title: str
    published: datetime
    source: str
    lines: tuple[str, ...]
    kind: str = "other"
    listed: str = ""
    expect: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """From `at` on, a page says `put` where it said `find`."""

    page: str
    at: datetime
    find: str
    put: str


@dataclass(frozen=True, slots=True)
class Removal:
    """From `at` on, a page answers 404 and its list has no row for it."""

    page: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Challenge:
    """From `start` until `until`, a host answers every page with 412 and a script."""

    host: str
    start: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Encoding:
    """A page's real encoding, the one its `<meta>` declares, and the charset of its HTTP header, if any."""

    page: str
    bytes: str
    declared: str
    header: str = ""


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """A moment at which the demo polls, with a line in each language that says what is new at the site."""

    at: datetime
    zh: str
    en: str

    def told_in(self, language: str) -> str:
        """The line in `zh` or `en`."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the demo site serves, and when."""

    port: int
    hosts: dict[str, Host]
    pages: dict[str, ContentPage]
    days: tuple[SimulatedDay, ...]
    edits: tuple[Edit, ...]
    removals: tuple[Removal, ...]
    challenges: tuple[Challenge, ...]
    encodings: dict[str, Encoding]


def load_content(folder: Path) -> Content:
    """Read `site.yaml`, `timeline.yaml` and `pages/<host>/<id>.txt` under `folder`.

    Raises:
        SiteError: a file can't be read, lacks a key, or the timeline names a page or words that aren't there.
    """
    site, timeline = _read_yaml(folder / "site.yaml"), _read_yaml(folder / "timeline.yaml")
    try:
        hosts = {k: Host(key=k, **{**v, "columns": tuple(v["columns"])}) for k, v in site["hosts"].items()}
        content = Content(
            port=int(site["port"]),
            hosts=hosts,
            pages={p.key: p for k in hosts for p in _read_pages(folder / "pages" / k, k)},
            days=tuple(SimulatedDay(_aware(d["at"]), d["zh"], d["en"]) for d in timeline["days"]),
            edits=tuple(
                Edit(e["page"], _aware(e["at"]), e["find"], e["put"]) for e in timeline.get("edits", [])
            ),
            removals=tuple(Removal(r["page"], _aware(r["at"])) for r in timeline.get("removals", [])),
            challenges=tuple(
                Challenge(c["host"], _aware(c["from"]), _aware(c["until"]))
                for c in timeline.get("challenges", [])
            ),
            encodings={e["page"]: Encoding(**e) for e in timeline.get("encodings", [])},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SiteError(f"{folder}: site.yaml or timeline.yaml lacks or mistakes {error}") from error
    _check_timeline(content, folder / "timeline.yaml")
    return content


def read_page_file(path: Path, host: str) -> ContentPage:
    """Read one content file: YAML between two `---` lines, then one paragraph a line.

    A line is raw HTML where it begins with `<`, set to the right after `>> `, bold after `** `.
    """
    text = path.read_text("utf-8")
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise SiteError(f"{path}: begins with no front matter; put its YAML between two lines of ---")
    head, body = text[4:].split("\n---\n", 1)
    facts = _parse_yaml(head, path)
    facts["published"] = _aware(facts["published"])
    lines = tuple(line.strip() for line in body.splitlines() if line.strip())
    try:
        return ContentPage(key=f"{host}/{path.stem}", id=path.stem, host=host, lines=lines, **facts)
    except TypeError as error:
        raise SiteError(f"{path}: {error}") from error


def _read_pages(folder: Path, host: str) -> list[ContentPage]:
    return [read_page_file(path, host) for path in sorted(folder.glob("*.txt"))]


def _check_timeline(content: Content, path: Path) -> None:
    named = [e.page for e in content.edits] + [r.page for r in content.removals] + list(content.encodings)
    for page in named:
        if page not in content.pages:
            raise SiteError(f"{path}: no page {page}; pages are pages/<host>/<id>.txt")
    for edit in content.edits:
        if not any(edit.find in line for line in content.pages[edit.page].lines):
            raise SiteError(f"{path}: {edit.page} has no {edit.find!r} to edit")
    for challenge in content.challenges:
        if challenge.host not in content.hosts:
            raise SiteError(f"{path}: no host {challenge.host}; hosts: {', '.join(content.hosts)}")


def _aware(value: date | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        return _parse_yaml(path.read_text("utf-8"), path)
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error


def _parse_yaml(text: str, path: Path) -> dict[str, Any]:
    try:
        facts = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise SiteError(f"{path}: {error}".replace("\n", " ")) from error
    if not isinstance(facts, dict):
        raise SiteError(f"{path}: a mapping of keys is expected")
    return facts
