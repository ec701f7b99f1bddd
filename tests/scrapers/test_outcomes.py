"""Every answer of a site ends in the outcome that says what it is: blocked is not empty."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from threading import Event

import pytest

from scrapers.fetch import Fetcher, Limits
from scrapers.model import Outcome
from tests.scrapers.fetching import LIMITS, make_fetcher, make_source
from tests.site.server import Site, page
from tests.site.traps import NOTICE, Trap, drip, make_traps, stall

TRAPS = make_traps()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site({trap.path: trap.route for trap in TRAPS}) as served:
        yield served


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with make_fetcher() as made:
        yield made


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.path)
async def test_an_answer_is_what_it_is(trap: Trap, site: Site, fetcher: Fetcher) -> None:
    response = await fetcher.get(site.url(trap.path), make_source(site))
    assert (response.outcome, trap.detail in response.detail) == (trap.outcome, True), response
    assert bool(response.body) == (response.outcome is Outcome.OK)
    if trap.reaches:
        assert response.final_url == site.url(trap.reaches)
        assert response.body == NOTICE.encode()


async def test_a_slow_drip_ends_at_the_time_limit() -> None:
    release = Event()
    with Site({"/drip": drip(release), "/stall": stall(release)}) as site:
        async with make_fetcher(limits=Limits(total=0.3, read=5)) as fetcher:
            dripping = await fetcher.get(site.url("/drip"), make_source(site))
        async with make_fetcher(limits=Limits(total=5, read=0.2)) as fetcher:
            stalled = await fetcher.get(site.url("/stall"), make_source(site))
        release.set()
    assert (dripping.outcome, stalled.outcome) == (Outcome.TIMEOUT, Outcome.TIMEOUT)


async def test_nobody_listening_is_a_connect_error_and_an_unknown_name_a_dns_error() -> None:
    with Site({}) as site:
        source = make_source(site, hosts=(site.host, "nonesuch.invalid"))
    async with make_fetcher() as fetcher:
        assert (await fetcher.get(site.url("/"), source)).outcome is Outcome.CONNECT_ERROR
        assert (await fetcher.get("http://nonesuch.invalid/", source)).outcome is Outcome.DNS_ERROR


async def test_an_address_that_is_none_is_an_outcome_too(site: Site, fetcher: Fetcher) -> None:
    for url in (
        "",
        "javascript:void(0)",
        "http://",
        "http://[::1",
        "ftp://127.0.0.1/x",
        "http://127.0.0.1:99999/",
    ):
        response = await fetcher.get(url, make_source(site))
        assert response.outcome in (Outcome.REFUSED_ADDRESS, Outcome.HTTP_ERROR), (url, response)


async def test_an_attachment_of_any_type_is_a_file_but_an_error_page_in_its_place_is_none() -> None:
    routes = {
        "/a.pdf": page(b"%PDF-1.4", kind="application/pdf"),
        "/download.jsp": page(b"PK\x03\x04", kind="application/octet-stream"),
        "/gone.pdf": page("<html><body>您访问的页面不存在</body></html>"),
        "/page.pdf": page(NOTICE),
    }
    with Site(routes) as site:
        async with make_fetcher() as fetcher:
            got = [await fetcher.get(site.url(path), make_source(site), purpose="file") for path in routes]
    assert [r.outcome for r in got] == [Outcome.OK, Outcome.OK, Outcome.SOFT_404, Outcome.WRONG_TYPE]


async def test_a_page_within_the_limits_is_whole(site: Site) -> None:
    async with make_fetcher(limits=LIMITS) as fetcher:
        response = await fetcher.get(site.url("/gzip"), make_source(site))
    assert response.body == NOTICE.encode()
    assert "content-encoding" not in dict(response.headers)
