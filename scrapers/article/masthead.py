"""The lines around a title: stamps, source line, breadcrumb, and the text that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar

from scrapers.article.dates import Stamp, find_stamps
from scrapers.article.noise import cut_controls, holds_control, holds_text, is_control
from scrapers.model import Found, Issue, Quote
from scrapers.searching import compile_search

T = TypeVar("T")

# field | labels, `\s*` between characters that sites space out
LABELS: tuple[tuple[str, str], ...] = (
    ("source", r"(?:信息|文章|稿件|新闻|内容|资料)?来\s*源(?:单位|部门|网站)?|稿\s*源|[转来]\s*自|出\s*处"),
    (
        "published",
        r"发\s*布\s*(?:时\s*间|日\s*期)|(?:发表|发稿|刊发|刊登|推送)(?:时间|日期)|公布(?:时间|日期)|公开(?:时间|日期)|PubDate",
    ),
    ("stamp", r"(?:信息(?:提供)?|更新|上传|录入|上网|生成|编辑|创建)?(?:时\s*间|日\s*期)"),
    ("written", r"(?:成文|发文|印发|签发|制发)(?:时间|日期)"),
    ("title", r"(?:信息|文件)?(?:标\s*题|名\s*称)"),
    (
        "other",
        r"(?:信息)?索\s*引\s*号|(?:主题|体裁|信息|公开|组配|栏目)?分\s*类|发\s*布\s*(?:机构|单位|部门|者|人)|发文(?:机关|单位|字号)|文件(?:编号|类型)|信息提供(?:单位|者)|(?:文章|信息)?录入(?:者|人|员)?|"
        r"公开(?:形式|方式|范围|时限|程序|类型|责任部门|单位|机构)|责任部门|文\s*号|主\s*题\s*词|关键(?:词|字)|统一登记号|"
        r"(?:信息)?有效(?:性|期)|是否有效|失效(?:日期|时间)|效力状态|生效(?:日期|时间)|作\s*者|(?:责任|值班|网站)?编\s*辑|责编|审\s*[核校]|校对|撰稿|供稿|通讯员|记\s*者|"
        r"摄影|体裁|语种|信息(?:类别|编号)|所属(?:栏目|分类|机构)|服务对象|内容概述|内容摘要|摘\s*要",
    ),
)
_LABEL = compile_search(
    r"(?:" + "|".join(f"(?P<{name}>{words})" for name, words in LABELS) + r")\s*[】\]]?\s*[:：]"
)
_LABEL_LINE = compile_search("(?:" + "|".join(words for _, words in LABELS) + r")\s*[:：]?", re.I)
_YEAR = re.compile("[12二一１２]\\s?[0-9〇○零Ｏ九０-９]")
_GAP = re.compile(r"\s{2,}|[|｜\t]")
_SENTENCE = re.compile("[，。；]")
_DATED = re.compile(r"\s*(?:19|20|二[〇○零])")
_VAGUE = ("stamp", "title")
_INSIDE_WORD = re.compile(r"[\u4e00-\u9fff“《]")
_TRAIL = re.compile(
    r".{0,12}?(?:(?:当前|所在|现在|您)[的所在当前现]{0,5}(?:的)?位置是?|(?:当前|所在)栏目|位置|导航(?=\s*[:：]\s*首))\s*[:：]?\s*|(?=[首主]\s*页\s*[>＞»›/\-→·])|"
    r"(?=(?:网站|本站)[首主]页\s*[>＞»›/\-→])|(?=[^>＞»›]{2,20}(?:[>＞»›]+[^>＞»›]{1,20}){1,6}[>＞»›]+\s*正\s*文\s*$)"
)
# One of these stands in every breadcrumb.
_TRAIL_SIGN = re.compile("首|主|位置|栏目|>|＞|»|›")
_STEP = compile_search(r"\s*(?:[-=]{0,2}[>＞»›→]+|&gt;|(?<=\s)[/\-—·](?=\s)|(?<=首页)[/\-—]|::)+\s*")
# How a trail that starts so is divided, where not by the signs of `_STEP`: 首页/党务公开, 首页 党务公开
_SHAPES = (
    (re.compile(r"首\s*页\s*/"), re.compile(r"\s*(?:/|[>＞»›→])+\s*")),
    (re.compile(r"首页(?:\s+[\w（）()]+){1,8}$"), re.compile(r"\s+")),
)
_UNDIVIDED = re.compile(r"首页\w")
# Steps and nothing else: 院务公开 > 党务公开
_STEPS_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,12}+(?:\s*[>＞»›]{1,2}\s*[\u4e00-\u9fff]{2,12}+){1,5}\s*[>＞»›]?"
)
_HOME = re.compile(
    r"(?:网站|本站|返回)?首\s*页|主页|正\s*文|.{0,20}(?:网站|门户网|政府网|网)首页|(?:文章|信息|详细)?(?:正文|内容|详情|浏览)(?:页)?|"
    r"(?:浏览|查看|阅读)(?:文章|信息|详情|内容|新闻|正文)?"
)
_SITE = re.compile(r".{2,20}(?:网站?|门户)")
PLACEHOLDERS = frozenset(
    (
        "本网",
        "本站",
        "本局",
        "本单位",
        "本院",
        "本校",
        "本委",
        "本中心",
        "本公司",
        "本网站",
        "本网讯",
        "本网原创",
        "本站原创",
        "本站编辑",
        "网站原创",
        "原创",
        "网络",
        "互联网",
        "未知",
        "无",
        "暂无",
        "其他",
        "admin",
    )
)
# Who wrote it, glued to the source by spans without space.
_BYLINE = re.compile(
    r"[\s\[\]【】]*(?:(?:[\u4e00-\u9fff]{1,20}(?:局|委|办|府|部|厅|中心|网|报|社|院|会|组|站|科|室|处|校|党委|党组|融媒)"
    r"|(?:https?://)?[\w-]+(?:\.[\w-]+){1,4}/?)[\s|｜·/]*){1,2}"
)
# Where a value ends before a word of the page's own that is glued to it | examples: 县融媒记者：张三,
# 区发展改革委阅读 1286, 梅岗镇时间：2022-08-30, 县水务局【字体：大
_BEHIND = compile_search(
    r"(?<=\S)\s*(?:"
    r"(?:本报|本网)?(?:特约)?(?:记者|通讯员|作者|编辑|撰稿|供稿|摄影)(?=[\s:：/|])"
    r"|[【\[(（]?(?:(?:阅读|浏览|点击|访问)(?:量|数|次数|人数|时长)?|时间|日期|字体|字号|打印|分享)(?=[\s:：/|\d【\[(（]|$))"
)
# An account and where it wrote from, around a stamp, as WeChat prints them: 澄溪发布 2023-12-20 18:30 云南
_ACCOUNT = re.compile(
    r"(?:原创)?[\s\w]{0,40}\s(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    r"广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)\s*"
)
# What the name of a body or a site ends with, as it stands behind a stamp without a label: 县水务局
_PUBLISHER_ENDS = (
    *("局", "委", "办", "府", "部", "厅", "中心", "网", "网站", "报", "报社", "院", "室", "处", "科"),
    *("党委", "党组", "纪委", "监委", "融媒"),
)
_PUBLISHER = re.compile(rf"[\u4e00-\u9fff]{{2,24}}(?:{'|'.join(_PUBLISHER_ENDS)})")
_HEADLINE = re.compile(r"关于|通报|公告|公示")
_EDGES = " \t|｜·•/,，;；。、-—[]【】()（）:："
_LONGEST = 240
_LONGEST_VALUE = 60
_LONGEST_STEP = 20


class Place(NamedTuple):
    """A value and where it stands: characters `start` to `end` of line `line`, or through line `last`."""

    line: int
    start: int
    end: int
    last: int = -1


class Fields(NamedTuple):
    """What one masthead line holds: by field, the value's span in it. `alone` says that nothing else does."""

    spans: tuple[tuple[str, int, int], ...] = ()
    stamps: tuple[tuple[str, Stamp | None, int, int], ...] = ()
    alone: bool = False


