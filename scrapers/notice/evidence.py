"""Whether the words of a heading state a finding, name an aspect, or begin a measure."""

from __future__ import annotations

import re
from enum import IntEnum

from scrapers.searching import compile_search


class Cue(IntEnum):
    """How plainly a heading states a finding."""

    NONE = 0
    ASPECT = 1
    NEGATIVE = 2
    EXPLICIT = 3


# Words on which a clause ends that finds fault, without 问题 or 针对. Each row: pattern, example.
FAULTS: tuple[tuple[str, str], ...] = (
    (
        r"照抄照搬|照搬照抄|生搬硬套|东拼西凑|敷衍了事|弄虚作假|优亲厚友|吃拿卡要|雁过拔毛|跑冒滴漏|不了了之|"
        r"一知半解|浅尝辄止|蜻蜓点水|千篇一律|避重就轻|浮光掠影|走马观花|有名无实|名存实亡|形同虚设|各自为政|"
        r"单打独斗|一团和气|好人主义|[以只][批罚包]代?[不管]管?|虎头蛇尾|顾此失彼|坐收坐支|公款私存|白条入账|账外账|小金库|"
        r"论资排辈|青黄不接|后继乏人|张冠李戴|纸上谈兵|束之高阁",
        "学习笔记照抄照搬",
    ),
    (
        r"不(?:够|太|很|甚)?(?:到位|足|力|严|深|实|强|高|紧|细|准|全|清|透|准确|规范|扎实|深入|彻底|完善|"
        r"健全|及时|明显|充分|严格|严肃|坚决|主动|积极|合理|科学|"
        r"精准|细致|全面|经常|系统|过硬|有力|平衡|协调|统一|一致|畅|畅通|符|到边|理想|均衡|落实|落地|"
        r"作为|担当|上会|规|一|明|明确|明晰|匹配|适应|大|多|好|快|牢|"
        r"牢固|坚强|聚焦|突出|顺|顺畅|齐全|完整|真实|合规|达标|重视|敏锐|敏感|持续|常|浓|浓厚|优|优化|广|"
        r"广泛|丰富|丰满|密切|密|灵活|灵|集中|稳定|稳|认真|"
        r"用心|上心|尽责|尽心|尽力|自觉|坚定|坚实|接地气|见底|落细|落小|入心|入脑|走心|精细|精|凸显|显著|"
        r"得力|称职|相称|同步|衔接|闭环|归档|公开|透明|"
        r"公正|公平)",
        "监管不到位",
    ),
    (
        r"(?:不够|不足|薄弱|缺失|缺位|滞后|缺乏|欠缺|弱化|[淡单浅]薄|淡化|虚化|软化|边缘化|偏弱|较弱|较差|较低|偏低|"
        r"较慢|偏慢|缓慢|迟缓|迟滞|乏力|混乱|随意|脱节|粗放|单一|老化|断层|"
        r"停滞|僵化|松散|涣散|松懈|松弛|松软|弱|差|(?<![减降])低|慢|(?<![减])少|松|软|宽|浅|虚|浮|散|乱|"
        r"粗|窄|(?<!填补)空|缺|(?<!困)难|偏|"
        r"轻)(?:了)?",
        "组织生活薄弱",
    ),
    (
        r"宽松软|走形式|走过场|搞形式|流于形式|浮于表面|重形式轻[^，,。；;]{0,8}|形式主义|官僚主义|"
        r"一刀切|打折扣|打了折扣|搞变通|棚架|空转|上热中温下冷|层层递减|衰减|两张皮|"
        r"老好人|一托了之|一罚了之|一发了之",
        "党课走过场",
    ),
    (
        r"(?:差距|短板|弱项|偏差|漏洞|隐患|风险|盲区|盲点|死角|缺口|堵点|不足|欠账|落差|温差|误区|空白|"
        r"弊端|苗头|顽疾|痼疾|乱象|瑕疵)(?:较大|明显|突出|犹存|仍存|较多|"
        r"依然存在|仍然存在|存在|增加|不小)?",
        "作风建设有差距",
    ),
    (r"重[^，,。；;、]{1,8}轻[^，,。；;、]{1,8}", "重业务轻党建"),
    (r"(?<!没)有[^，,。；;、有]{1,6}[无没][^，,。；;、有]{1,6}", "理论学习有安排无落实"),
    (
        r"(?:有待|仍需|仍须|亟待|亟需|还需|尚需)(?:进一步|持续|不断|继续)?[^，,。；;]{1,14}",
        "担当精神有待加强",
    ),
    (
        r"(?:存在|仍有|还有|依然有|仍存|尚有|存有|出现|发生)[^，,。；;]{0,24}(?:问题|现象|情况|行为|情形)",
        "存在超标准接待现象",
    ),
    (
        r"(?:违规|违反|违法|违纪|超标准|超范围|超期|逾期|超职数|虚列|套取|挪用|截留|侵占|"
        r"(?<!从)未(?!发现|发生|再|来|出现|有))[^，,。；;]{1,30}",
        "未按规定换届",
    ),
    (
        r"(?:依然|仍然|仍|时有|屡有|普遍|均有)(?:存在|发生|突出|频发)|屡禁不止|屡改屡犯|居高不下|"
        r"久拖不决|久拖不解|边改边犯|多发|易发|频发|高发",
        "信访量居高不下",
    ),
    (r"(?<!不)(?:存在|仍存|存有)(?!的)[^，,。；;的]{2,20}", "审批存在“吃拿卡要”"),
    (
        r"(?:缺乏|缺少|欠缺|忽视|轻视|漠视|放松|放任|疏于|怠于|偏离|背离|违背|忽略)[^，,。；;]{1,24}",
        "监督缺乏有效抓手",
    ),
    (
        r"(?:没有|无(?=专人|台账|记录|制度|计划|方案|预算|依据|审批|手续|合同|具体|相关|任何|正当|故|"
        r"明确|统一))[^，,。；;]{1,24}",
        "没有专人负责",
    ),
    (
        r"(?<![不防免无止绝零未])(?:反弹|回潮|失控|失管|失察|失职|失真|失实|失范|失序|失守|造假|作假|落后|掉队|脱离|走样|变形|"
        r"变味|流失|闲置|浪费|空置|抛荒|撂荒|拖欠|冒领|虚报|瞒报|漏报|迟报|错位|越位|断档|断链|推诿|扯皮|敷衍|应付|懈怠|"
        r"畏难|泛滥|猖獗|超[期时限标编支]|超(?:概算|工期|范围|标准|进度)|违[规纪法]|[脱漏]管|缺[席课员岗]|空[缺岗]|积压|"
        r"倒挂|脱岗|旷工|打架|碎片化|形式化|表面化|空心化|同质化|两层皮|老大难|沉重|堪忧|严峻|断崖|垫底|低下|吃紧|紧缺|匮乏|并存)",
        "超限超载治理成效反弹",
    ),
    (r"(?:问题|矛盾|现象|情况|倾向|较为|比较|十分|很)(?:突出|严重|普遍|明显|频繁)", "超概算现象普遍"),
    (
        r"不(?!断|松|减|降|变|停|移|漏|留|忘|放|懈|退|让|误|打烊|动|含糊|过夜|落|反弹|越|触|踩|碰|闯|发生|出现|再|贪|腐|"
        r"敢腐|能腐|想腐|跑|错|掉|缺|间断|折腾|同|久|得|良|止|低于|少于|超|限|等|脱|走样|散|乱|手软|姑息|迁就|护短|回避|遮掩|"
        r"推|躲|绕|拖|甩)[^，,。；;、不]{1,2}",
        "党建品牌不响",
    ),
    (r"(?:不能|未能|难以|无法|不会|不愿|不敢|不懂|不了解|不清楚)[^，,。；;]{1,12}", "不能按期办结"),
)
_FAULT = compile_search("(?:" + "|".join(pattern for pattern, _ in FAULTS) + ")(?:等)?$")
# Openings that only an answer has: a purpose, a ground, a day.
_ANSWER = re.compile(
    r"[\s　]*(?:为了|为(?![农民企老]|基层|群众)|根据|按照|通过|经(?![费济营办常验纪商手销贸])|"
    r"已|现(?![金场代行有职])|目前|我[局院校委部镇乡街区县市司]|"
    r"[0-9]{4}\s?年\s?[0-9]{1,2}\s?月(?:\s?[0-9]{1,2}\s?日)?)"
)
_CLAUSE = re.compile(r"[^，,；;、]+")
# Verbs that turn a fault into the object of an action: 补齐短板, 着力解决…不到位.
_EAGER = (
    r"(?:要|全力|着力|切实|坚决|持续|不断|进一步|认真|深入|严肃|及时|集中|扎实|有效|坚持|努力|积极|推动|"
    r"全面|重点)"
)
_ON_FAULTS = (
    r"紧盯|聚焦|直面|补齐|补足|补强|补上|正视|消除|防止|防范|预防|杜绝|破解|查摆|剖析|查找|对照|弥补|"
    r"克服|堵塞|堵住|清除|化解|找准|避免|"
    r"扭转|改变|梳理|根治|根除|排查|排除|力戒|反对|抵制|摒弃|规避|应对|管控|警惕|减少|降低|围绕|清退|"
    r"清收|追缴|追回|收回|退回|拆除|查处|责令|严查|打击|取缔|关停|盘活"
)
# Actions whose own failing can be the fault (化解债务不力), unlike 聚焦 or 补齐.
_FAILING = (
    r"(?:防范|化解|查处|排查|清收|追缴|拆除|打击|处置|根治|排除|防止|预防|追收|清退|关停|应对|梳理|管控)"
    r"[^，,。；;]*(?:不力|不彻底|不及时|不到位|不深入|不严|不够|不强|不实|不足|薄弱|淡薄|滞后|缓慢"
    r"|(?:缺乏|缺少|欠缺|没有)[^，,。；;]{1,12})$"
)
_ON_MATTERS = r"解决|整治|整改|纠正|治理|清理|改进"
_REMEDY = re.compile(
    rf"[\s　]*(?!{_FAILING})(?:{_EAGER}*(?:{_ON_FAULTS})|{_EAGER}+(?:{_ON_MATTERS})|"
    rf"(?:{_ON_MATTERS})(?![^，,。；;]*不[^，,。；;]{{1,3}}$))"
)
_VERBS = (
    "加强|强化|完善|健全|建立|制定|修订|印发|出台|开展|召开|组织|落实|压实|严格|严肃|规范|提高|提升|深化|"
    "深入|狠抓|突出|明确|细化|"
    "坚持|坚决|加大|加快|推进|推动|优化|持续|认真|切实|全面|及时|定期|举一反三|抓好|抓实|抓牢|抓严|做好|"
    "做实|做细|用好|拓宽|拓展|创新|"
    "聚焦|立足|把好|守好|增强|筑牢|夯实|树牢|树立|统筹|督促|指导|成立|补齐|补充|完成|整合|调整|集中|积极|"
    "主动|进一步|扎实|注重|充分|对照|梳理|"
    "排查|清查|追缴|清退|约谈|对相关|对有关|已|立即|立行立改|牢固|学习|多次|邀请|安排|配齐|配强|选派|"
    "培养|鼓励|发挥|从严|以案|常态|公开|轮岗|设立|增设|新建|新增|引进|投入|实行|"
    "推行|实施|构建|搭建|编制|举办|选聘|聘请|走访|开通|更换|清理|"
    "认定|新认定|建设|建成|核实|扣减|制作|发放|兑现|兑付|举行|争取|获批|创建|修缮|压减|压降|清收|注销|退回|退还|收回|"
    "处理|拨付|申报|储备|启动|组建|开设|开发|每月|每季度|每年|常态|全县|全区|全市|全镇|各级|先后|累计|共|研究|传达|"
    "整治|严查|处置|改造|升级|打造|签订|推广|运用|招录|盘活|核查|补发|补缴|印制|重新"
)
_MEASURE_LEAD = re.compile(rf"[\s　]*(?:是)?(?:{_VERBS})[^。；;]{{2,60}}")
# What a heading is about is the inspection's findings at large, not one of them.
_GENERAL = re.compile(
    r"(?:中央|[省市区县州旗校院局]委?|集团|党委|党组|党工委|第[一二三四五六七八九十]+|交叉|巡视|巡察|组|"
    r"该|此|这|反馈|指出|提出|发现|查摆|上述|以上|这些|存在|审计|移交|点明|回头看|意见|建议|"
    r"已经|已|尚未|未|完成|需要|需|长期|正在|持续|推进|基本|到位|限期|一定时间|才能|能够|能|销号|短期|"
    r"立行立改|立即|暂时|无法|难以|解决|对|于|那些|"
    r"中|的|和|及|以及|共|[0-9０-９一二三四五六七八九十两几]+|个|大|类|项|条|方面|主要|具体|突出|共性|"
    r"个性|整改|重点|全部|所有|各|领域|专项|等|问题|清单|线索|[“”\"、\s])*"
)
_ASPECT = re.compile(
    r"(?:方面|领域|情况)(?:的)?(?:问题)?(?:的)?(?:整改)?(?:落实)?(?:工作)?(?:进展)?(?:情况)?[。:：]?$"
)


