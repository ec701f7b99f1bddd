# ruff: noqa: E501 - addresses stand on one line
"""Which addresses a request may go to, whatever name leads there."""

from __future__ import annotations

import pytest

from scrapers.addresses import is_allowed


@pytest.mark.parametrize("address", ["119.29.29.29", "240e:83:200::1", "64:ff9b::771d:1d1d"])
def test_public_addresses_are_always_allowed(address: str) -> None:
    assert is_allowed(address, private=False)
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "::ffff:127.0.0.1", "fd00::1", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_private_addresses_only_where_the_source_says_so(address: str) -> None:
    assert not is_allowed(address, private=False)
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1%eth0", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255"],
)  # fmt: skip
def test_some_addresses_never(address: str) -> None:
    assert not is_allowed(address, private=True)
