"""The one place where the command line asks for the time, or takes it from the user."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flows.settings import ConfigError

CHINA = ZoneInfo("Asia/Shanghai")
NOW_HELP = "Take this for the present time (ISO 8601), for rehearsals."


def parse_now(text: str | None) -> datetime:
    """The time that a command runs at: now, or the one given (a bare day or time is in Asia/Shanghai).

    Raises:
        ConfigError: the text is no time.
    """
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{text!r} is no time; write one such as 2026-01-31T08:00 or 2026-01-31") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def parse_day(text: str | None) -> date:
    """A day given on the command line, or today in Asia/Shanghai.

    Raises:
        ConfigError: the text is no day.
    """
    if text is None:
        return datetime.now(CHINA).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{text!r} is no day; write one such as 2026-01-31") from None
