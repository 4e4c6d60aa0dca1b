"""Where an arrow key leads on a planning. Pure."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ui.reservations.plan import Block, Line, Seat
from ui.reservations.plan_geometry import Geometry

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


def neighbour(geometry: Geometry, current: tuple[Seat, int] | None, key: Qt.Key) -> tuple[Seat, int] | None:
    """The block that is reached from `current` (None: from outside); None: the key means nothing here."""
    lines = [line for line in geometry.plan.lines if line.blocks]
    if key not in ARROWS or not lines:
        return None
    at = _found(lines, current)
    if at is None or key is Qt.Key.Key_Home:
        return lines[0].seat, lines[0].blocks[0].sitting.id
    if key is Qt.Key.Key_End:
        return lines[-1].seat, lines[-1].blocks[-1].sitting.id
    row, column = at
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        # On from the end of a line to the next: the keyboard reaches everybody by one key.
        flat = [(line.seat, block.sitting.id) for line in lines for block in line.blocks]
        place = flat.index((lines[row].seat, lines[row].blocks[column].sitting.id))
        return flat[min(max(place + (1 if key is Qt.Key.Key_Right else -1), 0), len(flat) - 1)]
    other = lines[min(max(row + (1 if key is Qt.Key.Key_Down else -1), 0), len(lines) - 1)]
    here = lines[row].blocks[column].sitting.starts_at
    nearest: Block = min(other.blocks, key=lambda block: abs(block.sitting.starts_at - here))
    return other.seat, nearest.sitting.id


def _found(lines: Sequence[Line], current: tuple[Seat, int] | None) -> tuple[int, int] | None:
    if current is None:
        return None
    seat, held = current
    for row, line in enumerate(lines):
        for column, block in enumerate(line.blocks):
            if line.seat == seat and block.sitting.id == held:
                return row, column
    return None
