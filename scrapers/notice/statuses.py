"""What an item says of itself as a whole, in the places where it may say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapers.model import Issue, Quote, Status
from scrapers.notice.status_words import classify_status
from scrapers.searching import compile_search

if TYPE_CHECKING:
    from scrapers.notice.items import Segment, Text

_PLAIN_CHARS = 60
# What a sentence may consist of that does nothing but state how far an item has come.
_STATUS_WORDS = (
    r"已经|已|均|都|本?年度|当年|全部|全面|基本上?|大部分|部分|取得|初见|阶段性|初步|一定|成效|成果|进展|完成|完毕|"
    r"整改|推进|正在|正|积极|稳步|有序|扎实|努力|加快|抓紧|全力|协调|深入|"
    r"进一步|持续|长期|坚持|按照?|符合|达到|预期|计划|序时|进度|要求|并|但|且|也|仍在|还在|尚|仍|还|未|没有|目标|工作|销号|"
    r"办结|到位|中|落实|立行立改|即知即改|边查边改|巩固|如期|按期|按时|"
    r"延期|申请|滞后|清零|解决|验收|通过|总体|进行|需要?|了|的"
)
_SUBJECT_WORDS = (
    r"目前|现|截至目前|截止目前|至此|现阶段|经整改|经过整改|针对|巡[视察]组?|反馈|该|此|本|上述|以上|这|"
    r"相关|有关|所有|各|各项|项|条|类|个|些|具体|问题|任务|事项|内容|情况|"
    r"整改(?:完成)?(?:状态|进度|结果|情况)为|我[局院校委部镇乡街区县市司]|(?:截至|于|在)[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日|底)?前?"
)
_STATED = re.compile(rf"(?:{_STATUS_WORDS}|{_SUBJECT_WORDS})+")
_PURE = re.compile(rf"(?:{_STATUS_WORDS}|目前|现|任务|[，,、。；;\s])+")
# A clause about what comes after does not disturb a statement (…，后续将常抓不懈).
_AFTERWARDS = re.compile(
    r"(?:[已并将且]{0,2}(?:纳入|转入|建立|形成|进入)[^，,。；;]{0,8}(?:长效|常态|日常|机制|长期)[^，,。；;]{0,6}|后续|今后|下一?步|预计|计划|将|并将|需|仍需|还需|继续|不断|常态|长效|巩固|(?:并|且)?(?:持续|"
    r"长期|进一步)(?!整改|推进)|申请延期|确保|"
    r"力争)[^，,。；;]{0,28}"
)
_RESIDUE = re.compile(r"剩余|其余|其中|尚有|还有|另有|另外|[0-9０-９]")
_TOPIC = compile_search(
    r"整改|销号|(?:该|此|本|上述|以上)项?问题|该项|此项|本项|反馈问题|正在推进|持续推进|长期坚持|办结"
)
_PART_ONLY = compile_search(
    r"[0-9０-９]+\s?(?:项|个|处|宗|件|条|户|家|套|间|名|人|笔|起|份|栋|村|万|亩|台|辆)|其中|《|“|方案|"
    r"清单|台账|会议"
)
_STOP = re.compile("[，,、；;。!！]")


def is_plain_status(sentence: str) -> bool:
    """Say whether a sentence does nothing but state how far the whole item has come."""
    if len(sentence) > _PLAIN_CHARS or _PART_ONLY.search(sentence) or not _TOPIC.search(sentence):
        return False
    stated = []
    for part in _STOP.split(sentence.strip(" 　\n（）()【】[]—－-")):
        clause = part.strip(" 　\n")
        if _STATED.fullmatch(clause):
            stated.append(clause)
        elif clause and not _AFTERWARDS.fullmatch(clause):
            return False
    return classify_status("，".join(stated)) is not None


def is_pure_status(sentence: str) -> bool:
    """Say whether a sentence is of status words only (已取得阶段性成效), so that its place alone tells."""
    return _read_pure(sentence) is not None


def _read_pure(sentence: str) -> Status | None:
    if len(sentence) > _PLAIN_CHARS or not _PURE.fullmatch(sentence):
        return None
    return classify_status(sentence)


_TAIL = re.compile(
    r"(?:已经|已|均已|现已|全部|基本|现)*(?:基本|阶段性)?(?:完成|落实)(?:全部|全面)?整改(?:到位)?$|"
    r"整改(?:工作)?(?:已经|已|均已|全部|基本)*(?:完成|到位|"
    r"完毕)$|(?:已|均已|全部)+整改(?:到位|完成|销号)?$|(?:整改)?(?:工作)?正在?[^，,。；;、]{0,14}(?:推进|"
    r"整改)(?:中|整改)?$|整改中$|(?:尚未|"
    r"未)(?:全部|完全)?完成整改$|(?:已|均已)销号$"
)


def ends_in_status(sentence: str) -> tuple[int, int] | None:
    """Return where the status words stand that a sentence before the measures ends with, if it does."""
    trimmed = sentence.rstrip("。；;!！ 　\n")
    start = max(trimmed.rfind("，"), trimmed.rfind(","), trimmed.rfind("；"), trimmed.rfind(";")) + 1
    match = _TAIL.search(trimmed, start)
    return (match.start(), len(trimmed)) if match else None


@dataclass(frozen=True, slots=True)
class Stated:
    """A status and the words `body[start:end]` that state it; `status` is None where they are unknown."""

    status: Status | None
    start: int
    end: int


_FIRST_SENTENCE = re.compile(r"[^。；;\n]*")
_FIRST_CLAUSE = re.compile("[^，,；;。\n]+")
_SENTENCE = re.compile(r"[^。；;！!\n]+[。；;！!]?")


def read_labelled_status(body: str, start: int, end: int, word: str) -> tuple[Stated | None, Issue | None]:
    """Read what follows 整改状态： or 完成情况：; an unknown word is kept and reported, never guessed.

    A longer text after a label that also introduces answers (完成情况：一是…) is no status.
    """
    match = _FIRST_SENTENCE.match(body, start, end)
    if match is None:
        return None, None
    a, b = _strip(body, match.start(), match.end())
    if a >= b:
        a, b = _strip(body, start, end)
        b = a + len(body[a:b].split("\n", 1)[0])
    value = body[a:b]
    if not value:
        return None, None
    lead = _FIRST_CLAUSE.match(value)
    if lead and lead.end() < len(value) and (pure := _read_pure(lead[0])) and not is_pure_status(value):
        return Stated(pure, a, a + lead.end()), None
    status = classify_status(value)
    short = len(value) <= 24
    if status is not None and (short or is_plain_status(value)):
        return Stated(status, a, b), None
    if not short or (word.endswith("情况") and len(value) > 10):
        return None, None
    issue = Issue("unknown_status", f"{word}：{value} is none of the known status words.", Quote(value, a, b))
    return Stated(None, a, b), issue


def find_deadline_status(body: str, start: int, end: int) -> Stated | None:
    """Find the status that stands beside a time (完成时限：2023年6月底（已完成）)."""
    line = body[start:end].split("\n", 1)[0]
    last = _LAST_BRACKET.search(body, start, start + len(line))
    if last is None or not is_pure_status(last["words"]):
        return None
    return Stated(classify_status(last["words"]), *last.span("words"))


def _strip(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (body[start].isspace() or body[start] in "：:，,。；;（(【—－-"):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in "，,。；;）)】"):
        end -= 1
    return start, end


def find_chapter_status(body: str, start: int, end: int) -> Stated | None:
    """Read the status that a chapter's title gives to all of its items (二、已完成整改的问题)."""
    if _ASKED.match(body, start, start + 8):
        return None
    near = min(end, start + 80)
    match = (
        _CHAPTER.search(body, start, near)
        or _CHAPTER_COUNTED.search(body, start, near)
        or _CHAPTER_BRACKET.search(body, start, min(end, start + 120))
    )
    if match is None:
        return None
    status = classify_status(match["status"])
    return Stated(status, *match.span("status")) if status else None


