"""Declared encodings are often wrong: what decodes decides, and a loss is recorded."""

from __future__ import annotations

import pytest

from scrapers.article.encoding import decode
from scrapers.model import UnreadableError

TEXT = "中共青禾县水利局党组关于巡察整改进展情况的通报，㙍洲镇。" * 3


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "iso-8859-1", "nonsense", None])
def test_gb_bytes_are_read_whatever_is_declared(declared: str | None) -> None:
    decoded = decode(f"<meta charset={declared}>{TEXT}".encode("gb18030"), declared)
    assert decoded.text.endswith(TEXT)
    assert decoded.encoding == "gb18030"
    assert not decoded.issues


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", None])
def test_utf8_bytes_are_read_whatever_is_declared(declared: str | None) -> None:
    assert decode(TEXT.encode(), declared).text == TEXT


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins(codec: str) -> None:
    assert decode(TEXT.encode(codec), "gb2312").text == TEXT


def test_a_declared_big5_is_read() -> None:
    text = "巡察整改進展情況通報，國家機關。"
    assert decode(f"<meta charset=big5>{text}".encode("big5")).text.endswith(text)


def test_damaged_utf8_is_recorded_and_never_read_as_gb() -> None:
    decoded = decode(TEXT.encode() + b"\xe4\xb8" + TEXT.encode())
    assert decoded.encoding == "utf-8"
    assert [issue.kind for issue in decoded.issues] == ["undecodable"]
    assert TEXT in decoded.text


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x00", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"\x01\x00\x02\x00" * 99]
)
def test_binary_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)
