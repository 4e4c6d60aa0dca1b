"""Writes objects as a .NET DataContract writer does: every member of the contract, in its order and namespace.

What is not set is `i:nil="true"`, or .NET's empty value where null is not allowed. An object with an identity is
written once, with a `z:Id`; wherever it comes again stands an empty element with its `z:Ref`. Every second of those,
of each contract, says `i:nil="true"` as well, as the real service often does.
"""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr  # escapes, and parses nothing

from agent.sandbox.menu.contracts import BY_NAME, ENUMERATIONS, item_of
from agent.sandbox.menu.lexical import missing, write_simple
from agent.sandbox.menu.members import Contract, Member
from agent.sandbox.menu.names import ARRAYS, SCHEMA_INSTANCE, SERIALIZATION, TEMPURI
from agent.sandbox.wire import Json


class Writer:
    """For one answer: identities are counted from its beginning. The values must stay as they are meanwhile."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._ids: dict[int, str] = {}
        self._references: Counter[str] = Counter()
        self._main = ""
        """The namespace that the prefix `a` stands for: that of the result's contract, as WCF has it."""

    def write(self, contract: Contract, values: Json) -> str:
        """The element of a whole answer."""
        self._pieces.append(f"<{contract.name} xmlns={quoteattr(TEMPURI)}>")
        for member in contract.members:
            item = item_of(member.kind) or member
            self._main = BY_NAME[item.kind].namespace if item.kind in BY_NAME else ARRAYS
            names = {"a": self._main, "i": SCHEMA_INSTANCE, "z": SERIALIZATION}
            marks = "".join(f" xmlns:{prefix}={quoteattr(name)}" for prefix, name in names.items())
            self._member(member, values.get(member.name), TEMPURI, marks)
        self._pieces.append(f"</{contract.name}>")
        return "".join(self._pieces)

    def _member(self, member: Member, value: object, default: str, marks: str = "") -> None:
        """`default`: the namespace that names without a prefix have at this place."""
        name = member.name
        if member.namespace == self._main:
            name = f"a:{name}"
        elif member.namespace != default:
            default = member.namespace
            marks += f" xmlns={quoteattr(default)}"
        if value is None and member.nullable:
            self._pieces.append(f'<{name}{marks} i:nil="true"/>')
        elif isinstance(value, dict):
            self._object(name, BY_NAME[member.kind], value, default, marks)
        elif isinstance(value, list):
            self._array(name, item_of(member.kind), value, default, marks)
        else:
            self._pieces.append(f"<{name}{marks}>{escape(_text(member, value))}</{name}>")

    def _array(self, name: str, item: Member | None, values: list[object], default: str, marks: str) -> None:
        assert item is not None, f"{name} is no array"
        self._pieces.append(f"<{name}{marks}>")
        for value in values:
            self._member(item, value, default)
        self._pieces.append(f"</{name}>")

    def _object(self, name: str, contract: Contract, value: Json, default: str, marks: str) -> None:
        if contract.has_identity:
            if (known := self._ids.get(id(value))) is not None:
                self._references[contract.name] += 1
                null = ' i:nil="true"' if self._references[contract.name] % 2 == 0 else ""
                self._pieces.append(f'<{name}{marks} z:Ref="{known}"{null}/>')
                return
            self._ids[id(value)] = f"i{len(self._ids) + 1}"
            marks += f' z:Id="{self._ids[id(value)]}"'
        self._pieces.append(f"<{name}{marks}>")
        for member, told in zip(contract.members, _values(contract, value), strict=True):
            self._member(member, told, default)
        self._pieces.append(f"</{name}>")


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
