"""Any other service that Apprise knows, as Apprise sends it: its pace, and its word for success."""

from __future__ import annotations

import logging
import threading
from typing import Any

from apprise import Apprise
from apprise.common import NotifyFormat

from flows.alerts.channels.base import Channel
from flows.alerts.channels.errors import DeliveryError
from flows.alerts.letter import Form, Letter


class Foreign(Channel):
    """An Apprise plugin that is not ours; what Apprise logged of a failure are the service's words."""

    def __init__(self, plugin: Any) -> None:
        self.plugin = plugin
        self.service = str(plugin.service_name)
        self._apprise = Apprise()
        self._apprise.add(plugin)

    @property
    def form(self) -> Form:  # type: ignore[override]
        """Markdown where the plugin's URL asks for it."""
        return Form.MARKDOWN if self.plugin.notify_format == NotifyFormat.MARKDOWN else Form.TEXT

    @property
    def size(self) -> int:
        """The plugin's limit counts characters; as bytes it is on the safe side."""
        return int(self.plugin.body_maxlen)

    @property
    def lane(self) -> str:
        """A lane a URL."""
        return str(self.plugin.url(privacy=False))

    def secrets(self) -> tuple[str, ...]:
        """Every text that the plugin was made with may be one."""
        return tuple(v for v in vars(self.plugin).values() if isinstance(v, str) and len(v) > 7)

    def deliver(self, letter: Letter) -> None:
        """Send through Apprise; 1.x answers a bool and 2.x an object that is true or false."""
        body_format = NotifyFormat.MARKDOWN if self.form is Form.MARKDOWN else NotifyFormat.TEXT
        with _Listening() as heard:
            taken = bool(
                self._apprise.notify(body=letter.body, title=letter.subject, body_format=body_format)
            )
        if not taken:
            raise DeliveryError(
                self.hide("; ".join(heard.words) or "Apprise reports a failure without a word")
            )


class _Listening(logging.Handler):
    """Collects what Apprise logs in this thread: warnings are all that its plugins say of a failure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.words.append(record.getMessage())

    def __enter__(self) -> _Listening:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("apprise").removeHandler(self)
