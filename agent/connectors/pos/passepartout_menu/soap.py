"""SOAP 1.1 envelopes out of the declared members, and back; the only module here that knows an XML library.

What carries a document type is refused before it is parsed: no entity is expanded, nothing is fetched. A message that
is no XML because of a single place in it is read without that place.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from agent.connectors.pos.passepartout_menu.contracts import TEMPURI, Array, Record, answered, asked

SOAP: Final = "{http://schemas.xmlsoap.org/soap/envelope/}"
NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
ID: Final = "{http://schemas.microsoft.com/2003/10/Serialization/}Id"
REF: Final = "{http://schemas.microsoft.com/2003/10/Serialization/}Ref"
PREFIXES: Final = {"s": SOAP[1:-1], "i": NIL[1:-4]}
UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry, not even escaped."""

DEEPEST: Final = 64
"""Elements within each other that are still read in a message which has to be mended."""

LONGEST_REFERENCE: Final = 8
"""Digits."""

Text = str | int | None


class NotSoap(ValueError):
    """Not an answer of this service, or one that no honest service gives. Says nothing of what it held."""


class Reply:
    """One answer. `fault`: its code without prefix, and its sentence, to be judged and never shown; None: done."""

    def __init__(self, operation: str, body: bytes) -> None:
        """Raises `NotSoap`."""
        root = _parsed(body)
        content = root.find(f"{SOAP}Body/*") if root.tag == f"{SOAP}Envelope" else None
        if content is None or content.tag not in (f"{SOAP}Fault", f"{{{TEMPURI}}}{operation}Response"):
            raise NotSoap("another message")
        self.fault: tuple[str, str] | None = None
        if content.tag == f"{SOAP}Fault":
            code = (content.findtext("faultcode") or "").strip()
            self.fault = code.rpartition(":")[2], content.findtext("faultstring") or ""
        self._operation = operation
        self._content = content
        self._root = root

    @cached_property
    def _ids(self) -> dict[str, Element]:
        """What is written once and referred to wherever it comes again: little, or nothing."""
        return {known: element for element in self._root.iter() if (known := element.get(ID))}

    def result(self, name: str = "Result") -> object:
        """None, text, a mapping by names, or a list of these; what is not declared is passed over."""
        found = self._record(self._content, answered(self._operation))
        return found[f"{self._operation}Result" if name == "Result" else name]

    def row(self) -> Element | None:
        """The record that was asked for, as it came: what `revised` takes."""
        return self._content.find(f"{{{TEMPURI}}}{self._operation}Result")

    def _record(self, element: Element, declared: Record) -> dict[str, object]:
        record: dict[str, object] = dict.fromkeys(declared.names)
        children: dict[str, Element] = {}
        known, left = declared.plain, declared.tags
        for child in element:
            tag = child.tag
            if tag in known and (text := child.text):
                # Text is neither nil nor a reference, both of which are empty: nearly every member.
                if record[known[tag]] is None and tag not in children:
                    record[known[tag]] = text
            elif tag in left:
                children.setdefault(tag, child)
        for name, tag in declared.members if children else ():
            found = children.get(tag)
            if found is not None and record[name] is None:
                record[name] = self._value(found, declared.inner.get(name))
        return record

    def _value(self, element: Element, kind: Record | Array | None) -> object:
        # A repeated object comes as a reference that also says nil: it is followed before the nil is believed.
        referred = element.get(REF)
        meant = self._ids.get(referred, element) if referred else element
        if meant.get(NIL) in ("true", "1"):
            return None
        if kind is None:
            return meant.text or ""
        if isinstance(kind, Record):
            return self._record(meant, kind)
        return [value for item in meant.iterfind(kind.item) if (value := self._value(item, kind.of)) is not None]


