"""Reads objects as a .NET DataContract reader does: forward only, and silent about what it passes over.

The members of a contract are expected in their order. An element is looked for from the place of the last one on; one
that comes too late in the order, is of another namespace or of no contract is ignored without an error.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from agent.sandbox.menu.contracts import BY_NAME, ENUMERATIONS, item_of
from agent.sandbox.menu.lexical import read_simple
from agent.sandbox.menu.members import Contract, Member
from agent.sandbox.menu.names import NIL
from agent.sandbox.wire import Json


class Reader:
    def __init__(self, ignored: Callable[[str], None] = lambda element: None) -> None:
        """`ignored` hears of every element that was passed over, as `Contract/Name`."""
        self._ignored = ignored

    def read(self, element: Element, contract: Contract) -> Json:
        """The members that were given, by name; None for a null. Raises ValueError for a value that is none."""
        given: Json = {}
        place = 0
        for child in element:
            later = (at for at in range(place, len(contract.members)) if contract.members[at].tag == child.tag)
            found = next(later, None)
            if found is None:
                self._ignored(f"{contract.name}/{child.tag.rpartition('}')[2]}")
                continue
            place = found + 1
            member = contract.members[found]
            given[member.name] = self._value(child, member)
        return given

    def _value(self, element: Element, member: Member) -> object:
        if element.get(NIL, "").strip() in ("true", "1"):
            if not member.nullable:
                raise ValueError(f"{member.name} may not be null")
            return None
        if (item := item_of(member.kind)) is not None:
            return [self._value(child, item) for child in element if self._belongs(child, item, member.kind)]
        if member.kind in BY_NAME:
            return self.read(element, BY_NAME[member.kind])
        text = element.text or ""
        try:
            return _word(text, member.kind) if member.kind in ENUMERATIONS else read_simple(member.kind, text)
        except ValueError as error:
            raise ValueError(f"{member.name}: {error}") from error

    def _belongs(self, child: Element, item: Member, array: str) -> bool:
        if child.tag == item.tag:
            return True
        self._ignored(f"{array}/{child.tag.rpartition('}')[2]}")
        return False


def _word(text: str, enumeration: str) -> str:
    if text not in ENUMERATIONS[enumeration].split():
        raise ValueError(f"{text!r} is no {enumeration}")
    return text
