"""How a notice tallies its findings, measures and progress: a table of patterns with an example each."""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapers.notice.days import GAP, NUMBER
from scrapers.searching import compile_search

COUNT = re.compile(rf"{NUMBER}\s?[个项条件类点大方]")
"""A number with what it counts by: no row that begins with the number matches elsewhere."""
N = rf"(?P<n>{NUMBER})\s?"
UNIT = r"(?:个|项|条|件|类|点|大项|小项|大类)"
ITEM = r"(?:个|项|条|件)"
KIND = r"(?:主要|突出|重点|具体|反馈的?|方面的?|存在的?|共性|个性|巡[察视]|整改|需要?整改的?|的)*"
MATTER = rf"{KIND}(?:问题|任务|事项)"
DONE = r"(?:完成整改|整改完成|完成|整改到位|整改完毕|整改结束|整改办结|办结|销号|解决|落实到位)"
SO_FAR = r"(?:已经|已|均|都|全部|现|目前|其中)*"
ALMOST = (
    r"(?:基本完成整改|基本完成|基本整改到位|基本整改完成|整改基本完成|阶段性完成(?:整改)?|阶段性整改(?:到位|完成)|完成阶段性整改"
    r"|(?:已)?取得(?:明显|积极|初步)?(?:的)?阶段性(?:成效|成果|进展)|阶段性目标(?:任务)?(?:已|均)?(?:完成|实现|达成)|部分完成(?:整改)?|部分整改(?:到位)?|基本解决|基本办结)"
)
ADVERB = (
    r"(?:正在|仍在|尚在|还在|持续|继续|加快|积极|有序|抓紧|稳步|全力|深入|扎实|大力|加紧"
    r"|按(?:计划|序时进度|时序进度|时间节点)|正)"
)
ONGOING = (
    rf"(?:{ADVERB}+(?:整改|推进|推动|落实|进行|办理|解决)(?:整改|落实|推进)?(?:之中|当中|中)?|推进中|整改中|推动中"
    r"|(?:尚)?未(?:能)?(?:全部)?(?:完成整改|完成|整改到位|整改完成)(?:但(?:已|均)*(?:达到|符合)(?:序时|时序)进度(?:要求)?)?|需?要?(?:长期|持续)(?:坚持|整改|推进|落实|推动)(?:整改)?|进展滞后|正推进)"
)
AND_ON = r"[、，,]?(?:并|且)(?:需|将|需要)?(?:长期|持续)(?:坚持|推进|整改|巩固)的?"
NOT_YET = (
    r"(?<!月内)(?<!年内)(?<!日内)(?<!前)(?<!基本)(?<!阶段性)(?<!部分)(?<!未)(?<!限期)(?<!按期)(?<!要)(?<!能)(?<!力争)"
    r"(?<!确保)(?<!将)"
)
ADVICE = (
    r"(?:工作|整改|针对性|具体|巡[察视]|有针对性的|指导性)*"
    r"(?:意见(?:和|、|与|及)?建议|建议和?意见|建议|整改意见)"
)
NEXT_LEVEL = rf"{GAP}(?:共|共计|合计|、|，|,|存在的?|，?共)?{GAP}{NUMBER}{GAP}{UNIT}"

MATTER_SIGNS = "问题 任务 事项"
MEASURE_SIGNS = "措施 举措"
DONE_SIGNS = "完成 整改到位 整改完毕 整改结束 办结 销号 解决 落实到位"
ALMOST_SIGNS = "基本 阶段性 部分"
ONGOING_SIGNS = (
    "正 在 持续 继续 加快 积极 有序 抓紧 稳步 全力 深入 扎实 大力 加紧 按 推进中 整改中 推动中 未 长期 滞后"
)

