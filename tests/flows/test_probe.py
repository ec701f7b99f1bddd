# ruff: noqa: E501 - pages stand on one line
"""A probe of any family's page gives a source file that works unedited; home pages and articles lead to lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app, commands
from flows.live_check import check_lists, mark_verified
from flows.probe import Look, probe
from flows.schedule import next_poll_at
from flows.settings import ConfigError, Settings
from flows.source_files import read_saved, save_source, suggest_id, write_source
from flows.steps import is_due
from scrapers.model import Outcome
from scrapers.source import load_source
from tests.scrapers.fetching import NOW, make_fetcher, make_source
from tests.site.families import Served, serve_all, wrap
from tests.site.server import Site, page
from warehouse.model import ListState

PARTS = serve_all()
HOME = wrap(
    "示例市人民政府",
    '<a href="/trs/xcgz/index.html">巡察整改</a><a href="/nfcms/xsxc/xczg/index.html">通知公告</a>',
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    routes = {path: route for part in PARTS.values() for path, route in part.routes.items()}
    routes["/"] = page(HOME)
    routes["/trs/xcgz/"] = routes["/trs/xcgz/index.html"]
    routes["/empty"] = page(wrap("空", "<p>暂无内容，敬请期待。</p>" * 40))
    with Site(routes) as served:
        yield served


async def _probe(url: str) -> Look:
    async with make_fetcher() as fetcher:
        return await probe(url, fetcher, private=True)


@pytest.mark.parametrize("name", sorted(PARTS.keys() - {"selectors"}))
async def test_a_probe_writes_a_source_that_works_unedited(name: str, site: Site, tmp_path: Path) -> None:
    part: Served = PARTS[name]
    look = await _probe(site.url(part.list))
    assert look.page is not None
    assert look.page.family == part.family
    assert bool(look.second_url) == (name not in ("rss", "atom"))
    assert all(a.notice is not None and a.notice.is_notice for a in look.articles)
    assert len(look.articles) == 2
    source = save_source(look, write_source(look), tmp_path / "source.yaml", tmp_path / "tests")
    settings = Settings(config=tmp_path, warehouse=tmp_path / "w.duckdb")
    looks = await check_lists([source], settings, lambda: NOW)
    assert [(x.outcome, x.fault, x.family) for x in looks] == [(Outcome.OK, "", part.family)]
    assert looks[0].items == len(look.page.items) > 0
    saved, found = read_saved(tmp_path / "tests" / source.id)
    assert saved == found


async def test_a_home_page_leads_to_the_column_by_the_likeliest_words(site: Site) -> None:
    look = await _probe(site.url("/"))
    assert look.list_response is not None
    assert look.list_response.url == site.url("/trs/xcgz/index.html")


async def test_an_article_leads_to_its_column_by_its_breadcrumb(site: Site) -> None:
    part = PARTS["trs"]
    look = await _probe(site.url(part.address(part.posts[0])))
    assert look.list_response is not None
    assert look.list_response.url == site.url("/trs/xcgz/")
    assert look.good


async def test_a_gkmlpt_index_leads_to_the_column_by_its_name(site: Site) -> None:
    look = await _probe(site.url("/swj/gkmlpt/index"))
    assert look.good
    assert look.list_response is not None
    assert "/swj/gkmlpt/api/all/721" in look.list_response.url


async def test_a_page_without_a_list_is_said_to_be_one(site: Site) -> None:
    look = await _probe(site.url("/empty"))
    assert not look.good
    assert look.page is not None
    assert [issue.kind for issue in look.page.issues] == ["no_items"]


async def test_a_live_check_tells_what_a_list_lacks(site: Site, tmp_path: Path) -> None:
    text = f"""id: a
