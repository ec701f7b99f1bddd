# ruff: noqa: E501 - a row of a table stays on one line
"""The table of time expressions: what each looks like, and the reader of the period that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.notice import deadline_readers as readers
from scrapers.notice.calendar_cn import LUNAR_FESTIVALS, QINGMING, SOLAR_FESTIVALS


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `example` is (sentence published on 2023-10-19, due_on, due_strict)."""

    name: str
    pattern: re.Pattern[str]
    read: readers.Reader
    example: tuple[str, str, str]


_N2 = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = (
    r"(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇○零OoО一二三四五六七八九]{3}"
    r"|(?<!\d)[12]\d(?=年(?:[底末\d一二三四上下第]|年底))|今|本|(?<!文)明|后|次|去|上|当|同)年(?!龄|级|代|轻|限|审|检|报|纪|货)度?(?!前[一二两三四五六七八九十\d]+个?(?:季|月|周))"
)
OPT_YEAR = rf"(?:{_YEAR}的?)?"
MONTH = rf"(?P<month>(?<!\d){_N2})月份?"
_TO = r"(?:[至到和]|[—–\-－~～]{1,2})"
_WITHIN = r"之内|以内|内(?![部控审设容外涵在业])"
_EDGE = rf"(?P<edge>底(?![数线层册稿账子色])|末(?![位端梢])|{_WITHIN})?"
# 上中旬 ends with the second third.
_PAIRED = r"(?:上(?=中旬)|中(?=下旬))?"
_ISO_YEAR = r"(?<![\d.\-/])(?P<year>(?:19|20)\d\d)"
_FESTIVALS = "|".join(sorted((*SOLAR_FESTIVALS, *LUNAR_FESTIVALS, QINGMING, "农历年"), key=len, reverse=True))
_COUNT = r"\d每个各数几多两半近一二三四五六七八九十"
_NOT_COUNTED = rf"(?<![{_COUNT}])"


def _rule(name: str, pattern: str, read: readers.Reader, example: tuple[str, str, str]) -> Rule:
    return Rule(name, re.compile(pattern), read, example)


