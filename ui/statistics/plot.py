"""Where the parts of a chart stand: round lines, bars, and which names have room. Pure; pixels in, pixels out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

ROUND = (1, 2, 5)
LINES = 4
"""At most so many distances between the lines."""

WIDEST_BAR = 56
GAP = 0.3
"""Of a bar's place, where there is room for it."""

BETWEEN = 12
"""Pixels between two names."""


def step_of(highest: int, steps: Sequence[int] = ()) -> int:
    """The distance between two lines: the smallest round one of which `LINES` reach the highest. `steps`: what is round
    in the unit, ascending; beyond them their last is multiplied."""
    wanted = -(-max(highest, 1) // LINES)
    for step in steps:
        if step >= wanted:
            return step
    if steps:
        return steps[-1] * -(-wanted // steps[-1])
    nought = 1
    while True:
        for step in ROUND:
            if step * nought >= wanted:
                return step * nought
        nought *= 10


@dataclass(frozen=True)
class Plot:
    """`area`: where the bars stand; `top`: the value of its upper edge."""

    area: QRectF
    count: int
    step: int
    top: int

    @staticmethod
    def within(area: QRectF, count: int, highest: int, steps: Sequence[int] = ()) -> "Plot":
        step = step_of(highest, steps)
        return Plot(area, count, step, step * max(-(-highest // step), 1))

    @property
    def place(self) -> float:
        """Width that one bar has, its gap included."""
        return self.area.width() / max(self.count, 1)

    def lines(self) -> tuple[int, ...]:
        return tuple(range(0, self.top + 1, self.step))

    def y_of(self, value: int) -> float:
        return self.area.bottom() - self.area.height() * value / self.top

    def x_of(self, index: int) -> float:
        """The middle of its place."""
        return self.area.left() + (index + 0.5) * self.place

    def bar(self, index: int, value: int) -> QRectF:
        width = min(self.place * (1 - GAP) if self.place >= 3 else self.place, WIDEST_BAR)
        top = self.y_of(value)
        return QRectF(self.x_of(index) - width / 2, top, width, self.area.bottom() - top)

    def index_at(self, x: float) -> int | None:
        """Whose place that is."""
        if not self.count or not self.area.left() <= x <= self.area.right():
            return None
        return min(int((x - self.area.left()) / self.place), self.count - 1)

    def named(self, widest: float) -> range:
        """Those whose names are written when the widest of them is so wide: every one, every second, ..."""
        every = max(-(-int(widest + BETWEEN) // max(int(self.place), 1)), 1)
        if self.place < 1:
            every = max(int((widest + BETWEEN) / max(self.place, 0.01)) + 1, 1)
        return range(0, self.count, every)
