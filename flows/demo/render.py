"""The demo site's pages as bytes, in the markup of their CMS families: a pure function of content and day."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.demo.content import Content, ContentPage, Host

DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request for a page."""

    status: int
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        """A validator that changes exactly when the bytes do."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True)
class Scene:
    """One host as it stands on one simulated day."""

    content: Content
    templates: Environment
    host: Host
    day: datetime

    @property
    def pages(self) -> list[ContentPage]:
        """The pages published by then and not removed, newest first."""
        gone = {r.page for r in self.content.removals if r.at <= self.day}
        there = [
            p
            for p in self.content.pages.values()
            if p.host == self.host.key and p.published <= self.day and p.key not in gone
        ]
        return sorted(there, key=lambda p: (p.published, p.id), reverse=True)

    @property
    def is_challenged(self) -> bool:
        """Whether the host answers with a challenge on that day."""
        return any(c.host == self.host.key and c.start <= self.day < c.until for c in self.content.challenges)


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    href: str
    published: datetime


# How each family names page `n` of `total`, counted from 1.
PAGING: dict[str, Callable[[str, int, int], str]] = {
    "nfcms": lambda first, n, total: first.replace("index.html", f"index_{n}.html"),
    "trs": lambda first, n, total: first.replace("index.html", f"index_{n - 1}.html"),
    "vsb": lambda first, n, total: first.replace(".htm", f"/{total - n + 1}.htm"),
}


def load_templates(folder: Path) -> Environment:
    """The page templates under `folder`; an unknown name in one is an error."""
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def answer(scene: Scene, path: str) -> Answer:
    """What the host answers for `path`: a list page, an article, robots.txt, 404, or 412 on a bad day."""
    if path == "/robots.txt":
        return Answer(200, b"User-agent: *\nDisallow: /search/\n", "text/plain")
    if scene.is_challenged:
        return Answer(412, _fill(scene, "errors/412.html"))
    lists = split_list(scene)
    if path in lists:
        return _render_list(scene, lists, path)
    for page in scene.pages:
        if path == article_path(scene.host, page):
            return _render_article(scene, page, path, "article.html")
        if path == phone_path(scene.host, page):
            return _render_article(scene, page, path, "phone.html")
    return Answer(404, _fill(scene, "errors/404.html"))


def article_path(host: Host, page: ContentPage) -> str:
    """The path of a page on its host."""
    return host.article.format(id=page.id, month=f"{page.published:%Y%m}", day=f"{page.published:%Y%m%d}")


def phone_path(host: Host, page: ContentPage) -> str:
    """The path of the same article for phones, empty where the family has none."""
    return host.also.format(id=page.id)


def split_list(scene: Scene) -> dict[str, list[ContentPage]]:
    """The paths of the list's pages in order, with the articles that each shows, newest first."""
    host, pages = scene.host, scene.pages
    chunks = [pages[i : i + host.per_page] for i in range(0, len(pages), host.per_page)] or [[]]
    name = PAGING[host.family]
    return {
        host.list if n == 1 else name(host.list, n, len(chunks)): chunk for n, chunk in enumerate(chunks, 1)
    }


def _render_list(scene: Scene, lists: dict[str, list[ContentPage]], path: str) -> Answer:
    body = _fill(
        scene,
        f"{scene.host.family}/list.html",
        rows=[_make_row(scene.host, path, page) for page in lists[path]],
        number=list(lists).index(path),
        links=[_link(path, other) for other in lists],
        home=_link(path, scene.host.list),
    )
    return Answer(200, body, modified=max((p.published for p in scene.pages), default=None))


def _render_article(scene: Scene, page: ContentPage, path: str, template: str) -> Answer:
    host = scene.host
    encoding = scene.content.encodings.get(page.key)
    edits = [e for e in scene.content.edits if e.page == page.key and e.at <= scene.day]
    lines = list(page.lines)
    for edit in edits:
        lines = [line.replace(edit.find, edit.put) for line in lines]
    older = [_make_row(host, path, p) for p in scene.pages if p.published < page.published]
    body = _fill(
        scene,
        f"{host.family}/{template}",
        page=page,
        body=Markup("\n".join(_render_line(host, line) for line in lines)),  # noqa: S704  our own content
        charset=encoding.declared if encoding else "utf-8",
        previous=older[:1],
        following=older[1:2],
        phone=_link(path, phone_path(host, page)) if host.also else "",
        desktop=_link(path, article_path(host, page)),
        home=_link(path, host.list),
        hits=120 + int(page.id) % 97 + 3 * ((scene.day - page.published) // timedelta(days=1)),
    )
    modified = max([page.published, *(e.at for e in edits)])
    if encoding is None:
        return Answer(200, body, modified=modified)
    content_type = f"text/html; charset={encoding.header}" if encoding.header else "text/html"
    return Answer(200, body.decode("utf-8").encode(encoding.bytes), content_type, modified)


def _render_line(host: Host, line: str) -> str:
    if line.startswith("<"):
        return line
    form = host.paragraph
    for mark, other in ((">> ", host.right), ("** ", host.strong)):
        if line.startswith(mark):
            line, form = line.removeprefix(mark), other
    text = DIGITS.sub(lambda m: host.digits.format(text=m[0]), html.escape(line, quote=False))
    return form.format(text=text)


def _make_row(host: Host, origin: str, page: ContentPage) -> _Row:
    return _Row(page.title, _link(origin, article_path(host, page)), page.published)


def _link(origin: str, target: str) -> str:
    link = posixpath.relpath(target, posixpath.dirname(origin))
    return link if link.startswith(".") else f"./{link}"


def _fill(scene: Scene, template: str, **values: Any) -> bytes:
    return scene.templates.get_template(template).render(host=scene.host, **values).encode("utf-8")
