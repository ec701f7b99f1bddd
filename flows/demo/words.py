"""What the demo says, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.model import EventKind


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase a field; each field's value in WORDS is a pair (Chinese, English)."""

    begin: str
    again: str
    polling: str
    polled: str
    refused: str
    first_poll: str
    backlog: str
    nothing: str
    notices: str
    notice_columns: str
    commitments: str
    commitment_columns: str
    colon: str
    one_day: str
    days: str
    overdue: str
    left: str
    kept: str
    extended: str
    changes: str
    alerts: str
    mail: str
    im: str
    no_alerts: str
    copy: str
    questions: str
    kinds: dict[EventKind, str]
    states: dict[str, str]


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
        "{source}: {outcome}, {rows} listed, {new} opened, notices among them: {notices}",
    ),
    "refused": (
        "{source}：{outcome}，未取得列表；没有看到不等于没有发布",
        "{source}: {outcome}, the list was not read; unseen does not mean unpublished",
    ),
    "first_poll": (
        "首次采集：通报 {notices} 份，承诺 {commitments} 项",
        "first poll; notices: {notices}, promises: {commitments}",
    ),
    "backlog": ("监测前已到期 {count} 项，汇总一次", "overdue before watching began: {count}, told once"),
    "nothing": ("没有新情况。", "Nothing new."),
    "notices": ("收录的整改通报", "Notices on record"),
    "notice_columns": (
        "发布单位|发布日期|问题|已完成|承诺|状态",
        "Publisher|Published|Problems|Completed|Commitments|State",
    ),
    "commitments": (
        "带时限的承诺（以 {day} 计；超期指到期未见公开完成情况）",
        "Dated promises (as of {day}; late means due with no published completion)",
    ),
    "commitment_columns": ("到期日|状态|发布单位|原文", "Due|State|Publisher|Quote"),
    "colon": ("：", ": "),
    "one_day": ("1 天", "1 day"),
    "days": ("{count} 天", "{count} days"),
    "overdue": ("超期 {days}", "{days} late"),
    "left": ("还有 {days}", "{days} left"),
    "kept": ("已公开完成情况", "completion published"),
    "extended": ("已延期", "extended"),
    "changes": ("未加说明的改动", "Silent edits"),
    "alerts": ("订阅者收到的提醒", "What subscribers received"),
    "mail": ("邮件（最近一封，全部在 {path}）", "Mail (the latest; all are in {path})"),
    "im": ("群消息（最近一条，全部在 {path}）", "Group message (the latest; all are in {path})"),
    "no_alerts": ("没有发出提醒。", "No alert was sent."),
    "copy": ("只读副本：{path}", "Read copy: {path}"),
    "questions": ("可以直接粘贴试试的三条查询：", "Three queries to paste:"),
}


KINDS: dict[EventKind, tuple[str, str]] = {
    EventKind.NOTICE_PUBLISHED: ("新通报", "published"),
    EventKind.NOTICE_CHANGED: ("通报被改动", "changed"),
    EventKind.NOTICE_MISSING: ("通报打不开", "missing"),
    EventKind.NOTICE_REMOVED: ("通报已撤下", "removed"),
    EventKind.NOTICE_RESTORED: ("通报恢复", "restored"),
    EventKind.NOTICE_DIVERGED: ("两处网址内容不一", "diverged"),
    EventKind.NOTICE_CORRECTED: ("更正", "corrected"),
    EventKind.COMMITMENT_DUE_SOON: ("承诺即将到期", "due soon"),
    EventKind.COMMITMENT_OVERDUE: ("到期未见公开完成情况", "overdue, no published completion"),
    EventKind.COMMITMENT_FULFILLED: ("承诺已公开完成", "fulfilled"),
    EventKind.COMMITMENT_EXTENDED: ("承诺延期", "extended"),
    EventKind.COMMITMENT_CORRECTED: ("更正", "corrected"),
    EventKind.SOURCE_FAILING: ("站点异常", "source failing"),
    EventKind.SOURCE_BLOCKED: ("站点拒绝访问", "source blocked"),
    EventKind.SOURCE_RECOVERED: ("站点恢复", "source recovered"),
    EventKind.SOURCE_STALE: ("久未取得", "source stale"),
}
STATES = {"live": ("在网", "live"), "missing": ("打不开", "missing"), "removed": ("已撤下", "removed")}


def words_in(language: str) -> Words:
    """The demo's phrases in `zh` or `en`."""
    place = ("zh", "en").index(language)
    return Words(
        **{name: pair[place] for name, pair in WORDS.items()},
        kinds={kind: pair[place] for kind, pair in KINDS.items()},
        states={state: pair[place] for state, pair in STATES.items()},
    )
