"""What the chapters of a notice are for: its introduction, its problems, its closing words."""

from __future__ import annotations

import re

from scrapers.searching import compile_search

# Titles of chapters that hold no problems. Each row: pattern, example.
INTRODUCTIONS: tuple[tuple[str, str], ...] = (
    (r"(?:组织|工作)(?:领导|开展|推进|落实|部署)?(?:的)?(?:总体|基本|组织|开展)?情况", "整改工作组织情况"),
    (r"(?:总体|基本|主要|工作|整体)情况$|整改概况|基本概况", "巡察整改总体情况"),
    (
        r"提高(?:政治)?站位|提升(?:政治)?站位|提高思想|政治站位|统一思想|凝聚(?:思想)?共识|思想认识|"
        r"政治自觉|政治责任|政治担当|主体责任",
        "提高政治站位，强化整改责任",
    ),
    (
        r"组织领导|加强领导|领导小组|高位推动|靠前指挥|压实(?:整改)?责任|扛(?:牢|起|稳|紧)",
        "加强组织领导，压实整改责任",
    ),
    (
        r"明确(?:任务|责任|分工)|细化(?:任务|措施|方案|责任)|制定(?:整改)?方案|整改方案|台账|清单",
        "明确责任，制定整改方案",
    ),
    (
        r"高度重视|迅速行动|精心组织|周密部署|全面部署|研究部署|动员部署|专题民主生活会|"
        r"学习贯彻.{0,30}重要论述",
        "高度重视，精心组织",
    ),
    (
        r"督导|督促检查|跟踪问效|推动(?:整改)?(?:落实|见效|见行见效)|标本兼治|严肃(?:整改)?纪律|立行立改",
        "强化督导，推动整改见效",
    ),
    (
        r"巡[视察]反馈(?:的)?(?:基本|总体|主要)?(?:情况|意见)$|巡[视察](?:工作)?(?:的)?基本情况",
        "巡察反馈情况",
    ),
)
CLOSINGS: tuple[tuple[str, str], ...] = (
    (
        r"下一?步|下阶段|下一阶段|今后|接下来|后续(?:整改|工作)|工作打算|工作安排|工作计划|努力方向",
        "下一步工作打算",
    ),
    (
        r"巩固|深化(?:拓展)?(?:整改|巡[视察])?成[果效]|成果(?:运用|转化)|长效|常态|久久为功|持续(?:推进|"
        r"深化|发力|用力|抓好|强化|加强|做好)|长期坚持|防止反弹|固本强基",
        "巩固深化整改成果",
    ),
    (r"(?:取得|主要|初步)(?:的)?(?:成效|成果|效果)|整改成效$|经验(?:体会|做法)|几点体会", "取得的主要成效"),
    (
        r"问题线索(?:的)?(?:办理|处置|核查)|信访件|移交(?:的)?(?:问题)?线索|移交事项",
        "巡察移交问题线索办理情况",
    ),
    (r"需要说明|其他(?:需要)?说明|监督(?:方式|电话)|联系方式", "需要说明的事项"),
)
# Titles of chapters that answer findings even where no heading in them states one.
PROBLEMS: tuple[tuple[str, str], ...] = (
    (
        r"(?:问题)?(?:的)?(?:整改|落实)(?:工作)?(?:落实|进展|完成|推进)*(?:情况|进展)",
        "巡察反馈问题整改落实情况",
    ),
    (r"(?:反馈|突出|存在|具体|主要|重点)(?:的)?问题", "聚焦反馈问题"),
    (
        r"问题导向|问题短板|直面问题|逐[项条]|整改措施|落实整改|整改工作(?:开展)?$|推动整改|整改事项|"
        r"整改任务",
        "直面问题，推动整改工作开展",
    ),
)
_INTRODUCTION = compile_search("|".join(pattern for pattern, _ in INTRODUCTIONS))
_CLOSING = compile_search("|".join(pattern for pattern, _ in CLOSINGS))
_NEXT_STEPS = re.compile(CLOSINGS[0][0])
_STOP = re.compile("[，。；：:;]")
_LONGEST_TITLE = 24
_PROBLEMS = compile_search("|".join(pattern for pattern, _ in PROBLEMS))

_ITEMS = re.compile(
    r"(?:问题|专项检查|选人用人|意识形态|专题|回头看|巡[视察]|审计)[^。]{0,20}整改(?:工作)?(?:落实|进展|"
    r"完成)*(?:情况|问题)|(?:整改|未完成|"
    r"推进)(?:的)?(?:问题|事项)$"
)

