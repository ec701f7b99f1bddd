"""A real SMTP server on loopback, with STARTTLS and login where asked."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    """Keeps what it receives; `refuse(recipient)` gives an SMTP refusal or None."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.refuse: Callable[[str], str | None] = lambda _recipient: None
        self.encrypted: list[bool] = []
        self.logins: list[str] = []

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]  # type: ignore[misc]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if words := self.refuse(address):
            return words
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw.append(envelope.original_content)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def serving_mail(
    *, login: tuple[str, str] | None = None, authority: trustme.CA | None = None
) -> Iterator[Any]:
    """Serve on a free port; with `login` and `authority` only over STARTTLS with that login."""
    mailbox = Mailbox()
    options: dict[str, Any] = {}
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        options |= {"tls_context": context, "require_starttls": True}
    if login:

        def authenticate(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            given = data.login.decode(), data.password.decode()
            mailbox.logins.append(given[0])
            return AuthResult(success=given == login, handled=False)

        options |= {"auth_required": True, "authenticator": authenticate}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await loop.create_server(lambda: SMTP(mailbox, loop=loop, **options), "127.0.0.1", 0)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield mailbox, server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
