"""How a notice tallies its findings, measures and progress: a table of patterns with an example each."""

from __future__ import annotations

import re

from scrapers.notice.days import GAP, NUMBER

N = rf"(?P<n>{NUMBER})\s?"
UNIT = r"(?:个|项|条|件|类|点|大项|小项|大类)"
ITEM = r"(?:个|项|条|件)"
KIND = r"(?:主要|突出|重点|具体|反馈的?|方面的?|存在的?|共性|个性|巡[察视]|整改|需要?整改的?|的)*"
MATTER = rf"{KIND}(?:问题|任务|事项)"
DONE = r"(?:完成整改|整改完成|完成|整改到位|整改完毕|整改结束|整改办结|办结|销号|解决|落实到位)"
SO_FAR = r"(?:已经|已|均|都|全部|现|目前|其中)*"
ALMOST = (
    r"(?:基本完成整改|基本完成|基本整改到位|基本整改完成|整改基本完成|阶段性完成(?:整改)?|阶段性整改(?:到位|完成)|完成阶段性整改"
    r"|(?:已)?取得(?:明显|积极|初步)?(?:的)?阶段性(?:成效|成果|进展)|部分完成(?:整改)?|基本解决|基本办结)"
)
ADVERB = r"(?:正在|仍在|持续|继续|加快|积极|有序|抓紧|稳步|全力|深入|扎实|大力|加紧|按计划|正)"
ONGOING = (
    rf"(?:{ADVERB}+(?:整改|推进|推动|落实|进行|办理|解决)(?:整改|落实|推进)?(?:之中|当中|中)?|推进中|整改中|推动中"
    r"|(?:尚)?未(?:能)?(?:全部)?(?:完成整改|完成|整改到位|整改完成)(?:但(?:已|均)*(?:达到|符合)(?:序时|时序)进度(?:要求)?)?|需?要?(?:长期|持续)(?:坚持|整改|推进|落实|推动)(?:整改)?|进展滞后|正推进)"
)
AND_ON = r"[、，,]?(?:并|且)(?:需|将|需要)?(?:长期|持续)(?:坚持|推进|整改|巩固)的?"
NOT_YET = r"(?<!基本)(?<!阶段性)(?<!部分)(?<!未)(?<!限期)(?<!按期)(?<!要)(?<!能)(?<!力争)(?<!确保)(?<!将)"
ADVICE = (
    r"(?:工作|整改|针对性|具体|巡[察视]|有针对性的|指导性)*"
    r"(?:意见(?:和|、|与|及)?建议|建议和?意见|建议|整改意见)"
)
NEXT_LEVEL = rf"{GAP}(?:共|共计|合计|、|，|,|存在的?|，?共)?{GAP}{NUMBER}{GAP}{UNIT}"

