"""A message as a channel sends it, and the forms that messages take."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How a channel wants its words."""

    TEXT = "text"
    MARKDOWN = "markdown"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along with a mail: the archived bytes of a page."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One rendered message. `body` is text or markdown; `html` is the same as HTML, for mail only.

    `key` is the same at every try, so that a receiver can drop repeats; `data` holds the events as JSON for
    programs.
    """

    key: str
    subject: str
    body: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