TABLE: tuple[tuple[str, str, str, str, int], ...] = (
    ("aspects", "方面", rf"{N}(?:个|大|项)?大?方面(?:的)?(?={NEXT_LEVEL})", "反馈的5个方面15类问题", 5),
    (
        "aspects",
        "方面",
        rf"{N}(?:个|大|项)?大?方面(?:的)?{KIND}(?:问题|不足|整改任务)",
        "指出了五个方面的突出问题",
        5,
    ),
    (
        "aspects",
        "方面",
        rf"{N}(?:个|大)?方面(?=共?(?:发现|存在|反馈|指出|查摆)[^，,。；;\d]{{0,10}}问题{GAP}{NUMBER}{GAP}{ITEM})",
        "监管不力等三个方面共发现反馈各类问题14个",
        3,
    ),
    (
        "aspects",
        "方面， 方面,",
        rf"(?:聚焦|围绕|针对|对照)(?:反馈的?)?{N}(?:个|大)?方面(?=[，,](?:研究|共|逐条|认真)*(?:制定|提出|细化)[^，,。；;\d]{{0,10}}{NUMBER}{GAP}(?:条|项|个))",
        "聚焦7个方面,制定142条具体整改措施",
        7,
    ),
    (
        "aspects",
        "大类 大板块",
        rf"{N}(?:大类|个大类|大板块)(?={NEXT_LEVEL})",
        "反馈的4大类13个大项26个具体问题",
        4,
    ),
    (
        "detailed_problems",
        "细化 分解 梳理 拆解 细分 归纳 拆分 整理",
        r"(?:细化|分解|梳理|拆解|细分|归纳|拆分|整理)(?:分解|梳理|归纳|细化)?(?:成|为|出|形成)?"
        rf"(?:(?!方面)[^。；;\n\d]){{0,16}}?{N}{UNIT}(?:具体|整改|细化|子|小|需整改)*(?:的)?(?:问题|任务|事项|细项|小项|整改点|问题点)",
        "19个问题细化成43个具体问题",
        43,
    ),
    (
        "detailed_problems",
        "细化 分解 拆解 细分 拆分",
        rf"(?:细化|分解|拆解|细分|拆分)(?:成|为|出)?(?:具体|整改|细化)*(?:问题|任务|事项){GAP}{N}{UNIT}",
        "分解具体问题35个",
        35,
    ),
    (
        "detailed_problems",
        "小项",
        rf"(?<=[类项面、，,]){N}小项(?:具体|整改)*(?:任务|问题|事项)?",
        "3大类、24小项整改任务",
        24,
    ),
    (
        "suggestions",
        "建议 意见",
        rf"{N}(?:个方面|方面|条|项|个|点)(?:的)?{ADVICE}",
        "提出了三个方面的意见和建议",
        3,
    ),
    ("suggestions", "建议 意见", rf"{ADVICE}{GAP}{N}(?:条|项|个|点)", "提出整改建议4条", 4),
    (
        "completed",
        "全部 均 都",
        rf"{N}(?:条|项|个)(?:具体|整改)*(?:措施|举措)(?:已|均|都|现|目前)*(?:全部|均|都)(?:已)?{DONE}",
        "92项整改措施已全部完成",
        92,
    ),
    (
        "measures",
        MEASURE_SIGNS,
        rf"{N}(?:条|项|个)(?:具体|细化)?(?:的)?(?:整改)?(?:具体|细化)?(?:整改|工作)?(?:措施|举措)",
        "共提出96条整改措施",
        96,
    ),
    (
        "measures",
        MEASURE_SIGNS,
        rf"(?:措施|举措)(?:共|共计|合计)?{GAP}{N}(?:条|项|个)",
        "制定整改措施96条",
        96,
    ),
    (
        "measures",
        MEASURE_SIGNS,
        rf"(?:制定|细化|提出|形成)(?:具体|整改|的|了|出)*(?:措施|举措){GAP}{N}(?=[，,。；;])",
        "细化整改措施64,逐一明确责任领导",
        64,
    ),
    (
        "basically_completed",
        "并 且",
        rf"{ALMOST}(?:{ALMOST})?{AND_ON}(?:{MATTER})?{GAP}{N}{ITEM}",
        "阶段性完成并长期坚持6项",
        6,
    ),
    ("completed", "并 且", rf"{NOT_YET}{DONE}{AND_ON}{GAP}{N}{ITEM}", "已完成并长期坚持12项", 12),
    (
        "in_progress",
        ONGOING_SIGNS,
        rf"{ONGOING}(?:的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}",
        "未完成但达到序时进度5项",
        5,
    ),
    (
        "basically_completed",
        ALMOST_SIGNS,
        rf"{ALMOST}(?:的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}",
        "基本完成4个",
        4,
    ),
    (
        "basically_completed",
        ALMOST_SIGNS,
        rf"{N}{ITEM}(?:{MATTER})?(?:已|均|整改)*{ALMOST}",
        "2个问题基本完成",
        2,
    ),
    (
        "in_progress",
        ONGOING_SIGNS,
        rf"{N}{ITEM}(?:{MATTER})?(?:还|仍|均|需|需要|尚|也|已|都|为|属|属于)*{ONGOING}",
        "其余5项正在积极推进中",
        5,
    ),
    (
        "in_progress",
        "正",
        rf"{N}{ITEM}(?:{MATTER})?(?:还|仍|均|尚)?正在?[^，,。；;\d]{{1,12}}(?:推进|整改|办理)",
        "还有4项正在按时限要求推进",
        4,
    ),
    ("completed", "完成问题整改", rf"{NOT_YET}完成问题整改{GAP}{N}{ITEM}", "已完成问题整改20项", 20),
    (
        "completed",
        "（含 (含 （其中 (其中",
        rf"{NOT_YET}(?:整改完成|完成整改|完成){GAP}{N}(?=[（(](?:含|其中))",
        "已整改完成16(含长期任务6项)",
        16,
    ),
    ("completed", "已整改", rf"(?<!未)已整改(?:了|的)?(?:{MATTER})?{GAP}{N}{ITEM}", "已整改31个", 31),
    (
        "completed",
        DONE_SIGNS,
        rf"{NOT_YET}{DONE}(?:了|的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}",
        "整改已完成27个",
        27,
    ),
    (
        "completed",
        DONE_SIGNS,
        rf"{N}{ITEM}(?:{MATTER})?{SO_FAR}{NOT_YET}{DONE}",
        "25个问题已全部完成整改",
        25,
    ),
    (
        "completed",
        DONE_SIGNS,
        rf"{N}{ITEM}{MATTER}[，,](?:[^，,。；;\d]{{2,14}}[，,])?(?:目前|现|截至目前)?(?:已|均|都|现)*(?:全部|均|都)(?:已)?(?:按时|按期)?{DONE}",
        "反馈的18个问题,已全部整改到位",
        18,
    ),
    (
        "specific_problems",
        "具体 细化 子 小",
        rf"(?<=[类题项面、，,点]){GAP}{N}{ITEM}(?:具体|细化|子|小)(?:的)?(?:问题|表现|事项)",
        "3个方面12个问题36个具体问题",
        36,
    ),
    (
        "specific_problems",
        "整改任务 整改事项 整改问题",
        rf"(?:确定|形成|梳理|分解|制定|明确|列出)(?:了|出|为|成)?(?:具体)?整改(?:任务|事项|问题){GAP}{N}{ITEM}",
        "共确定整改问题29项",
        29,
    ),
    (
        "specific_problems",
        "确定 明确 形成 梳理",
        rf"(?:确定|明确|形成|梳理)(?:了|出|为)?{N}{ITEM}(?:具体|细化)(?:的)?(?:问题|整改)(?:点|项|任务)",
        "研究确定47个具体问题点",
        47,
    ),
    (
        "specific_problems",
        "整改任务",
        rf"(?<=[题类面、，,]){GAP}{N}项整改任务",
        "16个主要问题46项整改任务",
        46,
    ),
    (
        "problems",
        "具体",
        rf"(?<=方面)[、，,]?{N}[项个][、，,]?(?={GAP}{NUMBER}{GAP}{ITEM}具体)",
        "4个方面、13项、37个具体问题",
        13,
    ),
    ("problems", MATTER_SIGNS, rf"{N}{ITEM}{MATTER}", "指出了6大方面共31个问题", 31),
    ("problems", "方面", rf"方面(?:的)?[，,、]?{GAP}{N}[项个](?=[，,。；;]|$)", "反馈问题共5个方面26个", 26),
    ("problems", "点", rf"{N}点{KIND}问题", "指出了9点问题", 9),
    ("problems", "类 项", rf"{N}(?:类|大项|个大项|项)(?:{MATTER})", "5个方面15类问题", 15),
    (
        "problems",
        "类 大项",
        rf"{N}(?:个类别|个大类|类别|类|大项|个大项)(?={NEXT_LEVEL})(?!{GAP}{NUMBER}(?:个|大)*方面)",
        "4大类13个大项26个具体问题",
        13,
    ),
    (
        "problems",
        "大项",
        rf"(?<=[面类、，,]){N}(?:大项|个大项)(?=(?:细化|分解|拆解|梳理|细分|归纳)(?:分解|细化)?(?:成|为|出)?{GAP}{NUMBER}{GAP}{ITEM})",
        "4个方面、12个大项分解成24个具体问题",
        12,
    ),
    (
        "problems",
        "共 合计 总计",
        rf"(?:问题|整改任务|整改事项)(?:清单)?[，,]?(?:共|共计|合计|总计){GAP}{N}{ITEM}",
        "反馈问题共27个",
        27,
    ),
    (
        "problems",
        "反馈 指出 认领 梳理 查找 列出",
        rf"(?:反馈的?|指出的?|认领|梳理(?:出|形成)?|查找出?|列出)(?:主要|具体|突出|整改|各类|反馈)*(?:问题|意见){GAP}{N}{ITEM}",
        "反馈问题28个",
        28,
    ),
    ("problems", "清单", rf"(?:问题|任务|整改)清单{GAP}{N}{ITEM}", "梳理形成问题清单23项", 23),
)
"""Key, signs, pattern with the number as `n`, an example and its value; earlier rows take a number first.

Signs are words of which a match holds at least one: a sentence without them need not be searched.
`specific_problems` are detailed ones where a level stands above them, else the problems themselves.
"""


class Row(NamedTuple):
    """One way to state a figure; `leads` says that its pattern begins with the number."""

    key: str
    pattern: re.Pattern[str]
    leads: bool


def _compile(key: str, pattern: str) -> Row:
    leads = pattern.startswith(N)
    return Row(key, re.compile(pattern) if leads else compile_search(pattern), leads)


def _index_by_sign() -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for at, (_, signs, _, _, _) in enumerate(TABLE):
        for sign in signs.split():
            index.setdefault(sign, []).append(at)
    return index


ROWS = tuple(_compile(key, pattern) for key, _, pattern, _, _ in TABLE)
ROWS_BY_SIGN = _index_by_sign()
