"""Whether a clause reports unfinished work: its cue, and what makes of a cue no more than words."""

from __future__ import annotations

import re
from datetime import date

from scrapers.notice.unfinished_cues import TRACE, Cue, Kind, list_cues
from scrapers.searching import compile_search

# A lead-in that makes of the clauses after it work still to do.
LEAD_IN = re.compile(
    r"^(?:下一步|下步|接下来|下阶段|下一阶段|后续)(?:工作|打算|计划|措施|安排|整改措施|整改计划)?$"
)
# The clause says that the matter is settled after all.
_SETTLED = compile_search(
    r"(?:余款|尾款|差额)[^，,将拟待]*(?:完毕|付清|结清|到位)$|(?:剩余|其余|余下|余款|尾款|差额|缺口)[^，,]{0,14}?(?:均|已|全部|都)(?!进入|启动|提交|上报|报|列入|申请|制定|委托|立案|起诉|发函|约谈|督促|纳入|登报|公告|移送|诉|正|在)|"
    r"基本完成|已(?:全部|全面)?(?:完成|办结|销号)(?!\d)[^，,]{0,4}$|予以|取消|通报批评"
)
_DONE_AFTER = re.compile(
    r"(?:通过|同意|批复|印发|出台|实施|施行|备案|完成|批准)(?!后)$|(?:已|并|正式)(?:经[^，,]{0,20}(?:通过|同意)|印发|出台|发布|批复|通过|实施)|取得[^，,]{0,8}批复"
)
_NOW_DONE = re.compile(
    r"^(?:目前|现|后来?|随后)?(?:均|全部|都)?已(?:经)?(?:全部|全面|正式|顺利)*(?:完成|完工|竣工|办结|整改|投用|投入使用|通车|交付|验收|开工|到位|解决|拆除|收回)"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_AHEAD = re.compile(r"下个?学期|剩余|其余|余下|将|拟|计划|争取|力争|确保|预计|务必|尚|待|明年|今冬|明春|来春")
_SUBJECT = re.compile(
    r"的\d+(?:[\u4e00-\u9fff]{1,6})$|^未[^，,]{1,10}的\d[^，,]*已[^，,]*$|不(?:配合|同意|愿意?|肯|接受|履行)$|未果$|谈不[拢妥成]$|未能?达成[^，,]*$"
)
_NOT_DONE = re.compile(r"未|待|没有|等(?=[审批])")
_GENERAL_CLAUSE = compile_search(
    r"^(?:把|将|为|给|向|让|帮助|劝阻|救助|慰问|资助)(?:正在|[仍尚]在|[尚仍]未)|"
    r"^(?:从|在)?[尚仍还]?未[^，,\d]{1,12}的[^，,\d]{1,12}中(?=[\u4e00-\u9fff])|"
    r"正在?(?:逐步|逐渐|不断|加快|加速|日益)?(?:成为|成长为|显现|凸显|好转|向好|改善$|发挥|释放)|"
    r"^(?:正|仍|尚)在[^，,的]{2,10}的\d[^，,]*?(?:全部|均|已|都)|"
    r"(?:氛围|格局|局面|风气|共识|合力|效应|意识|自觉|态势|成效)[^，,]{0,6}正在?[^，,]{0,4}(?:形成|提升|增强|改善)|"
    r"^(?!(?:对|针对)[^，,]*的(?:\d+[\u4e00-\u9fff]{1,6}?(?:已(?:启动|提起|向|申请|移送|起诉|立案)|正)|[^，,的]{0,16}?(?<!问题)正在))(?:对于?|针对|凡|如|若|就|关于)[^，,]*?(?:的|者|问题)|^未[^，,]*?(?:的(?!\d)|者|问题)|的$|者$|^(?:在|于)[^，,]*中$|\d[^，,正仍尚]{0,8}的[^，,正仍尚]{0,10}中$|在正在|(?:动员|引导|组织|鼓励|督促|帮助)(?:正在|[尚仍]未)|每(?:年|月|季度|周|半年)|定期|坚持|严禁|不得|如下$|^(?:正在|[尚仍]未)[^，,的]{2,8}的[逐按由每限予]"
)
# What an item that is done reports of its own past, in words that elsewhere tell of work to come.
_DONE_WITH = re.compile(
    r"已(?:经)?[^，,]{0,6}?(?:移交|移送|转交|转送|送交|交由)[^，,]{0,36}?(?:处理|处置|查处|管理|研究|裁定)$"
)
_STILL_OPEN = re.compile(
    r"正|将|拟|未|尚|待|需|须|仍|后|已(?:启动|申请|起诉|提起|立案)|分[期批]|计划|诉讼|司法|法院|推进|跟进"
)
_SEASON_PAST = re.compile(r"已|了(?!解)|每|共|累计|\d(?:人次|次|场|期|轮|批次)|会前|谈话")
# What may be left of a clause that states only how the item stands.
_STATUS_WORDS = re.compile(
    r"(?>目前|现|现已|已|截至目前|尚未|未|整改|问题|工作|任务|事项|措施|该|此|本|这|项|各|有关(?=问题|整改)|上述|以上|均|仍|还|也|正在?|在|进行|推进|推动|落实|开展|完成|进度|进展|顺利|良好|中|之|当|"
    r"积极|有序|稳步|持续|深入|努力|加快|抓紧|全力|扎实|逐步|不断|按|照|年|需|应|计划|序时|时间|节点|要求|方案|程序|并|长期|坚持|协调|状态|情况|情形|：|:|、|个|\d|已|取得|阶段性|成效|的)*+"
)
_SPECIFIC = re.compile(
    r"上报|报送|报请|移交|召开|拆除|办理|签订|追缴|追回|收回|收缴|报损|报废|出让|转让|划拨|置换|回购|流转|扩建|改建|迁建|更换|加固|竞租|挂牌|扣回|扣缴|抵扣|清偿|偿还|归还|退还|还清|清退|验收|启动|建设(?!与)|采购|招标|招租|出台|印发|制定|制订|修订|编制|提交|提请|申请|核销|搬迁|划转|入账|盘活|处置|注销|立案|起诉|诉讼|拍卖|改造|修缮|重建|新建|"
    r"安装|协调.{4,}|配合做好|争取.{0,20}资金|调整|整合|补办|补齐|补种|结算|决算|移送|换届|招聘|招录|撤销|清算|征收|补偿|申报|维修|处理|腾退|脱钩|落地|竣工|完工|通车|作为(?![^，,]{0,20}(?:内容|抓手|依据|重点|任务|标准|指标))|纳入|上线|启用|接入|统筹使用|改[为由用]|转为|投票|[再次]拍|开标|强制执行|分[一二两三四五六七八九十\d]{1,2}[年期批步]|开展.{2,}(?:排查|清查|评估|审计|鉴定|检测|整治|调研|修复)|(?:与|同).{2,24}(?:沟通|对接|协商|洽谈)"
)
_STANDING = re.compile(
    r"^(?:我[局委办院校区镇街]|街道|[^，,]{0,10}(?:党组|党委|党工委))?(?:也)?(?:继续|持续|不断|进一步|长期|常态化|定期|严格|始终|坚持|切实|全面|深入|认真)*"
    r"(?:持续|不断|严格|定期|常态|长期|加强(?!与|同|和)|强化|规范|健全|完善|巩固|提高|提升|严防|杜绝|督促[^，,]{0,16}(?:加强|落实|做好)|加大(?!力度协调)[^，,]{0,24}力度|举一反三|跟进|跟踪|监督|抓好|抓实|压实|落实|学习|引导|深化|推动|推进|结合(?![^，,]*(?:一并|统筹))|围绕)"
)
_PREAMBLE = re.compile(r"(?:根据|按照|结合|针对|围绕|会同|依据|在)[^，,]*$|(?:将|拟)$")


def find_cue(clause: str) -> tuple[Cue, re.Match[str]] | None:
    """The cue of unfinished work in a clause and where it stands; `None` where the clause reports none.

    `clause` has its quotations blanked out: another's words report nothing.
    """
    traces = TRACE.findall(clause)
    if not traces or _GENERAL_CLAUSE.search(clause):
        return None
    for cue in list_cues(traces):
        match = cue.pattern.search(clause)
        if match is None or (cue.kind not in (Kind.AWAITS, Kind.HANDED_OVER) and _SETTLED.search(clause)):
            continue
        if cue.kind in (Kind.UNDER_WAY, Kind.NOT_YET) and is_bare_status(clause):
            return None
        if cue.kind is Kind.SEASON and _SEASON_PAST.search(clause):
            continue
        return cue, match
    return None


def is_done_with(clause: str, kind: Kind) -> bool:
    """Say whether a clause that may tell of work to come tells of work done, in an item that is done.

    其余2名按规定程序停止党籍, 已移交住建部门处理.
    """
    if kind is Kind.REMAINS:
        return _STILL_OPEN.search(clause) is None
    return kind is Kind.HANDED_OVER and _DONE_WITH.search(clause) is not None


def is_done_now(clause: str) -> bool:
    """Say whether the clause after one of unfinished work reports that it is done by now."""
    return _NOW_DONE.search(clause) is not None


def awaits_its_season(clause: str, today: date | None) -> bool:
    """Say whether a clause with a season speaks of work to come, whatever its item says of itself."""
    year = _YEAR.search(clause)
    if year is not None and today is not None and int(year.group()) < today.year:
        return False
    return year is not None or _AHEAD.search(clause) is not None


def names_its_subject(clause: str) -> bool:
    """Say whether a clause only names what the next one tells of: 尚未办结的2件, 余下3户不配合."""
    return _SUBJECT.search(clause) is not None


def is_bare_status(clause: str) -> bool:
    """Say whether a clause states only how the item stands: 整改正在推进中, 该项工作正在有序推进."""
    return _STATUS_WORDS.fullmatch(clause) is not None


def is_specific(step: str) -> bool:
    """Say whether a next step is a piece of work, not a standing duty or a stock phrase."""
    return _SPECIFIC.search(step) is not None and _STANDING.match(step) is None


def is_preamble(step: str) -> bool:
    """Say whether a step is only begun here: 将根据区领导批示, 下一步将."""
    return not step.strip() or _PREAMBLE.fullmatch(step.strip()) is not None


def is_settled_by(clause: str) -> bool:
    """Say whether a later clause reports that what was handed over or put out for comment is through."""
    return _DONE_AFTER.search(clause) is not None and not (
        clause.startswith(("待", "经", "拟")) or _NOT_DONE.search(clause)
    )
