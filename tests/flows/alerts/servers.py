"""Bot services, webhooks and mail servers on loopback, answering as the real ones document."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

GOOD = {
    "wecombot": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
    "schan": {
        "code": 0,
        "message": "",
        "data": {"pushid": "1", "readkey": "r", "error": "SUCCESS", "errno": 0},
    },
    "pushplus": {"code": 200, "msg": "请求成功", "data": "f1", "count": None},
    "json": {},
}
REFUSED = {
    "wecombot": {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"},
    "dingtalk": {"errcode": 310000, "errmsg": "sign not match"},
    "feishu": {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"},
    "schan": {"code": 40001, "message": "bad pushtoken", "data": None},
    "pushplus": {"code": 903, "msg": "无效的用户令牌", "data": None},
}
TOO_FAST = {
    "wecombot": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "dingtalk": {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    "feishu": {"code": 11232, "msg": "frequency limited"},
    "pushplus": {"code": 900, "msg": "用户账号使用受限"},
}


@dataclass
class Received:
    """One request as the server saw it."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode()).items()}


Answer = Callable[[Received, int], tuple[int, bytes]]


@dataclass
class HttpServer:
    """A server whose `answer(request, number)` gives status and body; number counts from 0."""

    url: str
    answer: Answer
    requests: list[Received] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


def says(body: Any, status: int = 200) -> Answer:
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return lambda _request, _number: (status, data)


@contextmanager
def serving_http(answer: Answer) -> Iterator[HttpServer]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed in the middle of its request
                self.close_connection = True
                return
            received = Received(parts.path, parse_qs(parts.query), dict(self.headers), body)
            with lock:
                number = len(server.requests)
                server.requests.append(received)
            status, data = server.answer(received, number)
            if status == 0:
                server.release.wait()
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that went away is what these tests are about."""

    httpd = Server(("127.0.0.1", 0), Handler)
    server = HttpServer(f"http://127.0.0.1:{httpd.server_port}", answer)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        httpd.shutdown()
        httpd.server_close()


HANGS: Answer = lambda _request, _number: (0, b"")  # noqa: E731