_ASKED = re.compile(r"[\s　]*(?:针对|关于|对|[“\"‘])")
_LAST_BRACKET = re.compile(r"[（(【\[](?P<words>[^（()）【】\[\]\n]{1,24})[)）】\]][。；;\s　]*$")
_CHAPTER_BRACKET = re.compile(
    r"[（(](?:[^（()）]{0,16}[，,])?(?P<status>(?:均|全部|都|现)?(?:已|正在|基本|未|"
    r"尚未)[^（()），,0-9]{1,14})[)）][\s　]*$"
)
# A title that counts items without naming them: 已完成整改（2项）.
_CHAPTER_COUNTED = compile_search(
    r"(?P<status>已(?:完成整改|整改完成|整改到位|销号)|基本完成整改|正在整改|未完成整改|长期整改|持续整改)的?类?"
    r"(?=[（(]共?\s?[0-9一二三四五六七八九十]{1,3}\s?[项个条类])"
)
_CHAPTER = compile_search(
    r"(?P<status>(?:已经|已|全部|基本|阶段性|正在|尚未|未|仍需|需要|需|还需|还在|仍在|正|持续|长期|继续|"
    r"按序时进度)+(?:完成|整改|推进|销号|办结|到位|坚持|落实|"
    r"进行|抓好|时间|持续)*)"
    r"(?:的|(?<=完成)|(?<=完成整改)|(?<=正在整改)|(?<=整改到位)|"
    r"(?<=销号))(?:[0-9０-９一二三四五六七八九十]+(?:个|项|条))?(?:具体|反馈|"
    r"主要)?(?:问题|事项|任务|整改任务|整改事项|内容)"
)


