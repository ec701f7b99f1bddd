"""What every channel of ours adds to an Apprise plugin: a letter in, the service's own answer out.

The plugins subclass Apprise's, keep its URLs, and are registered through its plugin manager in place of the
originals. They differ in that `deliver` raises with the service's words where the body of an HTTP 200 says
that the message was refused, that connections are kept, and that pace is kept by us, by documented limits.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from flows.alerts.channels.errors import DeliveryError
from flows.alerts.clean import cut_text, flatten
from flows.alerts.letter import Form, Letter
from flows.alerts.limits import LIMITS, Limit

CONNECT_TIMEOUT = 5.0
MESSAGE_TIMEOUT = 15.0
LONGEST_ANSWER = 65_536


class Channel:
    """The part that all channels share; stands before Apprise's class in the bases."""

    form: Form = Form.TEXT
    service: str = ""
    request_rate_per_sec = 0

    def deliver(self, letter: Letter) -> None:
        """Send one letter.

        Raises:
            DeliveryError: the service did not take it.
        """
        raise NotImplementedError

    def send(self, body: str, title: str = "", notify_type: Any = None, **kwargs: Any) -> bool:
        """Apprise's own way in, for those who use the plugins without `deliver`."""
        try:
            self.deliver(Letter("", title, body))
        except DeliveryError as error:
            self.logger.warning("%s: %s", self.service, error)  # type: ignore[attr-defined]
            return False
        return True

    @property
    def limits(self) -> Limit:
        """The service's documented limits."""
        return LIMITS.get(self.service, Limit())

    @property
    def size(self) -> int:
        """The most bytes that a body may have, 0 for any."""
        return self.limits.markdown if self.form is Form.MARKDOWN else self.limits.text

    @property
    def lane(self) -> str:
        """What is sent one after another: a bot, a mail server. Different lanes run side by side."""
        return str(self.url(privacy=False))  # type: ignore[attr-defined]

    def secrets(self) -> tuple[str, ...]:
        """What must not appear in any record of a failure."""
        return tuple(
            str(v)
            for name in ("token", "key", "secret", "password", "user")
            if (v := getattr(self, name, None)) and len(str(v)) > 3
        )

    def hide(self, words: str) -> str:
        """`words` on one line, cut, and without this channel's secrets."""
        for secret in self.secrets():
            words = words.replace(secret, "***")
        return cut_text(flatten(words), 300)

    def close(self) -> None:
        """Give up connections; safe to call from another thread in order to end a send that hangs."""


class HttpChannel(Channel):
    """A channel of one HTTP request a message; `endpoint` replaces the service's host (proxies, tests)."""

    notify_url: str
    endpoint: str = ""
    _client: httpx.Client | None = None

    def __init__(self, endpoint: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint

    @property
    def lane(self) -> str:
        """One lane a bot or receiver."""
        return f"{super().lane} {self.endpoint}"

    def address(self, url: str) -> str:
        """`url` at the endpoint, where one is given."""
        if not self.endpoint:
            return url
        parts = urlsplit(url)
        return self.endpoint.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")

    def post(self, url: str, **request: Any) -> tuple[int, bytes]:
        """Post and give status and body; the whole exchange has a time limit, a dripping answer too."""
        if self._client is None:
            self._client = httpx.Client(
                timeout=httpx.Timeout(MESSAGE_TIMEOUT, connect=CONNECT_TIMEOUT),
                verify=_certificates(bool(getattr(self, "verify_certificate", True))),
                follow_redirects=False,
                headers={"User-Agent": "xuncha"},
            )
        deadline = time.monotonic() + MESSAGE_TIMEOUT
        try:
            with self._client.stream("POST", self.address(url), **request) as response:
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LONGEST_ANSWER:
                        raise DeliveryError(f"HTTP {response.status_code}: an answer of more than 64 KB")
                    if time.monotonic() > deadline:
                        raise DeliveryError("no complete answer in time", broken=True)
                return response.status_code, body
        except httpx.TimeoutException as error:
            raise DeliveryError(f"no answer in time ({type(error).__name__})", broken=True) from error
        except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
            raise DeliveryError(self.hide(f"{type(error).__name__}: {error}"), broken=True) from error

    def close(self) -> None:
        """Drop the connection; a request that hangs in another thread ends with an error."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def read_answer(
        self,
        status: int,
        body: bytes,
        codes: tuple[str, ...],
        good: int,
        slow: frozenset[int],
        words: tuple[str, ...],
    ) -> None:
        """Judge a bot's answer: the code in the body decides, not the HTTP status alone.

        Raises:
            DeliveryError: the code is not `good`, or the body is no such JSON.
        """
        if status == 429:
            raise DeliveryError(self.hide(f"HTTP 429: {_say(body)}"), slow=True)
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, Mapping):
            raise DeliveryError(self.hide(f"HTTP {status}: {_say(body) or 'an empty answer'}"))
        code = next((answer[c] for c in codes if c in answer), None)
        if status == 200 and code == good:
            return
        said = next((str(answer[w]) for w in words if answer.get(w)), "")
        name = next((c for c in codes if c in answer), codes[0])
        raise DeliveryError(
            self.hide(f"HTTP {status}: {name} {code}: {said or _say(body)}"), slow=code in slow
        )


@lru_cache(maxsize=2)
def _certificates(verify: bool) -> ssl.SSLContext:
    """One context for all channels: loading the authorities takes longer than sending a message."""
    return httpx.create_ssl_context(verify=verify)


def _say(body: bytes) -> str:
    return flatten(body[:1000].decode("utf-8", "replace"))
