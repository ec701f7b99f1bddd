# ruff: noqa: E501 - the lines of HTML are those of the sites
"""Every way in which a site answers something other than its page, on real-looking answers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from threading import Event

from scrapers.model import Outcome
from tests.site.content import make_posts, write_article
from tests.site.families import wrap
from tests.site.server import HTML, Exchange, Route, page

NOTICE = write_article(make_posts("青石县", 1)[0])
RUISHU = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta content="aBcD" r="m">
<script r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;$_ts.cd="qWNq";</script>
<script src="/x/y.294cc83.js" r='m'></script></head><body></body></html>"""
JSL = """<script>document.cookie='__jsl_clearance=1700000000.1|-1|abc%3D;max-age=3600;path=/';
location.href=location.pathname+location.search</script>"""
VSB_LINK = """<html><head><script src="/system/resource/js/dwr/engine.js"></script></head><body>
<script>NewsvoteDWR.getNewsLinkUrl(1094, 3701, function(u){ if(u) window.location=u; });</script></body></html>"""


@dataclass(frozen=True, slots=True)
class Trap:
    """One trap: what the path answers, and what that must be read as."""

    path: str
    route: Route
    outcome: Outcome
    detail: str = ""
    reaches: str = ""


def _status(status: int, body: str = "", **headers: str) -> Route:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda exchange: exchange.send(body, status, headers=named)


