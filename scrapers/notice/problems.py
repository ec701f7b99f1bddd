"""The problems of a notice: which headings state findings, and which text answers each."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from scrapers.notice.items import Facts, Text, read_facts
from scrapers.notice.leaves import Leaf, Setting, read_leaf
from scrapers.notice.outline import Outline, Section
from scrapers.notice.statuses import find_chapter_status, is_plain_status
from scrapers.notice.tables import read_table_problems

Fact = dict[int, Facts]
_ABOUT = re.compile(r"[\s　●■◆★▲▶※•·—－-]*(?:关于|针对|对于?(?=[“\"‘]))")


def read_problems(article: Article, outline: Outline) -> tuple[tuple[Problem, ...], tuple[Issue, ...]]:
    """Return the rectification items of `article` in document order, with what could not be read of them.

    A problem is the smallest numbered unit that one answer belongs to. Introductory and closing chapters
    hold none.
    """
    text = Text.of(article.body, outline.lines, outline.quoting)
    facts = {id(section): read_facts(text, section) for section in _walk(outline.root)}
    tabled, issues, covered = read_table_problems(article, outline)
    problems = list(tabled)
    for leaf, setting in _collect_root(text, facts, outline.root):
        found, notes = read_leaf(text, facts, leaf, setting)
        if not any(leaf.section.start < b and a < leaf.section.end for a, b in covered):
            problems += found
            issues += notes
    return tuple(sorted(problems, key=lambda p: p.quote.start)), tuple(issues)


def _walk(section: Section) -> Iterator[Section]:
    stack = list(reversed(section.children))
    while stack:
        found = stack.pop()
        yield found
        stack += reversed(found.children)


def _title(text: Text, section: Section) -> str:
    line = text.body[section.text_start : section.line_end]
    return line.split("。", 1)[0][:90]


def _collect_root(text: Text, facts: Fact, root: Section) -> Iterator[tuple[Leaf, Setting]]:
    tops = [section for section in root.children if not section.tail]
    held = _choose_chapters(text, facts, tops)
    above = Setting(
        (),
        (),
        None,
        answered=_answer_findings(text, facts, tops),
        named=_find_fault(facts, tops),
        styles=_stating_styles(facts, held),
        answering=_answering_styles(text, facts, held),
    )
    for section in held:
        yield from _collect(text, facts, section, above)


def _choose_chapters(text: Text, facts: Fact, tops: list[Section]) -> list[Section]:
    """Return the top sections that hold problems."""
    told, answered = _findings_apart(text, facts, tops)
    tops = [section for section in tops if section is not told]
    holding = [_states_findings(text, facts, section) for section in tops]
    first = holding.index(True) if True in holding else None
    listed = _listing_styles(facts, tops)
    held = []
    for i, section in enumerate(tops):
        title = _title(text, section)
        if first is None:
            taken = _answers_by_title(section, title)
        else:
            later = i > first and (_joins(text, section, listed) or _answers_later(section, title))
            taken = holding[i] or later
        if taken or section is answered:
            held.append(section)
    return held


def _findings_apart(
    text: Text, facts: Fact, tops: list[Section]
) -> tuple[Section, Section] | tuple[None, None]:
    """Return the chapter that only lists findings and the one that repeats and answers them, if there are."""
    for section, after in pairwise(tops):
        title, answering = _title(text, section), _title(text, after)
        if not names_findings(title) or "整改" not in answering or is_closing(answering):
            continue
        below = [s for s in _walk(section) if not s.children]
        bare = sum(_is_one_sentence(text, s) and not facts[id(s)].answers for s in below)
        if bare * 4 >= len(below) * 3 and len(list(_walk(after))) >= len(below) > 1:
            return section, after
    return None, None


def _is_one_sentence(text: Text, section: Section) -> bool:
    line = text.body[section.text_start : section.own_end].strip()
    return "\n" not in line and not re.search("[。；;].|[一二三]是", line)


def _states_findings(text: Text, facts: Fact, section: Section) -> bool:
    """Say whether what a top section's headings state shows that it holds problems."""
    fact = facts[id(section)]
    title = _title(text, section)
    framing = is_introduction(title) or is_closing(title)
    if (names_suggestions(title) or is_organising(title)) and not any(
        facts[id(s)].cue is Cue.EXPLICIT for s in _walk(section)
    ):
        return False
    plain = [facts[id(s)].cue is Cue.EXPLICIT or facts[id(s)].answers for s in _walk(section)]
    if sum(plain) >= 2 and sum(plain) * 4 >= len(plain):
        return True
    stated = find_chapter_status(text.body, section.text_start, section.line_end)
    if any(plain) and ((len(plain) <= 3 and not framing) or stated):
        return True
    kids = [facts[id(s)].cue >= Cue.NEGATIVE for s in section.children]
    if kids and sum(kids) * 2 >= len(kids) and not (is_closing(title) or (framing and sum(kids) < 2)):
        return True
    if fact.cue is Cue.EXPLICIT or (fact.answers and not section.children):
        return not is_introduction(title) or _names_finding(text, fact, section)
    return fact.cue is Cue.NEGATIVE and not framing


