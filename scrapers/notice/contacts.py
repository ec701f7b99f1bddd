"""How the public may reach the publisher: phones, address, postcode and mail addresses, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.model import Article, Contacts, Quote
from scrapers.notice.sentences import quote_span
from scrapers.searching import compile_search

INVITATION = compile_search(
    r"(?:热忱|诚恳|真诚|竭诚)?欢迎[^。\n]{0,60}?(?:监督|提出|批评|意见|建议|反映)|如有(?:意见|问题|异议)|联系方式"
)
LABEL_WORDS = r"(?:联\s?系|举报|监督|咨询|反映|受理|办公|值班|投诉|意见|反馈|固定|座机)?"
PHONE_LABEL = compile_search(
    rf"{LABEL_WORDS}\s*电\s*话(?:号码)?|热\s*线|手\s*机(?:号码?)?|致电|拨打|(?:来电)?请拨|来电(?:反映)?(?=[:：])|Tel|TEL|联系方式"
)
PHONE = compile_search(
    r"(?<![\d\-@.])(?:"
    r"(?:\+?86[- ])?(?:[（(]0\d{2,3}[）)]\s?|0\d{2,3}\s?[-－—–‐‑―－]{1,2}\s?|0\d{2,3}[ \u00a0\u3000])?"
    r"(?:\d{7,8}|(?<=[）)\-－—–‐‑―])\s?\d{3,4}[- \u00a0\u3000]\d{3,4})(?:\s?(?:转|-|－)\s?\d{1,6})?"
    r"|0\d{10,11}|1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}|12\d{3}"
    r")(?![\d@])"
)
SHORT = re.compile(
    r"\s*(?:、|/|／|，|,|或者?|和|;|；)\s*"
    r"(?P<short>\d{3,4}[ \u00a0\u3000]\d{4}(?!\d)|\d{2,8})(?![\d年月日号楼室栋座层路@])"
)
NO_PHONE = re.compile(
    r"(?<![及和、/／(（兼同话])传\s*真(?:号码)?[:：]?\s*$|邮\s*(?:政)?\s*编(?:\s*码)?[:：为]?\s*$|[Qq]{2}群?[:：]?\s*$|微信号?[:：]?\s*$"
)
DAY_IN_DIGITS = re.compile(r"20[012]\d[01]\d[0-3]\d")
MAIL_LABEL = compile_search(r"(?:电\s*子\s*)?(?:邮\s*箱|邮\s*件|信\s*箱)(?:地址)?|[Ee]-?[Mm]ail|EMAIL|邮箱号")
MAIL = re.compile(
    r"[A-Za-z0-9_][\w.\-+]*+\s?(?:[@＠]|\(at\)|#)\s?[A-Za-z0-9][A-Za-z0-9\-]*(?: ?[.．] ?[A-Za-z0-9\-]+)*",
    re.ASCII,
)
POSTCODE = re.compile(r"邮\s*(?:政)?\s*编\s*(?:码|号)?\s*(?:[:：为]|是)?\s*(?P<code>\d(?: ?\d){5})(?!\d)")
ADDRESS_LABEL = compile_search(
    r"(?<![子件箱])(?:(?:通\s?[讯信]|联\s?系|邮\s?寄|来\s?信|收\s?信|寄\s?信|邮\s?政|邮\s?件|办\s?公|来\s?访|接\s?访|信\s?访|信\s?箱|单\s?位|信\s?函|投\s?递|举报|现场反映)?\s?地\s?址(?:（[^）]{1,12}）|\([^)]{1,12}\))?"
    r"|邮\s?政\s?信\s?箱|邮\s?政\s?邮\s?箱|(?<!电子)(?:来信|信件|信函|邮件)?请?(?:寄至|寄到|请寄|邮寄至|邮寄到|邮寄|寄往|寄信[到至往])|来信(?:反映)?(?=[:：])|(?:联系|来访|办公|接访)地点|(?<![\u4e00-\u9fff])(?:地\s?点|信\s?函|信\s?件|来\s?信)(?=[:：])|通讯处)"
)
NEXT_LABEL = (
    r"邮\s?(?:政)?\s?编|(?:联系|办公|监督|举报|咨询)?\s?电\s?话|电\s?子|邮\s?箱|E-?mail|传\s?真|联系人|收件人|收信人|请注明"
    r"|请在|信封|欢迎|手机|受理|工作日|信件"
)
ADDRESS_STOP = re.compile(
    rf"[;；。\n\t]|[，,、 \u3000\u00a0（(](?=\s*(?:{NEXT_LABEL}))"
    r"|(?=邮政编码|邮\s?编[:：]|电子邮箱|联系电话|电话[:：])",
    re.IGNORECASE,
)
TO_WHOM = re.compile(r"[（(]?收启?[)）]?$")
"""What only tells who opens the letter: 建设路8号县法院机关党委收."""
TAIL, SHORT_TAIL = 2500, 800
"""Characters at a body's end within which contacts are looked for, and where the last answer may reach."""
HAS_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")