# An action on what is at fault (对逾期未换证的督促换证) ends in no fault itself.
_OBJECT = re.compile(
    r"[\s　]*(?:对|将|把|向|责令|督促|约谈|针对)[^，]*(?:未|违|没有|无|不能|超|存在)[^，]*的[^，]{2,}$"
)
_FAULT_OF_OBJECT = re.compile("(?:不[^，]{1,2}|滞后|缓慢|薄弱|缺失|问题|现象)[\\s　。.]*$")
_AS_PROBLEM = compile_search("(?:等)?(?:的)?(?:问题|情况|现象|方面)$")


def has_fault(sentence: str) -> bool:
    """Say whether one of a sentence's clauses ends by finding fault (党建工作抓得不够扎实)."""
    if _ANSWER.match(sentence):
        return False
    for clause in _CLAUSE.findall(sentence[:300]):
        if _ends_in_fault(clause) and not _REMEDY.match(clause):
            return True
    return False


def _ends_in_fault(clause: str) -> bool:
    tail = _AS_PROBLEM.sub("", clause.strip(' 　。.：:\t”’"）)'))
    if not _FAULT.search(tail[-48:]):
        return False
    return not _OBJECT.match(clause) or _FAULT_OF_OBJECT.search(clause) is not None


def is_remedy(text: str) -> bool:
    """Say whether words begin with the verb of an action on faults (推动解决突出问题)."""
    return _REMEDY.match(text) is not None


def begins_measure(text: str) -> bool:
    """Say whether a line begins as measures do: with a verb of action, not with a fault."""
    return _MEASURE_LEAD.match(text[:80]) is not None and not has_fault(re.split("[。；;]", text[:120])[0])


def may_name_fault(text: str) -> bool:
    """Say whether a short heading may name a fault in words that no table holds (参股企业账目成谜)."""
    return (
        bool(text)
        and len(text) <= 60
        and not (_ANSWER.match(text) or begins_measure(text) or is_remedy(text) or names_aspect(text))
    )


def is_general(finding: str) -> bool:
    """Say whether words name the inspection's findings at large (巡察组反馈的20个问题), not one finding."""
    if len(finding) > 40:
        return False
    words = _GENERAL.match(finding)  # no fullmatch: a word once taken is not given back for a shorter one
    return words is not None and words.end() == len(finding)


def names_aspect(heading: str) -> bool:
    """Say whether a heading names a field of work (党的建设方面) rather than a fault."""
    return len(heading) <= 80 and _ASPECT.search(heading.strip(" 　")) is not None
