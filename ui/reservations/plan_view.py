"""The planning: tables as lines, hours as columns, a block for each party. Paints what is on the screen and no more.

A touch opens a reservation; a block that is drawn elsewhere is only proposed: `proposed` tells what a person wants, and
the sheet asks before anything is sent.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScrollEvent,
    QScrollPrepareEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from agent.texts import _, format_time
from ui.components import drawing, make_kinetic
from ui.orders.house import House
from ui.reservations.change import Change
from ui.reservations.day_reads import DayLeaf
from ui.reservations.plan import Block, Seat, plan_of
from ui.reservations.plan_carrying import Carrying
from ui.reservations.plan_drift import Drift
from ui.reservations.plan_geometry import HOURS, NAMES, Geometry, Row, Stack
from ui.reservations.plan_hand import Hand
from ui.reservations.plan_keys import neighbour
from ui.reservations.plan_painter import PlanPainter, told_of
from ui.theme import Token

ASIDE_SHARE = 0.4
"""The most that those without a table take of the height: beyond it they scroll by themselves."""

BEFORE_NOW = 4
"""Quarters of an hour that are shown left of now, when a day is shown first."""

THUMB = 4
"""Width of the sign that there are more of them."""

Key = tuple[Seat, int]
"""A block: its line and its reservation."""


class PlanningView(QAbstractScrollArea):
    opened = Signal(int)
    proposed = Signal(object)
    """A `Change` that a person drew."""
    held_fast = Signal(int)
    """Somebody tried to draw one that can't be moved from here."""

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._leaf: DayLeaf | None = None
        self.geometry_: Geometry | None = None
        self._now: datetime | None = None
        self.current: Key | None = None
        self._change: Change | None = None
        self._carrying: Carrying | None = None
        self._aside_scrolled = 0
        self._aside_thrown = False
        self.hand = Hand(self)
        self._drift = Drift(self)
        self._lay_out()

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
        self.viewport().update()

    def place_of(self, key: Key) -> QRect:
        """Of a block, in the viewport."""
        assert self.geometry_ is not None
        stack, row, block = next(each for each in self.geometry_.blocks() if _key(each[1], each[2]) == key)
        return self._in_view(stack, self.geometry_.block(row, block)).toRect()

    def middle_of(self, seat: Seat, at: datetime) -> QPoint:
        """The middle of that line at that instant, in the viewport."""
        assert self.geometry_ is not None
        x = self.geometry_.x_of(self.geometry_.plan.axis.quarter_of(at))
        for stack in (self.geometry_.aside, self.geometry_.body):
            for row in stack.rows:
                if row.line is not None and row.line.seat == seat:
                    return self._in_view(stack, QRectF(x, row.top, 1, row.height)).center().toPoint()
        raise LookupError(seat)

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Planning: tables by hours"))
        self.viewport().setAutoFillBackground(False)
        make_kinetic(self.viewport())
        self.hand.touched.connect(self._touched)
        self.hand.lifted.connect(self._lift)
        self.hand.carried.connect(self._carry)
        self.hand.put_down.connect(self._put_down)
        self._drift.drifted.connect(self._carry)

    def _arrange(self) -> None:
        if self._leaf is None:
            return
        leaf, zone = self._leaf, self._house.main_zone
        size = self.viewport().size()
        plan = plan_of(leaf.sittings, leaf.rooms, leaf.query, zone)
        made = self.geometry_ = Geometry(plan, size.width() - NAMES)
        known = {_key(row, block) for _stack, row, block in made.blocks()}
        if self.current not in known:
            self.current = None
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(made.width - (size.width() - NAMES), 0))
        across.setPageStep(size.width() - NAMES)
        across.setSingleStep(round(made.quarter))
        down.setRange(0, max(made.body.height - self._body().height(), 0))
        down.setPageStep(self._body().height())
        down.setSingleStep(40)
        self._scroll_aside(self._aside_scrolled)

    def _go_to_now(self) -> None:
        """To now, else to the first party: not to empty hours."""
        assert self.geometry_ is not None
        assert self._leaf is not None
        axis = self.geometry_.plan.axis
        first = min((sitting.starts_at for sitting in self._leaf.sittings), default=axis.first)
        quarter = axis.quarter_of(self._now or first) - BEFORE_NOW
        self.horizontalScrollBar().setValue(round(self.geometry_.x_of(quarter)))
        self.verticalScrollBar().setValue(0)
        self._scroll_aside(0)

    # The three parts of the viewport

    def _aside(self) -> QRect:
        """Those without a table, below the hours."""
        size = self.viewport().size()
        tall = self.geometry_.aside.height if self.geometry_ else 0
        return QRect(NAMES, HOURS, size.width() - NAMES, min(tall, round(size.height() * ASIDE_SHARE)))

    def _body(self) -> QRect:
        top = self._aside().bottom() + 1
        return QRect(NAMES, top, self._aside().width(), max(self.viewport().height() - top, 0))

    def _scroll_aside(self, value: float) -> None:
        most = self.geometry_.aside.height - self._aside().height() if self.geometry_ else 0
        self._aside_scrolled = round(min(max(value, 0), most))
        self.viewport().update()

    def _in_view(self, stack: Stack, rect: QRectF) -> QRectF:
        part, scrolled = self._part(stack)
        return rect.translated(part.left() - self.horizontalScrollBar().value(), part.top() - scrolled)

    def _part(self, stack: Stack) -> tuple[QRect, int]:
        assert self.geometry_ is not None
        if stack is self.geometry_.aside:
            return self._aside(), self._aside_scrolled
        return self._body(), self.verticalScrollBar().value()

    def _below(self, at: QPointF) -> tuple[Stack, QPointF] | None:
        """The part that is there, and the point as it counts."""
        if self.geometry_ is None:
            return None
        for stack in (self.geometry_.aside, self.geometry_.body):
            part, scrolled = self._part(stack)
            if part.contains(at.toPoint()):
                across = self.horizontalScrollBar().value()
                return stack, QPointF(at.x() - part.left() + across, at.y() - part.top() + scrolled)
        return None

    def _hit(self, at: QPointF) -> tuple[Row, Block] | None:
        below = self._below(at)
        return self.geometry_.hit(*below) if below and self.geometry_ else None

    # The hand

    def _touched(self, at: QPointF) -> None:
        hit = self._hit(at)
        if hit is not None:
            self._go_to(_key(*hit))
            self.opened.emit(hit[1].sitting.id)

    def _lift(self, at: QPointF) -> None:
        hit, below = self._hit(at), self._below(at)
        if hit is None or below is None or self.geometry_ is None:
            self.hand.let_go()
            return
        row, block = hit
        assert row.line is not None
        axis = self.geometry_.plan.axis
        grip = below[1].x() / self.geometry_.quarter - axis.quarter_of(block.sitting.starts_at)
        carrying = Carrying(block.sitting, row.line.seat, grip)
        self._go_to(_key(*hit))
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
        assert self.geometry_ is not None
        axis = self.geometry_.plan.axis
        quarter = (at.x() - NAMES + self.horizontalScrollBar().value()) / self.geometry_.quarter
        below = self._below(at)
        row = below[0].at(below[1].y()) if below else None
        return carrying.put_down(axis, quarter, row.line.seat if row and row.line else None)

    # The keyboard

    def _go_to(self, key: Key) -> None:
        assert self.geometry_ is not None
        self.current = key
        stack, row, block = next(each for each in self.geometry_.blocks() if _key(each[1], each[2]) == key)
        assert row.line is not None
        self._reveal(stack, self.geometry_.block(row, block))
        self.setAccessibleDescription(told_of(block, row.line.name, self._house.zone(block.sitting.link)))
        self.viewport().update()

    def _reveal(self, stack: Stack, rect: QRectF) -> None:
        part, scrolled = self._part(stack)
        across = self.horizontalScrollBar()
        if rect.left() < across.value() or rect.right() > across.value() + part.width():
            across.setValue(round(rect.left() - part.width() / 3))
        wanted = scrolled
        if rect.top() < scrolled:
            wanted = int(rect.top()) - 2
        elif rect.bottom() > scrolled + part.height():
            wanted = int(rect.bottom()) - part.height() + 4
        if wanted != scrolled and self.geometry_ is not None:
            if stack is self.geometry_.aside:
                self._scroll_aside(wanted)
            else:
                self.verticalScrollBar().setValue(wanted)

    # Painting

    def _paint(self, painter: QPainter) -> None:
        assert self.geometry_ is not None
        whole = self.viewport().rect()
        made = PlanPainter(painter, self.geometry_, self._house.main_zone)
        scrolled = self.horizontalScrollBar().value()
        for stack in (self.geometry_.body, self.geometry_.aside):
            self._paint_part(painter, made, stack)
        aside = self._aside()
        painter.fillRect(QRect(0, aside.bottom() - 1, whole.width(), 2), drawing.colour(Token.BORDER))
        self._thumb(painter, aside)
        hours = QRect(NAMES, 0, whole.width() - NAMES, HOURS)
        painter.setClipRect(QRect(0, 0, whole.width(), HOURS))
        made.hours(hours, scrolled)
        painter.setClipRect(QRect(NAMES, 0, whole.width() - NAMES, whole.height()))
        if self._now is not None:
            made.now(QRect(NAMES, 0, hours.width(), whole.height()), scrolled, self._now)

    def _paint_part(self, painter: QPainter, made: PlanPainter, stack: Stack) -> None:
        assert self.geometry_ is not None
        part, scrolled = self._part(stack)
        across = self.horizontalScrollBar().value()
        whole = part.adjusted(-NAMES, 0, 0, 0)
        painter.setClipRect(whole)
        painter.fillRect(whole, drawing.colour(Token.SURFACE))
        rows = stack.between(scrolled, scrolled + part.height())
        tops = [part.top() - scrolled + row.top for row in rows]
        bottom = tops[-1] + rows[-1].height if rows else part.top()
        made.grid(part.intersected(QRect(part.left(), part.top(), part.width(), bottom - part.top())), across)
        for row, top in zip(rows, tops, strict=True):
            made.row(row, 0, top, whole.width())
        painter.setClipRect(part)
        for row in rows:
            for block in row.line.blocks if row.line else ():
                self._paint_block(made, stack, row, block, part)
        self._paint_change(made, stack, rows)
        painter.setClipRect(whole)
        for row, top in zip(rows, tops, strict=True):
            made.name(row, top)
        painter.fillRect(QRect(NAMES - 1, part.top(), 1, part.height()), drawing.colour(Token.BORDER))

    def _paint_block(self, made: PlanPainter, stack: Stack, row: Row, block: Block, part: QRect) -> None:
        assert self.geometry_ is not None
        assert self._leaf is not None
        body = self._in_view(stack, self.geometry_.block(row, block))
        if body.right() < part.left() or body.left() > part.right():
            return
        wanted = self._leaf.found is None or block.sitting.id in self._leaf.found
        left = self._change is not None and self._change.sheet.reservation.id == block.sitting.id
        chosen = self.hasFocus() and self.current == _key(row, block)
        made.block(block, body, faint=left or not wanted, chosen=chosen)

    def _paint_change(self, made: PlanPainter, stack: Stack, rows: list[Row]) -> None:
        """Where it would go, if that is in this part."""
        if self._change is None or self._leaf is None or self.geometry_ is None:
            return
        change, axis = self._change, self.geometry_.plan.axis
        held = change.sheet.reservation
        sitting = next((each for each in self._leaf.sittings if each.id == held.id), None)
        if sitting is None:
            return
        wide = self.geometry_.x_of((sitting.ends_at - sitting.starts_at) / (axis.instant(1) - axis.first))
        left = self.geometry_.x_of(axis.quarter_of(change.starts_at))
        for row in rows:
            seat = row.line.seat if row.line else None
            here = seat is not None and (
                seat.table in change.tables and seat.link == held.link if change.tables else not seat.table
            )
            if here:
                body = QRectF(left + 1, row.top + 3, wide - 2, row.height - 6)
                made.ghost(self._in_view(stack, body), format_time(change.starts_at, self._house.main_zone))

    def _thumb(self, painter: QPainter, aside: QRect) -> None:
        assert self.geometry_ is not None
        whole = self.geometry_.aside.height
        if whole <= aside.height():
            return
        tall = max(aside.height() * aside.height() // whole, 24)
        top = aside.top() + (aside.height() - tall) * self._aside_scrolled // (whole - aside.height())
        body = QRectF(aside.right() - THUMB - 2, top, THUMB, tall)
        drawing.ground(painter, body, drawing.colour(Token.EDGE), THUMB / 2)

    # Qt

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._finger(event)
        if isinstance(event, QScrollPrepareEvent):
            self._aside_thrown = self._aside().contains(event.startPos().toPoint())
            if self._aside_thrown and self.geometry_ is not None:
                across, most = self.horizontalScrollBar(), self.geometry_.aside.height - self._aside().height()
                event.setViewportSize(self._aside().size().toSizeF())
                event.setContentPosRange(QRectF(0, 0, across.maximum(), most))
                event.setContentPos(QPointF(across.value(), self._aside_scrolled))
                event.accept()
                return True
        elif isinstance(event, QScrollEvent):
            if self.hand.carrying:
                event.accept()
                return True
            if self._aside_thrown:
                self.horizontalScrollBar().setValue(round(event.contentPos().x()))
                self._scroll_aside(event.contentPos().y())
                event.accept()
                return True
        elif isinstance(event, QHelpEvent):
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
        row, block = hit
        zone = self._house.zone(block.sitting.link)
        QToolTip.showText(event.globalPos(), told_of(block, hit[0].line.name, zone), self.viewport())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.geometry_ is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.press(event.position(), finger=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.release(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._aside().contains(event.position().toPoint()) and not event.angleDelta().x():
            self._scroll_aside(self._aside_scrolled - event.angleDelta().y() / 2)
            return
        super().wheelEvent(event)

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
        elif self.geometry_ is not None and (found := neighbour(self.geometry_, self.current, key)) is not None:
            self._go_to(found)
        else:
            super().keyPressEvent(event)


def _key(row: Row, block: Block) -> Key:
    assert row.line is not None
    return row.line.seat, block.sitting.id