def find_status(
    text: Text,
    start: int,
    rest: int,
    end: int,
    answering: list[Segment],
    measures: list[tuple[int, int]],
) -> Stated | None:
    """Find the item's statement about itself as a whole, outside its finding, in the places that hold one.

    Those are: brackets before the heading's words, at `start`, or after them, at `rest`; the words between
    the finding and the first measure; the first sentence after 整改情况：; a sentence of its own at the
    end of the answer or alone in a paragraph.
    """
    body = text.body
    for begin in [start, rest, *(one.start for one in answering)]:
        if found := _bracket_status(body, begin, end):
            return found
    listed = len(measures) > 1
    first = measures[0][0] if listed else end
    for begin in [rest, *(one.start for one in answering)]:
        found = _opening_status(
            body, begin, min(end, max(first, begin)) if listed and begin <= first else end, listed=listed
        )
        if found:
            return found
    last = _LAST_BRACKET.search(body, max(rest, end - 40), end)
    named = _NAMED.search(body, *last.span("words")) if last else None
    for words in (named, last):
        if words and is_pure_status(_COMMA.split(words["words"], 1)[0]):
            return Stated(classify_status(words["words"]), *words.span("words"))
    return _closing_status(
        text, max(rest, measures[-1][0] if listed else rest), end, listed=listed, whole=rest
    )


_COMMA = re.compile("[，,；;]")
_BRACKET = re.compile(r"[\s　。]*[（(【\[](?P<words>[^（）()【】\[\]\n]{1,120})[)）】\]]")
_NAMED = re.compile(
    r"(?:整改|完成|销号|办结)(?:工作)?(?:进展|完成|落实)?(?:情况|状态|进度|进展|结果|结论)[:：](?P<words>[^；;，,。]{1,24})"
)
_BESIDE = re.compile(r"[（(【\[](?P<words>[^（()）【】\[\]\n]{1,24})[)）】\]]{1,2}[\s　]*[:：]?[\s　]*$")


def _bracket_status(body: str, start: int, end: int) -> Stated | None:
    """Read a status in brackets after a heading or label, alone or as 完成情况：… among dates and owners."""
    beside = _BESIDE.search(body, max(0, start - 32), start)
    if beside and is_pure_status(beside["words"]):
        return Stated(classify_status(beside["words"]), *beside.span("words"))
    bracket = _BRACKET.match(body, start, min(end, start + 140))
    named = _NAMED.search(body, *bracket.span("words")) if bracket else None
    for words in (named, bracket):
        if words and len(words["words"]) <= 30 and (status := classify_status(words["words"])):
            return Stated(status, *words.span("words"))
    return None


def _opening_status(body: str, start: int, end: int, *, listed: bool) -> Stated | None:
    """Read a status before the measures: a sentence or clause that is nothing else, or the last words."""
    start, end = _strip(body, start, end)
    if start >= end:
        return None
    sentence = _SENTENCE.match(body, start, min(end, start + 200))
    if sentence:
        clause = _FIRST_CLAUSE.match(body, start, sentence.end())
        found = _read_alone(body, start, sentence.end()) or (clause and _read_alone(body, *clause.span()))
        if found:
            return found
    return _lead_status(body, start, end) if listed else None


def _read_alone(body: str, start: int, end: int) -> Stated | None:
    """Read a sentence or clause that does nothing but state a status."""
    words = body[start:end]
    if status := _read_pure(words):
        return Stated(status, *_strip(body, start, end))
    return Stated(classify_status(words), *_strip(body, start, end)) if is_plain_status(words) else None


def _last_sentence(body: str, start: int, end: int) -> re.Match[str] | None:
    sentences = list(_SENTENCE.finditer(body, start, end))
    return sentences[-1] if sentences else None


