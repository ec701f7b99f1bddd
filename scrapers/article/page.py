"""HTML page → article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.attachments import find_files
from scrapers.article.build import build_article
from scrapers.article.containers import Container, find_container
from scrapers.article.crumbs import add_listed_trail
from scrapers.article.dates import read_address, read_stamp
from scrapers.article.depth import flatten
from scrapers.article.embedded import Detail, read_carried, read_detail
from scrapers.article.encoding import decode
from scrapers.article.head import (
    Head,
    add_line,
    drop_repeated_title,
    is_empty_word,
    names_publisher,
    read_head,
    split_head,
)
from scrapers.article.lines import Line
from scrapers.article.markup import drop_furniture, read_lines
from scrapers.article.masthead import (
    Place,
    is_masthead,
    is_placeholder,
    is_trail,
    is_vaguely_labelled,
    read_fields,
)
from scrapers.article.noise import is_control
from scrapers.article.paragraphs import (
    cut_aside,
    cut_lead,
    cut_tail,
    drop_controls,
    is_ended,
    is_numbered,
    join_torn,
)
from scrapers.article.surroundings import lines_after, lines_before, lines_without
from scrapers.article.tags import Tags, read_tags, strip_site
from scrapers.article.titles import (
    TitleRun,
    find_above_stamp,
    find_announced,
    find_heading,
    find_title,
    is_document_number,
    is_vague,
    names_rectification,
)
from scrapers.model import Article, Dates, Issue, ListItem

_CLOCK = re.compile(r"星期[一二三四五六日天]|今天是|农历|欢迎您?|℃")
_PROSE = re.compile("[。，…]")
_LEAD = 14
_BYLINE = 120
_KICKER = 40
_BELOW = 12
_ABOVE = 40
_LITTLE = 400
_MAYBE_EMBEDDED = ("density", "gkmlpt", "shared")


def read_page(
    data: bytes, url: str, *, charset: str | None = None, listed: ListItem | None = None
) -> Article:
    """The article of an HTML page.

    `charset` is the HTTP header's, `listed` the row of the list that led here: its title and day stand in for
    what the page does not show. Raises UnreadableError for empty or binary input.
    """
    decoded = decode(data, charset)
    html = flatten(decoded.text)
    tree = LexborHTMLParser(data if html is decoded.text and decoded.encoding == "utf-8" else html)
    tags = read_tags(tree)
    container = find_container(tree)
    for node in container.nodes if container else ():
        drop_furniture(node)
    above = lines_before(container.nodes[0]) if container else lines_without(tree)
    files = find_files(container.nodes[0], url) if container else ()
    inner, detail = _read_inner(tree, decoded.text, container, url)
    if detail:
        known = {file.url for file in detail.files}
        files = (*detail.files, *(file for file in files if file.url not in known))
    lines = drop_controls(cut_aside(inner))
    trails = []
    if len(lines) < len(inner):
        trails = [line for line in inner[:_LEAD] if is_trail(line.text) and is_control(line.text)]
    head, body = _split([*above, *trails], lines, tags, listed)
    if not head.column:
        head = add_listed_trail(head, tree)
    body, foot = _cut_foot(cut_lead(body))
    if container and (head.source is None or head.stamp is None):
        foot += lines_after(container.nodes[-1])[:_BELOW]
    head = _complete(head, foot, tags, detail, listed)
    head, dates = _add_dates(head, tags, detail, listed, url)
    return build_article(
        url,
        head,
        cut_tail(join_torn(body)),
        files,
        container=_name_container(container, detail),
        encoding=decoded.encoding,
        dates=dates,
        issues=(*decoded.issues, *_find_bad_tags(tags, dates)),
    )


def _read_inner(
    tree: LexborHTMLParser, html: str, container: Container | None, url: str
) -> tuple[list[Line], Detail | None]:
    """The lines of an article, and what its page carries for its scripts where they stand in that."""
    rule = container.rule if container else "density"
    detail = None
    if rule.startswith(_MAYBE_EMBEDDED) and "DETAIL" in html:
        detail = read_detail(html, url)
    inner = read_lines(container.nodes) if container and not detail else []
    if not detail and rule.startswith("density") and sum(len(line.text) for line in inner) < _LITTLE:
        detail = read_carried(tree, url)
    return read_lines([_parse_fragment(detail.html)]) if detail else inner, detail


def _name_container(container: Container | None, detail: Detail | None) -> str:
    if detail:
        return "gkmlpt:_CONFIG.DETAIL" if detail.carrier == "DETAIL" else f"carried:{detail.carrier}"
    return container.rule if container else ""


def _parse_fragment(html: str) -> LexborNode:
    body = LexborHTMLParser(flatten(f"<div>{html}</div>")).body
    assert body is not None
    return body


def _split(
    above: Sequence[Line], inner: list[Line], tags: Tags, listed: ListItem | None
) -> tuple[Head, list[Line]]:
    """The head of a page, and its body's lines from the first that is no part of the head."""
    lead = 0
    while lead < min(len(inner), _LEAD) and _may_lead(inner[lead]):
        lead += 1
    lines = [*above, *inner[:lead]]
    run = (
        find_title(lines, _hints(tags, listed))
        or find_above_stamp(above)
        or find_announced(lines)
        or find_heading(above)
    )
    if run and not tags.title and is_vague(lines, run):
        run = find_above_stamp(lines) or run
    if run and not names_rectification(lines, run):
        run = find_announced(lines) or run
    at = 0
    stamped = any(read_fields(line.text).stamps for line in above[-_BELOW:])
    while at < lead and not (stamped and is_vaguely_labelled(inner[at].text)):
        index, text = len(above) + at, inner[at].text
        in_title = run is not None and run.first <= index <= run.last
        above_title = run is not None and index < run.first and _may_stand_above(text)
        if not (in_title or above_title or _is_of_head(lines, index)):
            break
        at += 1
    if run and run.last >= len(above) + at:
        run = find_above_stamp(above) or find_heading(above)
    body = inner[at:]
    if run is None and not any(_hints(tags, listed)):
        head, body = split_head(inner)
        if head.title:
            return _merge(_read(lines[: len(above)], None), head), body
    head = _read([*above, *inner[:at]], run)
    if head.title:
        body = drop_repeated_title(body, head.title[0])
        while body and is_masthead(body[0].text) and not body[0].cells:
            if stamped and is_vaguely_labelled(body[0].text):
                break
            body = body[1:]
    return head, body