# Of two rules that fit at the same place the upper one reads it. Those that begin with OPT_YEAR stand together and share it.
RULES: tuple[Rule, ...] = (
    _rule("plan", r"[“\"]?十(?P<plan>[三四五六])五[”\"]?(?:规划)?(?:时)?(?:期末|期间|期内|期结束前|期|末|结束前|收官)(?!规划|计划)", readers.read_plan, ("“十四五”末建成", "2025-12-31", "2025-12-31")),
    _rule("duration", r"(?P<since>(?:集中)?反馈(?:意见|问题|情况)?(?:之日起|之后|以后|后|起)的?|(?:通报)?(?:公布|发布|通报|公开)(?:之日起|之后|以后|后|起)的?)?(?P<n>(?<!\d)\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个(?P<unit>工作日|自然日|月|季度|星期)|(?P<unit2>工作日|自然日|天|日|周|星期|年))(?:的?时间)?(?:之内|以内|内)(?![部控容审设外])", readers.read_duration, ("三个月内完成整改", "2024-01-19", "2024-01-19")),
    _rule("spell", rf"(?:(?<=用)|(?<=通过))(?P<since>)(?:(?:\d{{1,2}}|[一二两三四五六七八九]){_TO})?(?P<n>(?<!\d)\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}|半)(?P<unit2>)个?(?P<unit>工作日|月|季度|年|天|周)(?:左右)?的?时间(?!\s?[（(]\s?20\d\d)", readers.read_duration, ("力争用半年时间完成", "2024-04-19", "2024-04-19")),
    _rule("day_range", rf"{OPT_YEAR}{MONTH}(?P<day>{_N2})[日号]?起?{_TO}(?:(?P<to_month>{_N2})月)?(?P<to_day>{_N2})[日号]", readers.read_day_range, ("2024年3月1日至6月30日开展", "2024-06-30", "2024-06-30")),
    _rule("day", rf"{OPT_YEAR}{MONTH}(?P<day>{_N2})[日号]", readers.read_day, ("2024年4月23日前完成", "2024-04-23", "2024-04-23")),
    _rule("ten_days", rf"{OPT_YEAR}{MONTH}{_PAIRED}(?P<part>[上中下]旬|初(?![步心级次始审衷稿任])|中(?!旬|心|央|国|共|期|小|型|学))", readers.read_ten_days, ("2023年11月中旬前完成", "2023-11-20", "2023-11-10")),
    _rule("month_range", rf"{OPT_YEAR}(?P<month>(?<!\d){_N2})(?:月份?)?(?:{_TO}|、)(?P<to_month>{_N2})月份?(?!{_N2}[日号]){_EDGE}", readers.read_month_range, ("2023年11月—12月完成", "2023-12-31", "2023-12-31")),
    _rule("month", rf"{OPT_YEAR}{MONTH}{_EDGE}", readers.read_month, ("2023年12月前完成", "2023-12-31", "2023-11-30")),
    _rule("quarter", rf"{OPT_YEAR}(?<!前)(?:第?[一二三1-3]、)*第?(?P<quarter>[一二三四1-4])(?:季度|季(?=[前末底内])){_EDGE}", readers.read_quarter, ("2024年第三季度前完成", "2024-09-30", "2024-06-30")),
    _rule("half", rf"{OPT_YEAR}(?P<half>[上下])半年{_EDGE}", readers.read_half, ("明年上半年前完成", "2024-06-30", "2023-12-31")),
    _rule("festival", rf"{OPT_YEAR}[“\"]?(?P<name>{_FESTIVALS})[”\"]?(?:节日|节|假期|佳节|长假|小长假)?(?:前夕|之前|以前|到来前|来临前|前(?!后))", readers.read_festival, ("2024年国庆节前完成", "2024-09-30", "2024-09-30")),
    _rule("day_numeric", rf"{_ISO_YEAR}(?P<sep>[-./])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?![\d.\-/])日?", readers.read_day, ("2024-06-30前完成", "2024-06-30", "2024-06-30")),
    _rule("day_run_together", r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:日|(?=前|之前|以前))", readers.read_run_together, ("20231228日前移交", "2023-12-28", "2023-12-28")),
    _rule("day_dotted", r"(?<![\d.\-/])(?P<year>)(?P<month>1[0-2]|0?[1-9])\.(?P<day>[12]\d|3[01]|0?[1-9])(?=日?(?:前|之前|以前))日?", readers.read_day, ("12.31前完成", "2023-12-31", "2023-12-31")),
    _rule("relative_day", rf"(?P<rel>[本当]月|下个?月)(?P<day>{_N2})[日号]", readers.read_relative_day, ("本月25日前完成", "2023-10-25", "2023-10-25")),
    _rule("bare_day", r"(?<![\d月年至到和、—–\-~～.十廿第])(?P<day>[12]\d|3[01]|[1-9])[日号](?=前|之前|以前)", readers.read_bare_day, ("25日前完成", "2023-10-25", "2023-10-25")),
    _rule("relative_ten_days", rf"(?P<rel>[本当]月|下个?月){_PAIRED}(?P<part>[上中下]旬|初)", readers.read_relative_ten_days, ("下月中旬前完成", "2023-11-20", "2023-11-10")),
    _rule("bare_ten_days", rf"(?<![\d月个上中下每、至到]){_PAIRED}(?P<part>[上中下]旬)(?![、至到和])", readers.read_bare_ten_days, ("下旬启动", "2023-10-31", "2023-10-31")),
    _rule("month_numeric", rf"{_ISO_YEAR}[-./](?P<month>1[0-2]|0?[1-9])(?![\d.\-/年万亿%％元倍])月?{_EDGE}", readers.read_iso_month, ("2024.06前", "2024-06-30", "2024-05-31")),
    _rule("relative_month", rf"(?P<rel>[本当]月|下个?月){_EDGE}", readers.read_relative_month, ("下月底前完成", "2023-11-30", "2023-11-30")),
    _rule("month_end", rf"{_NOT_COUNTED}(?P<rel>)月(?P<edge>底|末|内)", readers.read_relative_month, ("月底前完成", "2023-10-31", "2023-10-31")),
    _rule("relative_quarter", rf"(?P<rel>本季|下季|下一季|下个季)度{_EDGE}", readers.read_relative_quarter, ("下季度完成", "2024-03-31", "2024-03-31")),
    _rule("quarter_end", rf"{_NOT_COUNTED}(?P<rel>)季度?(?P<edge>末|底)", readers.read_relative_quarter, ("季末前完成", "2023-12-31", "2023-12-31")),
    _rule("year_range", rf"(?<!\d)(?P<year>20\d\d)年?{_TO}(?P<to_year>20\d\d)年度?", readers.read_year_range, ("2023—2025年分步实施", "2025-12-31", "2025-12-31")),
    _rule("year", rf"{_YEAR}(?P<edge>年底|年末|年终|年中(?![央国心])|年初(?!步)|年内|底(?![数线层册稿账子色])|末(?![位端])|终|中(?![央国心考小])|初(?![步心级次始审衷稿任])|{_WITHIN})?", readers.read_year, ("在今年年底开展", "2023-12-31", "2023-12-31")),
    _rule("before_new_year", rf"(?<![年今去当同上明后次往成青少中老早百千万周{_COUNT}])年(?=前(?:要|再|应|可|将|必须|须|力争|确保)?(?:全部|全面|基本)?(?:完成|整改|拆除|清退|收回|追缴|缴清|付清|支付|兑现|发放|搬[迁离]|投入|建成|开业|开工|竣工|完工|验收|移交|办结|清零|通车|解决|到位))", readers.read_before_new_year, ("力争年前完成", "2024-02-09", "2023-12-31")),
    _rule("whole_year", r"(?<![年度])全年(?![龄来])", readers.read_whole_year, ("预计全年完成投资3亿元", "2023-12-31", "2023-12-31")),
    _rule("year_end", rf"{_NOT_COUNTED}(?:年底|年末|年终|岁末|年内|年度内|年度末)", readers.read_bare_year_end, ("年底前完成", "2023-12-31", "2023-12-31")),
)  # fmt: skip
