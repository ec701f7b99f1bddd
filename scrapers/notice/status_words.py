"""The words with which an item says how far it has come, and their classes: one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from scrapers.model import Status
from scrapers.searching import compile_search

DONE, NEARLY, GOING = Status.COMPLETED, Status.BASICALLY_COMPLETED, Status.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A row of the table: a pattern, its class, and how firmly it settles the whole.

    Of the words in one statement the highest weight decides: a hard 未完成 or 正在整改 over anything,
    基本完成 over 完成, 完成 over a soft 长期坚持 (已整改到位，长期坚持 is completed).
    """

    pattern: str
    status: Status
    weight: int
    example: str


HARD, PARTLY, WHOLE, EFFECT, SOFT, NOTHING = 5, 4, 3, 2, 1, 0
_NOT = r"(?:未|没有|没能|尚未|还未|仍未|暂未|未能|未按期|未全部|未全面)"

STATUS_WORDS: tuple[StatusWord, ...] = (
    StatusWord(
        rf"{_NOT}(?:如期|按期|按时)?(?:全部|全面|完全|彻底)?(?:完成|整改|销号|办结|到位|落实)",
        GOING,
        HARD,
        "尚未完成整改",
    ),
    StatusWord(r"未整改|未启动|未开展|待整改|需整改|未到位|未销号", GOING, HARD, "未整改"),
    StatusWord(
        r"正在(?:有序|积极|全力|稳步|持续|加快|抓紧|努力|协调|按计划|按序时进度|进一步|同步|逐步|扎实|"
        r"深入)*(?:推进|整改|进行|落实|办理|实施|推动|开展)",
        GOING,
        HARD,
        "正在积极推进整改",
    ),
    StatusWord(
        r"正在?(?:按(?:照)?(?:计划|序时进度|要求)|积极|抓紧|努力|有序|稳步|加快|全力|持续)*(?:协调)?推进",
        GOING,
        HARD,
        "正有序推进",
    ),
    StatusWord(r"正在[^，,。；;]{0,8}整改", GOING, HARD, "正在抓紧时间整改"),
    StatusWord(r"整改(?:工作)?(?:仍|还)?(?:正在|仍在|还在)(?:持续|进行|继续)", GOING, HARD, "整改正在持续"),
    StatusWord(
        r"整改(?:工作)?(?:中$|中(?=[，。、）)（(]))|推进中|进行中|办理中|落实中|实施中|在整改|在推进|"
        r"仍在(?:整改|推进|进行)",
        GOING,
        HARD,
        "整改中",
    ),
    StatusWord(r"进展(?:滞后|缓慢)|进度滞后|滞后", GOING, HARD, "进展滞后"),
    StatusWord(r"(?:申请)?(?:延期|延后|延长|暂缓|推迟)(?:整改|完成|办理)?", GOING, HARD, "申请延期整改"),
    StatusWord(r"(?:达到|符合|按照?|完成)序时进度|序时推进", GOING, HARD, "达到序时进度"),
    StatusWord(r"(?:有序|稳步|积极|全力|加快|扎实|深入)(?:推进|整改)(?:中|整改)?", GOING, HARD, "有序推进"),
    StatusWord(r"(?:限期|需长期|需要长期|中长期|长期)(?:整改|推进)", GOING, SOFT, "长期整改"),
    StatusWord(
        r"基本(?:上)?(?:已)?(?:完成|整改|办结|解决|到位|落实|销号)(?:到位|完成)?",
        NEARLY,
        PARTLY,
        "基本完成整改",
    ),
    StatusWord(r"阶段性(?:的)?(?:完成|整改|目标|任务|销号)", NEARLY, PARTLY, "阶段性完成"),
    StatusWord(r"完成阶段性", NEARLY, PARTLY, "完成阶段性整改任务"),
    StatusWord(
        r"(?:大部分|绝大部分|多数|主要)(?:问题|任务|内容|工作)?(?:已经|已)?(?:完成|整改|办结|落实)",
        NEARLY,
        PARTLY,
        "大部分已完成",
    ),
    StatusWord(r"部分(?:问题|任务|内容)?(?:已经|已)?(?:完成|整改|销号|办结)", NEARLY, PARTLY, "部分整改"),
    StatusWord(r"(?:取得|有了)?(?:一定|积极)(?:的)?进展", GOING, EFFECT, "取得一定进展"),
    StatusWord(
        r"阶段性(?:的)?(?:成效|成果|效果|进展)|(?:取得|初见|初显)(?:了)?(?:初步|一定)?(?:的)?(?:成效|"
        r"效果|进展)",
        NEARLY,
        EFFECT,
        "取得初步成效",
    ),
    StatusWord(
        r"(?:完成|已落实)(?:了)?(?:全部|全面)?(?:(?:本?年度|当年)的?)?(?:整改|销号|办结|清零)",
        DONE,
        WHOLE,
        "已完成整改",
    ),
    StatusWord(
        r"整改(?:任务|工作|事项|问题)?(?:已经|已|均已|全部|全面|现已|如期|按期)*(?:完成|到位|完毕|完结|"
        r"落实到位|销号|办结|清零)",
        DONE,
        WHOLE,
        "整改完成",
    ),
    StatusWord(
        r"(?:已经|已|均已|全部|全面|均)+(?:完成|整改|销号|办结|解决|落实|纠正|清零|完结|整治)(?:到位|"
        r"完成|完毕|销号)?",
        DONE,
        WHOLE,
        "已销号",
    ),
    StatusWord(
        r"^(?:按期|如期|按时|全部|全面|提前)?(?:完成|销号|办结|清零|完结|到位|整改到位|解决)(?:销号|整改|"
        r"到位)?(?=$|[，,、；;。（(并且且])",
        DONE,
        WHOLE,
        "完成",
    ),
    StatusWord(r"^(?:是|√|✓|✔|100[%％])$", DONE, WHOLE, "是"),
    StatusWord(r"^(?:否|×|✗)$", GOING, HARD, "否"),
    StatusWord(
        r"(?:不具备|无)(?:整改)?条件|无法(?:完成)?整改|难以(?:完成)?整改", GOING, HARD, "暂不具备整改条件"
    ),
    StatusWord(r"^(?:长期|持续|常态化?|中长期)$", GOING, SOFT, "长期"),
    StatusWord(
        r"(?:并|需|将)?(?:长期|持续|常态化?|继续|不断)(?:坚持|推进|整改|抓好|推动|落实|跟进|巩固|深化|"
        r"完善|加强|改进)",
        GOING,
        SOFT,
        "长期坚持",
    ),
    StatusWord(r"立行立改|即知即改|边查边改|即改", DONE, NOTHING, "立行立改"),
)

