"""Is this article a rectification notice? By its title and by what its text does."""

from __future__ import annotations

import re
from itertools import islice

from scrapers.model import Article
from scrapers.searching import compile_search

INSPECTION = r"(?:巡[察视]|回头看|政治体检)"
TITLES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "meeting",
        re.compile(
            r"召开|举行|动员[部会]|部署会|推进会|反馈会|汇报会|座谈会|民主生活会|调研|督导|学习班|培训班|赴|听取"
        ),
        "水务局召开巡察整改推进会",
    ),
    (
        "plan",
        re.compile(r"(?:方案|清单|台账|计划|要点|制度|办法|规定|条例|解读)(?:》|的通知|$)"),
        "关于落实巡察反馈意见的整改方案",
    ),
    (
        "announcement",
        re.compile(rf"{INSPECTION}(?:工作)?(?:公告|预告|动态|简报|启动|进驻|对象|安排)"),
        "县委第三轮巡察公告",
    ),
    ("news", re.compile(r"动态|简报|新闻|访谈|综述|纪实|侧记"), "整改工作动态(第三期)"),
    (
        "notice",
        re.compile(
            rf"(?:{INSPECTION}|反馈).{{0,40}}整改.{{0,14}}(?:通报|情况|报告|公示|公告|公布|公开|进展)|整改.{{0,12}}(?:通报|公示|公告|公开)"
        ),
        "关于巡察整改进展情况的通报",
    ),
)
"""What kind of article a title announces, first match wins; each row with an example."""

REPORTED = compile_search(
    rf"对[^。；;\n]{{1,80}}?{INSPECTION}|{INSPECTION}[^。；;\n]{{0,12}}组[^。；;\n]{{0,60}}?(?:反馈|进驻|指出)"
    rf"|反馈(?:了)?{INSPECTION}|接受[^。；;\n]{{0,40}}?{INSPECTION}|{INSPECTION}(?:反馈|指出|发现)"
)
PUBLISHES = re.compile(
    r"(?:现|特)[^。\n就将把]{0,24}(?:就|将|把)[^。\n]{0,90}?整[改治][^。\n]{0,60}?(?:公布|公开|通报|汇报|报告|公告|公示|如下|予以)"
    r"|现将(?:有关|具体|相关|主要)?情况[^。\n]{0,8}(?:通报|公布|公示|公开|公告|报告)|现予(?:以)?(?:公布|公开|公告|公示|通报)|整改(?:进展|落实|工作|完成)?(?:阶段性)?(?:进展)?情况[^。\n]{0,16}?(?:公布|通报|公示|公开|公告|报告)[^。\n]{0,6}?如下"
)
PLAIN = re.compile(
    rf"{INSPECTION}.{{0,30}}整改.{{0,12}}情况的?(?:通报|公告|公示|报告|公开)(?:[（(][^（）()]{{1,12}}[)）])?$"
)
"""Titles that say plainly what a notice is: they need less of the text."""
PLANS = re.compile(r"制[定订](?:本|如下|以下|此)(?:整改)?(?:方案|计划)")
ANNOUNCES = "现将有关事项公告"
ANSWERS = compile_search(
    r"(?:关于|针对)[^。\n]{2,60}?问题|反馈问题|整改(?:落实)?(?:情况|措施|举措|进展|状态|成效|结果|完成情况)(?:[:：]|\n)|\n(?:反馈)?问题[\d一二三四五六七八九十]{1,3}(?:[.．、:：])|(?:已|正在)?(?:完成整改|整改完成|整改到位)"
)
INVITES = re.compile(r"欢迎[^。\n]{0,60}?监督|如有意见|联系方式")
ENOUGH_ANSWERS, MANY_ANSWERS = 3, 8
ENOUGH_TEXT = 200
HEAD, TAIL, REACH = 4000, 2500, 60_000
OPENING = 700
"""Characters within which a notice whose title does not tell reports its inspection and publishes."""


def judge_genre(article: Article) -> tuple[bool, str]:
    """Whether the article is a rectification notice, and the reason in words.

    A title that announces a meeting, a plan or an inspection is overruled only by a text that reports an
    inspection, publishes the rectification and answers findings; a title that says nothing leaves it
    to the text.
    """
    title, body = article.title.value if article.title else "", article.body
    kind = next((name for name, pattern, _ in TITLES if pattern.search(title)), "")
    answers = _count_answers(body, ENOUGH_ANSWERS if kind else MANY_ANSWERS)
    plans = _is_plan(body)
    holds = {
        "reports an inspection": bool(REPORTED.search(body, 0, HEAD)) or (kind == "notice" and "巡" in title),
        "publishes its rectification": bool(PUBLISHES.search(body, 0, HEAD)) and not plans,
        "answers findings": answers >= ENOUGH_ANSWERS,
        "invites the public to comment": bool(INVITES.search(body, max(0, len(body) - TAIL))),
    }
    reported, publishes, answered, invites = holds.values()
    if kind == "notice":
        plain = PLAIN.search(title) is not None and len(body) >= ENOUGH_TEXT and not plans
        taken = reported and (plain or sum(holds.values()) >= 2)
    elif kind:
        taken = reported and publishes and answered
    else:
        taken = reported and (
            (publishes and (answered or invites or _opens_as_notice(body)))
            or (invites and answers >= MANY_ANSWERS)
        )
    signs = [sign for sign, there in holds.items() if there]
    said = (
        f"its title announces a {kind}"
        if kind
        else "its title says nothing of the kind"
        if title
        else "it has no title"
    )
    text = f"its text {', '.join(signs)}" if signs else "its text shows no sign of a rectification notice"
    return taken, f"{'a rectification notice' if taken else 'no rectification notice'}: {said}; {text}"


def _opens_as_notice(body: str) -> bool:
    """Whether the first sentences report an inspection and then publish its rectification themselves."""
    publishes = PUBLISHES.search(body, 0, OPENING)
    return (
        publishes is not None
        and len(body) >= ENOUGH_TEXT
        and REPORTED.search(body, 0, publishes.start()) is not None
    )


def _is_plan(body: str) -> bool:
    """Whether the head says that it lays down what is to be done, or announces an inspection."""
    return PLANS.search(body, 0, HEAD) is not None or body.find(ANNOUNCES, 0, HEAD) >= 0


def _count_answers(body: str, most: int) -> int:
    return sum(1 for _ in islice(ANSWERS.finditer(body, 0, REACH), most))
