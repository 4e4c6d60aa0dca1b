"""Spoils what the sandbox answers on its way out of the server: the sockets and the connectors are the real ones."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.types import Scope

from agent.sandbox.gate import CONTROL, Answer, Gate

Spoil = Callable[[str, Answer], None]
"""Gets the path and the answer, which it changes."""

NESTED = 100_000
LONG = 10_000_000

JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**400,
    1.5e308,
    "",
    "\x00",
    "\ud800",
    "x" * 100_000,
    "9" * 5_000,
    "-0",
    "NaN",
    "2026-13-45T99:99:99Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-23:59",
    [],
    {},
    [[]],
    {"id": {}},
    ["a", 1, None],
)
"""In place of a value."""

BODIES: dict[str, tuple[str, bytes]] = {
    "html": ("text/html", b"<!doctype html><title>Wi-Fi</title>"),
    "empty": ("application/json", b""),
    "not utf-8": ("application/json", b'{"data": "\xff\xfe\xfa"}'),
    "not a number": ("application/json", b'{"data": [NaN, Infinity, -Infinity], "results": NaN, "pages": NaN}'),
    "deep": ("application/json", b"[" * NESTED + b"]" * NESTED),
    "deep objects": ("application/json", b'{"data":' * NESTED + b"1" + b"}" * NESTED),
    "a long string": ("application/json", b'{"data": "' + b"x" * LONG + b'"}'),
    "a long number": ("application/json", b'{"data": [' + b"9" * 1_000_000 + b"]}"),
    "half": ("application/json", b'{"data": [{"id": 1'),
    "another list": ("application/json", b'["a", 1, null, [], {}]'),
    "a word": ("application/json", b'"ok"'),
    "null": ("application/json", b"null"),
    "twice the same key": ("application/json", b'{"data": [], "data": 7, "data": {}}'),
    "bomb of entities": (
        "text/xml",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
        + b"]><x>&a8;</x>",
    ),
    "a file of this PC": (
        "text/xml",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    ),
    "deep tags": ("text/xml", b"<a>" * NESTED + b"</a>" * NESTED),
    "an envelope of nothing": (
        "text/xml",
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
    ),
}


@contextmanager
def spoiling(patch: pytest.MonkeyPatch, spoil: Spoil, *, most: int | None = None) -> Iterator[list[str]]:
    """Every answer of success to a reading that comes by, or the first `most`; the paths that were spoiled."""
    asked = Gate._asked
    struck: list[str] = []

    async def spoiled(gate: Gate, scope: Scope, body: bytes) -> Answer:
        answer = await asked(gate, scope, body)
        path = scope["path"]
        reads = scope["method"] == "GET" or b"/Get" in b"".join(value for _name, value in scope["headers"])
        if reads and answer.status == 200 and not path.startswith(CONTROL) and (most is None or len(struck) < most):
            struck.append(path)
            spoil(path, answer)
            kept = [(name, value) for name, value in answer.headers if name != b"content-length"]
            answer.headers = [*kept, (b"content-length", str(len(answer.body)).encode())]
        return answer

    with patch.context() as inner:
        inner.setattr(Gate, "_asked", spoiled)
        yield struck


def body_of(kind: str) -> Spoil:
    content_type, body = BODIES[kind]

    def spoil(_path: str, answer: Answer) -> None:
        answer.body = body
        answer.headers = [(b"content-type", content_type.encode())]

    return spoil


def gzipped(_path: str, answer: Answer) -> None:
    """A few kilobytes that become a hundred megabytes."""
    answer.body = gzip.compress(b" " * 100_000_000, 9)
    answer.headers = [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")]


def not_gzipped(_path: str, answer: Answer) -> None:
    answer.headers = [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")]


def records_of(answer: Answer) -> list[dict[str, Any]] | None:
    """Those of a page as JSON, whatever the vendor calls the list."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        return None
    lists = [told] if isinstance(told, list) else list(told.values()) if isinstance(told, dict) else []
    found = [each for each in lists if isinstance(each, list) and each and all(isinstance(one, dict) for one in each)]
    return found[0] if found else None


def worsened(record: dict[str, Any], dice: random.Random) -> str:
    """Another value, or none, at one place of it; where."""
    places = list(_places(record, ()))
    place = dice.choice(places)
    *way, last = place
    holder: Any = record
    for step in way:
        holder = holder[step]
    if dice.random() < 0.2 and isinstance(holder, dict):
        del holder[last]
    else:
        holder[last] = dice.choice(JUNK)
    return ".".join(map(str, place))


def _places(value: Any, way: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in entries:
        yield (*way, name)
        yield from _places(inner, (*way, name))
