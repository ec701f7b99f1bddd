"""Read archived pages again with the present parser, on all cores, batch by batch."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from flows.settings import Settings
from flows.stored import reparse_stored
from scrapers import notice
from scrapers.model import Notice, UnreadableError
from warehouse import connect
from warehouse.archive.reader import ArchiveError
from warehouse.model import Page
from warehouse.reparse import Reread, Stale, apply_readings, list_stale

BATCH = 200


@dataclass(slots=True)
class ReparseReport:
    """What came of it: versions read again, in how many of them each field changed, pages that failed."""

    versions: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def reparse_all(
    settings: Settings,
    *,
    now: datetime,
    since: date | None = None,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ReparseReport:
    """Read all versions that the present parser has not read, and take its readings in batch by batch.

    Ended in between, the next call goes on where this one stopped. Nobody is alerted. `workers` 0 is one
    a core.

    Raises:
        WarehouseError: the warehouse can't be opened.
    """
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        stale = list_stale(con, notice.PARSER_VERSION, since)
    report = ReparseReport()
    progress(0, len(stale))
    if not stale:
        return report
    read = partial(read_page_again, settings.archive)
    with ProcessPoolExecutor(
        workers or os.cpu_count(), mp_context=get_context("spawn"), initializer=end_with_parent
    ) as pool:
        for start in range(0, len(stale), BATCH):
            batch = stale[start : start + BATCH]
            answers = pool.map(
                read, [item.page for item in batch], [item.attached for item in batch], chunksize=8
            )
            readings = _sort_out(batch, list(answers), report)
            with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
                report.changed += apply_readings(con, readings, now=now)
            report.versions += len(readings)
            progress(start + len(batch), len(stale))
    return report


def end_with_parent() -> None:
    """Have this worker end with the process that started it, which tells nobody when it is killed."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def read_page_again(archive: Path, page: Page, attached: Sequence[Page] = ()) -> Notice | str:
    """An archived page with its attached files as the present parser reads it, or why that can't be done."""
    try:
        return reparse_stored(archive)(page, attached)
    except (ArchiveError, UnreadableError, OSError) as error:
        return f"{page.url}: {error}"


def _sort_out(batch: list[Stale], answers: list[Notice | str], report: ReparseReport) -> list[Reread]:
    readings = []
    for stale, answer in zip(batch, answers, strict=True):
        if isinstance(answer, str):
            report.failed.append(answer)
        else:
            readings.append(Reread(stale, answer))
    return readings