@lru_cache(maxsize=1024)
def read_fields(line: str) -> Fields:
    """The labelled values and stamps of one line of a masthead."""
    if len(line) > _LONGEST or not (":" in line or "：" in line or _YEAR.search(line)):
        return Fields()
    parts = list(_divide(line))
    spans: list[tuple[str, int, int]] = []
    stamps: list[tuple[str, Stamp | None, int, int]] = []
    alone = True
    for name, start, end in parts:
        found = list(find_stamps(line[start:end]))
        stamps += [(name or "bare", stamp.value, start + stamp.start, start + stamp.end) for stamp in found]
        stop = start + found[0].start if found else end
        if name in ("source", "title", "other"):
            spans += _value(line, name, start, stop)
        before = "" if name else line[start:stop]
        if not found:
            alone = alone and not holds_text(before)
            continue
        behind = start + found[-1].end
        rest = f"{before}  {line[behind:end]}"
        clocked = isinstance(found[0].value, datetime)
        alone = alone and (not holds_text(rest) or _is_byline(rest, line, clocked=clocked))
        if (
            clocked
            and name in ("", "published")
            and not any(field == "source" for field, *_ in parts)
            and not holds_text(line[start:stop])
            and _is_byline(rest, line, clocked=True)
        ):
            spans += _read_unlabelled(line, behind, end)
    return Fields(tuple(spans), tuple(stamps), alone and (bool(stamps) or len(parts) > 1))


