"""What a poll asks for: new rows, days off, backdated posts, two columns, backfills, re-checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app, commands
from flows.settings import Settings
from flows.steps import RunReport, run_steps
from tests.site.content import Post, write_article
from tests.site.server import Exchange, Site, page
from warehouse.connect import reading
from warehouse.model import EventKind
from warehouse.review import list_waiting

NOW = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)
PER_PAGE = 5
LIST = '<html><body><ul class="infoList">{rows}</ul></body></html>'


class Column:
    """A column of a site whose posts the test changes between polls: `list` is its path, newest row first."""

    def __init__(self, site: Site, name: str, posts: Sequence[Post]) -> None:
        self.site, self.name, self.posts = site, name, list(posts)
        site.routes[f"/{name}/*"] = self.answer

    @property
    def list(self) -> str:
        return f"/{self.name}/index.html"

    def answer(self, exchange: Exchange) -> None:
        leaf = exchange.path.rsplit("/", 1)[1].removesuffix(".html")
        if leaf.startswith("post_"):
            post = next((p for p in self.posts if str(p.number) == leaf.removeprefix("post_")), None)
            exchange.send(write_article(post) if post else "gone", 200 if post else 404)
            return
        number = int(leaf.removeprefix("index").removeprefix("_") or 1)
        rows = self.posts[(number - 1) * PER_PAGE : number * PER_PAGE]
        if not rows:
            exchange.send("404", 404)
            return
        items = "".join(
            f'<li><a href="/{self.name}/post_{p.number}.html">{p.title}</a><span>{p.day}</span></li>'
            for p in rows
        )
        more = f'<a class="next" href="index_{number + 1}.html">下一页</a>'
        pager = more if len(rows) == PER_PAGE else ""
        exchange.send(f'<html><body><ul class="infoList">{items}</ul>{pager}</body></html>')


def make_notices(first: int, count: int, newest: date) -> list[Post]:
    """Notices with numbers falling from `first + count - 1`, one a day, newest first."""
    bodies = [f"中共青川县第{n}镇委员会" for n in range(first + count - 1, first - 1, -1)]
    return [
        Post(first + count - 1 - n, f"{body}关于巡察整改进展情况的通报", newest - timedelta(days=n), body)
        for n, body in enumerate(bodies)
    ]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({}) as site:
        yield site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "config" / "sources").mkdir(parents=True)
    return Settings(
        config=tmp_path / "config",
        warehouse=tmp_path / "w.duckdb",
        archive=tmp_path / "archive",
        read_copy=tmp_path / "read.duckdb",
    )


def watch(settings: Settings, site: Site, *paths: str) -> None:
    lists = ", ".join(f'{{url: "{site.url(path)}"}}' for path in paths)
    text = f"id: s\nname: s\nregion: 测试省\nprivate_addresses: true\npace: 0\nlists: [{lists}]\n"
    (settings.sources / "s.yaml").write_text(text, "utf-8")


def poll(settings: Settings, days: float = 0, **options: int) -> RunReport:
    return run_steps(settings, ["s"], now=NOW + timedelta(days=days), **options)


def asked_since(site: Site, mark: int, part: str) -> list[str]:
    return [path for path in site.paths()[mark:] if part in path]


def show_source(settings: Settings) -> dict[str, str]:
    """What `xuncha sources` says of the one source, moments in UTC."""
    commands.register(app)
    places = ["--warehouse", str(settings.warehouse), "--config", str(settings.config)]
    row = json.loads(CliRunner().invoke(app, [*places, "sources", "--json"]).stdout)
    return row | {"last_success": datetime.fromisoformat(row["last_success"]).astimezone(UTC).isoformat()}


def told(report: RunReport) -> list[EventKind]:
    return [e.kind for e in report.events if not e.silent]


def test_the_first_poll_reads_every_page_and_tells_subscribers_once(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 12, date(2025, 11, 18)))
    watch(settings, site, column.list)
    report = poll(settings)
    assert report.sources[0].notices == 12
    assert asked_since(site, 0, "index") == ["/a/index.html", "/a/index_2.html", "/a/index_3.html"]
    assert told(report).count(EventKind.NOTICE_PUBLISHED) == 1


def test_a_poll_stops_at_the_first_page_of_known_items(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 12, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    column.posts[:0] = make_notices(50, 1, date(2025, 11, 20))
    mark = len(site.paths())
    report = poll(settings, 0.5)
    assert asked_since(site, mark, "index") == ["/a/index.html"]
    assert report.sources[0].new == 1
    assert told(report).count(EventKind.NOTICE_PUBLISHED) == 1


def test_days_off_are_caught_up_over_as_many_pages_as_it_takes(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 7, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    column.posts[:0] = make_notices(100, 13, date(2025, 12, 10))
    assert poll(settings, 21).sources[0].new == 13


def test_a_backdated_post_is_found_among_known_rows(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 12, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    column.posts[3:3] = make_notices(70, 1, date(2025, 8, 1))
    assert poll(settings, 1).sources[0].new == 1


def test_a_notice_under_two_columns_is_one_notice_with_two_addresses(site: Site, settings: Settings) -> None:
    posts = make_notices(1, 3, date(2025, 11, 18))
    first, second = Column(site, "a", posts), Column(site, "b", posts)
    watch(settings, site, first.list, second.list)
    poll(settings)
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT count(*) FROM notices").fetchone() == (3,)
        assert con.execute("SELECT count(*) FROM notice_addresses").fetchone() == (6,)


def test_a_backfill_reads_on_and_tells_subscribers_only_a_summary(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 5, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    column.posts += make_notices(200, 9, date(2025, 6, 1))
    assert poll(settings, 1).sources[0].new == 0
    report = poll(settings, 2, backfill=4)
    assert report.sources[0].new == 9
    assert told(report) == [EventKind.NOTICE_PUBLISHED]


def test_a_list_that_answers_with_a_challenge_is_no_empty_list(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 5, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    site.routes["/a/index.html"] = lambda exchange: exchange.send("<script>x()</script>", 412)
    report = poll(settings, 1)
    assert not report.good
    assert told(report) == [EventKind.SOURCE_BLOCKED]
    del site.routes["/a/index.html"]
    assert EventKind.SOURCE_RECOVERED in told(poll(settings, 2))
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT count(*) FROM current_notices WHERE state = 'live'").fetchone() == (5,)


def test_articles_that_answer_with_a_challenge_are_no_quiet_column(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    site.routes["/a/post_*"] = lambda exchange: exchange.send("<script>x()</script>", 412)
    report = poll(settings)
    assert (report.good, report.sources[0].unread) == (False, 3)
    assert "3 of 3 pages not read (challenge)" in report.sources[0].line
    assert told(report) == [EventKind.SOURCE_BLOCKED]
    poll(settings, 1)
    poll(settings, 2)
    with reading(settings.warehouse) as con:
        waiting = con.execute("SELECT url FROM open_issues WHERE kind = 'page_not_read'").fetchall()
    assert len(waiting) == 3
    del site.routes["/a/post_*"]
    report = poll(settings, 3)
    assert report.good and EventKind.SOURCE_RECOVERED in told(report)
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT count(*) FROM open_issues").fetchone() == (0,)


def test_a_notice_that_says_200_not_there_stays_live_and_waits_for_review(
    site: Site, settings: Settings
) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    site.routes["/a/post_2.html"] = page("<html><body>您访问的页面不存在</body></html>")
    reports = [poll(settings, day) for day in (15, 30, 45, 60)]
    assert all(report.good and not told(report) for report in reports)
    assert reports[0].sources[0].line.endswith("1 pages not read")
    with reading(settings.warehouse) as con:
        (row,) = list_waiting(con)
    assert row["kind"] == "issue" and row["title"] == column.posts[1].title
    assert "soft_404" in row["evidence"] and site.url("/a/post_2.html") in row["evidence"]
    del site.routes["/a/post_2.html"]
    poll(settings, 75)
    with reading(settings.warehouse) as con:
        assert list_waiting(con) == []


def test_known_notices_are_asked_for_again_within_the_budget_of_a_day(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 12, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    small = replace(settings, recheck_per_day=4)
    mark = len(site.paths())
    poll(small, 30)
    poll(small, 30.4)
    assert len(asked_since(site, mark, "post_")) == 4
    poll(small, 31.5)
    assert len(asked_since(site, mark, "post_")) == 8


def test_a_source_that_left_the_configuration_keeps_its_notices(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    poll(settings)
    (settings.sources / "s.yaml").unlink()
    run_steps(settings, now=NOW + timedelta(days=1))
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT count(*) FROM current_notices").fetchone() == (3,)
        assert con.execute("SELECT retired_at IS NOT NULL FROM sources").fetchall() == [(True,)]


def test_the_first_look_again_is_conditional(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 1, date(2025, 11, 18)))
    watch(settings, site, column.list)
    body = write_article(column.posts[0])
    site.routes["/a/post_1.html"] = lambda exchange: exchange.send(
        "" if exchange.headers.get("if-none-match") == '"v1"' else body,
        304 if exchange.headers.get("if-none-match") == '"v1"' else 200,
        headers={"ETag": '"v1"'},
    )
    poll(settings)
    poll(settings, 20)
    asked = [a.headers.get("if-none-match") for a in site.asked if a.path == "/a/post_1.html"]
    assert asked == [None, '"v1"']


def test_an_article_that_failed_is_asked_for_again_behind_an_unchanged_list(
    site: Site, settings: Settings
) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    down = [True]

    def answer(exchange: Exchange) -> None:
        if exchange.path == column.list and exchange.headers.get("if-none-match") == '"v1"':
            exchange.send("", 304, headers={"ETag": '"v1"'})
        elif exchange.path == column.list:
            rows = "".join(
                f'<li><a href="/a/post_{p.number}.html">{p.title}</a><span>{p.day}</span></li>'
                for p in column.posts
            )
            exchange.send(LIST.format(rows=rows), headers={"ETag": '"v1"'})
        elif exchange.path == "/a/post_2.html" and down:
            exchange.send("down", 500)
        else:
            column.answer(exchange)

    site.routes["/a/*"] = answer
    poll(settings)
    down.clear()
    assert poll(settings, 1).sources[0].new == 1
    mark = len(site.paths())
    assert poll(settings, 1.1).sources[0].outcome == "unchanged"
    assert asked_since(site, mark, "post_2") == []
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT count(*) FROM current_notices").fetchone() == (3,)


def test_requests_of_days_long_past_are_folded_into_counts_by_day(site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    short = replace(settings, keep_requests_days=5)
    run_steps(short, ["s"], now=NOW)
    counts = "SELECT (SELECT count(*) FROM fetches), (SELECT sum(requests) FROM fetch_days)"
    with reading(settings.warehouse) as con:
        first, folded = con.execute(counts).fetchone()
    assert (first > 3, folded) == (True, None)
    run_steps(replace(settings, keep_requests_days=0), ["s"], now=NOW + timedelta(days=6))
    with reading(settings.warehouse) as con:
        assert con.execute(counts).fetchone()[1] is None
    run_steps(short, ["s"], now=NOW + timedelta(days=6, hours=1))
    with reading(settings.warehouse) as con:
        left, folded = con.execute(counts).fetchone()
        assert con.execute("SELECT DISTINCT day FROM fetch_days").fetchall() == [(date(2025, 11, 20),)]
        assert con.execute("SELECT failures FROM list_states").fetchall() == [(0,)]
    assert folded == first
    assert left > 0
    assert poll(short, 6.5).sources[0].new == 0


@pytest.mark.parametrize("way", ["list page", "302 to the list"])
def test_a_removed_notice_is_restored_by_a_notice_not_by_whatever_page_answers(
    way: str, site: Site, settings: Settings
) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)

    def answer(exchange: Exchange) -> None:
        if way == "302 to the list":
            exchange.send(status=302, headers={"Location": column.list})
        elif exchange.headers.get("if-none-match") == '"list"':
            exchange.send(status=304, headers={"ETag": '"list"'})
        else:
            exchange.send(LIST.format(rows="<li>关于召开会议的公告</li>" * 40), headers={"ETag": '"list"'})

    poll(settings)
    site.routes["/a/post_2.html"] = lambda exchange: exchange.send("gone", 404)
    kinds = [kind for day in (15, 16, 25) for kind in told(poll(settings, day))]
    assert kinds == [EventKind.NOTICE_MISSING, EventKind.NOTICE_REMOVED]
    site.routes["/a/post_2.html"] = answer
    assert told(poll(settings, 40)) == told(poll(settings, 60)) == []
    with reading(settings.warehouse) as con:
        assert con.execute("SELECT state FROM removed_notices").fetchall() == [("removed",)]
        issues = con.execute("SELECT DISTINCT kind FROM open_issues WHERE url LIKE '%post_2.html'").fetchall()
    assert ("no_longer_notice",) in issues
    del site.routes["/a/post_2.html"]
    assert told(poll(settings, 80)) == [EventKind.NOTICE_RESTORED]


@pytest.mark.parametrize("tagged", [False, True])
def test_a_list_that_stays_shrunk_has_not_recovered(tagged: bool, site: Site, settings: Settings) -> None:
    column = Column(site, "a", make_notices(1, 20, date(2025, 11, 18)))
    watch(settings, site, column.list)
    shown = 20

    def answer(exchange: Exchange) -> None:
        tag = {"ETag": f'"{shown}"'} if tagged else {}
        if tag and exchange.headers.get("if-none-match") == tag["ETag"]:
            exchange.send(status=304, headers=tag)
            return
        rows = "".join(f'<li><a href="post_{p.number}.html">{p.title}</a></li>' for p in column.posts[:shown])
        exchange.send(LIST.format(rows=rows), headers=tag)

    site.routes["/a/index.html"] = answer
    poll(settings)
    shown = 4
    reports = [poll(settings, day) for day in (1, 2, 3)]
    assert all("shrank from 20 rows to 4" in report.sources[0].detail for report in reports)
    assert [told(report) for report in reports] == [[EventKind.SOURCE_FAILING]] * 3
    row = show_source(settings)
    assert (row["standing"], row["last_success"]) == ("failing", NOW.isoformat())
    assert "shrank from 20 rows to 4" in row["reasons"]
    shown = 20
    assert told(poll(settings, 4)) == [EventKind.SOURCE_RECOVERED]
    row = show_source(settings)
    assert (row["standing"], row["reasons"]) == ("ok", "")
    assert row["last_success"] == (NOW + timedelta(days=4)).isoformat()


def test_a_file_that_claims_another_s_id_is_told_and_says_nothing_of_the_other(
    site: Site, settings: Settings
) -> None:
    column = Column(site, "a", make_notices(1, 3, date(2025, 11, 18)))
    watch(settings, site, column.list)
    (settings.sources / "t.yaml").write_bytes((settings.sources / "s.yaml").read_bytes())
    report = run_steps(settings, now=NOW)
    assert not report.good and report.sources[0].good
    assert ["'s' is taken" in str(fault) for fault in report.faults] == [True]
    failing = [(e.source_id, e.kind) for e in report.events if e.kind.startswith("source.")]
    assert failing == [("t.yaml", EventKind.SOURCE_FAILING)]
    assert poll(settings, 1).good and show_source(settings)["standing"] == "ok"
