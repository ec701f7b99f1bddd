"""What the columns of a table of findings hold, by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.notice.labels import part_of_heading
from scrapers.searching import compile_search

# Headings that the labels of running text do not cover. Each row: pattern, column, example.
HEADINGS: tuple[tuple[str, str, str], ...] = (
    (r"^(?:问题|反馈|整改)?(?:序号|编号|序|项次|条目|No\.?|NO\.?|№)$", "number", "序号"),
    (r"类别|类型|分类|^(?:问题)?方面$|领域|^(?:反馈)?(?:问题)?大类$|一级问题", "category", "问题类别"),
    (r"^备注|说明$|佐证|依据|文号|^资料", "note", "备注"),
    (r"^下一?步|^后续", "next", "下一步打算"),
    (r"^(?:目前|当前|工作|落实)?(?:进展|进度)$", "answer", "进展"),
    (
        r"(?:整改|完成|落实)?(?:的)?时[限间](?:节点)?$|期限$|完成日期|整改日期|时间节点",
        "deadline",
        "整改时限",
    ),
    (
        r"(?:责任|牵头|配合|分管|主管|整改|督办|包保)(?:领导|单位|部门|人|科室|处室|股室|校领导|院领导)+$",
        "owner",
        "责任领导",
    ),
    (
        r"(?:具体|细化|详细)(?:反馈)?(?:问题|表现|内容|事项)|问题表现|表现形式|二级问题|细化(?:的)?问题",
        "detail",
        "具体问题",
    ),
    (r"(?:整改|落实)(?:措施|举措)", "measures", "拟采取的整改措施"),
    (
        r"(?:是否|有无)(?:已)?(?:完成|整改|销号|办结)|(?:整改|完成|销号|当前|目前)(?:的)?(?:状态|状况|"
        r"进度|与否)",
        "status",
        "是否完成",
    ),
)
_HEADINGS = tuple((re.compile(pattern), kind) for pattern, kind, _ in HEADINGS)
_ANY_HEADING = compile_search("|".join(pattern for pattern, _, _ in HEADINGS))
_STOP = re.compile("[。；;，]")
_BLANK = re.compile(r"[\s　:：（()）]")
HEADING_LENGTH = 24
ANSWERS = frozenset({"measures", "answer", "effect", "status"})


def kind_of(text: str) -> str | None:
    """Return what the column headed `text` holds, None where the text heads no column."""
    if _STOP.search(text):
        return None
    squeezed = _BLANK.sub("", text)
    if not squeezed or len(squeezed) > HEADING_LENGTH:
        return None
    if _ANY_HEADING.search(squeezed):
        return next(kind for pattern, kind in _HEADINGS if pattern.search(squeezed))
    return part_of_heading(squeezed)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of findings, by index, in the order in which they are to be trusted."""

    number: int | None
    question: tuple[int, ...]
    answers: tuple[tuple[str, int], ...]
    deadline: tuple[int, ...]
    size: int


def read_columns(kinds: list[str | None]) -> Columns | None:
    """Return the columns of a heading row's `kinds`; None where it heads no table of findings."""
    details = [i for i, kind in enumerate(kinds) if kind == "detail"]
    questions = [i for i, kind in enumerate(kinds) if kind == "question"]
    categories = [i for i, kind in enumerate(kinds) if kind == "category"]
    answers = tuple((kind, i) for i, kind in enumerate(kinds) if kind in ANSWERS or kind == "next")
    asked = (*reversed(details), *reversed(questions), *reversed(categories))
    if not asked or not any(kind in ANSWERS for kind, _ in answers):
        return None
    if not details and not questions and "number" not in kinds:
        return None
    first = min(i for _, i in answers)
    numbers = [i for i, kind in enumerate(kinds) if kind == "number" and i <= max(asked[0], first)]
    deadlines = tuple(i for i, kind in enumerate(kinds) if kind == "deadline")
    return Columns(numbers[-1] if numbers else None, asked, answers, deadlines, len(kinds))
