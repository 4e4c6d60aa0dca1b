"""One place in one record is made bad; every other byte of the answer stays as the system said it."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hypothesis import strategies as st
from lxml import etree

from tests.bad_input.between import Answered
from tests.bad_input.raws import raws

How = Literal["instead", "without", "twice", "more", "whole"]

HOWS: Final[Sequence[How]] = ("instead", "instead", "instead", "without", "twice", "more", "whole")

HOLE: Final = "CAMPANELLO-HOLE"
"""Where the bytes go in once the rest is written."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spoiling:
    """`at` counts through the places of a record, over and over."""

    how: How
    """instead: of what stands there; twice: a second member of that name; more: a member that nobody knows."""
    at: int
    raw: bytes

    def __repr__(self) -> str:
        shown = self.raw if len(self.raw) < 60 else self.raw[:40] + b"... %d bytes" % len(self.raw)
        return f"Spoiling({self.how!r}, {self.at}, {shown!r})"


spoilings: Final = st.builds(Spoiling, st.sampled_from(HOWS), st.integers(0, 60), raws)

Chosen = Callable[[Any], bool]
"""Whether that record is to be spoiled: of JSON an object, of XML the text of an element."""


def spoiled(answered: Answered, chosen: Chosen, how: Spoiling) -> Answered:
    """The answer with its chosen records spoiled; as it was where there are none."""
    kind = {name.lower(): value for name, value in answered.headers}.get("content-type", "")
    if "json" in kind:
        return replace(answered, body=in_json(answered.body, chosen, how))
    return replace(answered, body=in_xml(answered.body, chosen, how)) if "xml" in kind else answered


def in_json(body: bytes, chosen: Chosen, how: Spoiling) -> bytes:
    try:
        said = json.loads(body)
    except ValueError:
        return body
    found = list(_records(said, chosen))
    if not found:
        return body
    for holder, key in found:
        holder[key] = _hurt(holder[key], how)
    text = json.dumps(said, ensure_ascii=True).encode()
    return text.replace(b'"%s"' % HOLE.encode(), how.raw)


def in_xml(body: bytes, chosen: Chosen, how: Spoiling) -> bytes:
    root = etree.fromstring(body)
    result = next((element for element in root.iter() if str(element.tag).endswith("Result")), None)
    rows = [] if result is None else [row for row in result if len(row) and chosen("".join(map(str, row.itertext())))]
    if result is not None and not rows and len(result) and chosen("".join(map(str, result.itertext()))):
        rows = [result]
    for row in rows:
        leaves = [element for element in row.iter() if not len(element)]
        place = leaves[how.at % len(leaves)]
        parent = place.getparent()
        assert parent is not None
        match how.how:
            case "instead" | "more":
                place.attrib.clear()
                place.text = HOLE
            case "without":
                parent.remove(place)
            case "twice":
                again = copy.deepcopy(place)
                again.attrib.clear()
                again.text = HOLE
                parent.insert(0, again)
            case "whole":
                for child in list(row):
                    row.remove(child)
                row.text = HOLE
    return etree.tostring(root).replace(HOLE.encode(), as_xml(how.raw))


def as_xml(raw: bytes) -> bytes:
    """The same badness in the words of XML: texts without their quotes, lists and objects as elements."""
    if re.fullmatch(rb'"[^"\\]*"', raw):
        return raw[1:-1].replace(b"<", b"&lt;")
    if raw[:1] in (b"[", b"{"):
        depth = max(raw.count(b"["), raw.count(b"{"))
        return b"<x>" * depth + b"</x>" * depth
    try:
        text = json.loads(raw)
    except ValueError:
        return raw
    if raw == b"null":
        return b'<x xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    return "".join(_reference(letter) for letter in text).encode() if isinstance(text, str) else raw


def _reference(letter: str) -> str:
    """Control characters as .NET writes them, half an emoji as a number that no XML allows."""
    return f"&#x{ord(letter):X};" if letter in "<>&" or letter < " " or "\ud800" <= letter <= "\udfff" else letter


def _records(said: Any, chosen: Chosen) -> Iterator[tuple[Any, Any]]:
    """The chosen objects in lists, wherever; else the whole answer, if it is one. Each once, the outermost."""
    listed = list(_listed(said, chosen))
    if listed or not isinstance(said, dict):
        yield from listed
        return
    for key, value in said.items():
        if isinstance(value, dict) and chosen(value):
            yield said, key
            return


def _listed(said: Any, chosen: Chosen) -> Iterator[tuple[Any, Any]]:
    for key, value in said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ():
        if isinstance(said, list) and isinstance(value, dict) and chosen(value):
            yield said, key
        else:
            yield from _listed(value, chosen)


def _hurt(record: Any, how: Spoiling) -> Any:
    if how.how == "whole":
        return HOLE
    places = list(_places(record))
    *way, last = places[how.at % len(places)]
    holder = record
    for step in way:
        holder = holder[step]
    match how.how:
        case "instead":
            holder[last] = HOLE
        case "without":
            del holder[last]
        case "twice":
            # Written in their order: the later of the two is what most parsers keep.
            holder[_Again(str(last))] = HOLE
        case "more":
            record["unknown_member"] = HOLE
    return record


class _Again(str):
    """Equal to no other key, and written as one."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def _places(record: Any) -> Iterator[Path]:
    """Every member, outer ones first; never an index, since what is taken out of a list is no record's harm."""
    inner: list[tuple[Path, Any]] = [((), record)]
    while inner:
        way, value = inner.pop(0)
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict):
                yield (*way, key)
            if isinstance(each, dict | list):
                inner.append(((*way, key), each))
