"""What stands where an honest server would have put something else: bytes, since much of it no library would write."""

import json
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

LONG: Final = 10_000_000
"""Letters of a text that is half as long as an answer may be."""

DEEP: Final = 50_000

NUMBERS: Final[Sequence[bytes]] = (
    b"0",
    b"-1",
    b"-0.0",
    b"0.1",
    b"9223372036854775808",
    b"18446744073709551616",
    b"9" * 50,
    b"9" * 400,
    b"9" * 5000,
    b"1e5",
    b"1e20",
    b"1e400",
    b"1e99999999",
    b"-1e-99999999",
    b"0e99999999",
    b"1e99999999999999999999999",
    b"0." + b"3" * 1000,
    b"NaN",
    b"Infinity",
    b"-Infinity",
)

TEXTS: Final[Sequence[str]] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800 x",
    "\U0001f355\u202e\u200b\ufeff",
    "x" * 300,
    "x" * 70_000,
    "0",
    "-1",
    "1e5",
    "1e99999999",
    "NaN",
    "9" * 25,
    "9" * 400,
    "9" * 5000,
    "\u00b2",
    "\u0663",
    "true",
    "null",
    "../../x?y=1#z",
    "%2e%2e%00%n%s{0}{x}",
    "a\r\nX-Evil: 1",
    '"><script>alert(1)</script>',
    "' OR 1=1; --",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "1969-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "2026-06-01T25:00:00Z",
    "2026-06-01T00:00:00+23:59",
    "2098-06-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "99999-01-01T00:00:00Z",
    "20260601",
)

SHAPES: Final[Sequence[bytes]] = (
    b"null",
    b"true",
    b"false",
    b"[]",
    b"{}",
    b"[[]]",
    b"[null]",
    b"[{}]",
    b'{"id":null}',
    b'{"a":{"b":[1,"2",null]}}',
    b"[" + b"{}," * 20_000 + b"{}]",
    b"[" * DEEP + b"]" * DEEP,
    b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    b'"\xff\xfe\xc3"',
    b'"\xc3\x28"',
)

HEAVY: Final[Sequence[bytes]] = (b'"' + b"x" * LONG + b'"', b'"' + "\U0001f355".encode() * (LONG // 8) + b'"')
"""Those of which one costs as much as all others."""

KNOWN: Final[Sequence[bytes]] = (*NUMBERS, *(json.dumps(text).encode() for text in TEXTS), *SHAPES)

made_up: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())

raws: Final = st.one_of(st.sampled_from(KNOWN), st.sampled_from(KNOWN), made_up)
"""Of the known ones twice as many: they have brought down somebody somewhere."""
