"""The words by which a later notice is held against an earlier promise: tables for a Chinese reader to check.

Each row of FINISHED, UNFINISHED and PARTLY carries an example that the tests run.
"""

from __future__ import annotations

import re

# Words that say nothing of the object: modal words and time words of a promise, fillers of a report.
FILLERS = re.compile(
    r"一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|计划|力争|争取|预计|确保|拟于|将于|将在|拟在|按计划|"
    r"已经|已于|均已|现已|目前|截至目前|截至|全部|全面|正式|如期|顺利|按期|正在|尚有|仍有|有序|"
    r"完成|完毕|到位|办理|手续|任务|工作|情况|进行|开展|予以|对于|关于|其中|剩余|其余|余下|所有|各项|"
    r"的问题|突出|不力|不够|不足|不到位|滞后|缓慢|薄弱|不规范|不及时|不彻底|进展|进度"
)
# Characters left out before two texts are compared: 剩余的3个小区 and 剩余3个小区 are the same.
JOINTS = re.compile(r"[的了之于在将对把被由并且\s“”‘’（）()]")
# Words so common that sharing them shows little.
COMMON = set(
    re.findall(
        r"\w+",
        "建设 工程 项目 改造 整治 管理 治理 提升 实施 制度 专项 问题 整改 推进 落实 机制 清理 处理 设施 平台 "
        "系统",
    )
)

# A clause that reports something done.
FINISHED: tuple[tuple[str, str], ...] = (
    (r"已(?!启动|着手|列入|纳入|进入|开始|累计)", "北渠清淤已完成"),
    (r"均(?=.{0,12}(?:完成|完毕|办结|到位|配齐))", "12户均改造完毕"),
    (r"全部(?=.{0,8}(?:完成|完毕|办结|到位|配齐|完工|清退|拆除|建成|通过))", "4件积案全部办结"),
    (r"(?:完成|建成|拆除|收回|补齐|清退|追缴)(?:了)?(?=.{2,})", "全年建成高标准农田2.1万亩"),
    (r"(?:装修|改造|清退|建设|处置|整治|清理)(?:完毕|完成)", "养老服务中心装修完毕"),
    (r"(?:印发|出台|制定|修订|建立|召开|公布|公开|举办|组织)了", "召开了专题民主生活会"),
    (r"(?:正式)?(?:印发实施|印发执行|印发施行|出台实施)", "管护办法正式印发实施"),
    (r"^(?:.{0,6})(?:印发|出台|修订)(?:实施|印发)?《", "印发《管护办法》"),
    (r"通过.{0,6}验收", "青石河项目通过竣工验收"),
    (r"(?:上线运行|投入使用|投入运行|投入运营|启用|竣工|完工|办结|配齐)", "平台于11月上线运行"),
    (r"举办", "举办干部职工全员培训班"),
)
# A clause that says that its object is still ahead, or was not done.
UNFINISHED: tuple[tuple[str, str], ...] = (
    (r"正在|正按|推进中|进行中|有序推进|加快推进|持续推进", "其余正在施工"),
    (r"尚未|仍未|未能|未按|未完成|没有完成|不能按", "南段尚未完成"),
    (r"仍有|仍在|尚有|尚需|还有|还需|(?<![接对看招优])待(?!遇)", "仍有2人待核查"),
    (r"计划|力争|争取|预计|拟于|将于|将在|确保|约定", "预计2026年5月底前建成"),
    (r"延期|推迟|延长|延后|顺延|调整为|滞后", "延期至2026年3月底前完成"),
    (r"其余.{0,12}(?:提起|诉讼|动员|协商)", "其余租金已提起诉讼"),
    (r"明确.{0,8}节点", "明确12月底前的节点任务"),
    (r"^(?!.*[已均]).*(?:年|月|季度|旬|日|汛|节|底)前", "2026年底前全面完成修复"),
)
# A clause that reports only a part: never decided, offered for review at most.
PARTLY: tuple[tuple[str, str], ...] = (
    (r"基本完成|基本建成|基本办结|初步完成", "专项清理基本完成"),
    (r"部分|大部分|大半|过半|主体", "已完成部分设备采购"),
    (r"(?<![\d.])\d{1,2}(?:\.\d+)?[%％]", "已完成工程量的70%"),
    (r"阶段性|逐步|分批|分期", "分批完成搬迁"),
)
# What was completed, where a clause names it after the verb: 充电桩建设已完成选址 tells of 选址.
COMPLETED = re.compile(r"完成(?:了)?(?:全部|所有)?(?P<what>[一-鿿]{2,}?)(?:并|\d|$)")
OTHER_DONE = re.compile(r"已(?!完成|全部完成|经完成|于)[一-鿿]{2,}|均已")
# Early stages of a project, paper or payment: 完成招标 is not 完成竣工.
# One that the promise names itself is its goal.
EARLY = re.findall(
    r"\w+",
    "谋划 立项 可研 可行性 设计 评审 图纸 招标 招投标 采购 征地 进场 开工 施工许可 封顶 主体 安装 调试 "
    "起草 初稿 草案 征求意见 调研 论证 方案 编制 公告 申请 审核 审批 公示 报批 专班 清单 台账 约谈 问责 "
    "立案 起诉 诉讼 协议 签订 动员 摸底 启动 落实资金 批复 报告 合同",
)
# Late stages of a project in their order; a promise of one is kept only by it or a later one.
LATE: tuple[tuple[int, str], ...] = (
    (1, r"完工|竣工|建成"),
    (2, r"验收"),
    (3, r"投入使用|投入运行|投入运营|上线运行|启用|投用|通车|开放|运营"),
)
# What is given out is done when it is given out, not when it is drafted.
PAPER = re.compile(r"《|办法|制度|细则|规定|规程|条例|机制|清单|预案")
ISSUED = re.compile(r"印发|出台|公布|公开|发布|施行|执行|实施|建立")
# Words that put a date off.
DELAY = re.compile(r"延期|推迟|延长|延后|顺延|调整为|未能|未按|滞后")

# Marks that tell one thing from another before the same word: 大坪村 小坪村, 北段 南段, 二期 一期.
OPPOSED = ("东南西北", "大小", "上下", "左右", "前后", "内外", "新旧老", "一二三四五六七八九十首", "新上")
# Words that end a proper name.
PLACE = re.compile(
    r"(?=([一-鿿]{2}(?:村|镇|乡|街道|社区|县|河|湖|水库|小学|中学|医院|路|桥|港|公园|泵站|水厂|水闸|电站)))"
)
NOT_NAME = re.compile(r"[个所处座各全本级等条家行自然重点农硬化]")
# Words before an object that are no part of its name.
NOT_HEAD = re.compile(
    r"举办|组织|建立|制定|推动|加强|做好|召开|出台|印发|建成|一次|一轮|健全|修订|追缴|收回|拆除|选派|归还"
)
TITLE = re.compile(r"《([^》]+)》")
NUMBERED = re.compile(r"(\d+)(号|期|标段|轮|批)")
COUNT = re.compile(
    r"(\d+(?:\.\d+)?)(万)?(公里|千米|平方米|万元|亿元|元|[个座处户宗件名辆所家条项台套本亩米吨间栋人批])"
)
# 改革委员会党组 and 改革委员会 are one body; 镇委员会 with 中共 before it and 镇 too.
PARTY = re.compile(r"(?:党组|党委|党工委|党总支|党支部|机关党委)$")
PARTY_COMMITTEE = re.compile(r"(?:工作)?委员会$")
