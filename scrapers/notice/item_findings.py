"""Where the finding of an item stands in its section, and where its answer may begin."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile

from scrapers.notice.evidence import Cue, begins_measure, has_fault, may_name_fault
from scrapers.notice.findings import Heading, drop_ending, read_heading, trim
from scrapers.notice.items import ANSWER_PARTS, Leaf, Segment, Setting, Text, read_asked
from scrapers.notice.measures import opens_measure
from scrapers.notice.outline import Section
from scrapers.notice.statuses import is_plain_status, is_pure_status

Span = tuple[int, int]
_LONGEST_LABEL = 24
_FIRST_MEASURE = re.compile(r"(?<=[。；;])[\s　]*(?:一是|首先|第一[，,]|①|[（(][1一][)）])")
_SENTENCES = re.compile(r"[^。；;\n]+")
# What the particulars of a finding hold | example
PARTICULARS: tuple[tuple[str, str], ...] = (
    (r"未|没有|无|缺|空", "3名流动党员未纳入管理"),
    (r"不(?!断|懈|定期)", "外请专家讲座审批手续不全"),
    (r"仅|只有|个别|有的|少数|部分", "全年仅研究党建工作4次"),
    (r"低于|少于|超|下滑|流失|滞后|逾期|拖欠|占用|挂账", "师生比远低于规定标准"),
    (r"违|走过场|形式|停留|照抄|应付|乱|薄弱|重.{1,6}轻", "学习记录多为照抄文件"),
    (r"受到?[^，,]{0,8}处分|被[^，,]{0,6}(?:立案|查处|问责|通报)", "3名班子成员受到党纪处分"),
    (r"存在|长期|至今|多为|反映|发现|抽查", "抽查12所学校，5所食堂账目不清"),
)
# What only an answer tells | example
ACTS: tuple[tuple[str, str], ...] = (
    (r"^[一二三]是|^首先|^①|^[（(][1一][)）]", "一是制定学习计划"),
    (r"^对.{2,40}(?:逐[一项户个]|进行)", "对23个项目逐一复核"),
    (r"完成整改|整改(?:情况|措施|完成|到位|落实)|立行立改|长期坚持|正在推进", "上述问题全部整改到位"),
    (r"已(?:经|于|全部|完成|按|对|将|收|清|制|建(?!成的)|与|由|组|召|印|修|办)", "2辆公车已收回"),
    (
        r"(?:^|[，,])我[局院校委部镇乡街区县市司]|(?:党[组委]|党工委|支部|局|委)(?:高度|多次|立即|专题|召开|对照|认真|深刻|组织|坚持|及时|迅速|成立|聚焦)|"
        r"^(?:针对|围绕|为了|为进一步|为切实)",
        "局党组高度重视",
    ),
    (r"进行了|约谈|责令|诫勉|追缴", "约谈责任人2名"),
)
_PARTICULARS = re.compile("|".join(pattern for pattern, _ in PARTICULARS))
_ACTS = re.compile("|".join(pattern for pattern, _ in ACTS))
_STATE = re.compile(r"[（(【\[][^（()）】\]\n]{2,16}[)）】\]]$")
_TITLE_REST = re.compile(r"的?(?:整改|落实|进展|完成|情况|方面|工作)+[\s　。：:]*")
_NAMES = ("针对", "关于", "巡察", "巡视")
_HEADED = re.compile(r"[^。；;\n]*")
_ANSWER_FOLLOWS = re.compile(
    r"[。；;：:，,\s　]*(?:$|[（(【]?(?:已|整改|正在|基本|均|全部|立行立改|长期|持续|目前|该问题)|"
    r"一是|首先|第一|①|[（(]1[)）])"
)


def find_finding(
    text: Text, leaf: Leaf, segments: list[Segment], setting: Setting
) -> tuple[Span | None, int]:
    """Return the item's finding and where its answer may begin."""
    asked = _own_question(segments)
    if asked is not None:
        return read_asked(text, asked), asked.end
    section, heading = leaf.node.section, leaf.node.heading
    if leaf.inner is not None and leaf.inner.heading.finding:
        return leaf.inner.heading.finding, leaf.inner.heading.rest
    behind = text.body[heading.rest : section.line_end].strip(" 　。：:，,；;")
    if not behind or heading.cue in {Cue.NONE, Cue.ASPECT} or behind.startswith(_NAMES):
        own = _own_sentence(text, section, segments if not behind else [])
        if own is not None:
            return own
    if heading.finding is None:
        return _find_unnamed(text, leaf, segments, setting)
    if _TITLE_REST.fullmatch(text.body, heading.rest, section.line_end):
        return heading.finding, section.line_end
    return _read_on(text, section, heading, heading.finding, segments)


