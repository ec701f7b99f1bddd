"""The demo site: what it serves on which day, and that the parser reads its notices as their author meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.alerts.channels import open_channel
from flows.alerts.channels.mail import MailboxFile
from flows.alerts.subscribers import load_subscribers
from flows.demo.content import ContentPage, SiteError, load_content
from flows.demo.site import FOLDER, MAILBOX, MESSAGES, DemoSite
from scrapers.cms import read_list
from scrapers.model import ListItem, Notice
from scrapers.notice import parse
from scrapers.source import check_sources

CONTENT = load_content(FOLDER)
PAGES = list(CONTENT.pages.values())
NOTICES = [p for p in PAGES if p.kind == "notice"]
FIRST, LAST = CONTENT.days[0].at, CONTENT.days[-1].at


@pytest.fixture(scope="module")
def serving() -> Iterator[DemoSite]:
    with DemoSite(port=0) as site:
        yield site


@pytest.fixture
def site(serving: DemoSite) -> DemoSite:
    serving.day = FIRST
    return serving


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, trust_env=False)


def walk_list(site: DemoSite, host: str) -> list[ListItem]:
    """Every item of a host's list, found as the poller does: page by page, by what each page says is next."""
    queue, seen, items = [site.url(host)], set[str](), []
    while queue:
        url = queue.pop(0)
        answer = get(url)
        if url in seen or answer.status_code != 200:
            continue
        seen.add(url)
        page = read_list(answer.content, url, family="auto")
        assert page.family == site.content.hosts[host].family, page.why
        items += page.items
        queue += page.next
    return items


@pytest.fixture(scope="module")
def parsed(serving: DemoSite) -> dict[str, Notice]:
    """Each page parsed as it is served on the first day that it is there."""
    notices = {}
    for page in PAGES:
        serving.day = max(FIRST, page.published)
        answer = get(serving.article_url(page.key))
        assert answer.status_code == 200, page.key
        notices[page.key] = parse(
            answer.content, serving.article_url(page.key), charset=answer.charset_encoding
        )
    return notices


@pytest.mark.parametrize("host", CONTENT.hosts)
def test_every_page_is_reached_from_its_list_and_its_paging(site: DemoSite, host: str) -> None:
    site.day = LAST
    items = {item.url: item for item in walk_list(site, host)}
    gone = {r.page for r in CONTENT.removals}
    expected = {site.article_url(p.key): p for p in PAGES if p.host == host and p.key not in gone}
    assert set(items) == set(expected)
    for url, page in expected.items():
        assert items[url].title == page.title
        assert items[url].day == page.published.date()


def test_every_list_has_at_least_two_pages_on_every_day(site: DemoSite) -> None:
    for host in CONTENT.hosts:
        for day in CONTENT.days:
            site.day = day.at
            answer = get(site.url(host))
            if answer.status_code == 200:
                assert read_list(answer.content, site.url(host)).next, (host, day.at)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.key)
def test_a_page_is_read_with_its_title_day_source_column_and_body(
    parsed: dict[str, Notice], page: ContentPage
) -> None:
    article = parsed[page.key].article
    assert article.title is not None
    assert article.title.value == page.title
    assert article.published_at is not None
    stamp = article.published_at.value
    assert (stamp.date() if isinstance(stamp, datetime) else stamp) == page.published.date()
    assert article.source is not None
    assert article.source.value == page.source
    assert tuple(c.value for c in article.column) == CONTENT.hosts[page.host].columns
    written = [line.removeprefix(">> ").removeprefix("** ") for line in page.lines if line[0] != "<"]
    lines = article.body.split("\n")
    assert (lines[0], lines[-1]) == (written[0], written[-1])
    assert [line for line in written if line not in lines] == []
    if not any(line.startswith("<") for line in page.lines):
        assert len(lines) == len(written)


@pytest.mark.parametrize("page", [p for p in PAGES if p.kind != "notice"], ids=lambda p: p.key)
def test_announcements_and_news_are_no_notices(parsed: dict[str, Notice], page: ContentPage) -> None:
    assert not parsed[page.key].is_notice


@pytest.mark.parametrize("page", NOTICES, ids=lambda p: p.key)
def test_a_notice_names_its_publisher_and_days(parsed: dict[str, Notice], page: ContentPage) -> None:
    notice, expect = parsed[page.key], golden(page)
    assert notice.is_notice, notice.reason
    assert notice.publisher is not None
    assert notice.publisher.value == expect["publisher"]
    assert notice.signed_on is not None
    assert notice.signed_on.value == expect["signed_on"]
    assert notice.inspection.feedback_on is not None
    assert notice.inspection.feedback_on.value == expect["feedback_on"]
    assert [q.text for q in notice.contacts.phones] == expect["phones"]


@pytest.mark.parametrize("page", NOTICES, ids=lambda p: p.key)
def test_a_notice_gives_the_figures_that_it_states(parsed: dict[str, Notice], page: ContentPage) -> None:
    found = {k: f.value for k, f in parsed[page.key].figures.items()}
    assert found == golden(page)["figures"]


@pytest.mark.parametrize("page", NOTICES, ids=lambda p: p.key)
def test_a_notice_gives_its_problems_with_status_and_measures(
    parsed: dict[str, Notice], page: ContentPage
) -> None:
    found = [
        f"{'/'.join(p.path)} {p.status.value if p.status else 'null'} {len(p.measures)}"
        for p in parsed[page.key].problems
    ]
    assert found == golden(page)["problems"]


