"""What the demo says, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase a field; each field's value in WORDS is a pair (Chinese, English)."""

    begin: str
    again: str
    polling: str
    polled: str
    nothing: str
    notices: str
    notice_columns: str
    commitments: str
    commitment_columns: str
    overdue: str
    left: str
    kept: str
    extended: str
    changes: str
    change: str
    alerts: str
    mail: str
    im: str
    no_alerts: str
    copy: str
    questions: str


WORDS: dict[str, tuple[str, str]] = {
    "begin": (
        "本机启动了一个演示用的政务站群（{hosts} 个站点，内容均为虚构），按模拟日期逐日巡查。",
        "A bundled government site ({hosts} hosts, all invented) is served here and polled day by day.",
    ),
    "again": (
        "模拟日期已全部走完；按最后一天再巡查一次，应当没有新情况。",
        "All simulated days are behind; the last one is polled again and should bring nothing new.",
    ),
    "polling": ("巡查中", "Polling"),
    "polled": (
        "{source}：{outcome}，列表 {rows} 条，新打开 {new} 篇，其中整改通报 {notices} 份",
        "{source}: {outcome}, {rows} rows listed, {new} pages opened, {notices} of them notices",
    ),
    "nothing": ("没有新情况。", "Nothing new."),
    "notices": ("收录的整改通报", "Notices on record"),
    "notice_columns": (
        "发布单位|发布日期|问题|已完成|承诺|状态",
        "Publisher|Published|Problems|Completed|Commitments|State",
    ),
    "commitments": ("带时限的承诺（以 {day} 计）", "Dated promises (as of {day})"),
    "commitment_columns": ("到期日|状态|发布单位|原文", "Due|State|Publisher|Quote"),
    "overdue": ("超期 {days} 天未见公开完成情况", "{days} days overdue, no published completion"),
    "left": ("还有 {days} 天", "{days} days left"),
    "kept": ("已公开完成情况", "completion published"),
    "extended": ("已延期", "extended"),
    "changes": ("未加说明的改动", "Silent edits"),
    "change": ("{publisher}：{kind}", "{publisher}: {kind}"),
    "alerts": ("订阅者收到的提醒", "What subscribers received"),
    "mail": ("邮件（最近一封，全部在 {path}）", "Mail (the latest; all are in {path})"),
    "im": ("群消息（最近一条，全部在 {path}）", "Group message (the latest; all are in {path})"),
    "no_alerts": ("没有发出提醒。", "No alert was sent."),
    "copy": ("只读副本：{path}", "Read copy: {path}"),
    "questions": ("可以直接粘贴试试的三条查询：", "Three queries to paste:"),
}


def words_in(language: str) -> Words:
    """The demo's phrases in `zh` or `en`."""
    place = ("zh", "en").index(language)
    return Words(**{f.name: WORDS[f.name][place] for f in fields(Words)})
