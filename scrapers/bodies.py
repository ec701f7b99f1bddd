"""Bodies of answers, decoded of their transfer within a limit: a small answer may unpack to gigabytes."""

from __future__ import annotations

import zlib

import httpx

from scrapers.faults import Fault
from scrapers.model import Outcome


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The body, unpacked; at most `limit` bytes as sent and as unpacked.

    Raises:
        Fault: too large, cut short, or packed in a way that can't be unpacked.
    """
    said = response.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise Fault(Outcome.TOO_LARGE, f"{said} bytes announced, {limit} are the limit")
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Fault(Outcome.UNDECODABLE, f"content-encoding {packing}, which was not asked for")
    packed = bytearray()
    async for chunk in response.aiter_raw():
        packed += chunk
        if len(packed) > limit:
            raise Fault(Outcome.TOO_LARGE, f"more than {limit} bytes")
    if packing in ("", "identity") or not packed:
        return bytes(packed)
    return _unpack(bytes(packed), packing, limit)


def _unpack(packed: bytes, packing: str, limit: int) -> bytes:
    # deflate comes in the zlib frame that the standard asks for, or from some servers without it.
    bare = packing == "deflate" and packed[0] & 0x0F != 8
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
    try:
        body = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise Fault(Outcome.UNDECODABLE, f"{packing}: {error}") from error
    if len(body) > limit or unpacker.unconsumed_tail:
        raise Fault(Outcome.TOO_LARGE, f"more than {limit} bytes unpacked")
    if not unpacker.eof:
        raise Fault(Outcome.TRUNCATED, f"the {packing} stream breaks off", passing=True)
    return body
