"""The body that publishes a notice and answers for it."""

from __future__ import annotations

import re

from scrapers.model import Article, Found, Quote
from scrapers.notice.signature import Signature

MEDIA = re.compile(
    r"网|报|电视|新闻|客户端|公众号|融媒|微信|发布$|政府信息公开|平台|纪委|监委|巡察办|巡视办|门户"
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


def find_publisher(article: Article, signature: Signature) -> Found[str] | None:
    """The signing party body, else any signing body, else the source line, else the title's subject.

    A source line that names a carrier (a paper, a portal, a channel, the discipline commission) gives way to
    the title.
    """
    signatories = signature.signatories
    if signatories:
        party = next(
            (q for q in signatories if re.match(r"中共|中国共产党|.*(?:党组|党委|党工委)$", q.text)),
            signatories[0],
        )
        value = signature.signed_by.value if signature.signed_by and len(signatories) == 1 else party.text
        return Found(value, party)
    subject = _read_subject(article)
    source = article.source
    if source and not (subject and _names_carrier(source.value, subject.value)):
        return source
    return subject or source


def _names_carrier(source: str, subject: str) -> bool:
    """Whether a source line names a channel: by its words, or because only the title names a party body."""
    return MEDIA.search(source) is not None or (subject.startswith("中共") and ORGAN.search(source) is None)


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