# Lines after which nothing belongs to a problem.
_TAIL = re.compile(
    r"[\s　]*(?:欢迎(?:广大|社会|各界|对|全)|(?:以上|上述)(?:整改)?情况|联系(?:方式|电话|人|地址)|"
    r"监督(?:方式|电话)|(?:[^，,。；;：:\n]{0,12}[，,]?)如有(?:意见|建议|问题|不同|异议|疑问)|"
    r"电[\s　]*话[:：]|邮(?:政|箱|编|寄)|"
    r"(?:联系|通[讯信]|来信)?地[\s　]*址[:：]|电子(?:邮|信)|来信|来访|特此(?:通报|报告|公布)|附件[:：\s]|"
    r"附[:：]|广大干部群众|有关意见|公示期|反馈(?:电话|"
    r"方式|渠道)|受理(?:电话|时间))"
)
_PHONE = re.compile(r"[^\n]{0,120}[。；;，,\s　](?:联系|监督|举报|咨询|受理)电话[:：]")
_DATE = re.compile(
    r"[\s　]*[0-9０-９二〇零○一三四五六七八九十]{2,4}[\s　]*年"
    r"[\s　]*[0-9一二三四五六七八九十]{1,3}[\s　]*月"
    r"[\s　]*[0-9一二三四五六七八九十]{1,3}[\s　]*日[\s　]*$"
)
_SIGNATURE = re.compile(
    r"[\s　]*(?:中共|中国共产党)?[^，,。；;：:、“”\n]{3,45}(?:党组|党委|党工委|委员会|工委|党总支|总支|"
    r"党支部|支部|纪委|领导小组)(?:办公室)?[\s　]*$"
)
_AFTERWORD = re.compile(
    r"[\s　]*(?:下一?步|下阶段|今后|接下来|经过.{0,12}整改|虽然|总的看|通过.{0,10}整改|整改(?:永远|只有)|"
    r"巡[视察]整改(?:只有|工作|是|永远|虽)|"
    r"我[局院校委部镇乡街区县市司党]{1,3}将|.{0,20}(?:党组|党委|党工委|党总支|党支部|街道|医院|学校|学院|集团|公司|镇|乡|局)将)"
)
_RECTIFICATION = re.compile("巡[视察]|整改|成果|全面从严治党")


def is_introduction(title: str) -> bool:
    """Say whether a chapter's title announces how the work was organised (提高政治站位…)."""
    return _INTRODUCTION.search(title) is not None


def heads_next_steps(line: str) -> bool:
    """Say whether a line is the title of what comes next and no more (下一步工作打算)."""
    return len(line) <= _LONGEST_TITLE and _NEXT_STEPS.search(line) is not None and not _STOP.search(line)


def is_closing(title: str) -> bool:
    """Say whether a chapter's title announces what comes next (下一步…, 巩固…)."""
    return _CLOSING.search(title) is not None


_ORGANISING = re.compile(
    r"组织(?:落实|推进|开展|实施|领导)?(?:巡[视察])?整改(?:落实|工作)*(?:的)?(?:总体|基本)?情况"
)


def is_organising(title: str) -> bool:
    """Say whether a title announces who organised the rectification (党委及主要负责人组织落实整改情况)."""
    return _ORGANISING.search(title) is not None


def names_suggestions(title: str) -> bool:
    """Say whether a chapter's title announces what became of suggestions, which are no findings."""
    return "建议" in title and "问题" not in title


def announces_problems(title: str) -> bool:
    """Say whether a chapter's title announces the answers to the findings."""
    return _PROBLEMS.search(title) is not None


_FINDINGS = re.compile(
    r"^[\s　]*(?:(?:省|市|区|县|州|旗)?委)?(?:巡[视察]组?)?(?:指出|反馈|发现|存在|查摆)?的?"
    r"(?:主要|具体|突出|重点)?(?:问题|意见|情况)(?:清单)?(?:和(?:意见)?建议)?[\s　。：:]*$"
)


def names_findings(title: str) -> bool:
    """Say whether a chapter's title names findings and says nothing of answers (巡察反馈的主要问题)."""
    return _FINDINGS.match(title) is not None and "整改" not in title


def announces_items(title: str) -> bool:
    """Say whether a title names answers to a check of its own (选人用人专项检查反馈问题整改情况)."""
    return _ITEMS.search(title) is not None


def is_tail(line: str, *, last: bool) -> bool:
    """Say whether an unnumbered line ends the items: contacts, signature, an afterword after the last."""
    if _TAIL.match(line) or _DATE.match(line):
        return True
    if ("电话" in line and _PHONE.match(line)) or (len(line) <= 50 and _SIGNATURE.match(line)):
        return True
    return last and _AFTERWORD.match(line) is not None and _RECTIFICATION.search(line) is not None
