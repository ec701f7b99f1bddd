# ruff: noqa: E501 - the lines of HTML are those of the sites
"""Every CMS family as its sites serve it: lists, pagers, articles, with the furniture that misleads readers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from tests.site.content import Post, make_posts, write_article
from tests.site.server import Exchange, Route, page

PER_PAGE = 10


@dataclass(slots=True)
class Served:
    """One family's part of the site: where its list is, what it holds newest first, and the routes."""

    family: str
    list: str
    posts: Sequence[Post]
    address: Callable[[Post], str]
    routes: dict[str, Route] = field(default_factory=dict)
    column: str = ""
    selectors: dict[str, str] = field(default_factory=dict)

    def expected(self) -> list[tuple[str, str, str]]:
        """Title, path and day of every item, newest first."""
        return [(p.title, self.address(p), p.day.isoformat()) for p in self.posts]


def serve_all() -> dict[str, Served]:
    """Every variant that the site has, by name."""
    made = (
        _trs,
        _trs_numbered,
        _trs_offset,
        _nfcms,
        _vsb,
        _ucap,
        _hanweb,
        _gkmlpt,
        _generic,
        _rss,
        _atom,
        _selectors,
    )
    served = {}
    for make in made:
        part = make()
        part.routes.update({part.address(p): page(write_article(p)) for p in part.posts})
        served[make.__name__.removeprefix("_")] = part
    return served


