"""Channels: Apprise URLs made into things that deliver letters and tell the truth about it."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path

from flows.alerts.channels.base import Channel
from flows.alerts.channels.errors import ChannelError, DeliveryError

__all__ = ["Channel", "ChannelError", "DeliveryError", "find_secret", "open_channel", "register"]


@lru_cache(maxsize=1)
def register() -> None:
    """Put our plugins into Apprise's registry, in place of those whose success means only HTTP 200.

    Apprise logs addresses with their secrets; its log is kept from every other handler.
    """
    from apprise.manager_plugins import NotificationManager

    from flows.alerts.channels import bots, mail, webhook

    log = logging.getLogger("apprise")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    manager = NotificationManager()
    ours = (bots.WeComBot, bots.DingTalk, bots.Feishu, bots.ServerChan, bots.PushPlus)
    for plugin in (*ours, webhook.Webhook, mail.Mail, mail.MailboxFile, mail.TextFile):
        if not manager.add(plugin, force=True):
            raise ChannelError(f"Apprise refused the plugin {plugin.__name__}")


def open_channel(name: str, secrets_file: Path | None = None) -> Channel:
    """The channel whose Apprise URL is the secret `name`.

    Raises:
        ChannelError: no such secret, or no usable URL; the message never holds the secret.
    """
    url = find_secret(name, secrets_file)
    if not url:
        beside = f" or a line {name}=… in {secrets_file}" if secrets_file else ""
        raise ChannelError(f"{name}: no such secret; set an environment variable of that name{beside}")
    register()
    from apprise import Apprise

    from flows.alerts.channels.foreign import Foreign

    scheme = url.partition("://")[0] if "://" in url else "?"
    try:
        plugin = Apprise.instantiate(url, suppress_exceptions=False)
    except ChannelError as error:
        raise ChannelError(f"{name}: {error}") from None
    except (TypeError, ValueError, AttributeError, KeyError):
        plugin = None
    if plugin is None:
        raise ChannelError(
            f"{name}: its value is not a usable Apprise URL ({scheme}://…); see docs/alerts.md"
        )
    return plugin if isinstance(plugin, Channel) else Foreign(plugin)


def find_secret(name: str, secrets_file: Path | None) -> str:
    """The value of a secret, from the environment first, then from the file of NAME=URL lines."""
    if value := os.environ.get(name):
        return value
    if secrets_file is None or not secrets_file.exists():
        return ""
    for line in secrets_file.read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith("#") and key.strip().removeprefix("export ") == name:
            return value.strip().strip("'\"")
    return ""
