"""What a contract is: members in the order of the wire, those of the base first. Never knows a contract by name."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Member:
    namespace: str
    name: str
    kind: str
    """Of the simple types of XML Schema, or the name of a contract, an enumeration or an array."""
    nullable: bool

    @property
    def tag(self) -> str:
        return f"{{{self.namespace}}}{self.name}"


@dataclass(frozen=True)
class Contract:
    name: str
    namespace: str
    text: str
    base: "Contract | None" = None
    own_identity: bool = False

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """In the order of the wire: those of the base first."""
        before = self.base.members if self.base is not None else ()
        return before + tuple(self._member(word) for word in self.text.split())

    @property
    def has_identity(self) -> bool:
        """Each object is written once, with a `z:Id`; wherever it comes again there is only a `z:Ref`."""
        return self.own_identity or (self.base is not None and self.base.has_identity)

    def _member(self, word: str) -> Member:
        name, _, kind = word.partition(":")
        return Member(self.namespace, name, kind.removesuffix("?"), kind.endswith("?"))
