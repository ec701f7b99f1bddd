"""The labels that notices set before the parts of an item: 反馈问题：… 整改状态：… 整改情况：…"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from scrapers.notice.numbering import Marker

Part = Literal[
    "question",
    "status",
    "measures",
    "answer",
    "effect",
    "deadline",
    "owner",
    "cause",
    "target",
    "next",
    "kind",
]

# Each word must also make sense as a column's heading: tables read the same list.
LABELS: dict[Part, tuple[str, ...]] = {
    "question": (
        "反馈的问题",
        "反馈问题",
        "反馈意见指出",
        "反馈问题指出",
        "反馈意见",
        "反馈内容",
        "问题表现",
        "问题描述",
        "问题内容",
        "具体问题",
        "存在的问题",
        "存在问题",
        "主要问题",
        "发现问题",
        "突出问题",
        "具体表现",
        "问题清单",
        "整改问题",
        "问题具体表现",
        "具体表现为",
        "主要表现为",
        "问题表现为",
        "主要表现",
        "问题概述",
        "问题简述",
        "问题表述",
        "存在的主要问题",
        "存在主要问题",
        "存在的具体问题",
        "发现的问题",
        "指出的问题",
        "指出问题",
        "查摆问题",
        "巡察反馈",
        "巡视反馈",
        "反馈指出",
        "问题事项",
        "问题",
    ),
    "status": (
        "整改完成情况",
        "整改任务完成情况",
        "是否完成整改",
        "是否整改到位",
        "是否完成",
        "是否整改",
        "是否销号",
        "整改落实状态",
        "整改完成状态",
        "整改状态",
        "整改状况",
        "整改进度",
        "完成状态",
        "完成进度",
        "完成情况",
        "销号情况",
        "办结情况",
        "整改结论",
        "当前状态",
        "目前状态",
        "进度",
        "状态",
    ),
    "measures": (
        "已采取的整改措施",
        "采取的整改措施",
        "采取的主要措施",
        "采取的具体措施",
        "采取的措施",
        "落实措施",
        "整改落实措施",
        "整改具体措施",
        "具体整改措施",
        "主要整改措施",
        "整改措施",
        "整改举措",
        "整改做法",
        "具体措施",
        "具体举措",
        "主要措施",
        "主要做法",
        "采取措施",
        "工作措施",
        "措施",
    ),
    "answer": (
        "整改落实进展情况",
        "整改落实情况",
        "整改进展情况",
        "整改工作情况",
        "整改工作进展",
        "整改实施情况",
        "整改推进情况",
        "整改办理情况",
        "整改过程",
        "推进情况",
        "办理情况",
        "落实整改情况",
        "落实情况",
        "整改情况",
        "整改进展",
        "整改落实",
        "整改工作",
        "整改内容",
        "进展情况",
        "目前进展",
        "工作进展",
        "整改",
    ),
    "effect": (
        "整改工作成效",
        "取得的成效",
        "取得成效",
        "整改成效",
        "整改实效",
        "整改效果",
        "整改成果",
        "整改结果",
        "结果",
        "工作成效",
        "成效",
    ),
    "deadline": (
        "整改完成时限",
        "整改完成时间",
        "完成整改时限",
        "完成时限",
        "完成时间",
        "完成期限",
        "整改时限",
        "整改期限",
        "整改时间",
        "时限要求",
        "时限",
    ),
    "owner": (
        "整改责任领导",
        "整改责任单位",
        "整改责任部门",
        "整改责任人",
        "责任领导",
        "责任单位",
        "责任部门",
        "责任科室",
        "责任处室",
        "责任股室",
        "责任主体",
        "责任人员",
        "责任人",
        "牵头领导",
        "牵头部门",
        "牵头单位",
        "牵头科室",
        "配合部门",
        "配合单位",
        "分管领导",
    ),
    "kind": ("整改类型", "整改类别", "整改方式", "问题类型", "问题类别", "问题性质", "整改性质", "整改分类"),
    "cause": ("问题原因", "原因分析", "产生原因", "原因剖析"),
    "target": ("整改目标", "整改要求", "整改任务"),
    "next": (
        "下一步整改措施",
        "下一步工作打算",
        "下一步工作计划",
        "下一步工作措施",
        "下一步计划",
        "下一步打算",
        "下一步措施",
        "下一步工作",
        "下步措施",
        "下步打算",
        "下一步",
        "下步计划",
    ),
}


def _join_words(words: Iterable[str]) -> str:
    """Return a pattern of words, gathered by their first characters; of two that fit, the longer is taken."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        heads.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{head}(?:{'|'.join(rests)})" for head, rests in heads.items())


