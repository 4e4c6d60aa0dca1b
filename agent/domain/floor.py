"""The rooms of a restaurant and their tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    code: str
    """By which the POS names it in a reservation."""
    name: str
    """As it is said aloud."""
    covers: int
    free: bool | None = None
    """At the instant that was asked for; None: not asked."""


@dataclass(frozen=True)
class Room:
    code: str
    name: str
    tables: tuple[Table, ...] = ()
