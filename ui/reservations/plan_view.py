"""The planning: tables as lines, hours as columns, a block for each party, by mouse, finger and keyboard.

A touch opens a reservation; a block that is drawn elsewhere is only proposed: `proposed` tells what a person wants, and
the sheet asks before anything is sent.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QScrollEvent, QTouchEvent
from PySide6.QtWidgets import QToolTip, QWidget

from agent.texts import _
from ui.orders.house import House
from ui.reservations.change import Change
from ui.reservations.day_reads import DayLeaf
from ui.reservations.plan import Seat
from ui.reservations.plan_canvas import Key, PlanCanvas, key_of
from ui.reservations.plan_carrying import Carrying
from ui.reservations.plan_drift import Drift
from ui.reservations.plan_geometry import NAMES
from ui.reservations.plan_hand import Hand
from ui.reservations.plan_keys import neighbour
from ui.reservations.plan_painter import told_of


class PlanningView(PlanCanvas):
    opened = Signal(int)
    proposed = Signal(object)
    """A `Change` that a person drew."""
    held_fast = Signal(int)
    """Somebody tried to draw one that can't be moved from here."""

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(house, parent)
        self._carrying: Carrying | None = None
        self.hand = Hand(self)
        self._drift = Drift(self)
        self.setAccessibleName(_("Planning: tables by hours"))
        self.hand.touched.connect(self._touched)
        self.hand.lifted.connect(self._lift)
        self.hand.carried.connect(self._carry)
        self.hand.put_down.connect(self._put_down)
        self._drift.drifted.connect(self._carry)

    def show_leaf(self, leaf: DayLeaf, now: datetime | None, *, anew: bool = False) -> None:
        """`now`: where the line is drawn, None on another day; `anew`: another day, not the same a little later."""
        self._leaf, self._now = leaf, now
        self._arrange()
        if anew:
            self.current = None
            self._go_to_now()
        self.viewport().update()

    def show_now(self, now: datetime | None) -> None:
        self._now = now
        self.viewport().update()

    def propose(self, change: Change | None) -> None:
        """What is asked about in the sheet, drawn where it would be."""
        self._change = change
        if change is not None and self.laid is not None and self._leaf is not None:
            for stack, row in self._rows_of(change):
                left = self.laid.x_of(self.laid.plan.axis.quarter_of(change.starts_at))
                self._reveal(stack, QRectF(left, row.top, self.laid.quarter * 4, row.height))
        self.viewport().update()

    def cover(self, pixels: int) -> None:
        """A sheet lies over so much of the right side."""
        if pixels != self.covered:
            self.covered = pixels
            self._arrange()

    def place_of(self, key: Key) -> QRect:
        """Of a block, in the viewport."""
        assert self.laid is not None
        stack, row, block = next(each for each in self.laid.blocks() if key_of(each[1], each[2]) == key)
        return self._in_view(stack, self.laid.block(row, block)).toRect()

    def middle_of(self, seat: Seat, at: datetime) -> QPoint:
        """The middle of that line at that instant, in the viewport."""
        assert self.laid is not None
        x = self.laid.x_of(self.laid.plan.axis.quarter_of(at))
        for stack in (self.laid.aside, self.laid.body):
            for row in stack.rows:
                if row.line is not None and row.line.seat == seat:
                    return self._in_view(stack, QRectF(x, row.top, 1, row.height)).center().toPoint()
        raise LookupError(seat)

    # The hand

    def _touched(self, at: QPointF) -> None:
        hit = self._hit(at)
        if hit is not None:
            self._go_to(key_of(*hit))
            self.opened.emit(hit[1].sitting.id)

    def _lift(self, at: QPointF) -> None:
        hit, below = self._hit(at), self._below(at)
        if hit is None or below is None or self.laid is None:
            self.hand.let_go()
            return
        row, block = hit
        assert row.line is not None
        axis = self.laid.plan.axis
        grip = below[1].x() / self.laid.quarter - axis.quarter_of(block.sitting.starts_at)
        carrying = Carrying(block.sitting, row.line.seat, grip)
        self._go_to(key_of(*hit))
        if not carrying.possible:
            self.hand.let_go()
            self.held_fast.emit(block.sitting.id)
            return
        self._carrying = carrying
        self._carry(at)

    def _carry(self, at: QPointF) -> None:
        if self._carrying is not None:
            self._change = self._wanted(self._carrying, at)
            self._drift.follow(at, self._body())
            self.viewport().update()

    def _put_down(self, at: QPointF) -> None:
        carrying, self._carrying = self._carrying, None
        self._drift.stop()
        if carrying is None:
            return
        change = self._wanted(carrying, at)
        self._change = None
        self.viewport().update()
        if change.moves or change.seats:
            self.proposed.emit(change)

    def _drop(self) -> None:
        """It stays where it was."""
        self.hand.let_go()
        self._drift.stop()
        self._carrying = self._change = None
        self.viewport().update()

    def _wanted(self, carrying: Carrying, at: QPointF) -> Change:
        assert self.laid is not None
        axis = self.laid.plan.axis
        quarter = (at.x() - NAMES + self.horizontalScrollBar().value()) / self.laid.quarter
        below = self._below(at)
        row = below[0].at(below[1].y()) if below else None
        return carrying.put_down(axis, quarter, row.line.seat if row and row.line else None)

    # The keyboard

    def _go_to(self, key: Key) -> None:
        assert self.laid is not None
        self.current = key
        stack, row, block = next(each for each in self.laid.blocks() if key_of(each[1], each[2]) == key)
        assert row.line is not None
        self._reveal(stack, self.laid.block(row, block))
        self.setAccessibleDescription(told_of(block, row.line.name, self._house.zone(block.sitting.link)))
        self.viewport().update()

    # Qt

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._finger(event)
        if isinstance(event, QScrollEvent) and self.hand.carrying:
            event.accept()
            return True
        if isinstance(event, QHelpEvent):
            self._tell(event)
            return True
        return super().viewportEvent(event)

    def _finger(self, event: QTouchEvent) -> bool:
        points = event.points()
        if event.type() is QEvent.Type.TouchCancel or len(points) != 1:
            self._drop()
            return True
        at = points[0].position()
        if event.type() is QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.hand.press(at, finger=True)
        elif event.type() is QEvent.Type.TouchUpdate:
            self.hand.move(at)
        else:
            self.hand.release(at)
        event.accept()
        return True

    def _tell(self, event: QHelpEvent) -> None:
        hit = self._hit(QPointF(event.pos()))
        if hit is None or hit[0].line is None:
            QToolTip.hideText()
            return
        block = hit[1]
        zone = self._house.zone(block.sitting.link)
        QToolTip.showText(event.globalPos(), told_of(block, hit[0].line.name, zone), self.viewport())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.press(event.position(), finger=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.release(event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self._carrying is not None:
            self._drop()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current is not None:
            self.opened.emit(self.current[1])
        elif self.laid is not None and (found := neighbour(self.laid, self.current, key)) is not None:
            self._go_to(found)
        else:
            super().keyPressEvent(event)
