"""The problems of a notice: which headings state findings, and which text answers each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from scrapers.model import Article, Issue, Problem
from scrapers.notice.chapters import (
    announces_items,
    announces_problems,
    is_closing,
    is_introduction,
    is_organising,
    names_findings,
    names_suggestions,
)
from scrapers.notice.evidence import Cue, begins_measure
from scrapers.notice.items import Leaf, Node, Setting, Text, read_nodes
from scrapers.notice.leaves import read_leaf
from scrapers.notice.outline import Outline
from scrapers.notice.statuses import find_chapter_status, is_plain_status
from scrapers.notice.tables import read_table_problems

_LONGEST_TITLE = 90
_SECOND_SENTENCE = re.compile("[。；;].|[一二三]是")
_ABOUT = re.compile(r"[\s　●■◆★▲▶※•·—－-]*(?:关于|针对|对于?(?=[“\"‘]))")


def read_problems(article: Article, outline: Outline) -> tuple[tuple[Problem, ...], tuple[Issue, ...]]:
    """Return the rectification items of `article` in document order, with what could not be read of them.

    A problem is the smallest numbered unit that one answer belongs to. Introductory and closing chapters
    hold none.
    """
    text = Text.of(article.body, outline.lines, outline.quoting)
    tabled, issues, covered = read_table_problems(article, outline)
    problems = list(tabled)
    for leaf, setting in _collect_root(text, read_nodes(text, outline.root)):
        section = leaf.node.section
        if covered and any(section.start < b and a < section.end for a, b in covered):
            continue
        found, notes = read_leaf(text, leaf, setting)
        problems += found
        issues += notes
    return tuple(sorted(problems, key=lambda p: p.quote.start)), tuple(issues)


def _title(text: Text, node: Node) -> str:
    start = node.section.text_start
    return text.body[start : min(node.section.line_end, start + _LONGEST_TITLE)].split("。", 1)[0]


def _collect_root(text: Text, tops: Sequence[Node]) -> Iterator[tuple[Leaf, Setting]]:
    held = _choose_chapters(text, tops)
    alike = _group_by_style(held)
    above = Setting(
        (),
        (),
        None,
        answered=_answer_findings(text, tops),
        named=_find_fault(tops),
        styles=frozenset(style for style, nodes in alike.items() if _mostly_find_fault(nodes)),
        answering=frozenset(style for style, nodes in alike.items() if _answer_findings(text, nodes)),
    )
    for node in held:
        yield from _collect(text, node, above)


def _choose_chapters(text: Text, tops: Sequence[Node]) -> list[Node]:
    """Return the top nodes that hold problems."""
    told, answered = _findings_apart(text, tops)
    tops = [node for node in tops if node is not told]
    titles = [_title(text, node) for node in tops]
    holding = [_states_findings(text, node, title) for node, title in zip(tops, titles, strict=True)]
    first = holding.index(True) if True in holding else None
    listed = _listing_styles(tops)
    held = []
    for i, (node, title) in enumerate(zip(tops, titles, strict=True)):
        if first is None:
            taken = _answers_by_title(node, title)
        else:
            taken = holding[i] or (i > first and (_joins(node, title, listed) or _answers_later(node, title)))
        if taken or node is answered:
            held.append(node)
    return held


def _findings_apart(text: Text, tops: Sequence[Node]) -> tuple[Node, Node] | tuple[None, None]:
    """Return the chapter that only lists findings and the one that repeats and answers them, if there are."""
    for node, after in pairwise(tops):
        title, answering = _title(text, node), _title(text, after)
        if not names_findings(title) or "整改" not in answering or is_closing(answering):
            continue
        lowest = _lowest(node)
        bare = sum([_is_one_sentence(text, one) and not one.answers for one in lowest])
        if bare * 4 >= len(lowest) * 3 and len(after.below) >= len(lowest) > 1:
            return node, after
    return None, None


def _lowest(node: Node) -> list[Node]:
    """The nodes below one that have none below themselves."""
    return [one for one in node.below if not one.children]


def _is_one_sentence(text: Text, node: Node) -> bool:
    line = text.body[node.section.text_start : node.section.own_end].strip()
    return "\n" not in line and not _SECOND_SENTENCE.search(line)


def _states_findings(text: Text, node: Node, title: str) -> bool:
    """Say whether what a top node's headings state shows that it holds problems."""
    explicit = any(one.is_explicit for one in node.below)
    if not explicit and (names_suggestions(title) or is_organising(title)):
        return False
    stated = find_chapter_status(text.body, node.section.text_start, node.section.line_end)
    closing = is_closing(title) and not (stated and "。" not in title and "，" not in title)
    framing = closing or is_introduction(title)
    plain = sum([one.is_explicit or one.answers for one in node.below])
    few = len(node.below) <= 3 and not framing
    if (plain >= 2 and plain * 4 >= len(node.below)) or (plain and (stated or few)):
        return True
    faults = sum([kid.finds_fault for kid in node.children])
    if faults and faults * 2 >= len(node.children) and not (closing or (framing and faults < 2)):
        return True
    if not framing and _answers_below(text, node):
        return True
    if node.is_explicit or (node.answers and not node.children):
        return not is_introduction(title) or _names_finding(text, node)
    return node.cue is Cue.NEGATIVE and not framing


