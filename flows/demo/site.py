"""Serves the demo site over real HTTP on loopback addresses, on a simulated day that the caller sets."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import quote

from flows.demo.content import Content, Host, SimulatedDay, SiteError, load_content
from flows.demo.render import Answer, Scene, answer, article_path, load_templates
from flows.settings import ROOT

FOLDER = ROOT / "config" / "demo"
MAILBOX, MESSAGES = "mail.mbox", "messages.txt"


class DemoSite:
    """The demo's three sites, served from threads while the context is open.

    `day` is the simulated moment, a time-zone aware datetime; setting it changes what is served, and nothing
    else does. With `port=0` the system picks one free port for all hosts; without one the port of `site.yaml`
    is used, so that a second run finds the same addresses.
    """

    def __init__(self, folder: Path = FOLDER, port: int | None = None) -> None:
        self.folder = folder
        self.content: Content = load_content(folder)
        self.day: datetime = self.content.days[0].at
        self.port: int = self.content.port if port is None else port
        self._templates = load_templates(folder / "templates")
        self._servers: list[_Server] = []

    @property
    def days(self) -> tuple[SimulatedDay, ...]:
        """The simulated moments at which the demo polls, in order."""
        return self.content.days

    def url(self, host: str, path: str = "") -> str:
        """The absolute address of `path` on the host with that key; its list page where no path is given."""
        facts = self.content.hosts[host]
        return f"http://{facts.address}:{self.port}{path or facts.list}"

    def article_url(self, key: str) -> str:
        """The absolute address of the page `<host>/<id>`."""
        page = self.content.pages[key]
        return self.url(page.host, article_path(self.content.hosts[page.host], page))

    def write_config(self, target: Path) -> None:
        """Write the demo's sources, subscribers and channels to `target`, a folder like any `config/`.

        `{port}` becomes the port that is served, `{data}` the folder around `target`: there lie the mailbox
        (`MAILBOX`) and the group's messages (`MESSAGES`) that the subscribers' channels write.
        """
        values = {"{port}": str(self.port), "{data}": quote(str(target.resolve().parent))}
        named = [self.folder / name for name in ("subscribers.yaml", "channels.env")]
        for path in [*sorted(self.folder.glob("sources/**/*.yaml")), *named]:
            copy = target / path.relative_to(self.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            for mark, value in values.items():
                text = text.replace(mark, value)
            copy.write_text(text, "utf-8")

    def answer(self, host: Host, path: str) -> Answer:
        """What `host` answers for `path` on the present simulated day."""
        return answer(Scene(self.content, self._templates, host, self.day), path)

    def __enter__(self) -> Self:
        try:
            for host in self.content.hosts.values():
                server = _Server((host.address, self.port), _make_handler(self, host))
                self.port = server.server_address[1]
                self._servers.append(server)
        except OSError as error:
            self._close()
            raise SiteError(_explain(error, f"{host.address}:{self.port}", self.folder)) from error
        for server in self._servers:
            Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()
        self._servers.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keeps a visitor that went away off the demo's terminal."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _make_handler(site: DemoSite, host: Host) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._send(site.answer(host, self.path.split("?")[0]), with_body=True)

        def do_HEAD(self) -> None:
            self._send(site.answer(host, self.path.split("?")[0]), with_body=False)

        def _send(self, found: Answer, *, with_body: bool) -> None:
            unchanged = found.status == 200 and _is_unchanged(found, self.headers)
            body = b"" if unchanged else found.body
            self.send_response_only(304 if unchanged else found.status)
            self.send_header("Server", "nginx")
            self.send_header("Date", format_datetime(site.day.astimezone(UTC), usegmt=True))
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(body)))
            if found.status == 200:
                self.send_header("ETag", found.etag)
                if found.modified:
                    moment = found.modified.astimezone(UTC)
                    self.send_header("Last-Modified", format_datetime(moment, usegmt=True))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the demo's terminal for what it found."""

    return Handler


def _explain(error: OSError, address: str, folder: Path) -> str:
    remedy = f"end what uses the port, or change `port` in {folder / 'site.yaml'}"
    if error.errno == errno.EADDRNOTAVAIL:
        remedy = "give this machine the address (on macOS: sudo ifconfig lo0 alias ADDRESS)"
    return f"{address}: the demo's site can't be served there ({error.strerror}); {remedy}"


def _is_unchanged(found: Answer, headers: Message) -> bool:
    tags = headers.get("If-None-Match")
    if tags is not None:
        return found.etag in {t.strip().removeprefix("W/") for t in tags.split(",")}
    since = headers.get("If-Modified-Since")
    if since is None or found.modified is None:
        return False
    try:
        return found.modified <= parsedate_to_datetime(since)
    except ValueError:
        return False