def _wire(head: str, body: bytes = b"", then: str = "close") -> Route:
    def route(exchange: Exchange) -> None:
        exchange.raw(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        if then == "close":
            exchange.hang_up()

    return route


def _redirect(target: str, status: int = 302, **headers: str) -> Route:
    return _status(status, "", Location=target, **headers)


def _hang_up(exchange: Exchange) -> None:
    exchange.hang_up()


def make_traps(elsewhere: str = "http://elsewhere.invalid/") -> list[Trap]:
    """All traps that need no waiting. `elsewhere` is an address on a host that the source does not allow."""
    o = Outcome
    squeezed = gzip.compress(NOTICE.encode())
    return [
        Trap("/412", _status(412, RUISHU), o.CHALLENGE, "412"),
        Trap("/521", _status(521, JSL, Set_Cookie="__jsluid_h=1"), o.CHALLENGE, "521"),
        Trap("/202", _status(202, RUISHU), o.CHALLENGE, "202"),
        Trap("/200-challenge", page(RUISHU), o.CHALLENGE),
        Trap("/200-cookie", page(JSL), o.CHALLENGE),
        Trap("/self-cookie", _redirect("/self-cookie", Set_Cookie="acw_tc=1; path=/"), o.CHALLENGE, "itself"),
        Trap("/self", _redirect("/self"), o.HTTP_ERROR, "itself"),
        Trap("/403", _status(403, "<h1>Forbidden</h1>"), o.BLOCKED, "403"),
        Trap(
            "/waf",
            page(
                "<html><title>提示</title><body>您的访问请求可能对网站造成威胁，请求已被管理员设置的策略阻断</body></html>"
            ),
            o.BLOCKED,
            "威胁",
        ),
        Trap(
            "/captive",
            page("<html><title>上网认证</title><body><form>用户名 密码 登录</form></body></html>"),
            o.BLOCKED,
            "上网认证",
        ),
        Trap("/404", _status(404, "no"), o.GONE),
        Trap("/410", _status(410), o.GONE),
        Trap(
            "/soft-404",
            page(
                "<html><head><title>提示信息</title></head><body><p>对不起，您访问的页面不存在或已被删除！</p><a href='/'>返回首页</a></body></html>"
            ),
            o.SOFT_404,
            "不存在",
        ),
        Trap(
            "/soft-404-title",
            page(f"<html><head><title>404 - 页面未找到</title></head><body>{'导航 ' * 300}</body></html>"),
            o.SOFT_404,
        ),
        Trap("/empty", page(b""), o.SOFT_404, "empty"),
        Trap("/stub", page("<html><body> </body></html>"), o.SOFT_404, "stub"),
        Trap("/to-404", _redirect("/error/404.html"), o.SOFT_404, "404.html"),
        Trap("/error/404.html", page(wrap("找不到", "页面走丢了" * 90)), o.OK),
        Trap("/deep/list/page.html", _redirect("/index.html"), o.SOFT_404, "home page"),
        Trap("/index.html", page(wrap("首页", "欢迎访问" * 90)), o.OK),
        Trap(
            "/leaving",
            page(
                "<html><head><title>跳转提示</title></head><body>您访问的链接即将离开“青石县人民政府门户网站”，是否继续？<a href='http://mp.weixin.qq.com/s/1'>继续访问</a></body></html>"
            ),
            o.INTERSTITIAL,
            "跳转提示",
        ),
        Trap(
            "/script-redirect",
            page("<html><script>window.location.href = '/notice.html';</script></html>"),
            o.OK,
            "script redirect",
            "/notice.html",
        ),
        Trap(
            "/script-replace",
            page('<html><body><script>location.replace("./notice.html")</script></body></html>'),
            o.OK,
            "script redirect",
            "/notice.html",
        ),
        Trap(
            "/refresh",
            page('<html><head><meta http-equiv="refresh" content="0; url=notice.html"></head></html>'),
            o.OK,
            "script redirect",
            "/notice.html",
        ),
        Trap(
            "/script-away",
            page(f"<script>location='{elsewhere}'</script>", kind=HTML),
            o.REFUSED_ADDRESS,
            "elsewhere",
        ),
        Trap("/script-unknown", page(VSB_LINK), o.INTERSTITIAL, "plainly"),
        Trap("/notice.html", page(NOTICE), o.OK),
        Trap(
            "/short-list",
            page(
                "<ul><li><a href=/1>关于一批文件已失效的公告</a>2025-01-02<li><a href=/2>关于访问被拦截情况的通报</a>2025-01-01</ul>"
            ),
            o.OK,
        ),
        Trap("/notice-challenge-script", page(NOTICE.replace("<head>", f"<head>{RUISHU[65:260]}")), o.OK),
        Trap("/pdf", page(b"%PDF-1.4 ...", kind="application/pdf"), o.WRONG_TYPE, "pdf"),
        Trap("/pdf-as-html", page(b"%PDF-1.4 ...", kind=HTML), o.WRONG_TYPE, "PDF"),
        Trap("/image", page(b"\x89PNG\r\n", kind="image/png"), o.WRONG_TYPE, "png"),
        Trap("/noise", page(bytes(range(128, 256)) * 40, kind=HTML), o.UNDECODABLE),
        Trap(
            "/gb2312",
            page(
                NOTICE.replace('charset="utf-8"', 'charset="gb2312"')
                .replace("青石县", "青石县镕")
                .encode("gb18030"),
                kind="text/html",
            ),
            o.OK,
        ),
        Trap("/wrong-charset", page(NOTICE.encode("gb18030"), kind=HTML), o.OK),
        Trap("/gzip", page(squeezed, Content_Encoding="gzip"), o.OK),
        Trap("/deflate", page(zlib.compress(NOTICE.encode())[2:-4], Content_Encoding="deflate"), o.OK),
        Trap("/gzip-cut", page(squeezed[: len(squeezed) // 2], Content_Encoding="gzip"), o.TRUNCATED),
        Trap("/gzip-bad", page(b"not gzip at all", Content_Encoding="gzip"), o.UNDECODABLE),
        Trap("/brotli", page(b"\x0b\x02\x80abc\x03", Content_Encoding="br"), o.UNDECODABLE, "br"),
        Trap("/bomb", page(gzip.compress(b"a" * 3_000_000), Content_Encoding="gzip"), o.TOO_LARGE),
        Trap("/large", page(b"a" * 2_000_000, kind="text/plain"), o.TOO_LARGE),
        Trap(
            "/large-said",
            _wire("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 9000000000"),
            o.TOO_LARGE,
            "announced",
        ),
        Trap(
            "/cut",
            _wire("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 9000", b"<html>" + b"x" * 400),
            o.TRUNCATED,
        ),
        Trap(
            "/cut-chunks",
            _wire("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked", b"10\r\n<html>"),
            o.TRUNCATED,
        ),
        Trap("/no-http", _wire("SSH-2.0-OpenSSH_9.6"), o.HTTP_ERROR),
        Trap("/hang-up", _hang_up, o.CONNECT_ERROR),
        Trap("/500", _status(500, "oops"), o.HTTP_ERROR, "500"),
        Trap("/418", _status(418), o.HTTP_ERROR, "418"),
        Trap("/no-location", _status(302), o.HTTP_ERROR, "location"),
        Trap("/loop-a", _redirect("/loop-b"), o.HTTP_ERROR, "redirects"),
        Trap("/loop-b", _redirect("/loop-a"), o.HTTP_ERROR, "redirects"),
        Trap("/away", _redirect(elsewhere, 301), o.REFUSED_ADDRESS, "elsewhere"),
        Trap("/bad-location", _redirect("http://[bad"), o.HTTP_ERROR, "no address"),
        Trap("/to-file", _redirect("file:///etc/passwd"), o.REFUSED_ADDRESS),
        Trap("/304", _status(304), o.HTTP_ERROR, "304"),
    ]


def drip(release: Event) -> Route:
    """A body that comes byte by byte until `release` is set: never ends by itself."""

    def route(exchange: Exchange) -> None:
        exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while not release.wait(0.05):
            exchange.raw(b"x")
        exchange.hang_up()

    return route


def stall(release: Event) -> Route:
    """No answer at all until `release` is set."""

    def route(exchange: Exchange) -> None:
        release.wait()
        exchange.hang_up()

    return route


def fail_first(times: int, route: Route, status: int = 503) -> Route:
    """A route that answers with `status` so many times first; status 0 hangs up."""
    asked = count(1)

    def choose(exchange: Exchange) -> None:
        if next(asked) > times:
            route(exchange)
        elif status:
            exchange.send("later", status)
        else:
            exchange.hang_up()

    return choose


def conditional(body: str, etag: str = '"v1"', modified: str = "Tue, 18 Nov 2025 01:00:00 GMT") -> Route:
    """A page that answers 304 to its own validators."""

    def route(exchange: Exchange) -> None:
        asked: Mapping[str, str] = exchange.headers
        if asked.get("if-none-match") == etag or asked.get("if-modified-since") == modified:
            exchange.raw(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
        else:
            exchange.send(body, headers={"ETag": etag, "Last-Modified": modified})

    return route
