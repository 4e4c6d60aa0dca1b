"""The bytes of an answer, unpacked no further than they may grow.

httpx unpacks every part whole, and one packing within another as often as a header says: a few kilobytes could ask for
all memory before anybody counts.
"""

import zlib
from collections.abc import Iterable
from typing import Final

ASKED_FOR: Final = "gzip"
"""`Accept-Encoding`: the only packing that is read."""

PLAIN: Final = ("", "identity")
PACKED: Final = ("gzip", "x-gzip")

GZIP: Final = 16 + zlib.MAX_WBITS


class NotUnpacked(ValueError):
    """The bytes are not what the header says, or packed in a way that nobody asked for."""


class TooLong(ValueError):
    """There are more bytes than may be."""


def unpacked(parts: Iterable[bytes], encoding: str, longest: int) -> bytes:
    """The whole body. `parts` as they came, `encoding` as the header says. Raises `NotUnpacked` and `TooLong`."""
    word = encoding.strip().lower()
    if word in PLAIN:
        return _joined(parts, longest)
    if word in PACKED:
        return _joined(_opened(parts, longest), longest)
    raise NotUnpacked(encoding)


def _joined(parts: Iterable[bytes], longest: int) -> bytes:
    kept: list[bytes] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > longest:
            raise TooLong
        kept.append(part)
    return b"".join(kept)


def _opened(parts: Iterable[bytes], longest: int) -> Iterable[bytes]:
    """An empty body is one that was not packed. What follows the end of the packing is thrown away."""
    opener = zlib.decompressobj(GZIP)
    begun = False
    for part in parts:
        begun = begun or bool(part)
        try:
            yield opener.decompress(part, longest + 1)
        except zlib.error:
            raise NotUnpacked from None
        if opener.unconsumed_tail:
            raise TooLong
    if begun and not opener.eof:
        raise NotUnpacked
