"""Connections to checked addresses only: what a name resolves to is checked, and connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import certifi
import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
KEPT_ALIVE, KEPT_SECONDS = 64, 5.0
# OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on.
LEGACY_SERVER_CONNECT = 0x4


class RefusedAddressError(httpcore.ConnectError):
    """A name leads to an address that the source does not allow."""


class UnknownHostError(httpcore.ConnectError):
    """A name that does not resolve. `passing` if the resolver itself failed."""

    def __init__(self, message: str, passing: bool) -> None:
        super().__init__(message)
        self.passing = passing


def is_allowed(address: str, private: bool) -> bool:
    """Whether a request may go to an address: the public ones; loopback and private networks if `private`.

    Link-local (where clouds keep their credentials), multicast, reserved and unspecified ones never.
    """
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    if ip.is_loopback:
        return private
    if ip.is_reserved:
        return False
    return ip.is_global or (private and ip.is_private)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host, refuses it if an address of it is not allowed, and connects to what was checked."""

    def __init__(self, private: bool) -> None:
        self._private = private
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers.

        Raises:
            RefusedAddressError, UnknownHostError, httpcore.ConnectError, httpcore.ConnectTimeout
        """
        addresses = await _resolve(host, port, timeout)
        for address in addresses:
            if not is_allowed(address, self._private):
                kind = "not a public address" if not self._private else "an address that is never asked"
                raise RefusedAddressError(f"{host} is {address}, {kind}")
        error: Exception = UnknownHostError(f"{host} has no address", passing=False)
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
        raise error

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no site is asked over a socket file."""
        raise RefusedAddressError(f"{path}: no socket files")

    async def sleep(self, seconds: float) -> None:
        """Wait between connection attempts."""
        await self._inner.sleep(seconds)


class CheckedTransport(httpx.AsyncHTTPTransport):
    """httpx's HTTP/1.1 transport over checked connections; httpx has no setting for the backend."""

    def __init__(self, context: ssl.SSLContext, private: bool, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=min(connections, KEPT_ALIVE),
            keepalive_expiry=KEPT_SECONDS,
            network_backend=CheckedBackend(private),
        )


@cache
def make_context(*, insecure: bool, legacy: bool, authorities: Path | None) -> ssl.SSLContext:
    """TLS settings. `legacy` takes old servers: security level 1, old protocols, legacy renegotiation.

    Certificates are checked unless `insecure`. `authorities` is a PEM file trusted in place of certifi's;
    SSL_CERT_FILE in the environment does the same.
    """
    trusted = str(authorities) if authorities else os.environ.get("SSL_CERT_FILE") or certifi.where()
    context = ssl.create_default_context(cafile=trusted)
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if legacy:
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.options |= LEGACY_SERVER_CONNECT
    return context


async def _resolve(host: str, port: int, timeout: float | None) -> list[str]:
    bare = host.strip("[]")
    try:
        return [str(ipaddress.ip_address(bare))]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            found = await loop.getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        passing = error.errno == socket.EAI_AGAIN
        raise UnknownHostError(f"{host} does not resolve ({error.strerror})", passing) from error
    except (UnicodeError, ValueError) as error:
        raise UnknownHostError(f"{host!r} is no host name", passing=False) from error
    except TimeoutError as error:
        raise UnknownHostError(f"{host} does not resolve in {timeout:g} s", passing=True) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