def read_contacts(article: Article, after: int = 0) -> Contacts:
    """The contacts in the closing part of a body, from its invitation to comment on.

    `after` is where the last problem ends: numbers published in answers are no contacts. Several numbers
    stay as written, a shortened second number short; fax numbers and departments are left out.
    """
    body = article.body
    start = _find_region(body, after)
    if start is None:
        return Contacts()
    mails = list(MAIL.finditer(body, start))
    return Contacts(
        phones=_read_phones(body, start, [match.span() for match in mails]),
        address=_read_address(body, start),
        postcode=_read_postcode(body, start),
        emails=_read_mails(body, start, mails),
    )


def _find_region(body: str, after: int) -> int | None:
    """Where the closing contact part begins, `None` where the notice gives no contacts.

    An ending that the last problem has swallowed counts where its line invites, or begins with a label.
    """
    tail = max(after, len(body) - TAIL)
    begin = _find_beginning(body, tail, _find_labels(body, tail))
    if begin is None:
        tail = max(0, len(body) - SHORT_TAIL)
        labels = [at for at in _find_labels(body, tail) if _begins_ending(body, at)]
        begin = _find_beginning(body, tail, labels)
    return begin


def _find_beginning(body: str, tail: int, labels: Sequence[int]) -> int | None:
    """The first invitation that a label with a value follows, else the first such label."""
    for match in INVITATION.finditer(body, tail):
        at = match.start()
        if any(0 <= label - at <= 500 and _has_value(body, label) for label in labels):
            return at
    return next((label for label in labels if _has_value(body, label)), None)


def _find_labels(body: str, start: int) -> list[int]:
    """Where labels stand that a number or an address may follow, in order."""
    return sorted(
        match.start()
        for pattern in (ADDRESS_LABEL, PHONE_LABEL, MAIL_LABEL, POSTCODE)
        for match in pattern.finditer(body, start)
    )


def _has_value(body: str, label: int) -> bool:
    return bool(
        PHONE.search(body, label, label + 60)
        or MAIL.search(body, label, label + 60)
        or POSTCODE.search(body, label, label + 120)
    )


def _begins_ending(body: str, at: int) -> bool:
    line = body[body.rfind("\n", 0, at) + 1 : at].strip()
    return not line or line.startswith(("欢迎", "热忱欢迎", "诚恳欢迎", "如有", "联系", "监督"))


def _read_phones(body: str, start: int, mails: Sequence[tuple[int, int]]) -> tuple[Quote, ...]:
    phones: list[Quote] = []
    first = PHONE_LABEL.search(body, start)
    if first is None:
        return ()
    at = first.start()
    while match := PHONE.search(body, at):
        at = match.end()
        lead = body[max(start, match.start() - 10) : match.start()]
        inside_mail = any(a <= match.start() < b for a, b in mails)
        if inside_mail or NO_PHONE.search(lead) or _is_date(match[0]):
            continue
        phones.append(quote_span(body, match.start(), match.end()))
        while short := SHORT.match(body, at):
            if PHONE.match(body, short.start("short")):
                break
            phones.append(quote_span(body, *short.span("short")))
            at = short.end()
    return tuple({phone.text: phone for phone in reversed(phones)}.values())[::-1]


def _is_date(number: str) -> bool:
    return DAY_IN_DIGITS.fullmatch(number) is not None


def _read_mails(body: str, start: int, mails: Sequence[re.Match[str]]) -> tuple[Quote, ...]:
    found: dict[str, Quote] = {}
    for match in mails:
        if "#" in match[0] and not MAIL_LABEL.search(body, max(start, match.start() - 12), match.start()):
            continue
        quote = quote_span(body, match.start(), match.end())
        found.setdefault(quote.text, quote)
    return tuple(found.values())


def _read_postcode(body: str, start: int) -> Quote | None:
    match = POSTCODE.search(body, start)
    return quote_span(body, *match.span("code")) if match else None


def _read_address(body: str, start: int) -> Quote | None:
    for label in ADDRESS_LABEL.finditer(body, start):
        begin = label.end()
        while begin < len(body) and body[begin] in ":： \t\u3000\u00a0为是":
            begin += 1
        stop = ADDRESS_STOP.search(body, begin)
        end = stop.start() if stop else len(body)
        quote = quote_span(body, begin, min(end, begin + 120))
        text = TO_WHOM.sub("", quote.text.rstrip("，,、."))
        if HAS_CHINESE.search(text) and not MAIL.search(text) and len(text) >= 4:
            return Quote(text, quote.start, quote.start + len(text))
    return None