def _names_finding(text: Text, fact: Facts, section: Section) -> bool:
    """Say whether a title is 关于…问题的整改, so that what it quotes says nothing of the chapter's kind."""
    return fact.heading.finding is not None and bool(_ABOUT.match(text.body, section.text_start))


def _listing_styles(facts: Fact, tops: list[Section]) -> set[str]:
    """Return the styles of numbering in which most of the top sections state findings."""
    stating: dict[str, list[bool]] = {}
    for section in tops:
        stating.setdefault(section.style, []).append(facts[id(section)].cue >= Cue.NEGATIVE)
    return {style for style, alike in stating.items() if len(alike) > 2 and sum(alike) * 2 > len(alike)}


def _stating_styles(facts: Fact, tops: list[Section]) -> frozenset[str]:
    """Return the styles of numbering in which most headings below the chapters with problems find fault."""
    stating: dict[str, list[bool]] = {}
    for top in tops:
        for section in (top, *_walk(top)):
            stating.setdefault(section.style, []).append(facts[id(section)].cue >= Cue.NEGATIVE)
    return frozenset(
        style for style, alike in stating.items() if len(alike) > 2 and sum(alike) * 2 > len(alike)
    )


def _answering_styles(text: Text, facts: Fact, tops: list[Section]) -> frozenset[str]:
    """Return the styles of numbering whose headings, taken over all chapters with problems, are items."""
    alike: dict[str, list[Section]] = {}
    for top in tops:
        for section in (top, *_walk(top)):
            alike.setdefault(section.style, []).append(section)
    return frozenset(style for style, sections in alike.items() if _answer_findings(text, facts, sections))


def _joins(text: Text, section: Section, listed: set[str]) -> bool:
    """Say whether a top section that states no finding is an item of a flat list whose items do."""
    title = _title(text, section)
    if is_introduction(title) or is_closing(title):
        return False
    return section.style in listed


def _answers_by_title(section: Section, title: str) -> bool:
    """Say whether a chapter's title alone announces answers, in a notice whose headings state no findings."""
    if is_closing(title) or is_organising(title) or not announces_problems(title):
        return False
    return bool(section.children) if not is_introduction(title) else len(section.children) > 3


def _answers_later(section: Section, title: str) -> bool:
    """Say whether a further chapter after the first with problems announces answers of its own."""
    return (
        bool(section.children)
        and announces_items(title)
        and not is_introduction(title)
        and not is_closing(title)
    )


