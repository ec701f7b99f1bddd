"""Run the pipeline in processes that are killed: `python -m tests.flows.killer NOW FOLDER=POINT:HIT…`.

Each folder's run kills itself with SIGKILL when its point is reached for the HIT-th time. Prints a line a
folder: whether the run was killed or ended by itself.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import flows.steps
import warehouse.publish
from flows.alerts.journal import Journal
from flows.settings import Settings
from scrapers.fetch import Fetcher
from warehouse.archive import Archive

# Where to kill: the owner and name of a function, and whether before or after it has done its work.
POINTS: dict[str, tuple[Any, str, str]] = {
    "after the fetch": (Fetcher, "get", "after"),
    "after the archive": (Archive, "append", "after"),
    "archive synced": (Archive, "sync", "after"),
    "in mid-transaction": (flows.steps, "record_events", "after"),
    "before the commit": (flows.steps, "_summarise", "before"),
    "after the commit": (flows.steps, "poll_batch", "after"),
    "in mid-send": (Journal, "append", "before"),
    "sent, not folded": (Journal, "append", "after"),
    "in mid-publish": (warehouse.publish, "_copy", "after"),
    "published": (warehouse.publish, "sync_folder", "before"),
}


def settings_in(folder: Path) -> Settings:
    """Settings that keep a whole pipeline in one folder."""
    return Settings(
        config=folder / "config",
        warehouse=folder / "xuncha.duckdb",
        archive=folder / "archive",
        read_copy=folder / "xuncha.read.duckdb",
        publish_every_minutes=0,
        contact="test@xuncha.invalid",
    )


def run_once(folder: Path, now: datetime, point: str = "", hit: int = 1) -> bool:
    """One run in a fork; whether it was killed."""
    child = os.fork()
    if not child:
        if point:
            _arm(*POINTS[point], hit)
        flows.steps.run_steps(settings_in(folder), now=now)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the run in {folder} failed by itself")
    return os.WIFSIGNALED(status)


def _arm(owner: Any, name: str, when: str, hit: int) -> None:
    work: Callable[..., Any] = getattr(owner, name)
    count = 0

    def strike(moment: str) -> None:
        nonlocal count
        if moment == when:
            count += 1
            if count == hit:
                os.kill(os.getpid(), signal.SIGKILL)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        strike("before")
        result = work(*args, **kwargs)
        if not inspect.isawaitable(result):
            strike("after")
            return result

        async def finish() -> Any:
            answer = await result
            await asyncio.sleep(0)
            strike("after")
            return answer

        return finish()

    setattr(owner, name, deadly)


def main() -> None:
    """Run each case of the command line."""
    now = datetime.fromisoformat(sys.argv[1])
    for case in sys.argv[2:]:
        folder, _, point = case.partition("=")
        name, _, hit = point.partition(":")
        killed = run_once(Path(folder), now, name, int(hit or 1))
        sys.stdout.write(f"{'killed' if killed else 'ended'} {point}\n")


if __name__ == "__main__":
    main()
