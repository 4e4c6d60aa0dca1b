"""Where everything of a planning lies: pixels from the first instant and from the first line. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF

from ui.reservations.plan import QUARTER, Block, Line, Plan

NAMES = 132
"""Width of the column with the tables' names, left of the first instant."""

HOURS = 32
"""Height of the line with the hours, above the first line."""

ROW = 50
"""Of a table with one party at a time: two lines of text, and a finger."""

LANE = 36
"""Of each of several at the same time."""

TITLE = 32
NARROW, WIDE = 20.0, 48.0
"""The least and the most that a quarter of an hour is wide: between them it fits the window."""

GAP = 2.0
LEAST = 24.0
"""Width of the shortest stay: its sign can be seen, and hit."""


@dataclass(frozen=True)
class Row:
    """A line, or the title of a room above its lines."""

    top: int
    height: int
    line: Line | None
    title: str = ""

    @property
    def bottom(self) -> int:
        return self.top + self.height


class Stack:
    """Rows below one another."""

    def __init__(self, rows: Iterable[tuple[Line | None, str]]) -> None:
        self.rows: list[Row] = []
        self.height = 0
        for line, title in rows:
            tall = TITLE if line is None else ROW if line.lanes == 1 else line.lanes * LANE + int(2 * GAP)
            self.rows.append(Row(self.height, tall, line, title))
            self.height += tall
        self._tops = [row.top for row in self.rows]

    def between(self, top: float, bottom: float) -> list[Row]:
        """Those of which anything lies there."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        return self.rows[first : bisect_left(self._tops, bottom)]

    def at(self, y: float) -> Row | None:
        return self.rows[bisect_right(self._tops, y) - 1] if 0 <= y < self.height else None


class Geometry:
    """Two stacks, each with its own top: `aside` are those without a table, `body` are the rooms.

    `aside` is there though nobody is in it: a party is drawn onto it to lose its table.
    """

    def __init__(self, plan: Plan, room: int) -> None:
        """`room`: pixels beside the names."""
        self.plan = plan
        self.quarter = min(max(room / plan.axis.quarters, NARROW), WIDE)
        self.width = round(self.quarter * plan.axis.quarters)
        self.aside = Stack([(plan.aside, "")])
        self.body = Stack(
            row for group in plan.groups for row in ((None, group.title), *((line, "") for line in group.lines))
        )

    def axis_at(self, x: float) -> timedelta:
        """How long after the first instant that is."""
        return x / self.quarter * QUARTER

    def x_of(self, quarter: float) -> float:
        return quarter * self.quarter

    def block(self, row: Row, block: Block) -> QRectF:
        axis = self.plan.axis
        left = max(self.x_of(axis.quarter_of(block.sitting.starts_at)), 0.0)
        right = max(self.x_of(axis.quarter_of(block.sitting.ends_at)), left + LEAST)
        assert row.line is not None, "a title has no blocks"
        lane = (row.height - 2 * GAP) / row.line.lanes
        return QRectF(left + 1, row.top + GAP + block.lane * lane + 1, right - left - 2, lane - 2)

    def hit(self, stack: Stack, at: QPointF) -> tuple[Row, Block] | None:
        """The last drawn counts: it lies on top."""
        row = stack.at(at.y())
        if row is None or row.line is None:
            return None
        under = (block for block in reversed(row.line.blocks) if self.block(row, block).contains(at))
        return next(((row, block) for block in under), None)

    def blocks(self) -> Iterator[tuple[Stack, Row, Block]]:
        """From top to bottom, each line by time."""
        for stack in (self.aside, self.body):
            for row in stack.rows:
                for block in row.line.blocks if row.line else ():
                    yield stack, row, block
