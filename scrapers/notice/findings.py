"""The finding that an item answers: where its words begin and end in the heading."""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapers.notice.evidence import Cue, begins_measure, has_fault, is_general, is_remedy, names_aspect
from scrapers.notice.quoting import CLOSING_QUOTES, QUOTES, Quoting
from scrapers.notice.statuses import is_pure_status
from scrapers.searching import compile_search

_REPORTED = (
    r"(?:巡[视察]?(?:组)?(?:反馈|指出|发现|提出)的?|反馈的?|第?\s?[0-9一二三四五六七八九十]{1,3}\s?(?:项|"
    r"个|条|"
    r"类)(?:反馈)?(?:问题)?[:：,，]?|(?:反馈)?问题\s?[0-9一二三四五六七八九十]{1,3}[:：,，]?)?"
)
# What stands before a finding. Each row: pattern, example.
LEADS: tuple[tuple[str, str], ...] = (
    (rf"针对{_REPORTED}(?:关于)?", "针对巡察反馈的“制度不全”问题"),
    (rf"关于{_REPORTED}(?:对)?(?=.)", "关于制度不全的问题"),
    (r"对(?![照标接口])于?(?=[^，,。；;]{1,200}问题)", "对制度不全问题的整改"),
    (r"对于?(?=[“\"‘][^”\"’\n]{2,200}[”\"’]的?问题)", "对于“制度不全，执行不严”的问题"),
    (r"(?:在|就|围绕)(?=[“\"‘])", "在“制度不全”方面"),
    (
        r"(?:抓好|抓实|推进|落实|做好|开展|狠抓|推动)(?=[“\"‘][^”\"’\n]{2,200}[”\"’]的?问题)",
        "抓好“制度不全”问题整改",
    ),
    (
        r"(?:巡[视察]组?)?(?:反馈(?:意见)?(?:指出|提出)?|指出|发现|提出)的?[:：，,]?(?=[“\"‘])",
        "巡察反馈“制度不全”问题",
    ),
    (r"(?:反馈|具体)?问题[:：]", "问题：制度不全"),
    (
        r"(?:[^，,。；;\n]{2,30}[，,])?(?:坚决|着力|切实|重点|全力|集中|认真|有效|努力|积极|"
        r"推动)?(?:解决|纠正|整改|破解|克服)"
        r"(?:了|好)?(?=[“\"‘]?[^，,。；;\n]{2,60}问题[。\s　]*$)",
        "强化理论武装，着力解决学习不深入的问题",
    ),
)
_LEAD = re.compile(
    r"[\s　]*(?:[●■◆★▲▶※•·◎○]|[—－-]{1,2})?[\s　]*(?:" + "|".join(pattern for pattern, _ in LEADS) + ")"
)
_AFTER_QUOTE = re.compile(
    r"[\s　]*(?:(?P<etc>等)?[\s　]*(?:的)?(?:方面)?(?:存在)?(?:的)?(?:具体|突出)?(?:问题|情况|现象)|"
    r"(?:的)?方面|的整改|整改|"
    r"[，,。：:；;—－-]|$|[（(【]|(?P<answered>(?=针对[该此上这本])))"
)
# How a finding that is not in quotation marks ends: on 问题 that nothing but the rectification follows.
_PROBLEM = compile_search(
    r"(?:的)?(?:方面(?:的)?)?(?:具体|突出)?(?:问题|现象)(?=(?:的)?(?:整改|整治)?(?:落实|完成|"
    r"工作)*(?:进展)?(?:情况|工作|方面|"
    r"措施)?[\s　]*(?:[，,。：:；;（(【\[—－-]|$|\n|(?:已完成|已整改|正在整改|基本完成|基本整改|"
    r"尚未完成|未完成|一是|整改(?:已|正在|完成|中))))"
)
# What makes a quotation but the first words of a finding (“回扣”问题专项治理不深入的问题).
_CONTINUES = re.compile(
    r"(?!的?(?:整改|整治)|一是|首先|已|现|正在|基本完成)[^，,。；;：:\n、（(“]{3,30}?(?:的)?(?:问题|整改)(?=[的整。：:，,；;（(\n]|$)"
)
_MORE = re.compile(r"(?!的?(?:整改|整治)|一是|首先|已|现|正在|基本)[^，,。；;：:\n（(]{3,30}")
_SENTENCE_END = re.compile(r"的问题(?=[\s　]*(?:[。：:]|$))")
_ACTS = re.compile("一是|首先|整改(?:情况|措施|举措|完成|落实|工作)|完成整改|①|[（(]1[)）]")
_COMMA = re.compile("[，,；;]")
_SENTENCE = re.compile("[。！!？?\n]")
_TAIL = compile_search(
    r"(?:的)?(?:方面)?(?:问题)?(?:的)?(?:整改|整治)(?:落实|完成|工作|进展)*"
    r"(?:情况|工作|方面|落实)[\s　]*[。:：]?$|"
    r"(?:的)?(?:方面)?(?:问题的?|的)(?:整改|整治)[\s　]*[。:：]?$|(?:的)?(?:方面|问题|情况)[\s　]*[。:：]?$"
)
# The words on which a tail ends; most sentences end on none of them.
_TAIL_WORDS = ("整改", "整治", "情况", "工作", "方面", "落实", "问题")
_ANSWERED = re.compile(r"(?:解决|化解|整治|处理|查找|查摆|梳理|剖析|对照|整改)(?:了)?[^，,。；;]*$")
# A clause with which an answer begins inside the sentence that names the finding (针对制度不全，制定了办法).
_ANSWER_CLAUSE = re.compile(
    r"[，,](?=(?:一是|首先|①|第一|我[局院校委部镇乡街区县市司]|[^，,。；;]{0,8}(?:党组|党委|党工委)(?:高度|立即|多次|"
    r"召开)|已|立即|及时|迅速|制定|修订|出台|印发|建立|召开|组织|"
    r"开展|加强|完善|健全|强化|严格|明确|成立|落实|进一步|通过|坚持))"
)
_CORRECTS = re.compile(r"(?:坚决|着力|切实|重点|全力|集中)?(?:解决|纠正|整改|破解|克服)(?:了|好)?")
_STATUS_IN_BRACKETS = re.compile(r"[\s　]*[（(【\[][^（()）【】]{1,40}[)）】\]][\s　]*[。:：]?$")
_CLOSING_BRACKETS = (")", "）", "】", "]")
_MISQUOTED = re.compile(f"[{CLOSING_QUOTES}](?=的?(?:问题|方面))")
_NARRATES = re.compile("[，,了]")
LONGEST = 3000
_LONG_QUOTE = 12
_LED = 300
_LONGEST_TAIL = 60


