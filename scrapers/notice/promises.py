"""Promise or fact: the words around a time expression that decide it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from scrapers.notice.deadlines import Deadline


class Verdict(Enum):
    """What a dated clause is."""

    PROMISE = "promise"
    UNCERTAIN = "uncertain"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of a table of signs: a pattern and an example in which it holds."""

    name: str
    pattern: re.Pattern[str]
    example: str


def _sign(name: str, pattern: str, example: str) -> Sign:
    return Sign(name, re.compile(pattern), example)


# Before the time, in its clause: words that look ahead. They make a promise even of a date that has passed.
AHEAD: tuple[Sign, ...] = (
    _sign("plan", r"(?<![原按照度作年])计划(?!书|表|外|内|的)", "剩余2间计划于2024年3月前注销"),
    _sign("expect", r"预计|预期|预估|有望|可望", "预计2024年底完工"),
    _sign("intend", r"拟(?![制稿订写办任聘]|定(?!于|在))", "拟于2024年3月前移交"),
    _sign("will", r"(?<!即)将(?=于|在|力争|确保|争取|按|依|继续|全力|进一步|加快|组织|会|努力|尽快|抓紧)|将$", "将于2024年3月前移交"),
    _sign("strive", r"力争|争取(?!资金|支持|到)|力求|全力争取", "力争2024年春节前通车"),
    _sign("pledge", r"承诺|约定|保证(?!金|书)", "承租方承诺年底前缴清"),
    _sign("set", r"定于|定在|目标(?:是|为|时限)|限期(?:于|在)?$|倒排工期", "定于2024年3月8日开标"),
    _sign("extend", r"(?:延期|延长|延后|延|推迟|顺延|展期|调整|推后|变更)[^，,]{0,6}?(?:至|到|为)$", "经批准延期至2024年6月底"),
)
# The same, but worth nothing where the date has passed.
WEAK_AHEAD: tuple[Sign, ...] = (
    _sign("ensure", r"确保|务必|务求|全力|抓紧|尽快|须|需|应|必须|要(?!求)|明确|待|限期|再用|目标|督促|推动|持续|后续|下一步|接下来|下阶段|届时|将", "确保12月底前完成"),
)
# Right after the time.
AHEAD_AFTER = re.compile(r"^\s*(?:前|底)?[^，,。]{0,2}?(?:将(?!军|士)|拟(?!定|制)|有望|可(?!研|行)|还可|能够|力争|确保|争取|预计)")