def _own_question(segments: list[Segment]) -> Segment | None:
    """Return the first label of a finding, or the last of several at once (问题一：… 具体问题：…).

    What 具体表现 adds belongs to the finding before it.
    """
    found: Segment | None = None
    for one in dropwhile(lambda one: one.part != "question", segments):
        if one.part != "question":
            break
        found = replace(found, end=one.end) if found and "表现" in one.word else one
    return found


def _find_unnamed(
    text: Text, leaf: Leaf, segments: list[Segment], setting: Setting
) -> tuple[Span | None, int]:
    """Return a finding that only its place shows to be one, if any, and where the answer may begin."""
    section, heading = leaf.node.section, leaf.node.heading
    named = _named_by_place(text, leaf, segments, setting)
    if named is not None:
        return named, named[1]
    rest = max(heading.rest, section.text_start)
    if heading.cue is Cue.ASPECT:
        rest = max(rest, min(section.line_end, heading.rest))
    elif section.line_end < section.own_end and _is_bare(text, section):
        rest = max(rest, section.line_end)
    return None, rest


def _read_on(
    text: Text, section: Section, heading: Heading, finding: Span, segments: list[Segment]
) -> tuple[Span, int]:
    """Let a plain finding run on over the sentences behind it that are no answer."""
    rest = max(heading.rest, section.text_start)
    if heading.cue is not Cue.NEGATIVE:
        return finding, rest
    first = next((one for one in segments if one.part in {*ANSWER_PARTS, "status"}), None)
    if first is None:
        answer = _find_answer(text.body, section, rest)
        return _add_sentences(text.body, finding, rest, answer) if answer else (finding, rest)
    if first.start <= heading.rest:
        return finding, rest
    label = text.body.rfind(first.word, finding[1], first.start)
    if label < 0 or (label > section.line_end and not _opens_below(text, section, first)):
        return finding, heading.rest
    stop = min(label, section.line_end)
    return _add_sentences(text.body, finding, finding[1], stop, told=True)[0], heading.rest


def _find_answer(body: str, section: Section, start: int) -> int:
    """Where an answer without a label begins: at a measure in the finding's line, or below; 0 if nowhere."""
    inline = _FIRST_MEASURE.search(body, start, section.line_end)
    if inline:
        return inline.start()
    return section.line_end if body[section.line_end : section.end].strip() else 0


def _add_sentences(body: str, finding: Span, start: int, end: int, *, told: bool = False) -> tuple[Span, int]:
    """Add to a finding the sentences of `body[start:end]` that go on about it, and return where they end.

    Where a label below tells that all before it is the finding (`told`), it ends with the first act or
    status; elsewhere each sentence must find fault itself, up to its semicolon.
    """
    stop = 0
    for sentence in _SENTENCES.finditer(body, start, end):
        words = sentence.group().strip()
        if _acts(words) or is_plain_status(words) or is_pure_status(words):
            break
        goes_on = told or (stop > 0 and body[sentence.start() - 1] in "；;")
        if not (goes_on or _PARTICULARS.search(words)):
            break
        state = _STATE.search(body, *sentence.span())
        stop = state.start() if state else sentence.end()
    if not stop:
        return finding, start
    span = trim(body, finding[0], stop)
    return (span and drop_ending(body, *span)) or finding, stop


def _acts(words: str) -> bool:
    """Say whether a sentence tells what was done about a finding."""
    if _ACTS.search(words) or opens_measure(words):
        return True
    return begins_measure(words) and not _PARTICULARS.search(words)