def _answers_below(text: Text, node: Node) -> bool:
    """Say whether what finds fault stands deeper, below headings that do not, each with its answer."""
    lowest = _lowest(node)
    return _find_fault(lowest) and not any(_is_alone(text, one) for one in lowest)


def _names_finding(text: Text, node: Node) -> bool:
    """Say whether a title is 关于…问题的整改, so that what it quotes says nothing of the chapter's kind."""
    return node.heading.finding is not None and bool(_ABOUT.match(text.body, node.section.text_start))


def _group_by_style(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    """Gather nodes and all below them by their styles of numbering."""
    alike: dict[str, list[Node]] = {}
    for top in nodes:
        for node in (top, *top.below):
            alike.setdefault(node.section.style, []).append(node)
    return alike


def _mostly_find_fault(nodes: Sequence[Node]) -> bool:
    return len(nodes) > 2 and sum([node.finds_fault for node in nodes]) * 2 > len(nodes)


def _listing_styles(tops: list[Node]) -> set[str]:
    """Return the styles of numbering in which most of the top nodes state findings."""
    stating: dict[str, list[Node]] = {}
    for node in tops:
        stating.setdefault(node.section.style, []).append(node)
    return {style for style, alike in stating.items() if _mostly_find_fault(alike)}


def _joins(node: Node, title: str, listed: set[str]) -> bool:
    """Say whether a top node that states no finding is an item of a flat list whose items do."""
    return node.section.style in listed and not is_introduction(title) and not is_closing(title)


def _answers_by_title(node: Node, title: str) -> bool:
    """Say whether a chapter's title alone announces answers, in a notice whose headings state no findings."""
    if is_closing(title) or is_organising(title) or not announces_problems(title):
        return False
    return bool(node.children) if not is_introduction(title) else len(node.children) > 3


def _answers_later(node: Node, title: str) -> bool:
    """Say whether a further chapter after the first with problems announces answers of its own."""
    return (
        bool(node.children)
        and announces_items(title)
        and not is_introduction(title)
        and not is_closing(title)
    )


def _collect(text: Text, node: Node, above: Setting) -> Iterator[tuple[Leaf, Setting]]:
    """Yield the leaves of a node that holds problems."""
    section = node.section
    kids = node.children
    answered = above.answered or section.style in above.answering
    if not kids or kids_are_measures(text, node, kids, answered=answered):
        yield Leaf(node, kids), above
        return
    alone = len(kids) == 1 and kids[0].section.marker is None and section.marker is not None
    if alone and (kids[0].finds_fault or not kids[0].children):
        yield Leaf(node, (), kids[0]), above
        return
    title = text.body[section.text_start : section.line_end].strip()
    bare = sum([kid.finds_fault and _is_alone(text, kid) for kid in kids])
    below = Setting(
        (*above.path, section.marker.text.strip()) if section.marker else above.path,
        (*above.headings, title),
        find_chapter_status(text.body, section.text_start, section.line_end) or above.status,
        only_findings=bare * 2 > len(kids),
        answered=_answer_findings(text, kids),
        named=_find_fault(kids),
        styles=above.styles,
        answering=above.answering,
    )
    named = sum([kid.finds_fault or kid.answers for kid in kids])
    listing = named * 3 >= len(kids) * 2 and len(kids) > 2
    for kid in kids:
        if not kid.is_explicit and is_organising(_title(text, kid)):
            continue
        if listing and _stands_apart(text, kid):
            continue
        yield from _collect(text, kid, below)


def _find_fault(kids: Sequence[Node]) -> bool:
    """Say whether at least two thirds of some headings, and two of them, find fault."""
    stating = sum([kid.finds_fault for kid in kids])
    return stating > 1 and stating * 3 >= len(kids) * 2


def _is_alone(text: Text, kid: Node) -> bool:
    """Say whether a node holds nothing after the words that state its finding."""
    return not kid.children and not text.body[kid.heading.rest : kid.section.own_end].strip(" 　\n。；;，,")


def _stands_apart(text: Text, kid: Node) -> bool:
    """Say whether one node among items is none: it states no finding and its title frames the others."""
    if kid.cue >= Cue.ASPECT or kid.answers or any(one.finds_fault for one in kid.below):
        return False
    title = _title(text, kid)
    return is_introduction(title) or is_closing(title)


def kids_are_measures(text: Text, node: Node, kids: Sequence[Node], *, answered: bool) -> bool:
    """Say whether the numbered lines below a heading are measures of its one answer, not problems.

    The evidence, strongest first: the lines' own findings and labels; the heading's finding with an answer's
    label; how the lines begin and whether they list measures themselves; last, `answered`: whether the
    headings beside this one are items.
    """
    parts = sum([kid.labelled and not kid.asks for kid in kids])
    asked = sum([kid.asks for kid in kids])
    if parts * 2 >= len(kids) and asked <= 1:
        return True
    explicit = sum([kid.is_explicit for kid in kids])
    if node.asks and node.answers:
        return explicit * 2 < len(kids) or _count_rich(text, kids) * 2 < len(kids)
    if explicit * 2 >= len(kids) or asked * 2 >= len(kids) or _state_findings_below(kids, explicit):
        return False
    if node.answers or _list_in_one_line(node, kids):
        return _few_labelled(kids)
    if sum([kid.finds_fault for kid in kids]) * 2 >= len(kids):
        return False
    closed = node.section.marker is not None and _closes_as_one(text, kids)
    return closed or (not _name_fields(text, kids) and _follow_finding(text, node, kids, answered))


def _count_rich(text: Text, kids: Sequence[Node]) -> int:
    """How many of the lines below a heading have an answer of their own."""
    return sum([_answers_itself(text, kid, last=kid is kids[-1]) for kid in kids])


def _state_findings_below(kids: Sequence[Node], explicit: int) -> bool:
    return explicit > 0 and any(one.is_explicit and one.heading.finding for kid in kids for one in kid.below)


def _list_in_one_line(node: Node, kids: Sequence[Node]) -> bool:
    """Say whether one line numbered ①, which lists ② and ③ itself, follows a heading."""
    only = kids[0]
    if len(kids) > 1 or only.section.style != "circled" or only.children:
        return False
    return node.finds_fault or not only.finds_fault


def _closes_as_one(text: Text, kids: Sequence[Node]) -> bool:
    """Say whether a status follows only the last of some plain lines: it closes the item above them."""
    *others, last = kids
    if not others or not _ends_on_status(text, last) or any(_ends_on_status(text, kid) for kid in others):
        return False
    return _count_rich(text, kids) * 3 <= len(kids)


def _ends_on_status(text: Text, kid: Node) -> bool:
    if kid.answers:
        return True
    below = text.body[kid.section.line_end : kid.section.end].strip()
    return bool(below) and len(below) <= 60 and is_plain_status(below)


def _few_labelled(kids: Sequence[Node]) -> bool:
    """Say whether most lines bear no label of an answer; one in the last line closes the item above it."""
    return sum([kid.answers for kid in kids[:-1]]) * 2 < max(1, len(kids) - 1)


def _name_fields(text: Text, kids: Sequence[Node]) -> bool:
    """Say whether lines are items that name fields of work and list measures."""
    fields = sum([kid.cue is Cue.ASPECT for kid in kids])
    return fields * 2 >= len(kids) and _count_rich(text, kids) * 2 >= len(kids)


def _answer_findings(text: Text, nodes: Sequence[Node]) -> bool:
    """Say whether plain headings are items: most are answered without numbers, or by lines like measures.

    Lines are like measures where they begin so, or where not one of them, below any of the headings, states
    a finding or lists measures of its own.
    """
    stating = [node for node in nodes if node.cue is Cue.NEGATIVE]
    direct = sum([not node.children and not _is_alone(text, node) for node in stating])
    if direct * 2 >= len(stating) > 1:
        return True
    lines = [kid for node in stating for kid in node.children]
    if len(lines) < 2:
        return False
    plain = len(stating) > 1 and not any(kid.children or kid.heading.finding for kid in lines)
    if not plain and not _mostly_begin_measures(text, lines):
        return False
    rich = sum([_answers_itself(text, kid) for kid in lines])
    return (plain and not rich) or (rich * 5 <= len(lines) and _mostly_begin_measures(text, lines))


def _mostly_begin_measures(text: Text, lines: Sequence[Node]) -> bool:
    return sum([_begins_measure(text, line) for line in lines]) * 2 >= len(lines)


def _begins_measure(text: Text, node: Node) -> bool:
    return begins_measure(text.body[node.section.text_start : node.section.line_end])


def _follow_finding(text: Text, node: Node, kids: Sequence[Node], answered: bool) -> bool:
    """Say whether lines that state nothing themselves answer the finding above them."""
    if node.is_explicit:
        return _few_labelled(kids)
    if node.cue is not Cue.NEGATIVE or _count_rich(text, kids) * 3 > len(kids):
        return False
    return answered or sum([_begins_measure(text, kid) for kid in kids]) * 5 >= len(kids) * 4


def _answers_itself(text: Text, kid: Node, *, last: bool = False) -> bool:
    """Say whether a numbered line has an answer of its own: measures it lists, or labels.

    A status or an effect labelled at the end of the last line belongs to the item above the lines.
    """
    closing = last and len(kid.parts) == 1 and kid.parts[0] in {"status", "effect", "answer"}
    if kid.answers and not closing:
        return True
    return len(text.measures(kid.section.text_start, kid.section.own_end)) > 1
