"""A real HTTP(S) server on loopback for tests: routes, and a record of everything that was asked."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it; `begun` and `ended` are moments of the monotonic clock."""

    host: str
    target: str
    headers: dict[str, str]
    begun: float
    ended: float

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


class Exchange:
    """One request under way, and the means to answer it well or badly."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        parts = urlsplit(handler.path)
        self.path, self.query = parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))
        self.headers = {key.lower(): value for key, value in handler.headers.items()}

    def send(
        self,
        body: bytes | str = b"",
        status: int = 200,
        kind: str = HTML,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """A whole, well-formed answer."""
        data = body.encode() if isinstance(body, str) else body
        lines = {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}
        self.raw(_head(status, lines) + data)

    def raw(self, data: bytes) -> None:
        """Bytes on the wire as they are."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def hang_up(self) -> None:
        """Close the connection after this."""
        self._handler.close_connection = True


Route = Callable[[Exchange], None]


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    return f"HTTP/1.1 {status} -\r\n{lines}\r\n".encode()


def page(body: bytes | str, kind: str = HTML, **headers: str) -> Route:
    """A route that always gives the same page; header names take `_` for `-`."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda exchange: exchange.send(body, kind=kind, headers=named)


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up or fails a handshake is a test's purpose, no news."""


class Site:
    """Serves routes by path while the context is open; a route ending in `*` takes all that begins so.

    Without a route for it `/robots.txt` is missing (404), as is all else.
    """

    def __init__(
        self, routes: Mapping[str, Route], *, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
    ) -> None:
        self.routes = dict(routes)
        self.asked: list[Asked] = []
        self._lock = Lock()
        self._server = _QuietServer((address, 0), self._make_handler())
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.host = f"{address}:{self._server.server_port}"
        self.root = f"{'https' if tls else 'http'}://{self.host}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        """The absolute address of a path."""
        return f"{self.root}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, with their queries, robots.txt left out."""
        return [a.target for a in self.asked if a.path != "/robots.txt"]

    def _route(self, path: str) -> Route | None:
        if path in self.routes:
            return self.routes[path]
        wide = [key for key in self.routes if key.endswith("*") and path.startswith(key[:-1])]
        return self.routes[max(wide, key=len)] if wide else None

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                begun = time.monotonic()
                exchange = Exchange(self)
                route = site._route(exchange.path)
                try:
                    if route is None:
                        exchange.send("<html><body>404 Not Found</body></html>", 404)
                    else:
                        route(exchange)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                headers = {key.lower(): value for key, value in self.headers.items()}
                with site._lock:
                    site.asked.append(
                        Asked(headers.get("host", ""), self.path, headers, begun, time.monotonic())
                    )

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
