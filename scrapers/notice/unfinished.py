# ruff: noqa: E501 - a row of a table stays on one line
"""Unfinished work: the wordings in which a notice says that something remains, is under way or is still to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Why work counts as unfinished."""

    REMAINS = "remains"
    NOT_YET = "not_yet"
    UNDER_WAY = "under_way"
    HANDED_OVER = "handed_over"
    ENGAGED = "engaged"
    AWAITS = "awaits"
    TO_DO = "to_do"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the table: a pattern that holds in a clause of unfinished work, with an example."""

    kind: Kind
    pattern: re.Pattern[str]
    example: str


def _cue(kind: Kind, pattern: str, example: str) -> Cue:
    return Cue(kind, re.compile(pattern), example)


_HURRY = r"(?:按照?[^，,]{0,10}?(?:程序|要求|规定|计划|流程)|依法依规|依法|依规|积极|抓紧|加快|加紧|有序|稳步|进一步|逐步|逐一|全力|努力|着手|协调|同步|持续|深入|扎实|统筹|大力|全面|组织|不断|有力|加速|压茬|分类|分批)"
# Verbs that 正 (without 在) may stand before; 正确, 正式, 正面 and the like are other words.
_AFTER_ZHENG = r"(?=按|抓|加快|加紧|积极|进行|征|制[定订]|编[制写]|拟[定订]|履行|办理|通过|依法|依规|会同|组织|协调|向(?![上前好善激引面能]|正)|由|对(?!待)|与|开展|推进|起草|修[订改编]|申[请报]|全力|有序|逐[步一户个宗笔件项人家村]|稳步|着手|委托|走|处于|研究|筹[备建措]|梳理|清[理退查]|追[缴讨]|督促|落实|联系|同步|配合|核[实查算]|等待|努力|进一步|持续|建设|施工|实施|整[改治]|就|以|准备|商|采取|完善|报批|审[批核理]|缴[纳清]|补|支付|偿还|装修|调试|安装|铺设|采购|招[标租商聘]|公[示告]|提请|请(?!假)|签[订约]|移交|对接|沟通|协商|洽谈|谈判|评估|审计|测绘|勘[察测]|论证|设计|归集|等候|核定|摸[排底]|查[处找]|诉讼|走访|搬[迁离]|拆[除解]|重新|继续|再次|陆续|做(?!人|事|法)|发[函出]|接受|经(?=[省市区县镇])|复[核检验]|筛[选查]|选[址定]|谋划|探索|酝酿|汇总|比对)"

# Of two cues in one clause the upper one names its kind.
CUES: tuple[Cue, ...] = (
    _cue(
        Kind.REMAINS,
        r"(?:剩余|剩下|其余|余下|余款|尾款|差额|缺口|尚余|仅剩|剩(?=最后|\d)|(?<![剩其多有之年])余(?=\d)|另有|还有|仍有|尚有)[^，,]*?(?:正|将|拟|未|尚|待|没有?(?!问题|发现|再|异议)|(?<=\d)[^，,]{0,16}?[按依]|逐[年月步批]|陆续|继续(?!由|留|保留|使用|沿用|作为|归|保持|担任|聘用|执行原)|推进|处置|处理|跟进|办理|进入|需|须|[纳列]入[^，,]{0,8}(?:计划|预算|方案|规划|项目库)|分[期批]|通过(?:法律|司法|诉讼|法院|强制)|仍在|后(?:再|方|可|即)*(?:收|清|拆|办|搬|换|发|补|建|缴|付|还|退|交|完成|整改|支付|拨付|验收|移交|签|实施|启动|开工|复)|已(?:启动|提交|上报|报|列入|申请|制[定订]|委托|立案|起诉|发函|约谈|督促|纳入|登报|公告|移送|诉))",
        "剩余11宗正在跟进",
    ),
    _cue(
        Kind.REMAINS,
        r"^(?:目前|现|但|其中)?(?:(?:尚|仍)(?:有|余)|[尚仍还](?:欠|差|剩|缺))[^，,]{0,10}?(?<![第前])\d",
        "尚有2个小区居民不同意开挖",
    ),
    _cue(
        Kind.NOT_YET,
        r"(?:[还尚仍]|至今|目前)没有?(?:能|按期|全部|完全)?(?!发现|发生|出现|收到|接到|有|见|存在|涉及|再|造成|反映|问题|异议)[\u4e00-\u9fff]{2}",
        "目前还没有完成产权分割",
    ),
    _cue(
        Kind.NOT_YET,
        r"(?:尚|仍|还|暂|至今|目前|均)未(?:能|曾|按期|如期|全部|全面|完全)?(?!发现|发生|出现|(?:收|接)到(?![^，,]{0,6}(?:[批回答]复|反馈|[复回]函|函|款|意见|通知))|有|见|存在|涉及|再|发|造成|成年|了解|产生|反映|查实)|(?:暂缓|暂停|搁置)(?:实施|推进|建设|办理|执行)?$|(?:无法|难以)(?:按期|按时|如期|正常)?(?:完成|办理|推进|收回|追回|注销|拆除|过户|处置|移交|办证|结案|清退)(?!的)",
        "产权证因历史遗留问题暂未办理",
    ),
    _cue(
        Kind.NOT_YET,
        r"^(?:其中|目前|现|另|还|仍)?(?:有)?未(?![来必免婚成满知见受有达超及按曾予批准同许通]|发[现生]|出现|涉及)[\u4e00-\u9fff]{1,4}?(?:的)?(?:有|为)?(?<![第前近约])\d",
        "未搬迁7户",
    ),
    _cue(
        Kind.NOT_YET,
        r"\d[^，,\d]{1,4}(?:仍|尚)?(?:在建|在办|在审|在施|待(?:验收|建|批|审|开工|办|处置|销号|拆除|搬迁)|未(?:开工|完工|办结|拆[除完]|搬[迁离]|收回|缴清|签约|验收|移交|销号|到位))(?:$|、)",
        "1个待验收",
    ),
    _cue(
        Kind.NOT_YET,
        r"未能?(?:按期|如期|按时)(?:开工|完工|竣工|投用|交付|通车|推进|实施|招标|验收)",
        "停车场未能按期开工",
    ),
    _cue(
        Kind.HANDED_OVER,
        r"(?:已(?:经)?|再次|重新)(?:按程序|依程序|按规定|按要求|及时|正式|专题|一并|书面|统一|全部|分别|先后|再次)*(?:(?:提交|上报|报送|呈报|呈送|报请|报|提请|递交|移送|移交|转送|转交|送)(?!告|名|刊|道)[^，,]{0,36}?(?:审核|审批|审定|审查|审议|批准|批复|核准|研究|决策|评审|立项|查处|处理|处置|裁定|会审|会签|签批|待批|待审|候批|调配|协调|协调解决|答复)|送审|报批|报审|报请审批)$",
        "已上报市政府审批",
    ),
    _cue(
        Kind.HANDED_OVER,
        r"已(?:经)?(?:依法|正式|书面|及时|分别|全部)*(?:(?:向[^，,]{2,24}|提起|申请|提交|移送|移交|报请)[^，,]{0,24}?(?:请示|申请|诉讼|仲裁|强制执行|执行申请|复议|裁决|鉴定|认定|协查|起?诉状|上诉|申诉|申请书)|起诉)$|已(?:经)?向[^，,]{2,16}申请(?!到|获)[^，,]{2,24}$",
        "已向人民法院提起诉讼",
    ),
    _cue(
        Kind.HANDED_OVER,
        r"(?:起草|草拟|拟定|拟订|制定|制订|编制|形成|方案|办法|规划|制度|细则|草案|初稿|征求意见稿)[^，,]*?(?:征求|征集)[^，,]{0,16}意见$",
        "已起草《办法》并征求意见",
    ),
    _cue(
        Kind.HANDED_OVER,
        r"^(?:并|现|目前|已|现已|目前已)[^，,]{0,6}(?:向[^，,]{1,16}|公开)(?:征求|征集)[^，,]{0,10}意见$",
        "并向全市征集意见",
    ),
    _cue(
        Kind.AWAITS,
        r"^(?:目前|现|尚|还|仍)?(?:需|须)?(?:待|等待|静待|尚待)(?!遇|岗|业|命|机|人|办)(?:[^，,]{2,}|[批审]$)",
        "待该村来函后协调补偿事宜",
    ),
    _cue(
        Kind.AWAITS,
        r"(?<=[\u4e00-\u9fff])(?:尚|还|仍|需|须|正)?(?<![等期看善对接招优虐亏薄])待(?![遇岗业命机办])[^，,]{2,24}(?:研究|审议|审批|批准|批复|审定|审核|审查|评审|确定|下达|裁定|判决|完结|结束|到位|出具|签[字章署]|盖章|指界|回函|答复|回复|反馈|鉴定|备案|宣判|开庭|解封|解除|后(?:再|方可|即可|即|可)?[\u4e00-\u9fff]{2})",
        "选址方案待市政府常务会研究",
    ),
    _cue(
        Kind.AWAITS,
        r"(?<![期等看善对接招优虐亏薄为的])待(?:处理|处置|核销|验收|审批|审核|批复|拆除|搬迁|办理|核实|兑付|支付|解决|答复|回函|回复)$",
        "2笔因企业注销挂账待处理",
    ),
    _cue(
        Kind.ENGAGED,
        r"已(?:经)?(?:正式|公开|依法|分别|先后)?委托[^，,]{2,24}?(?:编制|设计|评估|鉴定|审计|勘[察测]|测绘|检测|论证|清查|拍卖|代建|办理|制作|开发)[^，,]{0,8}$",
        "消防改造方案已委托设计单位编制",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"^(?:其中|目前|现|另|还|仍|尚)?(?:有)?(?:在建|在办|在审|在施工?)(?:的)?(?:有)?\d",
        "在建31台",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"(?:正在|仍在|尚在|现正在?)(?!于|被)|还在(?=商|谈|洽|磋|协|办|审|建|施工|走|进行|等|评|核|整改|修|追|催|诉|鉴定|谋划|筹|履行|报批|征求|公[示告]|处理|推进|办理|清理|调查)",
        "3家的补偿协议还在商谈",
    ),
    _cue(
        Kind.UNDER_WAY,
        rf"(?<![改纠真公端修廉反订校补更矫匡拨立转严方])正{_AFTER_ZHENG}",
        "单位欠租7套正按程序申请核销",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"(?:推进|办理|审批|审核|建设|施工|招标|审理|协商|洽谈|实施|修订|编制|研究|征求意见|公示|清理|处理|整治|追缴|走流程|评审|评估|审计|装修|改造|测绘|勘察|勘测|设计|论证|核查|核实|调查|调试|安装|谈判|磋商|筹备|筹建|搬迁|拆除|诉讼|执行|沟通|对接|验收|鉴定|检测|进行|落实|立案)(?:过程)?(?:中|之中|当中)$",
        "目前招标中",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"(?:进入|处于|到了?)(?!新|常态|长效|巩固|规范)[^，,]{0,14}(?:阶段|程序|环节|流程|尾声|(?:公[示告]|审查|受理|征求意见|异议|施工|建设|调试|试运行|磨合|设计|招标|编制|评审)期)$",
        "西段已进入收尾阶段",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"已(?:经)?(?:全部|陆续|正式|先后)?(?:进场|到场)(?:安装|调试|施工|作业|勘[察测]|测绘|装修|改造|安装调试|开展?施工)(?:作业)?$",
        "设备已进场调试",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"^(?:[^，,]{0,8}(?:已|现已|目前已))启动[^，,]{2,40}(?:程序|流程|编制|修订|招标|采购|建设|改造|征收|诉讼|评估|项目|工作)(?:工作)?$|^启动[^，,]{2,30}(?:签订|办理|招标|移交|清算|注销|选举|诉讼|征收|报批)(?:工作|程序)$",
        "已启动成立监测中心党支部程序",
    ),
    _cue(
        Kind.UNDER_WAY,
        r"已(?:经)?(?:挂网(?:招标|采购|招租|公示)?|发布(?:招标|采购|拍卖|招租|征集)公告)$",
        "采购项目已挂网招标",
    ),
    _cue(Kind.UNDER_WAY, r"^(?:目前|现)(?:梳理|协调|筹备|筹划|跟进|等待|商请|着手)", "现梳理未送审项目清单"),
    _cue(
        Kind.SEASON,
        r"(?:汛期?|春运|暑[期假]|寒假|雨季|开学|学期|[供采]暖[季期]?|供热期?|旺季|台风季|入冬|封冻|上冻|春耕|[春秋夏麦]收|高考|中考|换届|[二三]十[一二]?大|[亚全大省市残世]运会|冬奥会?|进博会|广交会|博览会|旅发大会|运动会|党代会|两会)(?:来临|到来|开始|结束|召开|开幕|开赛|举办)?(?:之前|以前|前(?!期|夕))|(?:汛期?|暑[期假]|寒假|[雨雪旺淡采冬夏春秋]季|[春秋夏麦]收|[供采]暖期|农忙)(?:结束)?(?:之后|以后|后)|(?<!每)下个?学期|今冬明春|(?<![\u4e00-\u9fff])(?:今冬|明春|来春)",
        "汛期前完成剩余河道清淤",
    ),
    _cue(
        Kind.TO_DO,
        r"(?:下一步|下步|接下来|下阶段|下一阶段|后续|今后|随后|届时|近期|近日|择机|适时)[^，,]{0,12}?(?:也)?(?:将|拟|计划|会|继续|要)",
        "下一步将组织召开协调会",
    ),
    _cue(
        Kind.TO_DO,
        r"(?<![虚模草])拟(?![定制订稿写办任人聘]|好|出)|(?<![按照度原作年划])计划(?=对|在|将|由|与|向|重新|通过|采取|进行|开展|启动|实施|建设|采购|招)",
        "拟对剩余3栋危房进行重建",
    ),
)
# Some word of every cue, as (first characters, what follows): sentences without one need no reading.
_HINTS: tuple[tuple[str, str], ...] = (
    ("正仍尚待拟", ""),
    ("还", "[在差剩欠缺没]"),
    ("尚仍今前", "没"),
    ("已经", "(?:正式|公开|依法|分别|先后)?委托"),
    ("进到", "场"),
    ("示告查见议工设试行合计标制审", "期"),
    ("在", r"[建办审施](?:[的有、，。；\n\d]|$)"),
    ("未", r"[\u4e00-\u9fff]{1,5}\d|能?[按如]|完成|解决|整改|销号"),
    (r"\d", r"[^，,。\d]{1,3}未|余"),
    ("剩仅其另余还尾差缺", r"剩|[余下有未款额口\d]"),
    ("暂均前今", "[未缓停]"),
    ("搁无", "[置法]"),
    ("送会签", "[审签批]"),
    ("报", "[批审请]"),
    ("已", "报[^告名刊道]"),
    ("次新", "[报提上呈]"),
    ("剩", "最后"),
    ("审批核议定查究策", "[批核定查议准复策究]"),
    ("评立处裁诉仲起强", "审|项|[理置]|[定讼裁诉]|制执行"),
    ("征", "[求集]"),
    ("启", "动"),
    (
        "施程过行理批核设计工标商订制究示治缴审案进实落估修造绘察测证查试装判备建迁除讼通接收定",
        r"中(?:[，,。；;）)\n]|$)",
    ),
    ("阶程环流尾", "[段序节程声]"),
    ("前现", "[梳协筹跟等商着]"),
    ("汛运暑暖期假季学冬冻耕考热收届大会奥", "[^，,。]{0,6}前"),
    ("今", "[冬后]"),
    ("汛暑期假季收忙", "[^，,。]{0,3}后"),
    ("新下", "个?学期"),
    ("难", "以"),
    ("挂发", "[网布]"),
    ("明来", "春"),
    ("下接后随届近择适", "一?步|来|一?阶段|[续后时期日机]"),
    ("请申复", "[示请议]"),
    ("计", "划[对在将由与向重通采进开启实建招]"),
)
HINT = re.compile(
    f"[{''.join(first for first, _ in _HINTS)}](?:"
    + "|".join(f"(?<=[{first}])(?={rest})" for first, rest in _HINTS)
    + ")"
)
# A lead-in that makes of the clauses after it work still to do.
LEAD_IN = re.compile(
    r"^(?:下一步|下步|接下来|下阶段|下一阶段|后续)(?:工作|打算|计划|措施|安排|整改措施|整改计划)?$"
)
# The clause says that the matter is settled after all.
_SETTLED = re.compile(
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
_SUBJECT = re.compile(r"的\d+(?:[\u4e00-\u9fff]{1,6})$")
_NOT_DONE = re.compile(r"未|待|没有|等(?=[审批])")
_GENERAL_CLAUSE = re.compile(
    r"^(?:把|将|为|给|向|让|帮助|劝阻|救助|慰问|资助)(?:正在|[仍尚]在|[尚仍]未)|"
    r"^(?:从|在)?[尚仍还]?未[^，,\d]{1,12}的[^，,\d]{1,12}中(?=[\u4e00-\u9fff])|"
    r"正在?(?:逐步|逐渐|不断|加快|加速|日益)?(?:成为|成长为|显现|凸显|好转|向好|改善$|发挥|释放)|"
    r"^(?:正|仍|尚)在[^，,的]{2,10}的\d[^，,]*?(?:全部|均|已|都)|"
    r"(?:氛围|格局|局面|风气|共识|合力|效应|意识|自觉|态势|成效)[^，,]{0,6}正在?[^，,]{0,4}(?:形成|提升|增强|改善)|"
    r"^(?!(?:对|针对)[^，,]*的(?:\d+[\u4e00-\u9fff]{1,6}?(?:已(?:启动|提起|向|申请|移送|起诉|立案)|正)|[^，,的]{0,16}?(?<!问题)正在))(?:对于?|针对|凡|如|若|就|关于)[^，,]*?(?:的|者|问题)|^未[^，,]*?(?:的(?!\d)|者|问题)|的$|者$|^(?:在|于)[^，,]*中$|\d[^，,正]{0,8}的[^，,正]{0,10}中$|每(?:年|月|季度|周|半年)|定期|坚持|严禁|不得"
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
    r"目前|现|现已|已|截至目前|尚未|未|整改|问题|工作|任务|事项|措施|该|此|本|这|项|各|有关(?=问题|整改)|上述|以上|均|仍|还|也|正在?|在|进行|推进|推动|落实|开展|完成|进度|进展|顺利|良好|中|之|当|"
    r"积极|有序|稳步|持续|深入|努力|加快|抓紧|全力|扎实|逐步|不断|按|照|年|需|应|计划|序时|时间|节点|要求|方案|程序|并|长期|坚持|协调|状态|情况|情形|：|:|、|个|\d|已|取得|阶段性|成效|的"
)
_SPECIFIC = re.compile(
    r"上报|报送|报请|移交|召开|拆除|办理|签订|追缴|追回|收回|收缴|报损|报废|出让|转让|划拨|置换|回购|流转|扩建|改建|迁建|更换|加固|竞租|挂牌|扣回|扣缴|抵扣|清偿|偿还|归还|退还|还清|清退|验收|启动|建设(?!与)|采购|招标|招租|出台|印发|制定|制订|修订|编制|提交|提请|申请|核销|搬迁|划转|入账|盘活|处置|注销|立案|起诉|诉讼|拍卖|改造|修缮|重建|新建|"
    r"安装|协调.{4,}|配合做好|争取.{0,20}资金|调整|整合|补办|补齐|补种|结算|决算|移送|换届|招聘|招录|撤销|清算|征收|补偿|申报|维修|处理|腾退|脱钩|落地|竣工|完工|通车|作为|纳入|统筹使用|分[一二两三四五六七八九十\d]{1,2}[年期批步]|开展.{2,}(?:排查|清查|评估|审计|鉴定|检测|整治|调研|修复)|(?:与|同).{2,24}(?:沟通|对接|协商|洽谈)"
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
    if _GENERAL_CLAUSE.search(clause):
        return None
    for cue in CUES:
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
    """Say whether a clause only names what the next one tells of: 尚未办结的2件."""
    return _SUBJECT.search(clause) is not None


def is_bare_status(clause: str) -> bool:
    """Say whether a clause states only how the item stands: 整改正在推进中, 该项工作正在有序推进."""
    rest = _STATUS_WORDS.sub("", clause).strip(" 　")
    return not rest


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