def _collect(text: Text, facts: Fact, section: Section, above: Setting) -> Iterator[tuple[Leaf, Setting]]:
    """Yield the leaves of a section that holds problems."""
    kids = [kid for kid in section.children if not kid.tail]
    if not kids or kids_are_measures(
        text, facts, section, kids, answered=above.answered or section.style in above.answering
    ):
        yield Leaf(section, tuple(kids)), above
        return
    alone = len(kids) == 1 and kids[0].marker is None and section.marker is not None
    if alone and (facts[id(kids[0])].cue >= Cue.NEGATIVE or not kids[0].children):
        yield Leaf(section, (), kids[0]), above
        return
    title = text.body[section.text_start : section.line_end].strip()
    status = find_chapter_status(text.body, section.text_start, section.line_end) or above.status
    path = (*above.path, section.marker.text.strip()) if section.marker else above.path
    bare = sum(facts[id(kid)].cue >= Cue.NEGATIVE and _is_alone(text, facts, kid) for kid in kids)
    below = Setting(
        path,
        (*above.headings, title),
        status,
        only_findings=bare * 2 > len(kids),
        answered=_answer_findings(text, facts, kids),
        named=_find_fault(facts, kids),
        styles=above.styles,
        answering=above.answering,
    )
    named = sum(facts[id(kid)].cue >= Cue.NEGATIVE or facts[id(kid)].answers for kid in kids)
    for kid in kids:
        if is_organising(_title(text, kid)) and facts[id(kid)].cue is not Cue.EXPLICIT:
            continue
        if named * 3 >= len(kids) * 2 and len(kids) > 2 and _stands_apart(text, facts, kid):
            continue
        yield from _collect(text, facts, kid, below)


def _find_fault(facts: Fact, kids: list[Section]) -> bool:
    """Say whether at least two thirds of some headings, and two of them, find fault."""
    stating = sum(facts[id(kid)].cue >= Cue.NEGATIVE for kid in kids)
    return stating > 1 and stating * 3 >= len(kids) * 2


def _is_alone(text: Text, facts: Fact, kid: Section) -> bool:
    """Say whether a section holds nothing after the words that state its finding."""
    return not kid.children and not text.body[facts[id(kid)].heading.rest : kid.own_end].strip(
        " 　\n。；;，,"
    )


def _stands_apart(text: Text, facts: Fact, kid: Section) -> bool:
    """Say whether one section among items is none: it states no finding and its title frames the others."""
    fact = facts[id(kid)]
    if fact.cue >= Cue.ASPECT or fact.answers or any(facts[id(s)].cue >= Cue.NEGATIVE for s in _walk(kid)):
        return False
    title = _title(text, kid)
    return is_introduction(title) or is_closing(title)


def kids_are_measures(
    text: Text, facts: Fact, section: Section, kids: list[Section], *, answered: bool
) -> bool:
    """Say whether the numbered lines below a heading are measures of its one answer, not problems.

    The evidence, strongest first: the lines' own findings and labels; the heading's finding with an answer's
    label; how the lines begin and whether they list measures themselves; last, `answered`: whether the
    headings beside this one are items.
    """
    fact = facts[id(section)]
    parts = sum(facts[id(kid)].labelled and not facts[id(kid)].asks for kid in kids)
    asked = sum(facts[id(kid)].asks for kid in kids)
    if parts * 2 >= len(kids) and asked <= 1:
        return True
    explicit = sum(facts[id(kid)].cue is Cue.EXPLICIT for kid in kids)
    rich = sum(_answers_itself(text, facts, kid, last=kid is kids[-1]) for kid in kids)
    if fact.asks and fact.answers:
        return not (explicit * 2 >= len(kids) and rich * 2 >= len(kids))
    if explicit * 2 >= len(kids) or asked * 2 >= len(kids) or _state_findings_below(facts, kids, explicit):
        return False
    if fact.answers:
        return _few_labelled(facts, kids)
    found = sum(facts[id(kid)].cue >= Cue.NEGATIVE for kid in kids)
    if (
        section.marker
        and found * 2 < len(kids)
        and rich * 3 <= len(kids)
        and _closes_as_one(text, facts, kids)
    ):
        return True
    return not _are_items(facts, kids, rich) and _follow_finding(text, facts, fact, kids, rich, answered)