# Right before the time, or somewhere before it in the clause: it names a state, a rule or the past.
BEHIND: tuple[Sign, ...] = (
    _sign("as_of", r"截[至止](?:到|于)?$|截至目前", "截至2023年12月31日，已收回12万元"),
    _sign("done", r"已经?(?:全部|均|提前|按期|按时|如期|陆续|分别|先后|全面|正式|顺利)*(?:于|在|至|到)?$", "已于2023年9月底前完成"),
    _sign("done_far", r"(?:均|现|业|早)?已(?!明确|计划|列入|纳入|制定|承诺|约定|确定|决定|商定|签|申请|经|批准|安排|要求|督促|协调|对接|达成|同意|责成|启动|委托|向|与|和|在.{2,12}的?基础|上报|报|通过|召开|研究|部署|下发|印发|发函)[^，,]{0,12}?(?:于|在)$", "问题已全部于2023年9月底前解决"),
    _sign("since", r"(?<![\u4e00-\u9fff])自$|^自$", "自2023年3月机构改革"),
    _sign("original", r"原(?:定|计划|拟|本|来|先|要求|整改|完成|时限|期限|应)[^，,]{0,12}$|应于$|本应", "原定2023年底前完成"),
    _sign("validity", r"(?:有效期|合同期?|租赁?期|任期|服务期|质保期|保修期|使用期|履约期|公示期?|规划期|协议期|授权期|特许经营权?|年限|许可证|资质)[^，,]{0,14}(?:至|到|为|：|:|于)?$", "合同有效期至2026年12月31日"),
    _sign("recurring", r"每(?:一?年|个?季度?|个?月|周|半年|学期|逢)[^，,]{0,14}$|定期|常态化", "每年12月底前公示"),
    _sign("norm", r"(?:必?须|应当?|不得|不准|一律|原则上|规定)(?:于|在)?$", "加班补休须在六个月内休完"),
    _sign("invitation", r"请(?:于|在|各)|欢迎|受理(?:时间|期)|公示(?:时间|期)|征集(?:时间|期)", "如有意见请于2024年3月1日前反映"),
    _sign("object", r"(?:对|对于|针对|关于|涉及|包括|梳理|排查|清理|摸排|核查|巩固|编制|制定|制订|修订|印发|出台|谋划|纳入|列入|列支|落实|审议|通过|报送|公布|学习|总结|回顾)$", "编制2024年度预算"),
)
# After the time, up to the end of its clause.
BEHIND_AFTER: tuple[Sign, ...] = (
    _sign("done_after", r"^[^，,]{0,16}?(?:均|皆|现|都|就)?已(?!明确|计划|列入|纳入|签)(?:经|全|完|基|按|提|如|开|召|印|建|投|竣|通|拆|收|整|办|落|实|[\u4e00-\u9fff])", "2023年10月底前已全部完成"),
    _sign("le", r"(?:完成|召开|开展|组织|印发|出台|建立|制定|修订|实现|进行|举办|清理|收回|拆除|取得|办理|解决|启动|签订|移交|缴清)了(?!解)", "8月底前完成了清理"),
    _sign("counted", r"^[^，,]{0,10}?(?:共(?!同|享|建|治|管|抓)|累计|合计|先后|陆续|分别召开)", "2023年共开展培训12场"),
    _sign("ends", r"^[^，,]{0,4}?(?:到期|届满|期满|退休|失效|终止|截止)", "合同将于2024年6月30日到期"),
    _sign("condition", r"的$|^[^，,]{0,4}?未(?:能)?(?:完成|整改|落实|达到|办结)|^[^，,]{0,6}?(?:仍未|尚未|还未|没有)", "年底前未完成任务的，取消评优资格"),
    _sign("nominal", r"^(?:度)?(?:的|之)|^[^，,]{0,8}?(?:完成|到位|建成|出台|印发|召开|开展|形成|发生|竣工|取得|实施|签订|到期)的", "2024年底前完成的事项共12项"),
    _sign("since_after", r"^[^，,]{0,16}?(?:以来|至今|为止)", "2022年12月改革以来"),
)
# Nouns that a bare period names: 2024年工作计划.
_NOUN = re.compile(
    r"^\s*(?:全年|全区|全市|全省|全县|全局|我局|局)?(?:年度)?(?:党组|党委|机关)?(?:工作(?:计划|要点|方案|任务|总结|报告|安排|重点|会)|重点(?:工作|任务|项目)|财政|部门预算|预算|决算|考核|规划|行动|三年|计划|方案|要点|任务|目标|专项|"
    r"党建|党风|党员|党支部|民主|组织生活|述职|绩效|总结|例会|会议|培训班|学习(?:计划|安排)|政府|项目|第[一二三四五六七八九十]|审计|民生实事|公务员|事业单位|春季|秋季|版|级|届|班|期|号|内部|投资|"
    r"巡[视察]|主题|纪律|招[录聘生标]|整改(?:成果|任务|方案|台账|情况|工作)|评优|先进|优秀|收支|收入|支出|资金|经费|采购|市区|高标准|新增(?!.{0,8}(?:个|座|处|套|亩))|年度|理论|意识形态|安全生产|征兵|综合)"
)
_NAMED_YEAR_END = re.compile(r"^(?:考核|述职|总结|评[比优先价议]|绩效|测评|奖|决算|盘点|检查|结算|报告|会议)")
_ADVERB_BEFORE = re.compile(r"(?:于|在|到|至|自|从|预计|预期|计划|力争|争取|有望|可望|拟|定于|承诺)\s*$")
_VERB_AFTER = re.compile(
    r"^\s*(?:份|度)?(?:还|再|全部|全面|基本|正式|陆续|逐步|分步|分批|前后|左右|要|能|可|均|实际|力争|确保|争取|将|拟|预计|计划)*(?:完成|实现|启动|开展|建成|投入|投用|达到|达标|办结|销号|竣工|完工|验收|开工|动工|通车|交付|移交|组织|出台|印发|实施|执行|施行|推行|解决|落实|整改|清退|清零|拆除|收回|追缴|缴清|偿还|兑现|注销|搬迁|入驻|入住|开业|运营|运行|上线|启用|召开|举办|申报|上报|报送|提交|签订|办理|取得|进场|封顶|开标|招标|进行|覆盖|化解|消化|调整|更新|建设|新增|新建|改造|修订|形成|退出|撤销|整合|划转|配齐|补齐|轮岗|换届|结项|结案|结算|清算|支付|拨付|归还|还清|整治|脱钩|到位)"
)
_NORM_AFTER = re.compile(r"^[^，,]{0,4}?(?:必?须|应|不得|不准|要(?!求)|报告的|有效)")
_OPENS_CLAUSE = re.compile(r"(?:^|确保|务必|务求|限期|尽快|力保|并|需|在|于|用|[市区县局委])(?:在|于)?$")
_REQUIRED_BEFORE = re.compile(r"(?:要求|责令|责成|规定|通知(?!书)|下达|指示|强调|指出)")
_RULE_BEFORE = re.compile(r"(?:按照|根据|依照|依据|遵照|参照|按|对照|围绕|落实|贯彻|紧扣|关于)[^，,]*$")
_RULE_AFTER = re.compile(r"^[^，,]{0,40}?(?:要求|部署|规定|时限|目标|精神|安排|标准|节点|任务|意见|通知|方案)(?!$)|^[^，,]{0,40}?(?:要求|部署|规定|时限|目标|精神|安排|节点)$")
_REQUIRED_CLAUSE = re.compile(r"(?:要求|规定|强调|指出)$")
_DONE_LATER = re.compile(
    r"(?:目前|现|均|全部|都|实际|截至目前|截至目前均)*已(?:经)?(?:全部|提前|按期|如期|按时|全面|顺利|整体|基本)*(?:完成|整改到位|整改完成|办结|销号|落实到位|竣工|完工|投入使用|建成通车|到位|落实)(?:整改|销号|任务|工作|该项工作|注销|验收|移交|清退|拆除|并销号)*$"
)
_UNFINISHED_NEAR = re.compile(r"剩余|其余|尚|仍|未(?:完成|能)|正在|目前|暂|还有|余下")
LABEL = re.compile(
    r"(?:时限|期限|时间|日期|节点|要求|完成时)(?:要求)?[）)】\]]?\s*(?:[:：]|为|是)\s*(?:\[|【)?[^，,。]{0,8}$"
)
_PLANNED_LABEL = re.compile(r"计划|预计|拟|目标")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about the place of a time: the words before and after it in its clause and sentence.

    `lead` and `tail` are the clause's halves; `before` holds the sentence's earlier clauses, `after` the later
    ones and the next sentence's first. `finished` is true in an item that is reported as done, `unfinished` in
    one that is reported as not done.
    """

    lead: str
    tail: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    finished: bool = False
    unfinished: bool = False


def judge(deadline: Deadline, setting: Setting, today: date | None) -> Verdict:
    """Say whether a time bounds a promise, by the tables above and by the day on which the notice speaks."""
    if LABEL.search(setting.lead) and not setting.tail.strip(" 。.完成前内之整改到位）)】]"):
        return _judge_label(deadline, setting, today)
    if _is_behind(deadline, setting):
        return Verdict.NONE
    ahead = looks_ahead(setting.lead)
    if _is_required(setting, ahead) or _is_done_later(setting):
        return Verdict.NONE
    if deadline.bare and not _is_adverb(deadline, setting):
        return Verdict.NONE
    after = AHEAD_AFTER.search(setting.tail) is not None
    if today is None:
        return Verdict.PROMISE if ahead or after else Verdict.NONE
    if setting.finished:
        return Verdict.PROMISE if (ahead or after) and deadline.due_on >= today else Verdict.NONE
    if deadline.due_on < today:
        return _judge_past(setting, ahead)
    return _judge_future(deadline, setting, today, ahead=ahead or after)


def looks_ahead(lead: str) -> bool:
    """Say whether the words before a time look ahead: 计划, 预计, 拟, 将于, 力争, 承诺, 延期至."""
    return any(sign.pattern.search(lead[-40:]) for sign in AHEAD)


def _judge_label(deadline: Deadline, setting: Setting, today: date | None) -> Verdict:
    """整改时限：2024年6月底前 is a promise while its item is unfinished and the day lies ahead."""
    if setting.finished:
        return Verdict.NONE
    if today is None:
        return Verdict.UNCERTAIN
    if deadline.due_on >= today and not deadline.rolled:
        return Verdict.PROMISE
    return Verdict.PROMISE if _PLANNED_LABEL.search(setting.lead) and setting.unfinished else Verdict.NONE


def _is_behind(deadline: Deadline, setting: Setting) -> bool:
    lead, tail = setting.lead, setting.tail
    for sign in BEHIND:
        if sign.name == "since" and (deadline.starts or deadline.rule == "range"):
            continue
        if sign.name == "object" and not deadline.bare:
            continue
        if sign.name == "norm" and deadline.rule != "duration":
            continue
        if sign.pattern.search(lead[-40:]):
            return True
    return any(sign.pattern.search(tail) for sign in BEHIND_AFTER)


def _is_required(setting: Setting, ahead: bool) -> bool:
    """按照…在…前完成…的要求, 要求…在…前: a requirement that somebody laid down."""
    lead = setting.lead
    required = None
    for required in _REQUIRED_BEFORE.finditer(lead):
        pass
    if required is not None and not looks_ahead(lead[required.end() :]):
        return True
    rule = _RULE_BEFORE.search(lead)
    if rule is not None and _RULE_AFTER.search(setting.tail) and not ahead:
        return True
    return bool(setting.before) and _REQUIRED_CLAUSE.search(setting.before[-1]) is not None and not ahead and not setting.before[-1].startswith(("按", "根据", "结合", "依"))


def _is_done_later(setting: Setting) -> bool:
    return any(_DONE_LATER.search(clause) and len(clause) < 30 for clause in setting.after)


def _is_adverb(deadline: Deadline, setting: Setting) -> bool:
    """Say whether a bare period tells when, rather than naming a plan or a budget."""
    if AHEAD_AFTER.search(setting.tail):
        return True
    if _NOUN.search(setting.tail) and not _VERB_AFTER.search(setting.tail):
        return False
    return bool(_ADVERB_BEFORE.search(setting.lead) or _VERB_AFTER.search(setting.tail))


def _bounds_work(setting: Setting) -> bool:
    """Say whether a duration without a plan word bounds work (三个月内完成整改), not a rule (30日内须报告)."""
    if _NORM_AFTER.search(setting.tail) or not _OPENS_CLAUSE.search(setting.lead):
        return False
    return _VERB_AFTER.search(setting.tail) is not None


def _judge_past(setting: Setting, ahead: bool) -> Verdict:
    if not ahead:
        return Verdict.NONE
    near = (setting.lead, setting.tail, *setting.before, *setting.after)
    if setting.unfinished or any(_UNFINISHED_NEAR.search(words) for words in near):
        return Verdict.PROMISE
    return Verdict.UNCERTAIN


def _judge_future(deadline: Deadline, setting: Setting, today: date, *, ahead: bool) -> Verdict:
    if _NAMED_YEAR_END.match(setting.tail) and deadline.rule in ("year", "year_end"):
        return Verdict.NONE
    if ahead:
        return Verdict.UNCERTAIN if deadline.vague else Verdict.PROMISE
    weak = any(sign.pattern.search(setting.lead[-30:]) for sign in WEAK_AHEAD) or any(
        sign.pattern.search(words) for words in setting.before for sign in (*AHEAD, *WEAK_AHEAD[:1])
    )
    if deadline.rolled and not weak:
        return Verdict.NONE
    covers_today = deadline.begins <= today
    if covers_today and (deadline.bare or deadline.starts or deadline.rule == "range"):
        return Verdict.PROMISE if weak and _ADVERB_BEFORE.search(setting.lead) else Verdict.NONE
    if deadline.rule == "spell":
        return Verdict.PROMISE if weak else Verdict.NONE
    if deadline.rule == "duration" and not _bounds_work(setting):
        return Verdict.NONE
    if deadline.due_on == today and not weak:
        return Verdict.NONE
    far = not deadline.year_stated and deadline.due_on > today + timedelta(days=270)
    return Verdict.UNCERTAIN if deadline.vague or (far and not weak) else Verdict.PROMISE
