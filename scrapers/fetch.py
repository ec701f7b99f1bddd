"""Polite HTTP: every request ends in a typed outcome, whatever the site does."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urlsplit

import httpx
import stamina

from scrapers.addresses import CheckedTransport, make_context
from scrapers.bodies import read_body
from scrapers.faults import Fault, explain, is_legacy_tls
from scrapers.headers import REDIRECTS, kept_headers, make_headers, read_location, read_retry_after
from scrapers.model import Outcome, Response
from scrapers.outcomes import Purpose, Reply, judge, judge_way
from scrapers.pace import OnHoldError, Pace
from scrapers.robots import SIZE_LIMIT, Robots, RobotsFile, Rules, miss_robots, read_robots
from scrapers.source import Source, host_of

# 5xx answers that a second try may mend, and 408 by its meaning.
WORTH_RETRYING = {408, 500, 502, 503, 504}

# Retries are told in a response's `detail`; without a handler stamina's warnings would go to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: bytes as sent and decoded, seconds a step and in all, hops, tries."""

    size: int = 30 * 1024 * 1024
    connect: float = 20.0
    read: float = 30.0
    total: float = 120.0
    redirects: int = 5
    attempts: int = 3


class Fetcher:
    """Asks sites, politely and safely. Use as an async context manager.

    `state` is the folder that processes share for the pace and robots.txt of hosts (`None`: this process's
    own). `contact` is an address for the site's operator, told in the User-Agent. `clock` gives the moment
    that a response is stamped with. `authorities` is a PEM file of authorities trusted in place of the public
    ones. `pace` is replaced by tests.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        state: Path | None = None,
        contact: str = "",
        limits: Limits | None = None,
        concurrent: int = 64,
        pace: Pace | None = None,
        authorities: Path | None = None,
    ) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._pace = pace or Pace(state / "pace" if state else None, concurrent=concurrent)
        self._robots = Robots(state / "robots" if state else None)
        self._headers = make_headers(contact)
        self._concurrent = concurrent
        self._authorities = authorities
        self._clients: dict[tuple[bool, bool, bool], httpx.AsyncClient] = {}
        self._legacy: dict[str, str] = {}
        self._exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exits.aclose()

    async def get(
        self,
        url: str,
        source: Source,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        purpose: Purpose = "page",
    ) -> Response:
        """The answer to one address, redirects followed. Never raises for what a site does.

        `etag` and `last_modified` are those of the last answer: an unchanged page comes as `unchanged`.
        `purpose` `file` takes any type (an attachment), `page` only text. Headers come in lower case, without
        those of the transfer. Conditions and validators go with no redirect: what lies behind one may be
        another page, such as the site's error page, which is unchanged when asked about by its own day.
        """
        conditions = {
            key: value
            for key, value in (("if-none-match", etag), ("if-modified-since", last_modified))
            if value
        }
        try:
            return await self._follow(url, source, conditions, purpose)
        except Fault as fault:
            return self._answer(url, fault.url or url, fault.outcome, fault.detail, fault.reply)

    async def _follow(
        self, url: str, source: Source, conditions: dict[str, str], purpose: Purpose
    ) -> Response:
        here, notes = url, list[str]()
        for _ in range(self._limits.redirects + 1):
            reply = await self._ask(here, source, conditions)
            notes += self._notes(here, source)
            if reply.status in REDIRECTS:
                target = read_location(reply)
                if target == urldefrag(here).url:
                    raise _self_redirect(reply)
                here, conditions = target, {}
                continue
            if reply.status == 304 and not conditions:
                raise Fault(Outcome.HTTP_ERROR, "HTTP 304 to a request without conditions", reply=reply)
            verdict = judge(reply, purpose)
            if verdict.goes_to:
                notes.append(f"script redirect from {here}")
                here, conditions = verdict.goes_to, {}
                continue
            if verdict.outcome is Outcome.OK and (way := judge_way(url, here)):
                verdict = way
            if verdict.outcome is Outcome.OK and here != url:
                notes.append(f"redirected to {here}")
            detail = "; ".join(dict.fromkeys(filter(None, (verdict.detail, *notes))))
            return self._answer(url, here, verdict.outcome, detail, reply)
        raise Fault(Outcome.HTTP_ERROR, f"more than {self._limits.redirects} redirects", url=here)

    async def _ask(self, url: str, source: Source, conditions: dict[str, str]) -> Reply:
        """One hop: host, robots.txt and address checked, in turn, tried again where that may help."""
        if not source.allows(url):
            raise Fault(Outcome.REFUSED_ADDRESS, f"the source does not allow the host of {url}", url=url)
        rules = await self._rules(url, source)
        if rules.outcome is not Outcome.OK:
            raise Fault(rules.outcome, f"robots.txt: {rules.detail}", url=url)
        if not rules.allows(url):
            raise Fault(Outcome.ROBOTS_DENIED, "robots.txt forbids this address", url=url)
        return await self._persist(
            url, source, conditions, max(source.pace, rules.crawl_delay), self._limits.size
        )

    async def _rules(self, url: str, source: Source) -> Rules:
        parts = urlsplit(url)

        async def ask(address: str) -> RobotsFile:
            return await self._ask_robots(address, source)

        trust = f"private={source.private_addresses} insecure={source.insecure_tls}"
        return await self._robots.rules(f"{parts.scheme}://{host_of(url)}", trust, self._clock(), ask)

    async def _ask_robots(self, address: str, source: Source) -> RobotsFile:
        here, now = address, self._clock()
        for _ in range(self._limits.redirects + 1):
            if not source.allows(here):
                break
            try:
                reply = await self._persist(here, source, {}, source.pace, SIZE_LIMIT)
            except Fault as fault:
                if fault.outcome is Outcome.TOO_LARGE:
                    break
                return miss_robots(now, fault.outcome, fault.detail)
            if reply.status in REDIRECTS:
                try:
                    target = read_location(reply)
                except Fault:
                    break
                if target == here:
                    break
                here = target
                continue
            if reply.status == 521:
                return miss_robots(now, judge(reply).outcome, judge(reply).detail)
            if reply.status >= 500 or reply.status == 429:
                return miss_robots(
                    now, Outcome.ROBOTS_DENIED, f"HTTP {reply.status}, so all is forbidden (RFC 9309)"
                )
            return read_robots(now, reply.body.decode("utf-8", "replace") if reply.status == 200 else "")
        return read_robots(now, "")

    async def _persist(
        self, url: str, source: Source, conditions: dict[str, str], interval: float, size: int
    ) -> Reply:
        tries = stamina.retry_context(
            on=_is_worth_retrying,
            attempts=self._limits.attempts,
            timeout=None,
            wait_initial=1.0,
            wait_max=20.0,
        )
        try:
            async for attempt in tries:
                with attempt:
                    reply = await self._take_turn(url, source, conditions, interval, size)
                    if reply.status in WORTH_RETRYING and not reply.header("retry-after"):
                        raise Fault(
                            Outcome.HTTP_ERROR, f"HTTP {reply.status}", url=url, reply=reply, passing=True
                        )
        except Fault as fault:
            if fault.reply is None or fault.reply.status not in WORTH_RETRYING:
                raise
            reply = fault.reply
        return reply

    async def _take_turn(
        self, url: str, source: Source, conditions: dict[str, str], interval: float, size: int
    ) -> Reply:
        try:
            async with self._pace.turn(host_of(url), interval) as turn:
                reply = await self._request(url, source, conditions, size)
                turn.hold = read_retry_after(reply, self._clock())
                return reply
        except OnHoldError as error:
            raise Fault(Outcome.HTTP_ERROR, f"not asked: {error}", url=url) from error

    async def _request(self, url: str, source: Source, conditions: dict[str, str], size: int) -> Reply:
        host = host_of(url)
        try:
            return await self._send(url, source, conditions, size, legacy=host in self._legacy)
        except Fault as fault:
            reason = is_legacy_tls(fault.__cause__)
            if not reason or host in self._legacy:
                raise
            self._legacy[host] = reason
        return await self._send(url, source, conditions, size, legacy=True)

    async def _send(
        self, url: str, source: Source, conditions: dict[str, str], size: int, *, legacy: bool
    ) -> Reply:
        client = self._client(source.private_addresses, source.insecure_tls, legacy)
        try:
            async with (
                asyncio.timeout(self._limits.total),
                client.stream("GET", urldefrag(url).url, headers=conditions) as response,
            ):
                headers = tuple((k.lower(), v) for k, v in response.headers.multi_items())
                body = await read_body(response, size)
                return Reply(urldefrag(url).url, response.status_code, headers, body)
        except Fault as fault:
            fault.url = url
            raise
        except TimeoutError as error:
            detail = f"not done after {self._limits.total:g} s"
            raise Fault(Outcome.TIMEOUT, detail, url=url) from error
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, ValueError) as error:
            raise explain(error, url) from error

    def _client(self, private: bool, insecure: bool, legacy: bool) -> httpx.AsyncClient:
        """The client for one kind of trust. Kinds share no connection: one may reach what another may not."""
        key = (private, insecure, legacy)
        if key not in self._clients:
            context = make_context(insecure=insecure, legacy=legacy, authorities=self._authorities)
            limits = self._limits
            self._clients[key] = httpx.AsyncClient(
                transport=CheckedTransport(context, private, self._concurrent),
                headers=self._headers,
                timeout=httpx.Timeout(limits.read, connect=limits.connect, pool=None),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                trust_env=False,
            )
            self._exits.push_async_callback(self._clients[key].aclose)
        return self._clients[key]

    def _notes(self, url: str, source: Source) -> list[str]:
        """What about the way to a page is worth telling: weakened TLS."""
        notes = []
        if reason := self._legacy.get(host_of(url)):
            notes.append(f"legacy TLS ({reason})")
        if source.insecure_tls and url.startswith("https:"):
            notes.append("certificate not checked")
        return notes

    def _answer(self, url: str, final: str, outcome: Outcome, detail: str, reply: Reply | None) -> Response:
        bare, fragment = urldefrag(url)
        is_redirected = urldefrag(final).url != bare
        if fragment and not urldefrag(final).fragment:
            final = f"{final}#{fragment}"
        return Response(
            url=url,
            final_url=final,
            outcome=outcome,
            fetched_at=self._clock(),
            status=reply.status if reply else None,
            headers=kept_headers(reply, is_redirected=is_redirected) if reply else (),
            body=reply.body if reply and outcome is Outcome.OK else b"",
            detail=detail,
        )


def _self_redirect(reply: Reply) -> Fault:
    if reply.header("set-cookie"):
        return Fault(Outcome.CHALLENGE, "redirects to itself with a cookie", url=reply.url, reply=reply)
    return Fault(Outcome.HTTP_ERROR, "redirects to itself", url=reply.url, reply=reply)


def _is_worth_retrying(error: Exception) -> bool:
    return isinstance(error, Fault) and error.passing