def _is_byline(rest: str, line: str, *, clocked: bool) -> bool:
    """Whether what stands beside a stamp says who wrote or published, and no more.

    Beside a day without a time only where the line shows its page's controls too, stands in brackets, or
    names a body and nothing else.
    """
    if _HEADLINE.search(rest):
        return False
    if not (clocked or line[0] in "[【" or holds_control(line)):
        return is_publisher(rest.strip(_EDGES))
    rest = cut_controls(rest)
    return _BYLINE.fullmatch(rest) is not None or (clocked and _ACCOUNT.fullmatch(rest) is not None)


def _divide(line: str) -> Iterator[tuple[str, int, int]]:
    """What stands before the labels of `line`, without a name, and what stands behind each, by its field."""
    name, start = "", 0
    for label in _find_labels(line):
        yield name, start, label.start()
        name, start = label.lastgroup or "", label.end()
    yield name, start, len(line)


def _find_labels(line: str) -> list[re.Match[str]]:
    """Labels at a word's start, or glued to the value of the label before them."""
    labels: list[re.Match[str]] = []
    if not (":" in line or "：" in line):
        return labels
    for match in _LABEL.finditer(line):
        before = line[match.start() - 1 : match.start()]
        glued = labels and (match.lastgroup not in _VAGUE or _DATED.match(line, match.end()))
        if glued or not _INSIDE_WORD.match(before) or before in "日次":
            labels.append(match)
    return labels


def read_trail(line: str) -> list[tuple[str, int, int]]:
    """The steps of a breadcrumb below 首页, with their spans; empty where `line` is none."""
    if not is_trail(line):
        return []
    lead = _TRAIL.match(line)
    steps: list[tuple[str, int, int]] = []
    at = lead.end() if lead else 0
    homed = False
    between = next((gaps for shape, gaps in _SHAPES if shape.match(line, at)), _STEP)
    for gap in [*between.finditer(line, at), None]:
        end = gap.start() if gap else len(line)
        text = line[at:end].strip(" \t|:：")
        if len(words := text.split()) == 2 and words[0] == words[1] and 1 < len(words[0]) <= _LONGEST_STEP:
            text = words[0]
        if text and (_HOME.fullmatch(text) or (not homed and not steps and _SITE.fullmatch(text) and gap)):
            homed = True
        elif text:
            start = line.index(text, at)
            steps.append((text, start, start + len(text)))
        at = gap.end() if gap else end
    return [] if len(steps) == 1 and _UNDIVIDED.match(steps[0][0]) else steps