def wrap(title: str, main: str, extra: str = "") -> str:
    """A whole page: navigation, a breadcrumb, the list, a box of dated favourites, a footer."""
    nav = "".join(
        f'<li><a href="/c{n}/">{name}</a></li>'
        for n, name in enumerate(("首页", "要闻动态", "政务公开", "互动交流"))
    )
    hot = "".join(
        f'<li><a href="/hot/{n}.html">热点：便民服务事项清单第{n}批</a><span>2025-12-0{n}</span></li>'
        for n in range(1, 4)
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title>{extra}
<script>var _hmt=[];document.cookie="visited=1";</script></head><body>
<div class="header"><ul class="nav">{nav}</ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="./">{title}</a></div>
<div class="main">{main}</div>
<div class="sidebar"><h3>热点推荐</h3><ul class="hot">{hot}</ul></div>
<div class="footer"><a href="/about.html">网站声明</a> <a href="/map.html">网站地图</a>
<p>示例市人民政府主办　示例ICP备00000000号　更新于 2025-01-01</p></div></body></html>"""


def _chunks(posts: Sequence[Post], size: int = PER_PAGE) -> list[Sequence[Post]]:
    return [posts[n : n + size] for n in range(0, len(posts), size)]


def _cut(title: str, length: int = 16) -> str:
    return title if len(title) <= length else f"{title[:length]}…"


def _rows(posts: Iterable[Post], href: Callable[[Post], str], row: str) -> str:
    return "\n".join(
        row.format(href=escape(href(p)), title=escape(p.title), cut=escape(_cut(p.title)), day=p.day)
        for p in posts
    )


def _trs() -> Served:
    posts = make_posts("清河市", 24)
    part = Served(
        "trs",
        "/trs/xcgz/index.html",
        posts,
        lambda p: f"/trs/xcgz/{p.day:%Y%m}/t{p.day:%Y%m%d}_{p.number}.html",
    )
    pages = _chunks(posts)
    for n, chunk in enumerate(pages):
        row = '<li><span class="date">{day}</span><a href="{href}" title="{title}" target="_blank">{cut}</a></li>'
        rows = _rows(chunk, lambda p: f"./{p.day:%Y%m}/t{p.day:%Y%m%d}_{p.number}.html", row)
        pager = f'<script>createPageHTML({len(pages)},{n},"index","html");</script>'
        name = "index.html" if n == 0 else f"index_{n}.html"
        part.routes[f"/trs/xcgz/{name}"] = page(wrap("巡察整改", f'<ul class="list">{rows}</ul>{pager}'))
    return part


def _trs_numbered() -> Served:
    posts = make_posts("白沙县", 24)
    part = Served("trs", "/trs2/zwgk/list.shtml", posts, lambda p: f"/trs2/c77/{p.day:%Y%m}/{p.number}.shtml")
    pages = _chunks(posts)
    for n, chunk in enumerate(pages, 1):
        row = '<li><a target="_blank" href="{href}" title="{title}">\n  {title}\n </a><b>{day}</b></li>'
        rows = _rows(chunk, part.address, row)
        pager = f"<script>createPageHTML('page_div',{len(pages)}, {n},'list','shtml',{len(posts)});</script>"
        main = f'<ul class="gklist"><!--\n{rows}\n{pager}-->\n</ul><div id="page_div"></div>'
        name = "list.shtml" if n == 1 else f"list_{n}.shtml"
        part.routes[f"/trs2/zwgk/{name}"] = page(wrap("通知公告", main))
    return part


def _trs_offset() -> Served:
    posts = make_posts("石桥区", 24)
    part = Served(
        "trs", "/trs3/tzgg/index.html", posts, lambda p: f"/trs3/tzgg/t{p.day:%Y%m%d}_{p.number}.html"
    )
    pages = _chunks(posts)
    for n, chunk in enumerate(pages):
        rows = _rows(
            chunk,
            lambda p: f"t{p.day:%Y%m%d}_{p.number}.html",
            '<tr><td><a href="{href}">{title}</a></td><td>[{day}]</td></tr>',
        )
        pager = f"<script>createPageHTML('paging',{len(pages)},{n + 1},'index','html',{len(posts)});</script>"
        name = "index.html" if n == 0 else f"index_{n}.html"
        part.routes[f"/trs3/tzgg/{name}"] = page(wrap("通知公告", f"<table>{rows}</table>{pager}"))
    return part


def _nfcms() -> Served:
    posts = make_posts("南岸区", 24)
    part = Served(
        "nfcms",
        "/nfcms/xsxc/xczg/index.html",
        posts,
        lambda p: f"/nfcms/xsxc/xczg/content/post_{p.number}.html",
    )
    pages = _chunks(posts)
    for n, chunk in enumerate(pages, 1):
        rows = _rows(
            chunk,
            part.address,
            '<li><a href="{href}" title="{title}">{cut}</a><span class="time">{day}</span></li>',
        )
        later = (
            f'<a href="index_{n + 1}.html" class="next">下一页</a>'
            if n < len(pages)
            else '<a class="next">下一页</a>'
        )
        pager = f'<div class="page"><a href="index.html">首页</a>{later}<a href="index_{len(pages)}.html">尾页</a></div>'
        name = "index.html" if n == 1 else f"index_{n}.html"
        part.routes[f"/nfcms/xsxc/xczg/{name}"] = page(
            wrap("巡察整改情况", f'<ul class="infoList">{rows}</ul>{pager}')
        )
    return part


def _vsb() -> Served:
    posts = make_posts("云岭大学", 24)
    part = Served("vsb", "/vsb/xcgz.htm", posts, lambda p: f"/vsb/info/1094/{p.number}.htm")
    pages = _chunks(posts)
    for n, chunk in enumerate(pages):
        up = "" if n == 0 else "../"
        rows = _rows(
            chunk,
            lambda p, up=up: f"{up}info/1094/{p.number}.htm",
            '<li id="line_u9"><a href="{href}" target="_blank">{title}</a><span>{day:%Y/%m/%d}</span></li>',
        )
        older = len(pages) - 1 - n
        folder = "xcgz/" if n == 0 else ""
        later = (
            f'<span class="p_next p_fun"><a href="{folder}{older}.htm">下页</a></span>'
            if older
            else '<span class="p_next_d p_fun_d">下页</span>'
        )
        name = "xcgz.htm" if n == 0 else f"xcgz/{older + 1}.htm"
        part.routes[f"/vsb/{name}"] = page(
            wrap(
                "巡察工作",
                f"<ul>{rows}</ul><div>{later}</div>",
                '<script src="/system/resource/js/vsbscreen.min.js"></script>',
            )
        )
    return part


def _ucap() -> Served:
    posts = make_posts("松原县", 24)
    part = Served(
        "ucap", "/ucap/c101/list.shtml", posts, lambda p: f"/ucap/c101/{p.day:%Y%m}/{p.number:032x}.shtml"
    )
    pages = _chunks(posts)
    for n, chunk in enumerate(pages, 1):
        rows = _rows(chunk, part.address, '<li><a href="{href}">{title}</a><em>{day:%Y年%m月%d日}</em></li>')
        later = f'<a href="list_{n + 1}.shtml">下一页&gt;&gt;</a>' if n < len(pages) else ""
        name = "list.shtml" if n == 1 else f"list_{n}.shtml"
        part.routes[f"/ucap/c101/{name}"] = page(
            wrap("通知公告", f'<ul class="list-text">{rows}</ul><div class="pagination">{later}</div>')
        )
    return part


def _hanweb() -> Served:
    posts = make_posts("东湖市", 54)
    part = Served(
        "hanweb",
        "/col/col101/index.html",
        posts,
        lambda p: f"/art/{p.day.year}/{p.day.month}/{p.day.day}/art_101_{p.number}.html",
    )

    def record(p: Post) -> str:
        return f'<record><![CDATA[<li><a href="{part.address(p)}" title="{p.title}">{_cut(p.title)}</a><b>{p.day}</b></li>]]></record>'

    def proxy(exchange: Exchange) -> None:
        first, last = int(exchange.query["startrecord"]), int(exchange.query["endrecord"])
        if exchange.query.get("columnid") != "101" or exchange.query.get("unitid") != "8801":
            return exchange.send(
                "<datastore><recordset></recordset></datastore>", kind="text/xml; charset=utf-8"
            )
        rows = "".join(record(p) for p in posts[first - 1 : last])
        xml = f"<datastore><totalrecord>{len(posts)}</totalrecord><recordset>{rows}</recordset></datastore>"
        return exchange.send(f'<?xml version="1.0" encoding="utf-8"?>{xml}', kind="text/xml; charset=utf-8")

    store = f"<datastore><nextgroup></nextgroup><recordset>{''.join(record(p) for p in posts[:45])}</recordset></datastore>"
    call = """$(function(){$('#8801').jpage({themeName:'default',groupSize:3,perPage:15,totalRecord:TOTAL,
proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{col:1,appid:1,webid:12,path:'/',columnid:101,
sourceContentType:1,unitid:'8801',webname:'东湖市政府',permissiontype:0}});});""".replace(
        "TOTAL", str(len(posts))
    )
    main = f'<div id="8801"><script type="text/xml">{store}</script></div><script>{call}</script>'
    part.routes["/col/col101/index.html"] = page(
        wrap("巡察公开", main, '<script src="/script/jquery.jpage.js"></script>')
    )
    part.routes["/module/web/jpage/dataproxy.jsp"] = proxy
    return part


def _gkmlpt() -> Served:
    posts = make_posts("榕江区", 120, every=20)
    base = "/swj/gkmlpt"
    part = Served(
        "gkmlpt",
        f"{base}/index#721",
        posts,
        lambda p: f"{base}/content/{p.number // 1000}/{p.number // 100}/post_{p.number}.html",
    )
    tree = [
        {"id": 700, "name": "政策文件", "jump_url": "", "children": []},
        {
            "id": 720,
            "name": "巡视巡察",
            "jump_url": "",
            "children": [
                {"id": 721, "name": "巡察整改情况", "jump_url": "", "children": []},
                {"id": 722, "name": "专题", "jump_url": "http://elsewhere.invalid/", "children": []},
            ],
        },
    ]

    def api(exchange: Exchange) -> None:
        number = max(int(exchange.query.get("page", "1")), 1)
        chunk = posts[(number - 1) * 100 : number * 100]
        if exchange.query.get("sid") != "768001" or not chunk:
            return exchange.send('{"message":"not found"}', 404, "application/json")
        articles = [
            {
                "id": p.number,
                "title": p.title
                if p.number % 2
                else "".join(f"%u{ord(c):04X}" if ord(c) > 255 else c for c in p.title),
                "url": f"{exchange.headers['host']}{part.address(p)}".join(("http://", "")),
                "post_url": part.address(p),
                "created_at": f"{p.day} 09:00:00",
                "attachment": [],
            }
            for p in chunk
        ]
        answer = {
            "classify": {"id": 721, "name": "巡察整改情况", "post_count": len(posts)},
            "articles": articles,
        }
        return exchange.send(json.dumps(answer), kind="application/json")

    config = f'window._CONFIG = {{ "SID": "768001", TREE: {json.dumps(tree)}, "LANG": "zh" }};'
    part.routes[f"{base}/index"] = page(
        f'<html><head><title>政府信息公开平台</title></head><body><div id="app"></div><script>{config}</script></body></html>'
    )
    part.routes[f"{base}/api/all/721"] = api
    return part


def _generic() -> Served:
    posts = make_posts("北关镇", 24)
    part = Served("generic", "/other/list.asp", posts, lambda p: f"/other/show.asp-{p.number}")
    pages = _chunks(posts)

    def listing(exchange: Exchange) -> None:
        n = int(exchange.query.get("page", "1"))
        rows = _rows(
            pages[n - 1],
            part.address,
            '<dl><dt><a href="{href}">{title}</a></dt><dd>发布日期：{day}</dd><dd><a href="{href}">查看详情</a></dd></dl>',
        )
        later = f'<a href="?page={n + 1}">下一页</a>' if n < len(pages) else ""
        exchange.send(wrap("公告栏", f'<div class="box">{rows}</div><p>{later}</p>'))

    part.routes["/other/list.asp"] = listing
    return part


def _rss() -> Served:
    posts = make_posts("柳林乡", 9)
    part = Served("feed", "/feed/rss.xml", posts, lambda p: f"/feed/{p.number}.html")
    items = "".join(
        f"<item><title>{escape(p.title)}</title><link>{part.address(p)}</link>"
        f"<pubDate>{p.day:%a, %d %b %Y} 08:30:00 +0800</pubDate></item>"
        for p in posts
    )
    xml = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>公开</title>{items}</channel></rss>'
    part.routes[part.list] = page(xml, kind="application/rss+xml; charset=utf-8")
    return part


def _atom() -> Served:
    posts = make_posts("杨树乡", 9)
    part = Served("feed", "/atom/feed.xml", posts, lambda p: f"/atom/{p.number}.html")
    entries = "".join(
        f'<entry><title>{escape(p.title)}</title><link rel="alternate" href="{part.address(p)}"/>'
        f"<updated>{p.day}T08:30:00+08:00</updated></entry>"
        for p in posts
    )
    part.routes[part.list] = page(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', kind="application/atom+xml"
    )
    return part


def _selectors() -> Served:
    posts = make_posts("古渡街道", 14)
    part = Served("selectors", "/odd/board", posts, lambda p: f"/odd/item/{p.number}")
    part.selectors = {"item": "div.card", "title": ".t", "day": ".d", "next": "a.more"}
    pages = _chunks(posts)

    def listing(exchange: Exchange) -> None:
        n = int(exchange.query.get("p", "1"))
        rows = _rows(
            pages[n - 1],
            part.address,
            '<div class="card"><div class="t">{title}</div><i>浏览</i><div class="d">{day:%d}<br>{day:%Y-%m}</div><a href="{href}">阅读全文</a></div>',
        )
        later = f'<a class="more" href="?p={n + 1}">再看一些</a>' if n < len(pages) else ""
        exchange.send(wrap("公示栏", f'<div class="cards">{rows}</div>{later}'))

    part.routes["/odd/board"] = listing
    return part