def _state_findings_below(facts: Fact, kids: list[Section], explicit: int) -> bool:
    below = (facts[id(s)] for kid in kids for s in _walk(kid))
    return explicit > 0 and any(fact.cue is Cue.EXPLICIT and fact.heading.finding for fact in below)


def _closes_as_one(text: Text, facts: Fact, kids: list[Section]) -> bool:
    """Say whether a status follows only the last of some lines, so that it closes the item above them."""
    states = [_ends_on_status(text, facts, kid) for kid in kids]
    return len(kids) > 1 and states[-1] and not any(states[:-1])


def _ends_on_status(text: Text, facts: Fact, kid: Section) -> bool:
    if facts[id(kid)].answers:
        return True
    below = text.body[kid.line_end : kid.end].strip()
    return bool(below) and len(below) <= 60 and is_plain_status(below)


def _few_labelled(facts: Fact, kids: list[Section]) -> bool:
    """Say whether most lines bear no label of an answer; one in the last line closes the item above it."""
    return sum(facts[id(kid)].answers for kid in kids[:-1]) * 2 < max(1, len(kids) - 1)


def _are_items(facts: Fact, kids: list[Section], rich: int) -> bool:
    """Say whether lines are items by their own words: most find fault, or name fields and list measures."""
    cues = [facts[id(kid)].cue for kid in kids]
    named = sum(cue >= Cue.NEGATIVE for cue in cues)
    fields = sum(cue is Cue.ASPECT for cue in cues)
    return named * 2 >= len(kids) or (fields * 2 >= len(kids) and rich * 2 >= len(kids))


def _answer_findings(text: Text, facts: Fact, sections: list[Section]) -> bool:
    """Say whether plain headings are items: most are answered without numbers, or by lines like measures.

    Lines are like measures where they begin so, or where not one of them, below any of the headings, states
    a finding or lists measures of its own.
    """
    stating = [s for s in sections if facts[id(s)].cue is Cue.NEGATIVE]
    direct = sum(not s.children and not _is_alone(text, facts, s) for s in stating)
    lines = [kid for s in stating for kid in s.children if not kid.tail]
    led = sum(begins_measure(text.body[k.text_start : k.line_end]) for k in lines)
    rich = sum(_answers_itself(text, facts, kid) for kid in lines)
    plain = not rich and not any(k.children or facts[id(k)].heading.finding for k in lines)
    return direct * 2 >= len(stating) > 1 or (
        len(lines) > 1 and (led * 2 >= len(lines) or (plain and len(stating) > 1)) and rich * 5 <= len(lines)
    )


def _follow_finding(
    text: Text, facts: Fact, fact: Facts, kids: list[Section], rich: int, answered: bool
) -> bool:
    """Say whether lines that state nothing themselves answer the finding above them."""
    if fact.cue is Cue.EXPLICIT:
        return _few_labelled(facts, kids)
    if fact.cue is not Cue.NEGATIVE:
        return False
    led = sum(begins_measure(text.body[k.text_start : k.line_end]) for k in kids)
    return rich * 3 <= len(kids) and (answered or led * 5 >= len(kids) * 4)


def _answers_itself(text: Text, facts: Fact, kid: Section, *, last: bool = False) -> bool:
    """Say whether a numbered line has an answer of its own: measures it lists, or labels.

    A status or an effect labelled at the end of the last line belongs to the item above the lines.
    """
    labels = facts[id(kid)].labels
    closing = last and len(labels) == 1 and labels[0].part in {"status", "effect", "answer"}
    if facts[id(kid)].answers and not closing:
        return True
    return len(text.measures(kid.text_start, kid.own_end)) > 1