_SETTLING = sorted((row for row in STATUS_WORDS if row.weight), key=lambda row: -row.weight)
# One search for the neighbouring rows of one weight and class, those that settle more before the others.
_SEARCHES = tuple(
    (weight, status, compile_search("|".join(row.pattern for row in rows)).search)
    for (weight, status), rows in groupby(_SETTLING, key=lambda row: (row.weight, row.status))
)
# A clause about what is yet to come says nothing of the present state (预计12月底前完成整改).
_FUTURE = compile_search(
    r"预计|(?<!按)(?<!按照)计划(?!生育|内|外)|力争|确保|争取|拟(?:于|在)|将(?:于|在|继续|进一步|按|持续|加)|(?:底|月|日|"
    r"年)(?:之)?前(?:全部|全面|基本)?(?:完成|整改|办结)|"
    r"下一步|下步|待"
)
_PAST = re.compile(r"(?:目前|现|均|全部)*已经?[于在]")
_CLAUSES = compile_search(
    r"[，,；;。、]|(?:并|且|但)(?=[^，,；;。]{0,12}(?:坚持|推进|整改|达到|完成|销号|巩固))|[（()）]"
)


def classify_status(text: str) -> Status | None:
    """Return the class of a statement in a status position (整改状态：…), or None if no word is known."""
    best, settled = None, NOTHING
    for part in _CLAUSES.split(text[:400]):
        clause = part.strip(" 　：:")
        if _FUTURE.search(clause) and not _PAST.match(clause):
            continue
        for weight, status, search in _SEARCHES:
            if weight <= settled:
                break
            if search(clause):
                best, settled = status, weight
                break
    return best
