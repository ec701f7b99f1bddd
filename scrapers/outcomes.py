"""What an answer really is: a page, a challenge, a block, a missing page that says 200, a way on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapers.article.encoding import decode
from scrapers.model import Outcome, UnreadableError

Purpose = Literal["page", "file", "robots"]

STATUSES: Mapping[int, tuple[Outcome, str]] = {
    304: (Outcome.UNCHANGED, ""),
    401: (Outcome.BLOCKED, "asks for a login"),
    403: (Outcome.BLOCKED, "forbidden"),
    404: (Outcome.GONE, ""),
    407: (Outcome.BLOCKED, "a proxy asks for a login"),
    410: (Outcome.GONE, ""),
    451: (Outcome.BLOCKED, "withheld for legal reasons"),
    511: (Outcome.BLOCKED, "the network asks for a login"),
}
CHALLENGE_STATUSES = {202, 412, 521}
PAGE_TYPES = re.compile(r"text/|html|xml|json|javascript|rss|atom", re.I)
UNSAID_TYPES = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"\x1f\x8b",
)

SCRIPT = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
SCRIPT_TEXT = re.compile(r"<script\b[^>]*>(.*?)(?:</script|\Z)", re.S | re.I)
TAG = re.compile(r"<[^>]*>")
WHITE = re.compile(r"[\s\u3000\u00a0]+")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
# A page with any of these has something to show, whatever scripts stand beside it.
CONTENT = re.compile(
    r"window\._CONFIG|createPageHTML|<datastore|loadPageData|<iframe|<frame\b|<embed|<object|<img\b", re.I
)
DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
LINK = re.compile(r"<a\s[^>]*href", re.I)

# Known only where a page shows little else: the words also occur in news and notices.
MISSING = re.compile(
    r"(访问|请求|查看|浏览|查找|要找)?的?(页面|网页|文章|内容|信息|栏目|文件|资源)"
    r"(暂时)?(已经?)?(不存在|未找到|找不到|没有找到|无法找到|(被|已)?删除|已?下线|已?过期|已失效|丢失)"
    r"|找不到(您|你)?(要|所)?(访问|查看|请求)?的?(页面|网页|文件)|404\s*(not found|错误|页面)"
    r"|page not found|not found on this server"
    r"|(抱歉|对不起).{0,12}(不存在|已删除|找不到)",
    re.I,
)
MISSING_TITLE = re.compile(
    r"^\W*(404\b|页面不存在|页面未找到|找不到页面|出错|错误页|error 404|not found)", re.I
)
LEAVING = re.compile(
    r"跳转提示|(您|你)?(访问的?)?(链接|网站)?即将离开|即将跳转(至|到)(外部|第三方)|离开本(网站|站)"
)
BARRED = re.compile(
    r"(访问|请求).{0,8}(被|已)(拦截|阻断|拒绝|禁止)|拒绝(您的)?访问|(可能)?对网站造成(安全)?威胁|云(防护|盾|锁)|网站防火墙|安全狗"
    r"|IP.{0,12}(封禁|限制|黑名单|禁止)|访问(过于)?频繁|access denied|request blocked|waf\b",
    re.I,
)
CAPTIVE = re.compile(
    r"上网认证|网络(准入)?认证|校园网登录|portal (login|authentication)|captive portal", re.I
)
CHALLENGE = re.compile(
    r"\$_ts\b|__jsl_clearance|__jsluid|acw_sc__v2|yunsuo_session|safeline|WZWS|_waf_|slider.?captcha|滑动验证|安全验证|请完成验证"
    r"|浏览器安全检查|正在检查.{0,8}浏览器|checking your browser|enable javascript and cookies",
    re.I,
)
# What a page that shows little says of itself; the first that fits decides.
SAYINGS = (
    (LEAVING, Outcome.INTERSTITIAL),
    (CAPTIVE, Outcome.BLOCKED),
    (BARRED, Outcome.BLOCKED),
    (MISSING, Outcome.SOFT_404),
)
SETS_COOKIE = re.compile(r"document\.cookie\s*=")
GOES = re.compile(
    r"(?:(?:window|self|top|parent|document)\.)*location(?:\.href)?\s*=\s*(?P<q>['\"])(?P<url>[^'\"]+)(?P=q)\s*;?"
    r"|location\.(?:replace|assign)\(\s*(?P<q2>['\"])(?P<url2>[^'\"]+)(?P=q2)\s*\)",
)
MAY_GO = re.compile(
    r"location(\.href)?\s*=|location\.(replace|assign|reload)|NewsvoteDWR\.getNewsLinkUrl|window\.open\("
)
REFRESH = re.compile(
    r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[\"']?[^>]+content\s*=\s*[\"']?\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\">\s]+)",
    re.I,
)
MISSING_PATH = re.compile(r"/(404|error(_?page)?|notfound|not_found|nopage|wrong)(\.\w+|/)?$", re.I)
HOME = re.compile(r"^/?(index|default|home)?(\.\w+)?$", re.I)
LITTLE, HARDLY_ANY = 400, 120
SEEN_LIMIT = 400_000


@dataclass(frozen=True, slots=True)
class Reply:
    """One hop's answer. Header names are in lower case; `body` is decoded of its transfer."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """A header's value, '' if absent."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reply is; `goes_to` is where its script plainly leads, if it is but a way to elsewhere."""

    outcome: Outcome
    detail: str = ""
    goes_to: str = ""


