"""The rooms of the trattoria, before its host calls one by another name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    name: str
    covers: int


ROOMS = {
    "Sala interna": tuple(
        Table(str(number), covers) for number, covers in enumerate((2, 2, 4, 4, 4, 6, 6, 8), start=1)
    ),
    "Dehors": tuple(Table(str(number), 4) for number in range(20, 26)),
}
