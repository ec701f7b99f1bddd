"""The body that publishes a notice and answers for it."""

from __future__ import annotations

import re

from scrapers.model import Article, Found, Quote
from scrapers.notice.signature import Signature

MEDIA = re.compile(
    r"网|报|电视|清风|新闻|客户端|公众号|融媒|微信|发布$|政府信息公开|平台|纪委|监委|巡察办|巡视办|门户"
)
"""Words that show a source line to name a carrier, not the body that answers for the notice."""
ORGAN = re.compile(
    r"[局委办府会厅部处院校社站所队科室组镇乡县市区村]$|党支部$|党总支$|街道$|公司$|集团$|中心$|大学$|学院$|机关$|委员会$|领导小组$"
)
"""What a source line ends with where it names a body; 云岭发布 and 幸福云岭 name channels."""

SUBJECTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"^[【\[（(]?[^】\]）)关于]{0,12}?[】\]）)]?(?P<org>(?:中共|中国共产党)[^，。]{2,50}?)(?=关于|落实|贯彻|巡[察视]|对|整改|公布|$)"
        ),
        "中共云岭县水务局党组关于巡察整改进展情况的通报",
        "中共云岭县水务局党组",
    ),
    (
        re.compile(r"^(?P<org>[^，。《“”]{2,50}?)(?=关于|落实|巡[察视](?!组)|对.{2,20}反馈|公布)"),
        "云岭县水务局党组关于巡察整改进展情况的通报",
        "云岭县水务局党组",
    ),
    (
        re.compile(
            r"^关于(?P<org>(?:中共)?[^，。《“”]{2,50}?(?:党组|党委|党工委|委员会|党总支|党支部|[局镇乡院校]|街道|中心|公司))(?=巡[察视]|落实|整改|对|反馈)"
        ),
        "关于青溪镇党委巡察整改进展情况的通报",
        "青溪镇党委",
    ),
)
"""How a title names the body, each with an example and what it names."""

NOT_A_BODY = re.compile(r"^(?:关于|落实|对|十?[一二三四五六七八九十]届)|巡[察视]|情况|通报|整改")


PARTY = re.compile(r"^(?:中共|中国共产党)|^(?!机关|直属|党建).*(?:党组|党委|党工委|工委|党总支|党支部)$")
OPENING = 1000
"""Characters within which an untitled notice names its party body."""
NAMED = re.compile(
    r"(?:对|向|(?:^|\n))(?P<org>中共(?!中央)[^，,。；;：:、“”《》\n]{2,40}?(?:党组|党委|党工委|党总支|党支部|委员会))"
    r"(?![\u4e00-\u9fff]{0,4}(?:统一|巡[察视]组))"
)
"""How an untitled notice names the body: …巡察组向中共云岭县水务局党组反馈了巡察意见."""


def find_publisher(article: Article, signature: Signature) -> Found[str] | None:
    """The signing party body, else any signing body, else the title's party body, else the source line.

    Failing these, the title's subject, or the party body that an untitled notice names in its opening. A
    source line that names a carrier (a paper, a portal, a channel, the discipline commission) is none.
    """
    signatories = signature.signatories
    if signatories:
        party = next(
            (q for q in signatories if re.match(r"中共|中国共产党|.*(?:党组|党委|党工委)$", q.text)),
            signatories[0],
        )
        value = signature.signed_by.value if signature.signed_by and len(signatories) == 1 else party.text
        return Found(value, party)
    subject, source = _read_subject(article), article.source
    if subject and PARTY.search(subject.value) and not (source and PARTY.search(source.value)):
        return subject
    carried = source is not None and MEDIA.search(source.value) is not None
    if source and not carried and ORGAN.search(source.value):
        return source
    opening = _read_opening(article) if article.title is None else None
    return subject or opening or (None if carried else source)


def _read_opening(article: Article) -> Found[str] | None:
    match = NAMED.search(article.body, 0, OPENING)
    if match is None:
        return None
    return Found(match["org"], Quote(match["org"], *match.span("org")))


def _read_subject(article: Article) -> Found[str] | None:
    title = article.title
    if title is None:
        return None
    for pattern, _, _ in SUBJECTS:
        match = pattern.search(title.value)
        if match is None:
            continue
        name = match["org"].strip()
        if NOT_A_BODY.search(name):
            continue
        at = title.quote.text.find(name)
        if at < 0:
            return Found(name, title.quote)
        start = title.quote.start + at
        return Found(name, Quote(name, start, start + len(name), title.quote.where))
    return None
