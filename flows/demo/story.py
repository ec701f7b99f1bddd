"""The demo: the bundled site on its simulated days, polled by the flows that real sources get."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rich.console import Console

from flows.demo import show
from flows.demo.site import DemoSite
from flows.demo.words import Words, words_in
from flows.pipeline import poll
from flows.progress import show_progress
from flows.settings import Settings
from warehouse import connect


def tell_story(folder: Path, language: str) -> None:
    """Poll the demo site on each of its days that `folder` has not seen yet, and show what was noticed.

    Where all days are behind, the last one is polled again: it brings nothing new.

    Raises:
        SiteError: the demo's port is taken.
        WarehouseError: the folder can't be written.
    """
    words, console = words_in(language), Console(highlight=False)
    with DemoSite() as site:
        settings = prepare_folder(site, folder)
        seen = find_last_poll(settings)
        days = [d for d in site.days if seen is None or d.at > seen]
        console.print(words.again if not days else words.begin.format(hosts=len(site.content.hosts)))
        for day in days or site.days[-1:]:
            site.day = day.at
            console.rule(f"{day.at:%Y-%m-%d %H:%M}  {day.told_in(language)}", align="left")
            _poll(site, settings, day.at, console, words)
    with connect.reading(settings.read_copy) as con:
        show.print_notices(con, console, words)
        show.print_commitments(con, console, words, site.days[-1].at.date())
        show.print_changes(con, console, words)
    show.print_alerts(folder, console, words)
    show.print_queries(settings.read_copy, site.days[-1].at.date(), console, words)


def prepare_folder(site: DemoSite, folder: Path) -> Settings:
    """Write the demo's configuration to `folder`, and give settings that keep everything in it."""
    config = folder / "config"
    site.write_config(config)
    return Settings(
        config=config,
        warehouse=folder / "xuncha.duckdb",
        archive=folder / "archive",
        read_copy=folder / "xuncha.read.duckdb",
        publish_every_minutes=0,
        contact="demo@xuncha.invalid",
    )


def find_last_poll(settings: Settings) -> datetime | None:
    """The simulated moment of the last poll that the warehouse holds."""
    if not connect.exists(settings.warehouse):
        return None
    with connect.writing(settings.warehouse) as con:
        moment: datetime | None = con.execute("SELECT max(last_polled_at) FROM list_states").fetchone()[0]
    return moment


def _poll(site: DemoSite, settings: Settings, now: datetime, console: Console, words: Words) -> None:
    names = sorted(path.stem for path in settings.sources.rglob("*.yaml"))
    with show_progress(words.polling) as progress:
        report = poll(names, now, 0, settings, progress)
    show.print_report(report, console, words)