def _lead_status(body: str, start: int, end: int) -> Stated | None:
    """Read the status words on which the last sentence before the first measure ends."""
    last = _last_sentence(body, max(start, end - 600), end)
    if last is None or "其中" in last.group():
        return None
    span = ends_in_status(last.group())
    if span is None:
        return None
    a, b = _strip(body, last.start() + span[0], last.start() + span[1])
    status = classify_status(body[a:b])
    return Stated(status, a, b) if status else None


_ITSELF = compile_search(
    r"^[\s　]*(?:目前|现)?[，,]?正在(?:有序|积极|稳步|持续|加快)?推进[。\s　]*$|"
    r"该问题|此问题|本问题|上述问题|以上问题|该项|此项|本项|反馈问题|相关问题已|问题已|整改(?:任务|工作|"
    r"事项)?(?:已|基本|全部|均)|整改完成|完成(?:(?:本?年度|当年)的?)?整改|整改(?:到位|完毕|完结|结束|办结|落实到位)|销号|整改中|正在整改|持续整改|未完成整改|"
    r"推进整改|整改(?:任务|工作)?(?:仍|还)?正在|整改(?:完成)?(?:状态|进度|结果|情况)为"
)


def _closing_status(text: Text, start: int, end: int, *, listed: bool, whole: int) -> Stated | None:
    """Read a status in the last sentence of the answer, or in a paragraph that is nothing else."""
    body = text.body
    last = _last_sentence(body, max(start, end - 300), end)
    if (
        last is not None
        and last.start() > whole
        and (
            (is_plain_status(last.group()) and _ITSELF.search(last.group()))
            or _closes_the_whole(body, whole, last)
        )
    ):
        preceded = body[max(whole, last.start() - 1) : last.start()]
        if preceded in {"。", "\n", ""} or preceded.isspace():
            return Stated(classify_status(last.group()), *_strip(body, *last.span()))
    if last is not None and last.start() >= whole and (found := _tail_status(last, listed=listed)):
        return found
    for a, b in reversed(text.lines_in(whole, end)[1:]):
        if b - a <= _PLAIN_CHARS and is_plain_status(body[a:b]):
            return Stated(classify_status(body[a:b]), *_strip(body, a, b))
    return None


def _closes_the_whole(body: str, start: int, last: re.Match[str]) -> bool:
    """Whether a last sentence of nothing but status words is the only one: else each measure has its own."""
    if not is_pure_status(last.group()):
        return False
    return not any(is_pure_status(one.group()) for one in _SENTENCE.finditer(body, start, last.start()))


_EXPRESS = re.compile(r"[，,](?=(?:目前|现|截至目前)?[，,]?(?:该|此|本|上述|以上)项?(?:反馈|具体)?问题)")


def _tail_status(last: re.Match[str], *, listed: bool) -> Stated | None:
    """Read a status in the last clause: of the item by name, or of an answer that is one measure."""
    sentence = last.group()
    if express := _EXPRESS.search(sentence):
        if is_plain_status(sentence[express.end() :]):
            return Stated(
                classify_status(sentence[express.end() :]),
                *_strip(last.string, last.start() + express.end(), last.end()),
            )
        return None
    if listed or "其中" in sentence:
        return None
    span = ends_in_status(sentence)
    if span is not None and _RESIDUE.search(_COMMA.split(sentence.rstrip("。；;!！ 　\n"))[-1]):
        return None
    status = classify_status(sentence[slice(*span)]) if span else None
    if span is None or status is None:
        return None
    return Stated(status, *_strip(last.string, last.start() + span[0], last.start() + span[1]))


def find_cell_status(body: str, start: int, end: int, *, listed: bool = False) -> Stated | None:
    """Find the status that a table's cell states: the whole cell, its first sentence, or its end.

    `listed` says whether the cell lists measures, so that its last clause is but the last one's.
    """
    a, b = _strip(body, start, end)
    if a >= b:
        return None
    if (b - a <= _PLAIN_CHARS and is_plain_status(body[a:b])) or (b - a <= 10 and classify_status(body[a:b])):
        return Stated(classify_status(body[a:b]), a, b)
    found = _opening_status(body, a, b, listed=False)
    if found:
        return found
    last = _last_sentence(body, max(a, b - 300), b)
    if last is None:
        return None
    if is_pure_status(last.group()) or (is_plain_status(last.group()) and _ITSELF.search(last.group())):
        return Stated(classify_status(last.group()), *_strip(body, *last.span()))
    return _tail_status(last, listed=listed)
