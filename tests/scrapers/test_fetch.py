"""Requests are polite and safe: proven at servers that record what they were asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from scrapers.fetch import Limits
from scrapers.model import Outcome
from tests.scrapers.fetching import NOW, Clock, make_fetcher, make_source
from tests.site.certificates import make_tls, make_weak_tls
from tests.site.server import Route, Site, page
from tests.site.traps import NOTICE, conditional, fail_first


async def test_an_unchanged_page_is_unchanged_by_either_validator() -> None:
    with Site({"/list": conditional(NOTICE)}) as site:
        source = make_source(site)
        async with make_fetcher() as fetcher:
            first = await fetcher.get(site.url("/list"), source)
            headers = dict(first.headers)
            by_etag = await fetcher.get(site.url("/list"), source, etag=headers["etag"])
            by_day = await fetcher.get(site.url("/list"), source, last_modified=headers["last-modified"])
            edited = await fetcher.get(site.url("/list"), source, etag='"v0"')
    assert [r.outcome for r in (first, by_etag, by_day, edited)] == [
        Outcome.OK,
        Outcome.UNCHANGED,
        Outcome.UNCHANGED,
        Outcome.OK,
    ]
    assert by_etag.body == b""


@pytest.mark.parametrize(
    "way",
    [
        page("<script>location.href='/new'</script>"),
        lambda exchange: exchange.send(status=302, headers={"Location": "/new"}),
    ],
    ids=["script", "302"],
)
async def test_a_redirect_passes_on_no_validators_of_the_page_behind_it(way: Route) -> None:
    with Site({"/old": way, "/new": conditional(NOTICE)}) as site:
        async with make_fetcher() as fetcher:
            response = await fetcher.get(site.url("/old"), make_source(site), etag='"old"')
    assert response.outcome is Outcome.OK
    assert not {"etag", "last-modified"} & dict(response.headers).keys()
    assert "if-none-match" not in site.asked[-1].headers


async def test_redirects_keep_the_fragment_that_names_a_column() -> None:
    routes = {
        "/index": lambda exchange: exchange.send(status=302, headers={"Location": "/gk/index"}),
        "/gk/index": page(NOTICE),
    }
    with Site(routes) as site:
        async with make_fetcher() as fetcher:
            response = await fetcher.get(site.url("/index#721"), make_source(site))
    assert response.final_url == site.url("/gk/index#721")


async def test_no_redirect_leaves_the_hosts_that_the_source_allows() -> None:
    with Site({"/": page(NOTICE)}) as other:
        routes = {
            "/header": lambda e: e.send(status=301, headers={"Location": other.url("/")}),
            "/script": page(f"<script>location.replace('{other.url('/')}')</script>"),
        }
        with Site(routes) as site:
            async with make_fetcher() as fetcher:
                got = [await fetcher.get(site.url(path), make_source(site)) for path in routes]
        assert [r.outcome for r in got] == [Outcome.REFUSED_ADDRESS] * 2
        assert not other.asked


async def test_loopback_is_refused_unless_the_source_says_so_under_any_name() -> None:
    with Site({"/": page(NOTICE)}) as site:
        port = site.host.partition(":")[2]
        names = ("127.0.0.1", "localhost", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")
        hosts = tuple(f"{name}:{port}" for name in names)
        source = make_source(site, hosts=hosts, private_addresses=False)
        async with make_fetcher() as fetcher:
            got = [await fetcher.get(f"http://{host}/", source) for host in hosts]
    assert {r.outcome for r in got} == {Outcome.REFUSED_ADDRESS}
    assert not site.asked


async def test_one_source_s_leave_to_reach_loopback_is_not_another_s() -> None:
    with Site({"/": page(NOTICE)}) as site:
        source = make_source(site)
        async with make_fetcher() as fetcher:
            allowed = await fetcher.get(site.url("/"), source)
            refused = await fetcher.get(site.url("/"), replace(source, private_addresses=False))
    assert (allowed.outcome, refused.outcome) == (Outcome.OK, Outcome.REFUSED_ADDRESS)


async def test_the_user_agent_is_honest_and_no_cookie_is_ever_sent_back() -> None:
    with Site({"/": page(NOTICE, Set_Cookie="challenge=1; path=/")}) as site:
        async with make_fetcher(contact="mailto:watch@example.org 值班") as fetcher:
            for _ in range(2):
                await fetcher.get(site.url("/"), make_source(site))
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert agents == {"xuncha/0.1 (inspection-notice watcher; mailto:watch@example.org)"}
    assert not any("cookie" in asked.headers for asked in site.asked)


@pytest.mark.parametrize("status", [500, 503, 0])
async def test_what_may_pass_is_tried_again(status: int) -> None:
    with Site({"/": fail_first(2, page(NOTICE), status)}) as site:
        async with make_fetcher() as fetcher:
            response = await fetcher.get(site.url("/"), make_source(site))
    assert response.outcome is Outcome.OK
    assert len(site.paths()) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 412, 429, 521])
async def test_what_will_not_pass_is_asked_once(status: int) -> None:
    with Site({"/": lambda exchange: exchange.send("no", status)}) as site:
        async with make_fetcher() as fetcher:
            response = await fetcher.get(site.url("/"), make_source(site))
    assert response.outcome is not Outcome.OK
    assert len(site.paths()) == 1


async def test_retry_after_keeps_a_host_free_of_requests() -> None:
    clock = Clock()
    with Site(
        {"/": lambda e: e.send("slow down", 429, headers={"Retry-After": "60"}), "/b": page(NOTICE)}
    ) as site:
        async with make_fetcher(clock=clock) as fetcher:
            await fetcher.get(site.url("/"), make_source(site))
            await fetcher.get(site.url("/b"), make_source(site))
    assert sum(clock.slept) >= 60


async def test_a_host_that_wants_hours_of_rest_is_not_asked_and_nobody_waits() -> None:
    clock = Clock()
    resting = lambda e: e.send("closed", 503, headers={"Retry-After": "7200"})  # noqa: E731
    with Site({"/": resting}) as site:
        async with make_fetcher(clock=clock) as fetcher:
            await fetcher.get(site.url("/"), make_source(site))
            response = await fetcher.get(site.url("/"), make_source(site))
    assert (response.outcome, "not asked" in response.detail) == (Outcome.HTTP_ERROR, True)
    assert (len(site.paths()), sum(clock.slept) < 10) == (1, True)


async def test_https_with_a_sound_certificate_is_read_and_an_unknown_authority_refused(
    tmp_path: Path,
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with Site({"/": page(NOTICE)}, tls=make_tls(authority)) as site:
        async with make_fetcher(authorities=tmp_path / "ca.pem") as fetcher:
            sound = await fetcher.get(site.url("/"), make_source(site))
        async with make_fetcher() as fetcher:
            unknown = await fetcher.get(site.url("/"), make_source(site))
            unchecked = await fetcher.get(site.url("/"), make_source(site, insecure_tls=True))
    assert (sound.outcome, sound.detail) == (Outcome.OK, "")
    assert (unknown.outcome, "certificate" in unknown.detail) == (Outcome.TLS_ERROR, True)
    assert (unchecked.outcome, unchecked.detail) == (Outcome.OK, "certificate not checked")


async def test_legacy_tls_is_tried_only_after_the_ordinary_way_failed_for_that_reason(tmp_path: Path) -> None:
    tls, authority = make_weak_tls(tmp_path)
    with Site({"/": page(NOTICE)}, tls=tls) as site:
        async with make_fetcher(authorities=authority) as fetcher:
            weak = await fetcher.get(site.url("/"), make_source(site))
        async with make_fetcher() as fetcher:
            untrusted = await fetcher.get(site.url("/"), make_source(site))
    assert weak.outcome is Outcome.OK
    assert "legacy TLS (EE certificate key too weak)" in weak.detail
    assert untrusted.outcome is Outcome.TLS_ERROR


async def test_robots_txt_is_asked_once_a_day_and_obeyed() -> None:
    now = [NOW]
    robots = page("User-agent: *\nDisallow: /secret/\nCrawl-delay: 7\n", kind="text/plain")
    clock = Clock()
    with Site({"/robots.txt": robots, "/a": page(NOTICE), "/secret/b": page(NOTICE)}) as site:
        async with make_fetcher(clock=clock, now=lambda: now[0]) as fetcher:
            source = make_source(site)
            first = await fetcher.get(site.url("/a"), source)
            denied = await fetcher.get(site.url("/secret/b"), source)
            await fetcher.get(site.url("/a"), source)
            now[0] += timedelta(days=1, hours=1)
            await fetcher.get(site.url("/a"), source)
    assert (first.outcome, denied.outcome) == (Outcome.OK, Outcome.ROBOTS_DENIED)
    assert [a.path for a in site.asked] == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]
    assert max(clock.slept) == pytest.approx(7)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (404, "", Outcome.OK),
        (403, "", Outcome.OK),
        (200, "<html><body>您访问的页面不存在</body></html>", Outcome.OK),
        (500, "", Outcome.ROBOTS_DENIED),
        (429, "", Outcome.ROBOTS_DENIED),
        (521, "<script>document.cookie='a'</script>", Outcome.CHALLENGE),
    ],
)
async def test_a_robots_txt_that_is_not_there_allows_and_one_out_of_reach_forbids(
    status: int, body: str, outcome: Outcome
) -> None:
    with Site({"/robots.txt": lambda e: e.send(body, status), "/a": page(NOTICE)}) as site:
        async with make_fetcher() as fetcher:
            response = await fetcher.get(site.url("/a"), make_source(site))
    assert response.outcome is outcome


async def test_an_older_robots_txt_stands_in_while_the_file_is_out_of_reach(tmp_path: Path) -> None:
    robots = page("User-agent: *\nDisallow: /b\n", kind="text/plain")
    with Site({"/robots.txt": robots, "/a": page(NOTICE), "/b": page(NOTICE)}) as site:
        source = make_source(site)
        async with make_fetcher(tmp_path) as fetcher:
            assert (await fetcher.get(site.url("/a"), source)).outcome is Outcome.OK

        site.routes["/robots.txt"] = lambda exchange: exchange.send("", 500)
        async with make_fetcher(tmp_path, now=lambda: NOW + timedelta(days=2)) as fetcher:
            got = [await fetcher.get(site.url(path), source) for path in ("/a", "/b")]
    assert [r.outcome for r in got] == [Outcome.OK, Outcome.ROBOTS_DENIED]


async def test_a_request_asks_one_host_at_a_time_and_no_faster_than_its_pace() -> None:
    clock = Clock()
    with Site({"/*": page(NOTICE)}) as site:
        source = make_source(site, pace=2.0)
        async with make_fetcher(clock=clock) as fetcher:
            for n in range(4):
                await fetcher.get(site.url(f"/{n}"), source)
    assert clock.slept == pytest.approx([2.0, 2.0, 2.0, 2.0])


async def test_redirects_end_at_their_limit() -> None:
    hops = {f"/{n}": (lambda e, n=n: e.send(status=302, headers={"Location": f"/{n + 1}"})) for n in range(9)}
    with Site(hops) as site:
        async with make_fetcher(limits=Limits(redirects=3)) as fetcher:
            response = await fetcher.get(site.url("/0"), make_source(site))
    assert (response.outcome, len(site.paths())) == (Outcome.HTTP_ERROR, 4)