class Heading(NamedTuple):
    """What a heading's line says: the finding's span if it states one, and where the answer may begin."""

    cue: Cue
    finding: tuple[int, int] | None
    rest: int


def read_heading(body: str, start: int, end: int, quoting: Quoting) -> Heading:
    """Read the finding from a heading's text `body[start:end]`, which may run on into the answer."""
    lead = _LEAD.match(body, start, end)
    led = lead is not None
    begin = _skip(body, lead.end() if lead else start, end)
    found = None
    if begin < end and body[begin] in QUOTES:
        found = _read_quoted(body, begin, end, quoting, led)
    if found is None and led:
        found = _read_to_problem(body, begin, end, quoting)
    return found or _read_plain(body, begin, end, quoting, led)


def trim(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut white space, outer quotation marks and trailing stops from a span; None if nothing remains."""
    while start < end and (body[start].isspace() or body[start] in "，,。；;：:、"):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in "，,。；;：:、"):
        end -= 1
    return (start, end) if start < end else None


def drop_ending(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut 的问题 from the end of a finding's span; None if nothing remains."""
    for ending in ("的问题", "问题"):
        if body.startswith(ending, end - len(ending)) and end - start > len(ending):
            return trim(body, start, end - len(ending))
    return trim(body, start, end)


def unquote(body: str, start: int, end: int, quoting: Quoting) -> tuple[int, int]:
    """Cut the quotation marks that enclose the whole of a span."""
    if end - start >= 2 and body[start] in QUOTES:
        close = quoting.close_of.get(start, quoting.spanning.get(start))
        if close == end - 1 or (close is None and body[end - 1] in CLOSING_QUOTES):
            return start + 1, end - 1
        if close is None and body[start] not in CLOSING_QUOTES[:4] and body[start] != '"':
            return start + 1, end
    return start, end


def _skip(body: str, at: int, end: int) -> int:
    while at < end and (body[at].isspace() or body[at] in "：:，,"):
        at += 1
    return at


def _read_quoted(body: str, begin: int, end: int, quoting: Quoting, led: bool) -> Heading | None:
    close = _closing(body, begin, end, quoting)
    after = _AFTER_QUOTE.match(body, close + 1, end) if close is not None else None
    if close is None or after is None:
        return None
    if (
        led
        and "问题" in after.group()
        and (_CONTINUES.match(body, after.end(), end) or _states_more(body, after.end(), end))
    ):
        return None
    span = trim(body, begin + 1, close)
    text = body[slice(*span)] if span else ""
    if span is None or is_general(text):
        return Heading(Cue.NONE, None, after.end())
    aspect = "方面" in after.group() and "问题" not in after.group()
    if aspect and not has_fault(text):
        return Heading(Cue.ASPECT, None, after.end())
    if (
        "问题" not in after.group()
        and not has_fault(text)
        and (after["answered"] is None and (not led or len(text) < _LONG_QUOTE))
    ):
        return None
    return Heading(
        Cue.EXPLICIT,
        span,
        after.start() if after.group().strip()[:1] in {"", *"，,。：:；;（("} else after.end(),
    )


def _states_more(body: str, at: int, end: int) -> bool:
    """Say whether the words after “…”问题 find fault themselves (“大棚房”问题清理不彻底)."""
    more = _MORE.match(body, at, end)
    return more is not None and has_fault(more.group())


def _closing(body: str, begin: int, end: int, quoting: Quoting) -> int | None:
    close = quoting.close_of.get(begin, quoting.spanning.get(begin))
    if close is None:
        close = _misquoted(body, begin, end)
    return close if close is not None and close < end else None


def _misquoted(body: str, begin: int, end: int) -> int | None:
    """Find the end of a quotation whose marks face the wrong way (”制度不全“问题)."""
    match = _MISQUOTED.search(body, begin + 1, min(end, begin + LONGEST))
    return match.start() if match else None


def _read_to_problem(body: str, begin: int, end: int, quoting: Quoting) -> Heading | None:
    stop = _SENTENCE.search(body, begin, min(end, begin + LONGEST))
    limit = stop.start() if stop else min(end, begin + LONGEST)
    while stop is not None and quoting.inside[stop.start()] and limit < end:
        stop = _SENTENCE.search(body, stop.end(), min(end, begin + LONGEST))
        limit = stop.start() if stop else min(end, begin + LONGEST)
    at_large = 0
    for match in _PROBLEM.finditer(body, begin, limit + 1 if limit < end else limit):
        if match.start() == begin:
            at_large = match.end()
        if quoting.inside[match.start()] or match.start() == begin:
            continue
        clauses = _COMMA.split(body[begin : match.start()])
        if len(clauses) > 1 and _ANSWERED.match(clauses[-1]):
            return None
        span = trim(body, begin, match.start())
        if span is None:
            continue
        if is_general(body[slice(*span)] + "问题"):
            return Heading(Cue.NONE, None, match.end())
        span = unquote(body, *span, quoting)
        aspect = "方面" in match.group() and not has_fault(body[slice(*span)])
        return Heading(Cue.ASPECT if aspect else Cue.EXPLICIT, span, match.end())
    if at_large:
        return Heading(Cue.NONE, None, at_large)
    return _read_sentences(body, begin, end) if limit < end else None


def _read_sentences(body: str, begin: int, end: int) -> Heading | None:
    """Read a finding of several sentences that ends on 的问题 (针对监管不严。3家企业无证经营的问题)."""
    last = _SENTENCE_END.search(body, begin, min(end, begin + LONGEST))
    if last is None or _ACTS.search(body, begin, last.start()):
        return None
    _, *further = _SENTENCE.split(body[begin : last.start()])
    span = None if any(map(begins_measure, further)) else trim(body, begin, last.start())
    return Heading(Cue.EXPLICIT, span, last.end()) if span else None


def _read_plain(body: str, begin: int, end: int, quoting: Quoting, led: bool) -> Heading:
    """Read a heading that is the finding itself (理论学习不够深入。) or the name of a field."""
    limit = min(end, begin + LONGEST)
    stop = _SENTENCE.search(body, begin, limit)
    sentence_end = stop.start() if stop else limit
    sentence = _drop_state(body[begin:sentence_end])
    tail = _read_tail(sentence)
    text_end = begin + len(sentence)
    span = trim(body, begin, text_end - len(tail))
    if span is None:
        return Heading(Cue.NONE, None, sentence_end)
    first, last = unquote(body, *span, quoting)
    if is_general(body[first:last]):
        return Heading(Cue.NONE, None, sentence_end)
    if led:
        if (answer := _answer_clause(body, *span, quoting)) is not None:
            return Heading(Cue.EXPLICIT, (span[0], answer), answer)
        if _ANSWER_CLAUSE.search(body, *span) and has_fault(body[span[0] : span[1]]):
            return Heading(Cue.NONE, None, begin)
    elif "问题" in tail:
        corrected = _CORRECTS.match(body, *span)
        if corrected and has_fault(body[corrected.end() : span[1]]):
            first, last = unquote(body, corrected.end(), span[1], quoting)
    words = body[first:last]
    clause = _COMMA.split(words)[-1]
    if len(clause) < len(words) and is_pure_status(clause):
        words = words[: -len(clause) - 1]
        last = first + len(words)
        text_end = last + 1
    cue, states = _judge(words, sentence, tail, led=led)
    return Heading(cue, (first, last) if states else None, text_end if cue else begin)


def _drop_state(sentence: str) -> str:
    """Cut a state in brackets from the end of a sentence (制度不全（已完成整改）)."""
    if not sentence.rstrip("。:：").rstrip().endswith(_CLOSING_BRACKETS):
        return sentence
    state = _STATUS_IN_BRACKETS.search(sentence)
    return sentence[: state.start()] if state else sentence


def _read_tail(sentence: str) -> str:
    """Return the words of rectification on which a sentence ends (问题整改落实情况)."""
    if not sentence.rstrip("。:：").rstrip().endswith(_TAIL_WORDS):
        return ""
    tail = _TAIL.search(sentence, max(0, len(sentence) - _LONGEST_TAIL))
    return tail.group() if tail else ""


def _answer_clause(body: str, start: int, end: int, quoting: Quoting) -> int | None:
    """Return where the answer begins in a sentence that names faults and goes on to what was done about them.

    The faults are the clauses up to the last before the first that opens as an answer or finds no fault.
    """
    commas = [m.start() for m in _COMMA.finditer(body, start, min(end, start + _LED))]
    commas = [at for at in commas if not quoting.inside[at]]
    for at, stop in zip(commas, [*commas[1:], end], strict=False):
        if not has_fault(body[start:at].rsplit("，", 1)[-1]):
            if has_fault(body[start:at]):
                return None
            continue
        if _ANSWER_CLAUSE.match(body, at, end) or not has_fault(body[at + 1 : stop]):
            return at
    return None


def _judge(text: str, sentence: str, tail: str, *, led: bool) -> tuple[Cue, bool]:
    """Return how plainly a heading's own words `text` state a finding, and whether they are one."""
    if has_fault(text):
        return (Cue.EXPLICIT if led else Cue.NEGATIVE), True
    named = "问题" in tail and not is_remedy(text) and not _NARRATES.search(text)
    if names_aspect(sentence) and not named:
        return Cue.ASPECT, False
    if named and "方面" in sentence[-12:]:
        return Cue.ASPECT, True
    if named or (led and tail.startswith(("的整改", "整改"))):
        return (Cue.EXPLICIT if led else Cue.ASPECT), True
    return Cue.NONE, False
