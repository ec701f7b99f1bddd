"""Mail over SMTP, and the same mails into a local mailbox file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

from apprise.plugins.base import NotifyBase
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.common import SecureMailMode

from flows.alerts.channels.base import MESSAGE_TIMEOUT, Channel
from flows.alerts.channels.errors import ChannelError, DeliveryError
from flows.alerts.letter import Form, Letter

IDLE = 5.0


@dataclass(slots=True)
class Line:
    """An open connection to a mail server, and when it was last used."""

    smtp: smtplib.SMTP
    used: float


OPEN: dict[str, Line] = {}


class Mail(Channel, NotifyEmail):  # type: ignore[misc]
    """SMTP with STARTTLS or TLS and login; one connection serves many messages to one server.

    One address a channel: with several, a refusal of one could neither be retried nor reported apart.
    """

    service = "mail"
    form = Form.MAIL

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if len(self.targets) != 1 or self.cc or self.bcc:
            raise ChannelError("a mail channel has exactly one address (to=…); give each reader a channel")

    @property
    def lane(self) -> str:
        """One lane a server and login."""
        return f"smtp {self.smtp_host}:{self.port} {self.user} {self.secure_mode}"

    def deliver(self, letter: Letter) -> None:
        """Send one mail over the lane's connection, which is opened where there is none."""
        sender, recipient = self.from_addr[1], self.targets[0][1]
        message = write_mail(letter, formataddr((self.from_addr[0] or "xuncha", sender)), recipient)
        message["Message-ID"] = f"<{letter.key or time.time_ns()}@{sender.rpartition('@')[2]}>"
        for name, value in self.headers.items():
            message[name] = value
        try:
            line = self._connect()
            line.smtp.send_message(message, sender, [recipient])
            line.used = time.monotonic()
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise DeliveryError(self.hide(f"SMTP {code}: {_decode(words)}")) from error
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            raise DeliveryError(
                self.hide(f"SMTP {error.smtp_code}: {_decode(error.smtp_error)}"), broken=True
            ) from error
        except smtplib.SMTPResponseException as error:
            self.close()
            slow = error.smtp_code in (421, 450, 451, 452)
            raise DeliveryError(
                self.hide(f"SMTP {error.smtp_code}: {_decode(error.smtp_error)}"), slow=slow
            ) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise DeliveryError(self.hide(f"{type(error).__name__}: {error}"), broken=True) from error

    def _connect(self) -> Line:
        line = OPEN.get(self.lane)
        if line is not None and (time.monotonic() - line.used < IDLE or _alive(line.smtp)):
            return line
        self.close()
        context = ssl.create_default_context()
        if not self.verify_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.secure_mode == SecureMailMode.SSL:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.smtp_host, self.port, timeout=MESSAGE_TIMEOUT, context=context
            )
        else:
            smtp = smtplib.SMTP(self.smtp_host, self.port, timeout=MESSAGE_TIMEOUT)
        line = OPEN[self.lane] = Line(smtp, time.monotonic())
        if self.secure_mode == SecureMailMode.STARTTLS:
            smtp.starttls(context=context)
        if self.user and self.password:
            smtp.login(self.user, self.password)
        return line

    def close(self) -> None:
        """Hang up; a send that waits in another thread ends with an error."""
        line = OPEN.pop(self.lane, None)
        if line is not None and line.smtp.sock is not None:
            with contextlib.suppress(OSError):
                line.smtp.sock.shutdown(socket.SHUT_RDWR)
            line.smtp.close()


class MailboxFile(Channel, NotifyBase):  # type: ignore[misc]
    """Mails appended to a local mbox file: `mbox:///absolute/path`, for demonstrations and dry runs."""

    service_name = "mailbox file"
    protocol = "mbox"
    service = "mbox"
    form = Form.MAIL
    templates = ("{schema}://{path}",)

    def __init__(self, path: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path = Path(path)

    def deliver(self, letter: Letter) -> None:
        """Append one mail and sync it."""
        message = write_mail(letter, "xuncha <xuncha@localhost>", "reader@localhost")
        message["Message-ID"] = f"<{letter.key or time.time_ns()}@localhost>"
        with _appending(self.path) as file:
            file.write(f"From xuncha@localhost {datetime.now(UTC):%a %b %d %H:%M:%S %Y}\n".encode())
            BytesGenerator(file, mangle_from_=True, policy=message.policy.clone(linesep="\n")).flatten(
                message
            )
            file.write(b"\n")

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The channel's URL."""
        return f"{self.protocol}://{self.path}"

    @staticmethod
    def parse_url(url: str) -> Any:
        """`mbox:///absolute/path`."""
        results = NotifyBase.parse_url(url, verify_host=False)
        if results:
            results["path"] = NotifyBase.unquote(url.split("://", 1)[1].split("?", maxsplit=1)[0])
        return results


class TextFile(MailboxFile):
    """The text of each message appended to a file: `textfile:///absolute/path`."""

    service_name = "text file"
    protocol = "textfile"
    service = "textfile"
    form = Form.TEXT

    def deliver(self, letter: Letter) -> None:
        """Append one message, set off by a line, and sync it."""
        with _appending(self.path) as file:
            file.write(f"{letter.subject}\n\n{letter.body}\n{'-' * 40}\n".encode())


def write_mail(letter: Letter, sender: str, recipient: str) -> EmailMessage:
    """A letter as a mail: plain text first, the same as HTML, then the archived pages."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body + "\n")
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for attachment in letter.attachments:
        main, _, sub = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.data, maintype=main, subtype=sub or "octet-stream", filename=attachment.name
        )
    return message


@contextlib.contextmanager
def _appending(path: Path) -> Any:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DeliveryError(f"{path}: {error.strerror or error}", broken=True) from error


def _alive(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _decode(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