name: a
region: a
lists: [{{url: "{site.url("/feed/rss.xml")}"}}, {{url: "{site.url("/gone")}"}}]
private_addresses: true
assertions: {{minimum_items: 50, newest_days: 1}}
verified: never
"""
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    source = load_source(tmp_path / "a.yaml")
    looks = await check_lists([source], Settings(config=tmp_path, warehouse=tmp_path / "w"), lambda: NOW)
    assert [x.outcome for x in looks] == [Outcome.OK, Outcome.GONE]
    assert looks[0].fault == "9 items, at least 50 are expected; the newest item is 2 days old"
    assert looks[1].fault == "HTTP 404"
    mark_verified(tmp_path / "a.yaml", NOW.date())
    assert load_source(tmp_path / "a.yaml").verified == "2025-11-20"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.haizhu.gov.cn/xsxc/xczg/index.html", "haizhu-xsxc-xczg"),
        ("http://zfcj.gz.gov.cn/gkmlpt/api/all/721?page=1", "zfcj-gz-gkmlpt-721"),
        ("http://www.gov.cn/", "source"),
    ],
)
def test_ids_are_made_from_what_is_peculiar_to_an_address(url: str, name: str) -> None:
    assert suggest_id(url) == name


@pytest.mark.parametrize("failures", [0, 1, 2, 3, 9])
def test_the_next_poll_is_the_moment_from_which_a_source_is_due(site: Site, failures: int) -> None:
    source = make_source(site)
    url = source.lists[0].url
    states = {url: ListState(url, source.id, last_polled_at=NOW, failures=failures)}
    due = next_poll_at(source, states)
    assert due is not None
    assert is_due(source, states, due)
    assert not is_due(source, states, due - (due - NOW) / 1000)
    assert next_poll_at(source, {}) is None


def _run(tmp_path: Path, *arguments: str) -> Result:
    if not app.registered_commands:
        commands.register(app)
    (tmp_path / "config").mkdir(exist_ok=True)
    places = ["--config", str(tmp_path / "config"), "--warehouse", str(tmp_path / "w.duckdb")]
    return CliRunner().invoke(app, [*places, *arguments])


def test_a_source_file_is_not_replaced_without_force(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "config" / "sources" / "a.yaml"
    asked = ("probe", site.url(PARTS["trs"].list), "--private", "--write", str(path))
    assert _run(tmp_path, *asked, "--id", "a").exit_code == 0
    edited = path.read_text("utf-8") + "# by hand\n"
    path.write_text(edited, "utf-8")
    refused = _run(tmp_path, *asked, "--id", "b")
    assert isinstance(refused.exception, ConfigError)
    assert f"{path}: there is a file already" in str(refused.exception)
    assert "--force" in str(refused.exception)
    assert path.read_text("utf-8") == edited
    assert _run(tmp_path, *asked, "--id", "b", "--force").exit_code == 0
    assert load_source(path).id == "b"


@pytest.mark.parametrize("address", ["www.example.gov.cn/xcgz", "localhost:80/x", "ftp://example.gov.cn/"])
def test_what_is_no_web_address_is_not_asked(address: str, tmp_path: Path) -> None:
    done = _run(tmp_path, "probe", address)
    assert isinstance(done.exception, ConfigError)
    assert f"{address}: no web address; give all of it, from https:// " in str(done.exception)


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("/empty", ["--private"], "no list found; open the column's own page"),
        ("/empty", [], "--private lets requests reach a private network"),
        ("/nowhere", ["--private"], "there is no such page"),
    ],
)
def test_a_probe_that_found_nothing_names_the_remedy(
    path: str, options: list[str], said: str, site: Site, tmp_path: Path
) -> None:
    done = _run(tmp_path, "probe", site.url(path), *options)
    assert (done.exit_code, said in done.stderr) == (1, True), done.stderr


def test_a_probe_of_a_server_that_is_down_says_that_the_site_was_not_reached(tmp_path: Path) -> None:
    done = _run(tmp_path, "probe", "http://127.0.0.1:1/", "--private")
    assert (done.exit_code, "the site was not reached" in done.stderr) == (1, True), done.stderr


def test_commands_tell_faults_by_line_and_end_with_code_1(tmp_path: Path) -> None:
    if not app.registered_commands:
        commands.register(app)
    folder = tmp_path / "config" / "sources"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text(
        "id: x\nname: x\nregion: x\nlists:\n  - url: http://a.gov.cn/\n    famly: trs\n"
    )
    arguments = ["--config", str(tmp_path / "config"), "--warehouse", str(tmp_path / "w.duckdb")]
    result = CliRunner().invoke(app, [*arguments, "sources", "check"])
    assert result.exit_code == 1
    assert "bad.yaml:6: lists.0.famly: unknown key; did you mean family?" in result.stderr
    (folder / "bad.yaml").write_text("id: x\nname: x\nregion: x\nlists:\n  - url: http://a.gov.cn/\n")
    assert CliRunner().invoke(app, [*arguments, "sources", "check"]).exit_code == 0
    shown = CliRunner().invoke(app, [*arguments, "sources", "--json"])
    assert '"outcome": "never polled"' in shown.stdout