def _find_bad_tags(tags: Tags, dates: Dates) -> tuple[Issue, ...]:
    """An issue for a date tag that holds no possible day."""
    if tags.date and dates.tag is None:
        return (Issue("impossible_date", f"PubDate holds no day: {tags.date[:40]!r}"),)
    return ()


def _merge(outer: Head, inner: Head) -> Head:
    """A head found inside the container, with the breadcrumb and stamps that stand above it."""
    if not (outer.column or outer.stamp or outer.source):
        return inner
    offset = len(inner.lines)

    def move(place: Place) -> Place:
        return place._replace(line=place.line + offset, last=place.last + offset if place.last >= 0 else -1)

    return inner._replace(
        lines=(*inner.lines, *outer.lines),
        stamp=inner.stamp or (outer.stamp and (outer.stamp[0], move(outer.stamp[1]))),
        source=inner.source or (outer.source and (outer.source[0], move(outer.source[1]))),
        column=inner.column or tuple((step, move(place)) for step, place in outer.column),
    )


def _hints(tags: Tags, listed: ListItem | None) -> Iterator[str]:
    """The titles that tags and list give, best first."""
    title = tags.title.split("\n")
    yield "".join(title)
    yield listed.title if listed else ""
    yield strip_site(tags.page_title, (tags.site, tags.column))
    yield tags.shared_title
    yield from title


def _may_lead(line: Line) -> bool:
    return not line.cells and len(line.text) < 200 and "。" not in line.text