def judge(reply: Reply, purpose: Purpose = "page") -> Verdict:
    """The outcome of one answer that is no HTTP redirect.

    A script that sets a cookie proves no block beside a page's own content: real pages carry one.
    """
    if reply.status in CHALLENGE_STATUSES:
        return _judge_challenge(reply)
    if known := STATUSES.get(reply.status):
        return Verdict(known[0], _status(reply, known[1]))
    if not 200 <= reply.status < 300:
        return Verdict(Outcome.HTTP_ERROR, _status(reply))
    if not reply.body.strip():
        return Verdict(Outcome.SOFT_404, f"HTTP {reply.status} with an empty body")
    if reply.status == 206:
        return Verdict(Outcome.TRUNCATED, "HTTP 206, a part of the page")
    return _judge_body(reply, purpose)


def judge_way(start: str, end: str) -> Verdict | None:
    """What redirects prove: a page that leads to an error page or to the site's home is missing."""
    if start == end:
        return None
    first, last = urlsplit(start), urlsplit(end)
    if MISSING_PATH.search(last.path) and not MISSING_PATH.search(first.path):
        return Verdict(Outcome.SOFT_404, f"redirected to {end}")
    if HOME.match(last.path) and not last.query and not HOME.match(first.path):
        return Verdict(Outcome.SOFT_404, f"redirected to the home page {end}")
    return None


def _judge_challenge(reply: Reply) -> Verdict:
    scripted = b"<script" in reply.body.lower() or bool(reply.header("set-cookie"))
    if scripted or reply.status == 412:
        return Verdict(Outcome.CHALLENGE, _status(reply, "a challenge that only a browser answers"))
    if reply.status == 521:
        return Verdict(Outcome.HTTP_ERROR, _status(reply, "the server behind the shield is down"))
    return Verdict(Outcome.BLOCKED, _status(reply, "accepted without an answer"))


def _judge_body(reply: Reply, purpose: Purpose) -> Verdict:
    kind = reply.header("content-type").partition(";")[0].strip().lower()
    is_html = "html" in kind or (kind in UNSAID_TYPES | {"text/plain"} and _looks_html(reply.body))
    if purpose == "file" and not is_html:
        return Verdict(Outcome.OK)
    if reply.body.startswith(BINARY):
        return Verdict(Outcome.WRONG_TYPE, f"{kind or 'no type'}, the body starts with {reply.body[:4]!r}")
    if kind not in UNSAID_TYPES and not PAGE_TYPES.search(kind):
        return Verdict(Outcome.WRONG_TYPE, kind)
    text, damage = _read_text(reply)
    if damage:
        return Verdict(Outcome.UNDECODABLE, damage)
    verdict = _judge_page(reply, text[:SEEN_LIMIT]) if is_html else Verdict(Outcome.OK)
    if purpose == "file" and verdict.outcome is Outcome.OK:
        return Verdict(Outcome.WRONG_TYPE, "a page where a file was expected")
    return verdict