@pytest.mark.parametrize("page", NOTICES, ids=lambda p: p.key)
def test_a_notice_gives_its_dated_promises_with_both_readings(
    parsed: dict[str, Notice], page: ContentPage
) -> None:
    found = [
        [c.due_expression.text, c.due_on, c.due_strict, "/".join(c.problem_path or ())]
        for c in parsed[page.key].commitments
    ]
    assert found == golden(page)["commitments"]


@pytest.mark.parametrize("page", NOTICES, ids=lambda p: p.key)
def test_a_notice_gives_its_unfinished_work_without_a_date(
    parsed: dict[str, Notice], page: ContentPage
) -> None:
    found = [[o.quote.text, "/".join(o.problem_path or ())] for o in parsed[page.key].open_items]
    assert found == golden(page)["open_items"]


def test_the_table_of_days_shows_all_that_the_demo_promises(site: DemoSite) -> None:
    changes = Counter[str]()
    for before, after in zip(CONTENT.days, CONTENT.days[1:], strict=False):
        for page in NOTICES:
            site.day = before.at
            old = get(site.article_url(page.key))
            site.day = after.at
            new = get(site.article_url(page.key))
            changes[f"{old.status_code} {new.status_code}"] += old.status_code != new.status_code
    assert changes["404 200"] == 2
    assert changes["200 404"] == 1
    assert changes["200 412"] == changes["412 200"] == 3


def test_an_edit_changes_one_date_and_nothing_that_marks_it(site: DemoSite) -> None:
    (edit,) = CONTENT.edits
    site.day = edit.at - timedelta(minutes=1)
    old = get(site.article_url(edit.page))
    site.day = edit.at
    new = get(site.article_url(edit.page))
    assert old.text.replace(edit.find, edit.put) == new.text
    assert old.headers["ETag"] != new.headers["ETag"]


def test_an_unchanged_page_answers_304_and_a_hit_counter_does_not(site: DemoSite) -> None:
    still, counted = site.article_url("city/20377"), site.article_url("district/31009")
    first = get(still), get(counted)
    site.day = CONTENT.days[2].at
    tags = [answer.headers["ETag"] for answer in first]
    assert get(still, **{"If-None-Match": tags[0]}).status_code == 304
    assert get(still, **{"If-Modified-Since": first[0].headers["Last-Modified"]}).status_code == 304
    again = get(counted, **{"If-None-Match": tags[1]})
    assert again.status_code == 200
    assert parse(again.content, counted).article.body == parse(first[1].content, counted).article.body


def test_what_is_served_depends_on_the_day_alone(site: DemoSite) -> None:
    forward = {}
    for day in CONTENT.days:
        site.day = day.at
        forward[day.at] = [get(site.url(host)).content for host in CONTENT.hosts]
    for day in reversed(CONTENT.days):
        site.day = day.at
        assert [get(site.url(host)).content for host in CONTENT.hosts] == forward[day.at]


def test_the_old_page_declares_gb2312_and_is_gb18030(site: DemoSite) -> None:
    answer = get(site.article_url("college/1216"))
    assert b"charset=gb2312" in answer.content
    assert "charset" not in answer.headers["Content-Type"]
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode("gb2312")
    assert "塱尾、㙍洲" in answer.content.decode("gb18030")


def test_the_phone_page_holds_the_same_article(site: DemoSite) -> None:
    desktop = site.article_url("city/20377")
    phone = desktop.replace("post_", "mpost_")
    bodies = [parse(get(url).content, url).article.body for url in (desktop, phone)]
    assert bodies[0] == bodies[1]


def test_its_configuration_is_loaded_like_any_other(site: DemoSite, tmp_path: Path) -> None:
    config = tmp_path / "a folder" / "config"
    site.write_config(config)
    sources, errors = check_sources(config / "sources")
    assert errors == []
    assert sorted(entry.url for s in sources for entry in s.lists) == sorted(map(site.url, CONTENT.hosts))
    subscribers = load_subscribers(config / "subscribers.yaml")
    for person, file in zip(subscribers.people, (MAILBOX, MESSAGES), strict=True):
        channel = open_channel(person.channels[0], subscribers.secrets_file)
        assert isinstance(channel, MailboxFile)
        assert channel.path == config.parent / file


def test_every_notice_passes_its_source_s_title_patterns(site: DemoSite, tmp_path: Path) -> None:
    site.write_config(tmp_path)
    sources = {
        host: s
        for s in check_sources(tmp_path / "sources")[0]
        for host in CONTENT.hosts
        if site.url(host) == s.lists[0].url
    }
    assert [p.key for p in NOTICES if not sources[p.host].takes(p.title)] == []
    assert any(sources[p.host].takes(p.title) for p in PAGES if p.kind != "notice")


def test_a_timeline_that_names_no_page_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "pages" / "city").mkdir(parents=True)
    for name in ("site.yaml", "timeline.yaml"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    with pytest.raises(SiteError, match="no page district/31142"):
        load_content(tmp_path)


def golden(page: ContentPage) -> dict[str, Any]:
    assert page.expect is not None, f"{page.key}: a notice without its golden parse"
    return page.expect


def test_an_address_in_use_is_one_clear_line(site: DemoSite) -> None:
    with (
        pytest.raises(SiteError, match=f"127.0.0.1:{site.port}.*end what uses the port"),
        DemoSite(port=site.port),
    ):
        pass
