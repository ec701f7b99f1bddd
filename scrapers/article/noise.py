"""The controls that sites set around an article, as tables: word, example line.

A line is a control only if nothing but controls stands in it. A rule such as "any line in 【】" once deleted
a real 【基本案情】.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scrapers.searching import compile_search

# pattern, example
CONTROLS: tuple[tuple[str, str], ...] = (
    (
        r"(?:微信里点|使用|打开微信)[^。]{0,60}(?:扫一扫|二维码)[^。]{0,40}。?",
        "微信里点“发现”，扫一下二维码便可将本文分享至朋友圈。",
    ),
    (r"二维码便可将本文分享至朋友圈。?|将(?:网页|本文)分享至朋友圈。?", "二维码便可将本文分享至朋友圈"),
    (r"分享\s*到?\s*[:：]?|一键分享|分享本[页文]|分享文章|分享至", "分享到："),
    (
        r"(?:新浪|腾讯|QQ|人民|网易)?(?:微信好友|微信|微博|朋友圈|QQ空间|QQ好友|QQ|豆瓣|人人网|空间|钉钉|支付宝)(?:分享)?",
        "分享到： 微信 新浪微博 QQ空间",
    ),
    (
        r"[【\[(（]?\s*(?:浏览字[体号]|字体大小|文字大小|字号大小|文字缩放|字体|字号)\s*[:：]?"
        r"(?:[\s\[\]【】()（）|/+-]*(?:特大|超大|放大|正常|标准|默认|缩小|恢复|大|中|小|加大|减小|A[+-]?))*\s*[】\])）]?",
        "【字号：大 中 小】",
    ),
    (r"[【\[]\s*(?:大\s*中\s*小|大\s*小)\s*[】\]]", "【大 中 小】"),
    (r"背景[色颜]*\s*[:：]?", "文字大小:[ ] 背景色:"),
    (r"(?:视力保护|保护视力)色?\s*[:：]?", "视力保护色："),
    (r"[Aa][+-]{1,2}(?![A-Za-z])", "A+ A-"),
    (r"(?:放大|正常|缩小)(?:\s+(?:放大|正常|缩小))+|放大正常缩小", "放大 正常 缩小"),
    (r"打印(?:此文|此页|本页|本文|页面|文章)?|我要打印", "【打印此页】"),
    (r"关闭(?:窗口|此页|本页|页面|本窗口)?", "【关闭窗口】"),
    (r"(?:加入|我要)?收藏(?:本页|此页|本站)?|加入收藏|设为首页", "[ 打印 ] [ 关闭 ] [ 收藏 ]"),
    (r"返回(?:顶部|首页|上一页|上页|列表|上一级)?|回到顶部|回顶部|TOP", "返回顶部"),
    (
        r"复制链接|复制|下载(?:全文|本文)|导出(?:word|pdf)?|纠错|我要纠错|网站纠错|投稿|评论|点赞\s*\d*|转发\s*[:：]?|我要留言|开心网",
        "复制链接",
    ),
    (
        r"(?:微信|手机)?[“\"]?扫一扫[”\"]?(?:\s*[:：，,]?\s*(?:在?手机上?(?:打开|查看|浏览|阅读|访问)|分享|关注)[^。]{0,20})?",
        "扫一扫在手机打开当前页",
    ),
    (
        r"(?:请)?(?:用手机|手机)?扫(?:描|码)(?:上方|下方|右侧)?二?维?码?(?:在手机|打开|关注|分享|浏览|阅读|查看)[^。]{0,20}",
        "扫描二维码分享本页",
    ),
    (r"手机(?:版|浏览|阅读|查看|访问|打开)(?:本页|当前页面?)?|二维码", "手机浏览"),
    (
        r"(?:浏览|阅读|点击|访问|浏览量|访问量|点击量|阅读量|点击数|浏览数|点击率|点击量|人气)"
        r"(?:次数|量|数|人次)?\s*[:：]\s*[\[【(（]?\s*[\d,]*\s*[\]】)）]?\s*(?:人次|次|人)?",
        "浏览次数：1024次",
    ),
    (r"(?:已有)?\s*\d+\s*(?:人次|次|人)?\s*(?:浏览|阅读|点击)|(?:浏览|阅读|点击)\s*\d+\s*次", "阅读 32 次"),
    (r"(?:浏览|阅读|点击|播放|访问)(?:量|数|次数)?\s*\d[\d.,]*\s*(?:[万wW]\+?)?", "阅读 1.2万"),
    (
        r"(?:预计|全文)?阅读(?:时长|时间)?[需约]{0,3}\s*[:：]?\s*[需约]{0,3}\s*\d+\s*(?:分钟|分|秒)",
        "阅读时长约 9 分钟",
    ),
    (r"(?:本[文页])?已[被有](?:浏览|阅读|点击|访问)\s*\d*\s*(?:人次|次)", "已被阅读 次"),
    (r"(?:站内|全站)(?:检索|搜索)\s*[:：]?|本?(?:网站)?已?支持IPv6(?:网络|访问)?", "站内检索:"),
    (r"(?:Loading|(?:正在|页面|数据)?加载中?)\s*[.…。]{1,6}", "Loading……"),
    (r"登录\s*(?:以|后|后?才?可以?)?\s*发表评论|发表评论|我要评论|顶一下|踩一下|挑错", "登录以发表评论"),
    (
        r"听(?:新闻|全文|文章)|语音(?:播报|朗读|阅读|播放)|朗读(?:全文|本文)?|(?:点击|开始)?播放|暂停|停止|收听|智能播报|"
        r"\d{1,2}:\d\d(?::\d\d)?\s*/\s*\d{1,2}:\d\d(?::\d\d)?",
        "听新闻 朗读 00:00/03:25",
    ),
    (
        r"[本该此这]条?(?:信息|文章|新闻|内容|页面?|文)?(?:是否)?对[您你](?:有|有没有)?所?帮助[吗么]?\s*[?？]?"
        r"(?:\s*(?:有用|有帮助|没有?用|无用|没有?帮助)\s*[（(]?\d*[)）]?)*",
        "这条信息对您有帮助吗？有用 无用",
    ),
    (r"[大中小](?:号字|字[体号版])|[放缩][大小](?:文字|字体|字号)", "大号字 小号字"),
    (r"保存(?:本[页文]|此页|网页)?|(?:生成|保存)(?:长图|海报|二维码)(?:名片)?", "保存 打印 关闭"),
    (r"(?:意见|内容)反馈|(?:信息|内容)纠错|推荐给(?:好友|朋友)|(?:展开|收起)(?:阅读)?全文", "推荐给好友"),
    (r"双击(?:鼠标|屏幕)?(?:自动)?滚屏|(?:夜间|日间|护眼|阅读|纯净|沉浸)模式", "双击自动滚屏 护眼模式"),
    (
        r"(?:AI|智能)(?:朗读|摘要|速读|总结)|音色\s*[:：]\s*\w{0,8}|(?:当前)?语速\s*[:：]\s*(?:[慢中快]速?|[\d.]+倍?)?",
        "AI朗读 音色：女声 语速：1.0",
    ),
    (
        r"字数(?:统计)?\s*[:：]\s*\d+字?|(?:全文|本文)[约共]\s*\d+\s*字|共?\s*\d[\d,]*\s*次(?:浏览|阅读)(?:\s*[，,]\s*今日\s*\d+\s*次)?",
        "字数统计：386 共1,019次浏览",
    ),
    (
        r"本文(?:链接|网址|地址)\s*[:：]\s*[\w:/.?=&%#-]*|(?:链接)?已?复制(?:到剪贴板|成功|口令)|如发现错别字.{0,60}",
        "本文链接：https://www.example.com/a/4471 链接已复制到剪贴板",
    ),
    (r"打赏(?:支持|作者)?|赞赏|在看|赞\s*[（(]\s*\d*\s*[)）]|互动投票", "打赏 赞（26） 在看"),
    (
        r"(?:文章|本文|目录)(?:导航|目录)\s*(?:[\[【]\s*隐藏\s*[\]】])?|回到列表|返回视图|跳过本段",
        "文章导航 [隐藏]",
    ),
    (
        r"点击上方.{0,24}关注(?:我们)?|(?:安装|下载|打开)[^，。\s]{0,12}(?:客户端|APP)[^，。]{0,24}",
        "点击上方“云岭发布”关注我们",
    ),
    (r"(?:图为|题图|资料图)\s*[:：][^。]{0,40}。?", "图为：办事大厅一角"),
    (r"【广告】.{0,40}|广告\s*[|｜].{0,40}|赞助商内容", "广告｜暑期特惠"),
    (
        r"内容由(?:AI|大模型|人工智能)生成|音频由系统合成|视频加载失败|未经许可不得转载",
        "内容由大模型生成",
    ),
    (r"(?:延伸|相关|推荐)(?:阅读|链接|新闻|报道)\s*[:：]\s*[^。；]{1,60}$", "延伸阅读：我县召开巡察工作会"),
    (
        r"关怀版|无障碍(?:浏览|阅读|版|辅助)?|长者(?:版|模式|助手)?|适老版?|(?:退出|进入)?老年人?模式|网站无障碍|繁體(?:版|中文)?|简体(?:版|中文)?|切[换換]到繁[体體]",
        "退出老年人模式",
    ),
    (
        r"(?:责任编辑|责编|编辑|审核|审校|校对|初审|复审|终审|审签|值班编辑|网站编辑|编审|录入(?:人|员|者)?|发布人|上传者|信息员|签发)\s*[:：]\s*[^\s。，；:：]{0,12}(?:[\s、]+[\u4e00-\u9fff]{2,3}(?![\u4e00-\u9fff:：]))*",
        "责任编辑：张三 王小五 审核：李四",
    ),
    (r"[\[【(（]\s*(?:责任编辑|责编|编辑)\s*[:：]?[^。]{0,16}[\]】)）]", "(责任编辑：张三)"),
    (
        r"(?:上一篇|下一篇|上一条|下一条|上篇|下篇|前一篇|后一篇|上一页|下一页|上一則|下一則)\s*[:：]?.{0,80}",
        "上一篇：关于召开会议的通知",
    ),
    (
        r"[\[【]?\s*(?:关联稿件|相关链接|相关文章|相关新闻|相关信息|相关阅读|延伸阅读|推荐阅读|热门推荐|相关推荐|相关文档|相关稿件|相关报道|相关内容|相关解读)\s*[\]】]?\s*[:：]?",
        "关联稿件：",
    ),
    (
        r"(?:当前|所在|您(?:现在|目前|当前)?的?(?:所在)?)\s*(?:的\s*)?位置\s*[:：]?\s*(?:首页.{0,120}|[^>＞»›]{0,40}[>＞»›].{0,120})?$",
        "您现在的位置：首页 > 政务公开",
    ),
    (r"首页(?:\s*[>＞»›/]+\s*[^>＞»›/。]{1,30}){1,8}[>＞»›/]*", "首页>头条"),
    (
        r"(?<!\d)[-—–－]{1,3}\s*\d{1,4}\s*[-—–－]{1,3}(?!\d)|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?",
        "— 12 —",
    ),
)
# What stands below an article on the page's own foot; a line of an article may well begin so.
FOOTERS: tuple[tuple[str, str], ...] = (
    (
        r"(?:版权所有(?![者人权])|版权归|Copyright|©|主办单位\s*[:：]|备案(?:序)?号\s*[:：]|您是(?:本站)?第\s*\d+\s*位).{0,200}$",
        "版权所有：中共某县纪律检查委员会　备案号：赣ICP备14000000号　您是第1234567位访客",
    ),
    (
        r"(?:(?:版权|特别|郑重|免责)?声明\s*[:：]\s*)?凡(?:是)?(?:本[网站]|注明|转载).{0,60}(?:转载|注明|来源|版权).{0,100}$",
        "声明：凡本网注明“来源：某县融媒”的作品，未经授权不得转载。",
    ),
    (r"版权(?:声明|所有)(?:[:：].{0,80})?|网站声明|网站地图|免责声明|联系我们", "版权声明"),
    (r"(?:\S{1,4}ICP[备证]|\S{1,3}公网安备)\s*\S{0,24}|网站标识码\s*[:：]?\s*\w{0,12}", "粤ICP备05012345号"),
    (r"(?:主办|承办|技术支持)(?:单位)?\s*[:：].{0,60}", "主办：某某区人民政府办公室"),
    (r"(?:文章|新闻|本文)?(?:标签|关键[词字])\s*[:：].{0,80}|tags?\s*[:：].{0,80}", "标签：党建 巡察整改"),
    (r"客户端下载|APP下载|下载客户端", "客户端下载"),
)
# What opens a part of the page of its own, below an article: heading, example.
ASIDES: tuple[tuple[str, str], ...] = (
    (r"(?:全部|最新|热门|网友|精彩|用户)(?:评论|留言|跟帖)", "全部评论（2）"),
    (
        r"猜你喜欢|大家都在看|(?:热点|最新|热门)(?:新闻|排行|推荐|文章|动态|资讯)|(?:点击|新闻|阅读)排行",
        "猜你喜欢",
    ),
    (r"友情链接|网站导航", "友情链接： 中国政府网 | 司法部"),
    (
        r"[\[【]?\s*(?:相关|关联|延伸|推荐)(?:链接|文章|新闻|阅读|稿件|报道|推荐|解读)\s*[\]】]?\s*[:：]?",
        "相关链接：",
    ),
)


def _compile_alone(rows: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """A pattern for `fullmatch` of lines in which nothing but what a table names stands.

    Each word takes what a search would find and gives nothing back, but a line is given up at the first word
    that the table does not name.
    """
    named = compile_search("|".join(f"(?:{pattern})" for pattern, _ in rows), re.I)
    return re.compile(rf"(?:\W*?(?:{named.pattern}))*+\W*", re.I)


_CONTROL = compile_search("|".join(f"(?:{pattern})" for pattern, _ in CONTROLS), re.I)
_CONTROLS_ALONE = _compile_alone(CONTROLS)
_FOOTERS_ALONE = _compile_alone((*CONTROLS, *FOOTERS))
_ASIDE = re.compile("(?:" + "|".join(f"(?:{pattern})" for pattern, _ in ASIDES) + r")(?=$|[\s:：（(】\]])")
_WORD = re.compile(r"\w")
# The loose ends of a font-size control that stands over several lines.
_LOOSE = re.compile(r"[\s\[\]【】()（）|/+：:-]*(?:[大中小][\s\[\]【】()（）|/+-]*){1,4}")
# The only footers that run to whole sentences.
_LEGAL = re.compile(r"(?:(?:版权|特别|郑重|免责)?声明\s*[:：]\s*)?凡(?:是)?(?:本[网站]|注明|转载)")
_LONGEST = 240
_LONGEST_LOOSE = 24
# One of these stands in every control: lines without need not be looked at closely. Each begins with a plain
# character, so that the engine skips to those.
_HINT = compile_search(
    r"分享|微信|微博|QQ|朋友圈|空间|豆瓣|人人网|字体|字号|文字|背景|A[+-]|a[+-]|大\s*中|大\s*小|放大|正常|缩小|打印|关闭|收藏|设为首页|返回|回到|"
    r"回顶部|TOP|top|复制|下载|导出|纠错|投稿|评论|点赞|转发|留言|扫|二维码|手机|浏览|阅读|点击|访问|人气|听|播|朗读|暂停|停止|"
    r"钉钉|支付宝|帮助|号字|字版|保存|生成|反馈|收起|展开|/\s*\d{1,2}:|双击|模式|AI|智能|音色|语速|字数|全文|次浏|本文|复制|错别字|打赏|图为|题图|资料图|赞|在看|投票|导航|目录|视图|跳过|广告|由系统|不得转载|Copyright|备案|您是|©|转载|发表|顶一下|踩一下|挑错|关怀|无障碍|长者|适老|老年|繁|简体|切换|切換|编辑|责编|编审|审|校对|录入|发布人|上传者|信息员|签发|上一?[篇条页則]|下一?[篇条页則]|前一?[篇条]|后一?[篇条]|一[篇条]|"
    r"关联|相关|延伸|推荐|位置|首页|主办|承办|版权|声明|地图|ICP|公网安备|标识码|标签|关键词|关键字|tag|Tag|联系我们|技术支持|客户端|APP|检索|搜索|视力|IPv6|Loading|加载|页|-|—|–|－"
)


def is_control(line: str) -> bool:
    """Whether nothing but known controls stands in `line`."""
    return not _is_prose(line) and (_is_loose(line) or not holds_text(line))


def holds_text(line: str) -> bool:
    """Whether a word stands in `line` that is part of no known control."""
    return _WORD.search(line) is not None and not _consists_of(_CONTROLS_ALONE, line)


def _consists_of(words: re.Pattern[str], line: str) -> bool:
    return _may_hold_control(line) and words.fullmatch(line) is not None


def _is_prose(line: str) -> bool:
    return len(line) > _LONGEST or (
        ("，" in line or "。" in line) and "扫" not in line and "二维码" not in line
    )


def _is_loose(line: str) -> bool:
    return len(line) <= _LONGEST_LOOSE and _LOOSE.fullmatch(line) is not None


def is_footer(line: str) -> bool:
    """Whether `line` is a control or belongs to the foot of the page."""
    if is_control(line):
        return True
    return _consists_of(_FOOTERS_ALONE, line) and (not _is_prose(line) or _LEGAL.match(line) is not None)


def starts_aside(text: str) -> bool:
    """Whether `text` begins with the heading of comments, of a ranking or of related links."""
    return _ASIDE.match(text) is not None


def holds_control(line: str) -> bool:
    """Whether a known control stands in `line`."""
    return _may_hold_control(line) and _CONTROL.search(line) is not None


def cut_controls(line: str) -> str:
    """`line` with its known controls replaced by two spaces."""
    return _CONTROL.sub("  ", line) if _may_hold_control(line) else line


def _may_hold_control(line: str) -> bool:
    return len(line) <= _LONGEST and _HINT.search(line) is not None