def _is_of_head(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a part of a head: for itself, or as a number or an office beside a stamp."""
    text = lines[at].text
    if is_masthead(text) or is_empty_word(text):
        return True
    named = names_publisher(lines, at)
    if not (named or is_document_number(text)):
        return False
    below_masthead = named and at > 0 and read_fields(lines[at - 1].text).alone
    return below_masthead or (at + 1 < len(lines) and is_masthead(lines[at + 1].text))


def _may_stand_above(text: str) -> bool:
    """Whether a line inside an article may stand above its title: a series' name, an editor's word."""
    return len(text) < _KICKER and not is_ended(text) and not is_numbered(text)


def _read(lines: Sequence[Line], run: TitleRun | None) -> Head:
    chosen: list[tuple[int, str]] = []
    titles = list(range(run.first, run.last + 1)) if run else []
    for at, line in enumerate(lines):
        text = line.text.replace("\t", " ")
        if at in titles or is_trail(text):
            chosen.append((at, text))
            continue
        if at < len(lines) - _ABOVE:
            continue
        fields = read_fields(text)
        if not (fields.stamps or fields.spans):
            continue
        named = any(name != "bare" for name, *_ in fields.stamps) or any(
            name == "source" or (name == "title" and run is None) for name, *_ in fields.spans
        )
        below = run is not None and at > run.last and len(text) < _BYLINE and not _PROSE.search(text)
        alone = fields.alone and (run is None or at > run.first)
        bare = fields.stamps and (alone or below) and not _CLOCK.search(text)
        if named or bare:
            chosen.append((at, text))
    return read_head(chosen, titles)


def _cut_foot(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """The body without source and stamp lines below its end, and those lines."""
    end = len(body)
    while (
        end and not body[end - 1].cells and (fields := read_fields(body[end - 1].text)).alone and fields.spans
    ):
        end -= 1
    return body[:end], body[end:]


def _complete(
    head: Head, below: Sequence[Line], tags: Tags, detail: Detail | None, listed: ListItem | None
) -> Head:
    """`head` with the title and source that the lines below, tags and list give where it has none."""
    if head.title is None:
        for name, value in (
            (f"{detail.carrier}.title" if detail else "", detail.title if detail else ""),
            ("ArticleTitle", tags.title.replace("\n", " ")),
            ("list", listed.title if listed else ""),
            ("title", strip_site(tags.page_title, (tags.site, tags.column))),
        ):
            if value:
                head, place = _append(head, name, value)
                head = head._replace(title=(value, place))
                break
    if head.source is None and detail and detail.source and not is_placeholder(detail.source):
        head, place = _append(head, f"{detail.carrier}.source", detail.source)
        head = head._replace(source=(detail.source, place))
    for line in below:
        fields = read_fields(line.text)
        source = next((line.text[start:end] for name, start, end in fields.spans if name == "source"), "")
        if head.source is None and source and not is_placeholder(source):
            head, row = add_line(head, line.text)
            start = line.text.index(source)
            head = head._replace(source=(source, Place(row, start, start + len(source))))
        stamp = next(
            (found for found in fields.stamps if found[0] == "published" and found[1] is not None), None
        )
        if head.stamp is None and stamp and stamp[1] is not None:
            head, row = add_line(head, line.text)
            head = head._replace(stamp=(stamp[1], Place(row, stamp[2], stamp[3])))
    return head


def _add_dates(
    head: Head, tags: Tags, detail: Detail | None, listed: ListItem | None, url: str
) -> tuple[Head, Dates]:
    """All four stamps; where none is visible, the next best becomes the head's, with a line of its own."""
    if head.stamp is None and detail and detail.stamp:
        line, stamp = detail.stamp
        head, row = add_line(head, line)
        head = head._replace(stamp=(stamp, Place(row, line.index(":") + 2, len(line))))
    dates = Dates(
        visible=head.stamp[0] if head.stamp else None,
        listed=listed.day if listed else None,
        address=read_address(url),
        tag=read_stamp(tags.date or tags.shared_date),
    )
    if head.stamp is None:
        for name, value, shown in (
            ("list", dates.listed, dates.listed.isoformat() if dates.listed else ""),
            ("address", dates.address, url),
            ("PubDate", dates.tag, tags.date or tags.shared_date),
        ):
            if isinstance(value, date):
                head, place = _append(head, name, shown)
                head = head._replace(stamp=(value, place))
                break
    return head, dates


def _append(head: Head, name: str, value: str) -> tuple[Head, Place]:
    line = f"{name}: {value}"
    head, row = add_line(head, line)
    return head, Place(row, len(name) + 2, len(line))