def _opens_below(text: Text, section: Section, first: Segment) -> bool:
    """Say whether the label of an answer opens the line below a heading, so that all of it is the finding."""
    if first.part not in {"measures", "answer"}:
        return False
    between = text.body[section.line_end : first.start]
    return between.count("\n") == 1 and len(between) <= _LONGEST_LABEL


def _answer_follows(body: str, at: int, end: int) -> bool:
    """Say whether a status, a first measure or an action follows a heading's first sentence, or nothing."""
    if _ANSWER_FOLLOWS.match(body, at, end):
        return True
    return body[at : at + 1] == "。" and begins_measure(body[at + 1 : end][:120])


def _named_by_place(text: Text, leaf: Leaf, segments: list[Segment], setting: Setting) -> Span | None:
    """Take a short heading for the finding where its place says so, though its words name no known fault.

    Places: the line of 问题一：; the only words before an answer's label; a heading among headings that find
    fault, followed by a status, by a first measure or by an answer below it.
    """
    section, body = leaf.node.section, text.body
    head = _HEADED.match(body, section.text_start, section.line_end)
    labelled = next((one for one in segments if one.part in {*ANSWER_PARTS, "status"}), None)
    lead = segments[0] if segments and segments[0].part == "lead" else None
    stop = section.line_end
    if labelled is not None and lead is not None and lead.end <= section.line_end:
        stop = lead.end
    span = trim(body, head.start(), min(head.end(), stop)) if head else None
    if span is None:
        return None
    alone = not body[span[1] : stop].strip(" 　。：:；;\n")
    follows = stop < section.end and bool(body[stop : section.end].strip())
    question = section.style == "question" and (alone or not opens_measure(body[span[0] : span[1]]))
    before_label = (
        labelled is not None
        and alone
        and lead is not None
        and (not body[span[1] : lead.end].strip(" 　。：:；;\n"))
    )
    below = body[section.line_end : section.line_end + 12].lstrip("\n 　")
    before_list = (
        alone
        and stop == section.line_end
        and span[1] - span[0] <= 40
        and (bool(leaf.measures) or opens_measure(below))
    )
    listed = setting.named or section.style in setting.styles
    among = before_list or (listed and _answer_follows(body, span[1], section.line_end))
    if not (follows or not alone) or not (question or before_label or among):
        return None
    return span if question or may_name_fault(body[slice(*span)]) else None


def _is_bare(text: Text, section: Section) -> bool:
    line = text.body[section.text_start : section.line_end].strip()
    return len(line) <= 60 and line[-1:] not in "。；;"


def _own_sentence(text: Text, section: Section, segments: list[Segment]) -> tuple[Span, int] | None:
    """Return the finding of the unnumbered sentence behind or below a heading, and where its answer begins.

    The sentence opens the answer with 针对, or is one line of faults before a label of `segments`.
    """
    stop = text.body.find("。", section.text_start, section.line_end) + 1 or section.line_end
    for a, b in [(stop, section.line_end), *text.lines_in(section.line_end, section.own_end)[:1]]:
        if not text.body[a:b].lstrip(" 　").startswith(_NAMES):
            continue
        heading = read_heading(text.body, a, b, text.quoting)
        if heading.cue is Cue.EXPLICIT and heading.finding:
            return heading.finding, heading.rest
    if len(segments) < 2 or segments[0].part != "lead" or segments[1].part not in {*ANSWER_PARTS, "status"}:
        return None
    if not any(one.part in ANSWER_PARTS and not _is_status(text, one) for one in segments):
        return None
    told = trim(text.body, section.line_end, segments[0].end)
    if told is None or "\n" in text.body[slice(*told)] or not has_fault(text.body[slice(*told)]):
        return None
    finding = drop_ending(text.body, *told)
    return (finding, finding[1]) if finding else None


def _is_status(text: Text, segment: Segment) -> bool:
    """Say whether nothing but a status stands under a label, so that the answer stands elsewhere."""
    return is_pure_status(text.body[segment.start : segment.end].strip())
