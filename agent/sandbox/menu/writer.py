"""Writes objects as a .NET DataContract writer does: every member of the contract, in its order and namespace.

What is not set is `i:nil="true"`, or .NET's empty value where null is not allowed. An object with an identity is
written once, with a `z:Id`; wherever it comes again stands an empty element with its `z:Ref`. Every second of those
says `i:nil="true"` as well, as the real service often does.
"""

from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr  # escapes, and parses nothing

from agent.sandbox.menu.contracts import BY_NAME, ENUMERATIONS, item_of
from agent.sandbox.menu.lexical import missing, write_simple
from agent.sandbox.menu.members import Contract, Member
from agent.sandbox.menu.names import SCHEMA_INSTANCE, SERIALIZATION, TEMPURI
from agent.sandbox.wire import Json


class Writer:
    """For one answer: identities are counted from its beginning."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._ids: dict[int, str] = {}
        self._references = 0

    def write(self, contract: Contract, values: Json) -> str:
        """The element of a whole answer."""
        self._pieces.append(f"<{contract.name} xmlns={quoteattr(TEMPURI)}>")
        for member in contract.members:
            marks = f" xmlns:i={quoteattr(SCHEMA_INSTANCE)} xmlns:z={quoteattr(SERIALIZATION)}"
            self._member(member, values.get(member.name), TEMPURI, marks)
        self._pieces.append(f"</{contract.name}>")
        return "".join(self._pieces)

    def _member(self, member: Member, value: object, around: str, marks: str = "") -> None:
        """`around`: the namespace that names without a prefix have at this place."""
        if member.namespace != around:
            marks += f" xmlns={quoteattr(member.namespace)}"
        if value is None and member.nullable:
            self._pieces.append(f'<{member.name}{marks} i:nil="true"/>')
        elif isinstance(value, dict):
            self._object(member, value, marks)
        elif isinstance(value, list):
            self._array(member, value, marks)
        else:
            text = escape(_text(member, value))
            self._pieces.append(f"<{member.name}{marks}>{text}</{member.name}>")

    def _array(self, member: Member, values: list[object], marks: str) -> None:
        item = item_of(member.kind)
        assert item is not None, f"{member.name} is no array"
        self._pieces.append(f"<{member.name}{marks}>")
        for value in values:
            self._member(item, value, member.namespace)
        self._pieces.append(f"</{member.name}>")

    def _object(self, member: Member, value: Json, marks: str) -> None:
        contract = BY_NAME[member.kind]
        if contract.has_identity:
            if (known := self._ids.get(id(value))) is not None:
                self._references += 1
                null = ' i:nil="true"' if self._references % 2 == 0 else ""
                self._pieces.append(f'<{member.name}{marks} z:Ref="{known}"{null}/>')
                return
            self._ids[id(value)] = f"i{len(self._ids) + 1}"
            marks += f' z:Id="{self._ids[id(value)]}"'
        self._pieces.append(f"<{member.name}{marks}>")
        for inner, told in zip(contract.members, _values(contract, value), strict=True):
            self._member(inner, told, member.namespace)
        self._pieces.append(f"</{member.name}>")


def _values(contract: Contract, value: Json) -> list[object]:
    """A value for each member. Where base and contract have a member of the same name, the base's is not set."""
    own = {member.name: member for member in contract.members}
    return [value.get(member.name) if own[member.name] is member else None for member in contract.members]


def _text(member: Member, value: object) -> str:
    match value:
        case None if member.kind in ENUMERATIONS:
            return ENUMERATIONS[member.kind].split()[0]
        case None:
            return missing(member.kind)
        case str() | int() | Decimal() | datetime():
            return write_simple(value)
        case _:
            raise TypeError(f"{member.name}: {type(value).__name__} has no form on the wire")
