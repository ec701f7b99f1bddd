"""A JSON webhook for programs: the message as words and its events as data."""

from __future__ import annotations

from typing import Any

from apprise.plugins.custom_json import NotifyJSON

from flows.alerts.channels.base import HttpChannel
from flows.alerts.channels.errors import DeliveryError
from flows.alerts.clean import flatten
from flows.alerts.letter import Letter


class Webhook(HttpChannel, NotifyJSON):  # type: ignore[misc]
    """Posts version, title, message, type, key and events; any 2xx means taken.

    `key`, also sent as the header `Idempotency-Key`, is the same at every try of one message.
    """

    service = "json"

    def deliver(self, letter: Letter) -> None:
        """Send one letter; what the receiver answers to a refusal is kept as its words."""
        payload: dict[str, Any] = {
            "version": self.json_version,
            "title": letter.subject,
            "message": letter.body,
            "type": "info",
            "key": letter.key,
            **letter.data,
            **self.payload_extras,
        }
        status, body = self.post(
            self._address(),
            json=payload,
            params=self.params,
            headers={"Idempotency-Key": letter.key, **self.headers},
            auth=(self.user, self.password or "") if self.user else None,
        )
        if not 200 <= status < 300:
            words = flatten(body[:1000].decode("utf-8", "replace"))
            raise DeliveryError(self.hide(f"HTTP {status}: {words}"), slow=status == 429)

    def _address(self) -> str:
        port = f":{self.port}" if self.port else ""
        return f"{'https' if self.secure else 'http'}://{self.host}{port}{self.fullpath}"

    @staticmethod
    def parse_url(url: str) -> Any:
        """Apprise's reading of `json://host/path` and `jsons://…`."""
        return NotifyJSON.parse_url(url)
