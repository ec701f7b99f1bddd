"""Static pages of what was archived: one a version of a notice, and lists of them; plain HTML, no scripts.

The folder is what the operator serves as `base_url`: pages stand in its `pages/`, where alerts link to them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.alerts.clean import cut_text, flatten, safe_link
from flows.alerts.facts import say_day, say_time
from flows.alerts.finding import name_finding
from flows.alerts.links import PAGES, page_file
from flows.files import replace_file
from flows.settings import Settings
from warehouse.connect import reading
from warehouse.sentences import diff_sentences, diff_words
from warehouse.version_pages import Reading, VersionPage, list_version_pages, load_readings

TEMPLATES = Path(__file__).parent / "templates"
WRITTEN = ".written.json"
NEWEST = 200
AT_ONCE = 200
LONGEST_TITLE = 200
# Control characters, and those that turn the direction of the words after them: shown, not obeyed.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
Marked = list[tuple[str, str]]


def publish_pages(settings: Settings, folder: Path) -> list[Path]:
    """Write the static pages of all versions into `folder`, and return the files that changed.

    A page is written again only where its version was read anew, its notice's state changed or a neighbour
    came. Pages are never deleted: that of a notice which was taken down stays and says so.

    Raises:
        WarehouseError: there is no warehouse to read, or a file can't be written.
    """
    home = folder / PAGES
    changed: list[Path] = []
    with reading(settings.warehouse, memory_limit=settings.memory_limit) as con:
        versions = list_version_pages(con)
        keys, stale = _find_stale(versions, home)
        for start in range(0, len(stale), AT_ONCE):
            some = stale[start : start + AT_ONCE]
            readings = load_readings(con, {v.parse_id for group in some for v in group if v})
            for earlier, version, later in some:
                path = home / page_file(version.page_id)
                if replace_file(path, render_version(version, readings, earlier, later)):
                    changed.append(path)
    changed += _write_lists([v for v in versions if v.valid_to is None], home)
    replace_file(home / WRITTEN, json.dumps(keys).encode())
    return changed


Neighbours = tuple[VersionPage | None, VersionPage, VersionPage | None]


def _find_stale(versions: Sequence[VersionPage], home: Path) -> tuple[dict[str, str], list[Neighbours]]:
    """What each page is made from, by file name, and the versions whose page is missing or out of date."""
    written = _read_written(home / WRITTEN)
    there = {p.name for p in home.iterdir()} if home.exists() else set()
    ours = b"".join(p.read_bytes() for p in (Path(__file__), *sorted(TEMPLATES.iterdir())))
    keys: dict[str, str] = {}
    stale: list[Neighbours] = []
    for _, group in groupby(sorted(versions, key=lambda v: (v.notice_id, v.number)), lambda v: v.notice_id):
        for earlier, version, later in _with_neighbours(group):
            name = page_file(version.page_id)
            keys[name] = hashlib.sha256(ours + repr((earlier, version, later)).encode()).hexdigest()[:24]
            if name not in there or written.get(name) != keys[name]:
                stale.append((earlier, version, later))
    return keys, stale


def _with_neighbours(versions: Iterable[VersionPage]) -> Iterator[Neighbours]:
    row = [None, *versions, None]
    for (earlier, version), (_, later) in pairwise(pairwise(row)):
        assert version is not None
        yield earlier, version, later


def _read_written(path: Path) -> dict[str, str]:
    """What the pages in the folder were made from; where that is lost, all are made again."""
    try:
        written = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def render_version(
    version: VersionPage,
    readings: dict[str, Reading],
    earlier: VersionPage | None = None,
    later: VersionPage | None = None,
) -> bytes:
    """The page of one version; `readings` holds its parse and that of the version before."""
    mine = readings.get(version.parse_id, Reading())
    edits: list[Marked] = []
    if earlier:
        edits = _compare(earlier, version, readings.get(earlier.parse_id, Reading()), mine)
    return _render(
        "version.html.j2",
        v=_describe(version) | {"state": version.state, "sha256": version.sha256},
        earlier=_describe(earlier) if earlier else None,
        later=_describe(later) if later else None,
        promises=[
            {
                "quote": show(p.quote),
                "finding": show(name_finding(asdict(p))),
                "due": say_day(p.due_on, "zh"),
                "strict": say_day(p.due_strict, "zh") if p.due_strict != p.due_on else "",
            }
            for p in mine.promises
        ],
        edits=edits,
        lines=mark_lines(mine.text, mine.places),
    )


def mark_lines(text: str, places: Sequence[tuple[int, int, str]]) -> list[tuple[str, Marked]]:
    """The lines of a text as `(kind, pieces)`, kind problem or empty; a piece is `(marks, words)`.

    `marks` names all places of the kinds finding and promise that the words stand in, separated by spaces.
    """
    lines: list[tuple[str, Marked]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [(max(a, start), min(b, end), kind) for a, b, kind in places if a < end and b > start]
        inline = [place for place in here if place[2] != "problem"]
        cuts = sorted({start, end, *(cut for a, b, _ in inline for cut in (a, b))})
        pieces = [
            (" ".join(sorted({k for x, y, k in inline if x <= a and b <= y})), show(text[a:b]))
            for a, b in pairwise(cuts)
        ]
        if line.strip():
            lines.append(("problem" if any(k == "problem" for *_, k in here) else "", pieces))
        start = end + 1
    return lines


def show(text: str) -> str:
    """Words as they are, with characters that would act instead of being read made visible."""
    return UNSAFE.sub("\ufffd", text)


def _compare(earlier: VersionPage, later: VersionPage, old: Reading, new: Reading) -> list[Marked]:
    heads = [
        (f"{name}：{was}", f"{name}：{now}")
        for name, was, now in (
            ("标题", earlier.title, later.title),
            ("发布日期", say_day(earlier.published_on, "zh"), say_day(later.published_on, "zh")),
        )
        if was != now
    ]
    edits = [(e.old, e.new) for e in diff_sentences(old.text, new.text)]
    return [_mark(was, now) for was, now in (*heads, *edits)]


def _mark(old: str, new: str) -> Marked:
    marked = []
    for piece in diff_words(old, new):
        if piece.old == piece.new:
            marked.append(("", show(piece.new)))
        else:
            marked += [(mark, show(t)) for mark, t in (("del", piece.old), ("ins", piece.new)) if t]
    return marked


def _write_lists(versions: Sequence[VersionPage], home: Path) -> list[Path]:
    """The index of the newest notices by publisher, and a list a publisher."""
    by_name = _group(versions)
    lists = {_list_file(name): (name, group) for name, group in by_name.items()}
    newest = [
        {"name": flatten(name), "file": _list_file(name), "notices": [_describe(v) for v in group]}
        for name, group in _group(versions[:NEWEST]).items()
    ]
    others = [
        {"name": flatten(name), "file": file, "count": len(group)} for file, (name, group) in lists.items()
    ]
    shown = min(NEWEST, len(versions))
    files = {
        "index.html": _render(
            "index.html.j2",
            heading="整改通报存档",
            home="",
            total=len(versions),
            shown=shown,
            groups=newest,
            others=others if len(versions) > shown else (),
        )
    }
    for file, (name, group) in lists.items():
        rows = [{"name": name, "file": "", "notices": [_describe(v) for v in group]}]
        heading = flatten(name) or "未注明单位"
        files[file] = _render(
            "index.html.j2",
            heading=heading,
            home="index.html",
            total=len(group),
            shown=len(group),
            groups=rows,
            others=(),
        )
    return [home / name for name, data in files.items() if replace_file(home / name, data)]


def _group(versions: Iterable[VersionPage]) -> dict[str, list[VersionPage]]:
    groups: dict[str, list[VersionPage]] = {}
    for version in versions:
        groups.setdefault(version.publisher, []).append(version)
    return groups


def _list_file(publisher: str) -> str:
    return f"publisher-{hashlib.sha256(publisher.encode()).hexdigest()[:16]}.html"


def _describe(v: VersionPage) -> dict[str, Any]:
    return {
        "file": page_file(v.page_id),
        "number": v.number,
        "title": cut_text(flatten(v.title), LONGEST_TITLE),
        "publisher": flatten(v.publisher),
        "source": flatten(v.source),
        "published": _day(v.published_on),
        "url": flatten(v.url),
        "link": safe_link(v.url),
        "captured": _time(v.captured_at),
        "seen": _time(v.valid_from),
        "until": _time(v.valid_to),
        "since": _time(v.state_since),
        "state": v.state,
    }


def _day(day: date | None) -> str:
    return say_day(day, "zh")


def _time(moment: datetime | None) -> str:
    return say_time(moment, "zh")


def _render(template: str, **values: Any) -> bytes:
    return _templates().get_template(template).render(**values).encode()


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