def envelope(operation: str, values: Mapping[str, object]) -> bytes:
    """The whole message. What `values` leaves out is left out; None is written as nil."""
    root = etree.Element(f"{SOAP}Envelope", nsmap=PREFIXES)
    call = etree.SubElement(etree.SubElement(root, f"{SOAP}Body"), f"{{{TEMPURI}}}{operation}")
    _fill(call, asked(operation), values)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def revised(row: Element | None, declared: Record, values: Mapping[str, Text]) -> Element:
    """A copy of the row with these members, each in its place; all others, known or not, stay as they came."""
    # The prefixes that it was read with stay declared: a type's name inside it may use them.
    changed = etree.Element("row", nsmap=None if row is None else row.nsmap)  # type: ignore[arg-type]  # None is a prefix
    if row is not None:
        changed.attrib.update(dict(row.attrib))
        changed.extend(deepcopy(list(row)))
    ranks = {tag: rank for rank, (_, tag) in enumerate(declared.members)}
    for name, tag in declared.members:
        if name in values:
            found = changed.find(tag)
            if found is None:
                later = (place for place, other in enumerate(changed) if ranks.get(other.tag, -1) > ranks[tag])
                changed.insert(next(later, len(changed)), found := etree.Element(tag))
            found.clear()
            _write(found, values[name])
    return changed


def _fill(element: Element, declared: Record, values: Mapping[str, object]) -> None:
    for name, tag in declared.members:
        value = values.get(name)
        if isinstance(value, Element):
            value.tag = tag
            element.append(value)
        elif isinstance(value, Mapping):
            inner = declared.inner[name]
            assert isinstance(inner, Record)
            _fill(etree.SubElement(element, tag), inner, value)
        elif name in values:
            assert value is None or isinstance(value, str | int)
            _write(etree.SubElement(element, tag), value)


def _write(element: Element, value: Text) -> None:
    if value is None:
        element.set(NIL, "true")
    else:
        element.text = str(value).lower() if isinstance(value, bool) else UNWRITABLE.sub("", str(value))


def _parsed(body: bytes) -> Element:
    # .NET writes a control character that somebody typed as a reference, which XML forbids: one such note would take
    # the whole day's list with it.
    element = _read(body)
    if element is None:
        element = _read(_mended(body), long=True)
    if element is None:
        raise NotSoap("no XML")
    return element


def _read(body: bytes, *, long: bool = False) -> Element | None:
    """None: it is no XML. `long`: also texts of more than ten million letters; a whole answer has at most twenty."""
    # Held to UTF-8, which the service writes, a document type cannot hide behind another encoding.
    if b"<!DOCTYPE" in body:
        raise NotSoap("document type")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=long,
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended(body: bytes) -> bytes:
    """What cannot be read costs its place and not the message: a question mark, or a cut through what is too deep."""
    text = UNWRITABLE.sub("\ufffd", body.decode("utf-8-sig", "replace"))
    text = _AMPERSAND.sub(lambda found: found.group() if _means(found.group()) else "\ufffd", text)
    return _shallow(text).encode()


def _means(reference: str) -> bool:
    """Whether XML knows it by itself."""
    name = reference[1:-1]
    if not name.startswith("#"):
        return name in ("amp", "lt", "gt", "quot", "apos")
    digits, base = (name[2:], 16) if name[1:2] == "x" else (name[1:], 10)
    number = int(digits, base) if len(digits) <= LONGEST_REFERENCE else 0x110000
    return number <= 0x10FFFF and not UNWRITABLE.match(chr(number))


def _shallow(text: str) -> str:
    """Without the elements that are nested deeper than `DEEPEST`."""
    kept: list[str] = []
    depth, end = 0, 0
    for found in _TAG.finditer(text):
        closing, empty = found.groups()
        if closing:
            if depth == DEEPEST + 1:
                end = found.end()
            depth -= 1
        elif not empty:
            depth += 1
            if depth == DEEPEST + 1:
                kept.append(text[end : found.start()])
    return "".join([*kept, text[end:]])


_AMPERSAND: Final = re.compile(r"&(?:#x[0-9A-Fa-f]+;|#[0-9]+;|[A-Za-z_][\w.-]*;)?")
_TAG: Final = re.compile(r"<(/?)[A-Za-z_][^<>]*?(/?)>")
