"""What each service documents about pace and size, and the pacing that keeps to it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A service's documented limits: `(messages, seconds)` windows a bot, and bytes of a body (0: none)."""

    windows: tuple[tuple[int, float], ...] = ()
    text: int = 0
    markdown: int = 0
    source: str = ""


# Pushplus and ServerChan document quotas a day (200, and 5 for free accounts) but no window that we could
# check; five a minute stays clear of the codes for "too many requests" that both describe.
LIMITS = {
    "wecombot": Limit(((20, 60.0),), 2048, 4096, "https://developer.work.weixin.qq.com/document/path/91770"),
    "dingtalk": Limit(
        ((20, 60.0),), 20_000, 20_000, "https://open.dingtalk.com/document/robots/custom-robot-access"
    ),
    "feishu": Limit(
        ((5, 1.0), (100, 60.0)),
        18_000,
        18_000,
        "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot",
    ),
    "schan": Limit(((5, 60.0),), 32_000, 32_000, "https://sct.ftqq.com/"),
    "pushplus": Limit(((5, 60.0),), 20_000, 20_000, "https://www.pushplus.plus/doc/guide/api.html"),
}


class Pace:
    """The sending times of one bot, and how long it must wait for its next message.

    Times are seconds since the epoch, for they must hold across processes: a pass a minute from cron has to
    know what the pass before it sent.
    """

    def __init__(self, windows: Iterable[tuple[int, float]], sent: Iterable[float] = ()) -> None:
        self.windows = tuple(windows)
        longest = max((seconds for _, seconds in self.windows), default=0.0)
        now = time.time()
        self.sent: deque[float] = deque(t for t in sent if now - longest < t <= now)

    def room(self) -> int:
        """How many messages may go out at once now; a large number where nothing limits them."""
        now = time.time()
        rooms = [n - sum(t > now - seconds for t in self.sent) for n, seconds in self.windows if seconds > 1]
        return max(min(rooms, default=1_000_000), 0)

    def wait(self) -> float:
        """Seconds until the next message may go out."""
        now = time.time()
        waits = [0.0]
        for count, seconds in self.windows:
            inside = [t for t in self.sent if t > now - seconds]
            if len(inside) >= count:
                waits.append(inside[-count] + seconds - now)
        return max(waits)

    def note(self) -> None:
        """Record that a message goes out now."""
        longest = max((seconds for _, seconds in self.windows), default=0.0)
        now = time.time()
        if longest:
            self.sent.append(now)
        while self.sent and self.sent[0] <= now - longest:
            self.sent.popleft()
