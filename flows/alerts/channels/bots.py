"""The bot services of Chinese offices: WeCom, DingTalk, Feishu, ServerChan, PushPlus."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from apprise.common import NotifyFormat
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.pushplus import NotifyPushplus
from apprise.plugins.serverchan import NotifyServerChan
from apprise.plugins.wecombot import NotifyWeComBot

from flows.alerts.channels.base import HttpChannel
from flows.alerts.clean import cut_bytes, cut_text
from flows.alerts.letter import Form, Letter


def _with_endpoint(results: Any) -> Any:
    """Read what our plugins add to Apprise's URLs: `endpoint`, and for Feishu its signing `secret`."""
    if results:
        results["endpoint"] = results["qsd"].get("endpoint", "")
    return results


class WeComBot(HttpChannel, NotifyWeComBot):  # type: ignore[misc]
    """WeCom group bot: text of 2,048 bytes, or with `format=markdown` markdown of 4,096.

    Text is the default, for members who read the group in WeChat see no markdown.
    """

    service = "wecombot"

    @property
    def form(self) -> Form:  # type: ignore[override]
        """Text unless the URL asks for markdown."""
        return Form.MARKDOWN if self.notify_format == NotifyFormat.MARKDOWN else Form.TEXT

    def deliver(self, letter: Letter) -> None:
        """Send; codes as in https://developer.work.weixin.qq.com/document/path/90313."""
        kind = "markdown" if self.form is Form.MARKDOWN else "text"
        payload = {"msgtype": kind, kind: {"content": cut_bytes(letter.body, self.size)}}
        status, body = self.post(self.api_url, json=payload)
        self.read_answer(status, body, ("errcode",), 0, frozenset({45009, 45033, -1}), ("errmsg",))

    @staticmethod
    def parse_url(url: str) -> Any:
        """Apprise's reading of `wecombot://KEY`, with our `endpoint`."""
        return _with_endpoint(NotifyWeComBot.parse_url(url))


class DingTalk(HttpChannel, NotifyDingTalk):  # type: ignore[misc]
    """DingTalk group bot, signed where the URL gives a secret; mentions nobody but its own targets."""

    service = "dingtalk"
    form = Form.MARKDOWN

    def deliver(self, letter: Letter) -> None:
        """Send; codes as in https://open.dingtalk.com/document/robots/custom-robot-access."""
        payload = {
            "msgtype": "markdown",
            "markdown": {"title": cut_text(letter.subject, 80), "text": cut_bytes(letter.body, self.size)},
            "at": {"atMobiles": self.targets, "isAtAll": False},
        }
        params = {"access_token": self.token}
        if self.secret:
            stamp = str(round(time.time() * 1000))
            params |= {"timestamp": stamp, "sign": _sign(self.secret, f"{stamp}\n{self.secret}")}
        status, body = self.post(self.notify_url.split("?")[0], json=payload, params=params)
        self.read_answer(status, body, ("errcode",), 0, frozenset({130101, 660026, 90030}), ("errmsg",))

    @staticmethod
    def parse_url(url: str) -> Any:
        """Apprise's reading of `dingtalk://SECRET@TOKEN`, with our `endpoint`."""
        return _with_endpoint(NotifyDingTalk.parse_url(url))


class Feishu(HttpChannel, NotifyFeishu):  # type: ignore[misc]
    """Feishu group bot: a card of markdown, signed where the URL gives `secret`."""

    service = "feishu"
    form = Form.MARKDOWN

    def __init__(self, secret: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.secret = secret

    def deliver(self, letter: Letter) -> None:
        """Send; codes as in https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot."""
        payload: dict[str, Any] = {
            "msg_type": "interactive",
            "card": {
                "config": {"wide_screen_mode": True},
                "header": {
                    "title": {"tag": "plain_text", "content": cut_text(letter.subject, 80)},
                    "template": "blue",
                },
                "elements": [{"tag": "markdown", "content": cut_bytes(letter.body, self.size)}],
            },
        }
        if self.secret:
            stamp = str(int(time.time()))
            payload |= {"timestamp": stamp, "sign": _sign(f"{stamp}\n{self.secret}", "")}
        status, body = self.post(self.notify_url.format(token=self.token).rstrip("/"), json=payload)
        slow = frozenset({11232, 11233, 9499})
        self.read_answer(status, body, ("code", "StatusCode"), 0, slow, ("msg", "StatusMessage"))

    @staticmethod
    def parse_url(url: str) -> Any:
        """Apprise's reading of `feishu://TOKEN`, with our `endpoint` and `secret`."""
        results = _with_endpoint(NotifyFeishu.parse_url(url))
        if results:
            results["secret"] = results["qsd"].get("secret", "")
        return results


class ServerChan(HttpChannel, NotifyServerChan):  # type: ignore[misc]
    """ServerChan Turbo (方糖): a title of 32 characters and markdown."""

    service = "schan"
    form = Form.MARKDOWN

    def deliver(self, letter: Letter) -> None:
        """Send; answers as the service's own SDK documents them: `code` 0 with `message`."""
        fields = {"title": cut_text(letter.subject, 32), "desp": cut_bytes(letter.body, self.size)}
        status, body = self.post(self.notify_url.format(token=self.token), data=fields)
        self.read_answer(
            status, body, ("code", "errno"), 0, frozenset({40001, 429}), ("message", "info", "errmsg")
        )

    @staticmethod
    def parse_url(url: str) -> Any:
        """`schan://SENDKEY`, with our `endpoint`; Apprise's own reading loses a key before a query."""
        results = _with_endpoint(NotifyServerChan.parse_url(url))
        if results:
            results["token"] = NotifyServerChan.unquote(results["host"])
        return results


class PushPlus(HttpChannel, NotifyPushplus):  # type: ignore[misc]
    """PushPlus: markdown to the owner of a token, or to one topic of theirs."""

    service = "pushplus"
    form = Form.MARKDOWN

    def deliver(self, letter: Letter) -> None:
        """Send; codes as in https://www.pushplus.plus/doc/guide/api.html."""
        payload = {
            "token": self.token,
            "title": cut_text(letter.subject, 100),
            "content": cut_bytes(letter.body, self.size),
            "template": "markdown",
            "channel": self.channel,
        }
        if self.topics:
            payload["topic"] = self.topics[0]
        if self.webhook:
            payload["webhook"] = self.webhook
        status, body = self.post(self.notify_url, json=payload)
        self.read_answer(status, body, ("code",), 200, frozenset({900}), ("msg",))

    @staticmethod
    def parse_url(url: str) -> Any:
        """Apprise's reading of `pushplus://TOKEN/TOPIC`, with our `endpoint`."""
        return _with_endpoint(NotifyPushplus.parse_url(url))


def _sign(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()
