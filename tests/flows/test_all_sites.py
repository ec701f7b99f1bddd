# ruff: noqa: E501 - a source stands on one line
"""One run over every family and every trap together ends with the right notices, the right outcomes, no crash."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import stamina

from flows.settings import Settings
from flows.source_files import suggest_id
from flows.steps import run_steps
from scrapers.model import Outcome
from tests.scrapers.fetching import NOW
from tests.site.families import serve_all
from tests.site.server import Site
from tests.site.traps import make_traps
from warehouse.connect import reading

# What only a smaller limit than the default turns away.
WITHIN_DEFAULTS = {"/bomb", "/large"}


def _write_source(folder: Path, name: str, url: str, extra: str = "") -> None:
    text = f'id: {name}\nname: {name}\nregion: 测试省\nprivate_addresses: true\npace: 0\nlists: [{{url: "{url}"}}]\n{extra}'
    (folder / f"{name}.yaml").write_text(text, "utf-8")


def test_a_run_over_all_families_and_traps_together(tmp_path: Path) -> None:
    parts = serve_all()
    traps = [trap for trap in make_traps() if trap.path not in WITHIN_DEFAULTS]
    routes = {path: route for part in parts.values() for path, route in part.routes.items()}
    files = tmp_path / "config" / "sources"
    files.mkdir(parents=True)
    (tmp_path / "config" / "subscribers.yaml").write_text("subscribers: []\n", "utf-8")
    settings = Settings(
        config=tmp_path / "config",
        warehouse=tmp_path / "w.duckdb",
        archive=tmp_path / "archive",
        read_copy=tmp_path / "read.duckdb",
    )
    with (
        Site(routes) as good,
        Site({trap.path: trap.route for trap in traps}) as bad,
        stamina.set_testing(True, attempts=2),
    ):
        for name, part in parts.items():
            chosen = "".join(f"  {key}: {value}\n" for key, value in part.selectors.items())
            extra = f"family: selectors\nselectors:\n{chosen}" if chosen else ""
            _write_source(files, f"family-{name.replace('_', '-')}", good.url(part.list), extra)
        expected = {}
        for number, trap in enumerate(traps):
            name = f"trap-{number}-{suggest_id(trap.path)}"
            expected[name] = trap.outcome
            _write_source(files, name, bad.url(trap.path))
        report = run_steps(settings, now=NOW)
        asked = len(good.asked)
        again = run_steps(settings, now=NOW + timedelta(hours=8))
        more = len(good.asked) - asked
    outcomes = {s.source_id: s.outcome for s in report.sources}
    assert {name: outcomes[name] for name in expected} == expected
    families = {name: value for name, value in outcomes.items() if name.startswith("family-")}
    assert set(families.values()) == {Outcome.OK}
    notices = {good.url(part.address(p)): p for part in parts.values() for p in part.posts if p.is_notice}
    with reading(settings.warehouse) as con:
        found = dict(
            con.execute("SELECT url, title FROM current_notices WHERE source_id LIKE 'family-%'").fetchall()
        )
    assert found == {url: post.title for url, post in notices.items()}
    assert sum(s.new for s in again.sources if s.source_id.startswith("family-")) == 0
    # The second run asks for no article again but those whose turn for another look has come.
    assert more < asked
