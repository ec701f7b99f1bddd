"""Names of inspection teams: 区委第二巡察组, 十三届省委第四巡视组, 市委巡察三组, 云岭市区级交叉巡察第12组."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERAL = r"[0-9０-９〇一二三四五六七八九十]{1,3}"
CORE = re.compile(rf"巡[察视](?:第?{NUMERAL})?小?组(?:第{NUMERAL}组)?(?!长|员|织|成)")
KIND = re.compile(rf"(?P<number>第{NUMERAL})?[^\W\d_]{{0,6}}\Z")
"""What may stand between a team's number and its core: 第五提级交叉巡察组."""
LEFT = re.compile(r"[\w“”\"·（）()]{1,26}$")
NUMBER = re.compile(rf"第{NUMERAL}(?!轮|届|次|批|期)|巡[察视](?:第?{NUMERAL}|组第{NUMERAL})(?:小)?组")
"""A team's own number; 第五轮 is the round's."""
BOUNDARY = re.compile(
    r"[0-9〇一二三四五六七八九十]+(?:个|日|号|年|月(?:份|底|初|[上中下]旬)?)|[上下]午|上半年|下半年|期间|以来"
    r"|部署|安排|要求|决定|批准|同意|派出|委派|选派|组建|成立|根据|接受|收到|贯彻|落实|关于|随后|之后|配合|迎接|认领"
    r"|[由在对至到起了的与把就按使给被]|本轮|年度|经(?!济|开)|和(?!平|县|田|龙|政|顺|静|浩)|向(?!阳)"
    r"|自(?!治|贡|流)|将(?!乐)|后(?!旗)|从(?!化|江)"
)
"""Words that stand before a team's name and are no part of it; the exceptions begin the names of places."""

EXAMPLES = {
    "2022年10月14日,青溪区委第一巡察组对": "青溪区委第一巡察组",
    "根据市委统一部署市委第三巡察组": "市委第三巡察组",
    "十三届省委第四巡视组": "十三届省委第四巡视组",
    "市委巡察三组": "市委巡察三组",
    "云岭市区级交叉巡察第12组": "云岭市区级交叉巡察第12组",
    "由中共云岭县委第二巡察组": "中共云岭县委第二巡察组",
    "4月9日至6月2日市委第五提级交叉巡察组": "市委第五提级交叉巡察组",
    "经开区工委第一巡察组": "经开区工委第一巡察组",
    "中央第十巡视组": "中央第十巡视组",
    "校党委第四巡察组": "校党委第四巡察组",
    "2022年10月28日县委巡察组第三组": "县委巡察组第三组",
    "2025年2月18日至5月9区委第三巡察组": "区委第三巡察组",
    "区委组建4个巡察组": "巡察组",
}


@dataclass(frozen=True, slots=True)
class Team:
    """One mention of a team at `[start, end)`; `full` names both who sent it and its number."""

    start: int
    end: int
    sender: bool
    numbered: bool

    @property
    def full(self) -> bool:
        """Whether the mention names both the sender and the number."""
        return self.sender and self.numbered


def find_teams(text: str, start: int, end: int) -> Iterator[Team]:
    """Every mention of an inspection team in `text[start:end]`, in order."""
    done = start
    for match in CORE.finditer(text, start, end):
        core = match.start()
        kind = KIND.search(text, max(done, core - 10), core)
        if kind and kind["number"]:
            core = kind.start()
        done = match.end()
        left = LEFT.search(text, max(start, core - 26), core)
        begin = left.start() if left else core
        for boundary in BOUNDARY.finditer(text, begin, core):
            begin = boundary.end()
        while begin < core and text[begin] in '“”"（）()0123456789':
            begin += 1
        numbered = NUMBER.search(text, begin, match.end()) is not None
        yield Team(begin, match.end(), begin < core, numbered)