TABLE: tuple[tuple[str, str, str, int], ...] = (
    ("aspects", rf"{N}(?:个|大|项)?大?方面(?:的)?(?={NEXT_LEVEL})", "反馈的5个方面15类问题", 5),
    (
        "aspects",
        rf"{N}(?:个|大|项)?大?方面(?:的)?{KIND}(?:问题|不足|整改任务)",
        "指出了五个方面的突出问题",
        5,
    ),
    ("aspects", rf"{N}(?:大类|个大类|大板块)(?={NEXT_LEVEL})", "反馈的4大类13个大项26个具体问题", 4),
    (
        "detailed_problems",
        r"(?:细化|分解|梳理|拆解|细分|归纳|拆分|整理)(?:分解|梳理|归纳|细化)?(?:成|为|出|形成)?"
        rf"[^。；;\n\d]{{0,16}}?{N}{UNIT}(?:具体|整改|细化|子|小|需整改)*(?:的)?(?:问题|任务|事项|细项|小项|整改点|问题点)",
        "19个问题细化成43个具体问题",
        43,
    ),
    ("suggestions", rf"{N}(?:个方面|方面|条|项|个|点)(?:的)?{ADVICE}", "提出了三个方面的意见和建议", 3),
    ("suggestions", rf"{ADVICE}{GAP}{N}(?:条|项|个|点)", "提出整改建议4条", 4),
    (
        "measures",
        rf"{N}(?:条|项|个)(?:具体|细化)?(?:的)?(?:整改)?(?:具体|细化)?(?:整改|工作)?(?:措施|举措)",
        "共提出96条整改措施",
        96,
    ),
    ("measures", rf"(?:措施|举措)(?:共|共计|合计)?{GAP}{N}(?:条|项|个)", "制定整改措施96条", 96),
    ("basically_completed", rf"{ALMOST}{AND_ON}{GAP}{N}{ITEM}", "阶段性完成并长期坚持6项", 6),
    ("completed", rf"{NOT_YET}{DONE}{AND_ON}{GAP}{N}{ITEM}", "已完成并长期坚持12项", 12),
    ("in_progress", rf"{ONGOING}(?:的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}", "未完成但达到序时进度5项", 5),
    ("basically_completed", rf"{ALMOST}(?:的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}", "基本完成4个", 4),
    ("basically_completed", rf"{N}{ITEM}(?:{MATTER})?(?:已|均|整改)*{ALMOST}", "2个问题基本完成", 2),
    (
        "in_progress",
        rf"{N}{ITEM}(?:{MATTER})?(?:还|仍|均|需|需要|尚|也|已|都|为|属|属于)*{ONGOING}",
        "其余5项正在积极推进中",
        5,
    ),
    (
        "in_progress",
        rf"{N}{ITEM}(?:{MATTER})?(?:还|仍|均|尚)?正在?[^，,。；;\d]{{1,12}}(?:推进|整改|办理)",
        "还有4项正在按时限要求推进",
        4,
    ),
    ("completed", rf"(?<!未)已整改(?:了|的)?(?:{MATTER})?{GAP}{N}{ITEM}", "已整改31个", 31),
    ("completed", rf"{NOT_YET}{DONE}(?:了|的)?(?:{MATTER})?(?:有|共)?{GAP}{N}{ITEM}", "整改已完成27个", 27),
    ("completed", rf"{N}{ITEM}(?:{MATTER})?{SO_FAR}{NOT_YET}{DONE}", "25个问题已全部完成整改", 25),
    (
        "specific_problems",
        rf"(?:确定|形成|梳理|分解|制定|明确|列出)(?:了|出|为|成)?(?:具体)?整改(?:任务|事项|问题){GAP}{N}{ITEM}",
        "共确定整改问题29项",
        29,
    ),
    (
        "completed",
        rf"{N}{ITEM}{MATTER}[，,](?:目前|现|截至目前)?(?:已|均|都|现)*(?:全部|均|都)(?:已)?(?:按时|按期)?{DONE}",
        "反馈的18个问题,已全部整改到位",
        18,
    ),
    (
        "specific_problems",
        rf"(?<=[类题项面、，,点]){GAP}{N}{ITEM}(?:具体|细化|子|小)(?:的)?(?:问题|表现|事项)",
        "3个方面12个问题36个具体问题",
        36,
    ),
    ("specific_problems", rf"(?<=[题类面、，,]){GAP}{N}项整改任务", "16个主要问题46项整改任务", 46),
    ("problems", rf"{N}{ITEM}{MATTER}", "指出了6大方面共31个问题", 31),
    ("problems", rf"方面(?:的)?[，,、]?{GAP}{N}[项个](?=[，,。；;]|$)", "反馈问题共5个方面26个", 26),
    ("problems", rf"{N}点{KIND}问题", "指出了9点问题", 9),
    ("problems", rf"{N}(?:类|大项|个大项|项)(?:{MATTER})", "5个方面15类问题", 15),
    (
        "problems",
        rf"{N}(?:个类别|个大类|类别|类|大项|个大项)(?={NEXT_LEVEL})(?!{GAP}{NUMBER}(?:个|大)*方面)",
        "4大类13个大项26个具体问题",
        13,
    ),
    (
        "problems",
        rf"(?:问题|整改任务|整改事项)(?:清单)?[，,]?(?:共|共计|合计|总计){GAP}{N}{ITEM}",
        "反馈问题共27个",
        27,
    ),
    (
        "problems",
        rf"(?:反馈的?|指出的?|认领|梳理(?:出|形成)?|查找出?|列出)(?:主要|具体|突出|整改)*(?:问题|意见){GAP}{N}{ITEM}",
        "反馈问题28个",
        28,
    ),
    ("problems", rf"(?:问题|任务|整改)清单{GAP}{N}{ITEM}", "梳理形成问题清单23项", 23),
)
"""Key, pattern with the number as `n`, an example and its value; earlier rows take a number first.

`specific_problems` are detailed ones where a level stands above them, else the problems themselves.
"""

ROWS = tuple((key, re.compile(pattern), example, value) for key, pattern, example, value in TABLE)