def is_trail(line: str) -> bool:
    """Whether `line` is a breadcrumb, with or without steps below 首页."""
    if len(line) > _LONGEST or not _TRAIL_SIGN.search(line):
        return False
    return _TRAIL.match(line) is not None or _STEPS_ALONE.fullmatch(line) is not None


def is_label(line: str) -> bool:
    """Whether `line` is a label and nothing else: its value stands in the next cell."""
    return len(line) < 20 and _LABEL_LINE.fullmatch(line) is not None


def is_masthead(line: str) -> bool:
    """Whether `line` holds nothing but controls, stamps, labelled values and breadcrumb.

    Beside a labelled source and a stamp, words that nobody knows are controls too.
    """
    return (
        is_control(line) or is_trail(line) or (fields := read_fields(line)).alone or _is_stamped(fields, line)
    )


def _is_stamped(fields: Fields, line: str) -> bool:
    """Whether a line without a sentence gives a source by its label and a day."""
    sourced = any(name == "source" for name, *_ in fields.spans)
    return sourced and bool(fields.stamps) and not _SENTENCE.search(line)


def is_source_behind(stamp: str, line: str) -> bool:
    """Whether `line` names who published, below a `stamp` that says at what time and no more."""
    if not is_publisher(line):
        return False
    fields = read_fields(stamp)
    return (
        fields.alone
        and not fields.spans
        and any(isinstance(value, datetime) for _, value, *_ in fields.stamps)
    )


def is_publisher(text: str) -> bool:
    """Whether `text` is the name of a body or a site."""
    if not text.endswith(_PUBLISHER_ENDS) or "关于" in text or "通报" in text:
        return False
    return _PUBLISHER.fullmatch(text) is not None


def is_vaguely_labelled(line: str) -> bool:
    """Whether the labels of `line` are such as articles open with too: 时间：2023年7月5日至7月11日."""
    fields = read_fields(line)
    names = {name for name, *_ in (*fields.stamps, *fields.spans)}
    return bool(names) and names <= {*_VAGUE, "bare"} and names != {"bare"}


def compose(lines: Sequence[str]) -> tuple[str, list[int]]:
    """The masthead's text and the offset of each of its lines."""
    offsets: list[int] = []
    at = 0
    for line in lines:
        offsets.append(at)
        at += len(line) + 1
    return "\n".join(lines), offsets


def locate(value: T, place: Place, text: str, offsets: Sequence[int]) -> Found[T]:
    """`value` with its quote in the masthead's text."""
    start = offsets[place.line] + place.start
    end = offsets[place.last if place.last >= 0 else place.line] + place.end
    return Found(value, Quote(text[start:end], start, end, "masthead"))


def is_placeholder(source: str) -> bool:
    """Whether a source line names nobody: 本网, 本站."""
    return source.strip(_EDGES) in PLACEHOLDERS


def find_impossible(line: str, fields: Fields) -> Iterable[Issue]:
    """An issue for each stamp whose day cannot exist."""
    for _, value, start, end in fields.stamps:
        if value is None:
            yield Issue("impossible_date", f"not a day of any calendar: {line[start:end]!r}")


def _value(line: str, name: str, start: int, end: int) -> list[tuple[str, int, int]]:
    text = cut_controls(line[start:end]).lstrip(_EDGES + "\u00a0\u3000")
    text = _BEHIND.split(_GAP.split(text, maxsplit=1)[0], maxsplit=1)[0].strip(_EDGES)
    if not name or not text or len(text) > _LONGEST_VALUE or (at := line.find(text, start, end)) < 0:
        return []
    end = at + len(text)
    opened = text.count("（") > text.count("）") and line.startswith("）", end)
    return [(name, at, end + opened)]


def _read_unlabelled(line: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The body or site whose name alone stands behind a stamp: 2025-06-24 09:00 县水务局."""
    text = cut_controls(line[start:end]).strip(_EDGES)
    at = line.find(text, start, end) if is_publisher(text) else -1
    return [("source", at, at + len(text))] if at >= 0 else []
