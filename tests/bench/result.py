"""What a measurement found, and whether that is what was promised.

A row of the bench is a module with a `ROWS`: functions by name, each of which measures at least RUNS times and returns
what it found. Ours, the floor and a rival are measured in turn within one run, since machines are noisy.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

RUNS = 10
"""At least so many measurements of everything."""

Judged: TypeAlias = Literal["median", "p99", "most"]


@dataclass(frozen=True)
class Result:
    """One promise. All sequences in `unit`; a measurement is what one run gave."""

    what: str
    unit: str
    ours: Sequence[float]
    judged: Judged = "median"
    """By which of our measurements the promise is judged. A p99 stands against the floor's p99 where both were
    measured as often: disk and machine trip over the same stones. Else the floor counts by its median."""
    floor_is: str = ""
    floor: Sequence[float] = ()
    most_times: float | None = None
    """How many times the floor it may be at most."""
    most: float | None = None
    """How much it may be at most, in `unit`, whatever the floor is."""
    rival_is: str = ""
    rival: Sequence[float] = ()
    """Ours has to be below its median."""
    remark: str = ""
    """What a reader has to know to believe it, in a sentence or two."""

    def __post_init__(self) -> None:
        if not self.ours or (self.most_times is not None and not self.floor):
            raise ValueError(f"{self.what}: nothing was measured")

    @property
    def value(self) -> float:
        judges: dict[str, Callable[[Sequence[float]], float]] = {"median": median, "p99": p99, "most": max}
        return judges[self.judged](self.ours)

    @property
    def ground(self) -> float | None:
        """The floor, as it counts."""
        if not self.floor:
            return None
        alike = self.judged == "p99" and len(self.floor) >= len(self.ours)
        return p99(self.floor) if alike else median(self.floor)

    @property
    def times(self) -> float | None:
        """How many times the floor."""
        return None if self.ground is None else self.value / self.ground

    @property
    def reached(self) -> bool:
        within = self.most is None or self.value <= self.most
        near = self.most_times is None or (self.times is not None and self.times <= self.most_times)
        ahead = not self.rival or self.value < median(self.rival)
        return within and near and ahead


Measurement: TypeAlias = Callable[[], Result]


def p99(values: Sequence[float]) -> float:
    """The smallest value that 99 of 100 do not exceed (nearest rank); of fewer than 100 the greatest."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * 0.99) - 1]


def spread(values: Sequence[float]) -> tuple[float, float]:
    """From the tenth to the ninetieth of a hundred (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * 0.1) - 1, 0)], ordered[math.ceil(len(ordered) * 0.9) - 1]