def _read_text(reply: Reply) -> tuple[str, str]:
    """A body's text, and what is wrong with it where too much of it can't be decoded."""
    charset = reply.header("content-type").lower().partition("charset=")[2].strip(" \"';")
    try:
        decoded = decode(reply.body, charset or None)
    except UnreadableError as error:
        return "", str(error)
    if not decoded.issues:
        return decoded.text, ""
    # GB18030 reads nearly any bytes as some Chinese: of what is none, a fiftieth or more is lost.
    lost, wide = decoded.text.count("\ufffd"), sum(char > "\x7f" for char in decoded.text)
    return decoded.text, decoded.issues[0].message if lost >= 5 and lost * 50 > wide else ""


def _judge_page(reply: Reply, text: str) -> Verdict:
    heading = TITLE.search(text)
    title = _squeeze(heading[1]) if heading else ""
    if MISSING_TITLE.match(title):
        return Verdict(Outcome.SOFT_404, f"title {title[:60]!r}")
    shown = _squeeze(SCRIPT.sub(" ", TITLE.sub(" ", text)))
    if len(shown) >= LITTLE or len(DAY.findall(shown)) >= 2:
        return Verdict(Outcome.OK)
    for words, outcome in SAYINGS:
        if found := words.search(f"{title} {shown}"):
            return Verdict(outcome, f"the page says {found[0]!r}")
    has_content = bool(CONTENT.search(text)) or len(LINK.findall(text)) >= 3
    if len(shown) >= HARDLY_ANY or has_content:
        return Verdict(Outcome.OK)
    scripts = " ".join(SCRIPT_TEXT.findall(text))
    return _judge_script(reply, text, scripts) or _judge_stub(reply, f"{title} {shown}".strip(), scripts)


def _judge_script(reply: Reply, text: str, scripts: str) -> Verdict | None:
    """What the script of a page that shows next to nothing does: ask for a proof, or lead elsewhere."""
    refresh = REFRESH.search(text)
    plain = refresh[1] if refresh else next((m["url"] or m["url2"] for m in GOES.finditer(scripts)), "")
    target = _join(reply.url, unescape(plain.strip())) if plain else ""
    if SETS_COOKIE.search(scripts) or (target == reply.url and reply.header("set-cookie")):
        return Verdict(Outcome.CHALLENGE, "a script that sets a cookie and nothing else")
    if found := CHALLENGE.search(text):
        return Verdict(Outcome.CHALLENGE, f"a challenge ({found[0]})")
    if target and target != reply.url:
        return Verdict(Outcome.INTERSTITIAL, f"a script leads to {target}", target)
    if MAY_GO.search(scripts):
        return Verdict(Outcome.INTERSTITIAL, "a script leads elsewhere, and does not plainly say where")
    return None


def _join(base: str, link: str) -> str:
    try:
        return urldefrag(urljoin(base, link)).url
    except ValueError:
        return ""


def _judge_stub(reply: Reply, seen: str, scripts: str) -> Verdict:
    is_stub = not scripts.strip() and (not seen or (len(reply.body) < HARDLY_ANY and len(seen) < 10))
    return (
        Verdict(Outcome.SOFT_404, f"a stub of {len(reply.body)} bytes: {seen!r}")
        if is_stub
        else Verdict(Outcome.OK)
    )


def _looks_html(body: bytes) -> bool:
    start = body[:1000].lower()
    return b"<html" in start or b"<!doctype html" in start or b"<body" in start


def _squeeze(html: str) -> str:
    return WHITE.sub(" ", unescape(TAG.sub(" ", html))).strip()


def _status(reply: Reply, what: str = "") -> str:
    return f"HTTP {reply.status}{', ' + what if what else ''}"