_PART_OF = {word: part for part, words in LABELS.items() for word in words}
_WORDS = _join_words(_PART_OF)
_BEFORE = (
    r"(?:中央|省委|市委|区委|县委|旗委|州委|党委|党组|本轮|"
    r"上轮)?(?:第[一二三四五六七八九十]{1,3})?(?:巡视巡察|巡视|巡察)?组?(?:反馈)?(?:的)?(?:具体)?"
)
_FIRST = "".join(sorted({*"中省市区县旗州党本上第巡组反的具", *(word[0] for word in _PART_OF)}))
_NUMBER = (
    r"(?:[（(][^（()）:：\n]{1,16}[）)](?=[\s　]{0,4}[:：])|"
    r"[（(]?\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})?\s?[）)]?)"
)
_AND = r"(?:[及和与、](?:整改|取得|完成|落实|主要)?的?(?:成效|效果|结果|进展|(?:完成|落实|进展)?情况))?"
_SEPARATOR = r"[\s　]{0,4}[:：]|[\s　]{0,4}[】\]］〕]\s*[:：]?"
_SEPARATES = re.compile(r"[:：】\]］〕]")
_LONGEST_BARE = 16
_BULLET = r"[\s　]{0,4}[◆●■▲★◎○◇□▪·•*\-—－]{0,2}[\s　]{0,4}"
_BRACKET = r"[【\[［〔]?[\s　]{0,4}"
_WORD = rf"(?=[{_FIRST}]){_BEFORE}(?P<word>{_WORDS})"
# What opens every label; most lines open otherwise.
_NAMED = re.compile(_BULLET + _BRACKET + _WORD)
_LABEL = re.compile(rf"{_BULLET}{_BRACKET}{_WORD}{_AND}{_NUMBER}(?:{_SEPARATOR})")
_BARE = re.compile(rf"{_BULLET}{_WORD}{_AND}[。.]?[\s　]{{0,4}}$")
_STOPPED = re.compile(rf"{_BULLET}{_WORD}{_AND}[。.](?=[^\s　])")
# Words that are too common in running text to be a label after a mere full stop.
_LINE_ONLY = frozenset(
    {
        "问题",
        "整改",
        "措施",
        "结果",
        "下一步",
        "下一步工作",
        "整改工作",
        "整改落实",
        "成效",
        "进度",
        "状态",
        "时限",
    }
)
_BREAK = re.compile(
    r"[。；;！!\s　】”\)）][\s　]{0,4}(?=[【\[［〔]|整改|反馈|问题|完成|目前|当前|责任|具体|采取|"
    r"措施|结果|成效|主要|取得|进展|落实|存在|销号|工作|是否|办结|牵头|配合|"
    r"下一?步|巡视|巡察|原因)"
)


# Numbered lines whose words may be a label without a colon (2.整改措施); a chapter titled 整改情况 is none.
_BARE_STYLES = frozenset({"arabic", "arabic_bracket", "circled", "dotted_2", "dotted_3"})


def may_be_bare(marker: Marker | None) -> bool:
    """Say whether a line so numbered can be a label without its colon."""
    return marker is None or marker.style in _BARE_STYLES


class Label(NamedTuple):
    """A label at `[start, end)`, its colon included; a `bare` one has none."""

    part: Part
    word: str
    start: int
    end: int
    bare: bool = False


def read_label(text: str, start: int, end: int, *, bare: bool = True) -> Label | None:
    """Return the label that opens `text[start:end]`; a label that is the whole line needs no colon."""
    if _NAMED.match(text, start, end) is None:
        return None
    match = _LABEL.match(text, start, end)
    if match is not None:
        return Label(_PART_OF[match["word"]], match["word"], start, match.end())
    if bare:
        match = _BARE.match(text, start, end) if end - start <= _LONGEST_BARE else None
        match = match or _STOPPED.match(text, start, end)
        if match is not None and match["word"] not in _LINE_ONLY:
            return Label(_PART_OF[match["word"]], match["word"], start, match.end(), bare=True)
    return None


def find_labels(text: str, start: int, end: int, inside: bytearray, *, bare: bool = True) -> list[Label]:
    """Return the labels of one paragraph `text[start:end]`, those after a full stop included, in order.

    Short words (整改：) count after a stop only where the paragraph opens with 问题：.
    """
    labels: list[Label] = []
    first = read_label(text, start, end, bare=bare)
    asked = first is not None and first.part == "question"
    if first is not None:
        labels.append(first)
    if _SEPARATES.search(text, start, end) is None:
        return labels
    for match in _BREAK.finditer(text, start, end):
        at = match.end()
        if inside[at] or (labels and at < labels[-1].end):
            continue
        label = read_label(text, at, end, bare=False)
        if label is not None and (asked or label.word not in _LINE_ONLY):
            labels.append(label)
    return labels


_SENTENCE = re.compile('[“”"‘’。；]')
_ANY_WORD = re.compile(_WORDS)
_HEADED = re.compile(_WORD)
_BESIDE = re.compile(
    r"[及和与或的、/（()）]|以及|拟|已|开展|采取|具体|主要|巡[视察]|反馈|组|我[局院校]|落实|目前|当前|"
    r"完成|情况|方面|内容|存在|进展"
)


def part_of_heading(heading: str) -> Part | None:
    """Return what a table column so headed holds, None for a column of no interest here.

    `heading` comes without white space, colons and brackets.
    """
    words = _ANY_WORD.findall(heading)
    if not words or _SENTENCE.search(heading) or len(_BESIDE.sub("", _ANY_WORD.sub("", heading))) > 2:
        return None
    match = _HEADED.match(heading)
    return _PART_OF[match["word"] if match is not None else words[-1]]
