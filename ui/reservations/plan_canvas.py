"""The ground of the planning: its parts, what scrolls, and what is painted. Who acts on it is in `plan_view`.

Three parts: the hours on top, below them those without a table, below these the rooms. Only what is on the screen is
painted.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QScrollEvent, QScrollPrepareEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from agent.texts import format_time
from ui.components import drawing, make_kinetic
from ui.orders.house import House
from ui.reservations.change import Change
from ui.reservations.day_reads import DayLeaf
from ui.reservations.plan import Block, Seat, plan_of
from ui.reservations.plan_geometry import HOURS, NAMES, Geometry, Row, Stack
from ui.reservations.plan_painter import PlanPainter
from ui.theme import Token

ASIDE_SHARE = 0.4
"""The most that those without a table take of the height: beyond it they scroll by themselves."""

BEFORE_NOW = 4
"""Quarters of an hour that are shown left of now, when a day is shown first."""

THUMB = 4
"""Width of the sign that there are more of them."""

Key = tuple[Seat, int]
"""A block: its line and its reservation."""


class PlanCanvas(QAbstractScrollArea):
    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._leaf: DayLeaf | None = None
        self._now: datetime | None = None
        self._change: Change | None = None
        self._aside_scrolled = 0
        self._aside_thrown = False
        self.covered = 0
        """Pixels at the right over which a sheet lies: what is below it can still be scrolled out from there."""
        self.laid: Geometry | None = None
        self.current: Key | None = None
        """Where the keyboard is."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        make_kinetic(self.viewport())

    def _arrange(self) -> None:
        if self._leaf is None:
            return
        leaf, zone = self._leaf, self._house.main_zone
        size = self.viewport().size()
        plan = plan_of(leaf.sittings, leaf.rooms, leaf.query, zone)
        before, across, down = self.laid, self.horizontalScrollBar(), self.verticalScrollBar()
        made = self.laid = Geometry(plan, size.width() - NAMES)
        known = {key_of(row, block) for _stack, row, block in made.blocks()}
        if self.current not in known:
            self.current = None
        left = before.plan.axis.first + before.axis_at(across.value()) if before else made.plan.axis.first
        seen = max(size.width() - NAMES - self.covered, 1)
        across.setRange(0, max(made.width - seen, 0))
        across.setPageStep(seen)
        # A party that comes before all others begins the day anew: what was looked at stays where it is.
        across.setValue(round(made.x_of(made.plan.axis.quarter_of(left))))
        across.setSingleStep(round(made.quarter))
        down.setRange(0, max(made.body.height - self._body().height(), 0))
        down.setPageStep(self._body().height())
        down.setSingleStep(40)
        self._scroll_aside(self._aside_scrolled)

    def _go_to_now(self) -> None:
        """To now, else to the first party: not to empty hours."""
        assert self.laid is not None
        assert self._leaf is not None
        axis = self.laid.plan.axis
        first = min((sitting.starts_at for sitting in self._leaf.sittings), default=axis.first)
        quarter = axis.quarter_of(self._now or first) - BEFORE_NOW
        self.horizontalScrollBar().setValue(round(self.laid.x_of(quarter)))
        self.verticalScrollBar().setValue(0)
        self._scroll_aside(0)

    # The three parts of the viewport

    def _aside(self) -> QRect:
        """Those without a table, below the hours."""
        size = self.viewport().size()
        tall = self.laid.aside.height if self.laid else 0
        return QRect(NAMES, HOURS, size.width() - NAMES, min(tall, round(size.height() * ASIDE_SHARE)))

    def _body(self) -> QRect:
        top = self._aside().bottom() + 1
        return QRect(NAMES, top, self._aside().width(), max(self.viewport().height() - top, 0))

    def _scroll_aside(self, value: float) -> None:
        most = self.laid.aside.height - self._aside().height() if self.laid else 0
        self._aside_scrolled = round(min(max(value, 0), most))
        self.viewport().update()

    def _in_view(self, stack: Stack, rect: QRectF) -> QRectF:
        part, scrolled = self._part(stack)
        return rect.translated(part.left() - self.horizontalScrollBar().value(), part.top() - scrolled)

    def _part(self, stack: Stack) -> tuple[QRect, int]:
        assert self.laid is not None
        if stack is self.laid.aside:
            return self._aside(), self._aside_scrolled
        return self._body(), self.verticalScrollBar().value()

    def _below(self, at: QPointF) -> tuple[Stack, QPointF] | None:
        """The part that is there, and the point as it counts."""
        if self.laid is None:
            return None
        for stack in (self.laid.aside, self.laid.body):
            part, scrolled = self._part(stack)
            if part.contains(at.toPoint()):
                across = self.horizontalScrollBar().value()
                return stack, QPointF(at.x() - part.left() + across, at.y() - part.top() + scrolled)
        return None

    def _hit(self, at: QPointF) -> tuple[Row, Block] | None:
        below = self._below(at)
        return self.laid.hit(*below) if below and self.laid else None

    def _reveal(self, stack: Stack, rect: QRectF) -> None:
        part, scrolled = self._part(stack)
        across, seen = self.horizontalScrollBar(), part.width() - self.covered
        if rect.left() < across.value() or rect.right() > across.value() + seen:
            across.setValue(round(rect.left() - seen / 3))
        wanted = scrolled
        if rect.top() < scrolled:
            wanted = int(rect.top()) - 2
        elif rect.bottom() > scrolled + part.height():
            wanted = int(rect.bottom()) - part.height() + 4
        if wanted != scrolled and self.laid is not None:
            if stack is self.laid.aside:
                self._scroll_aside(wanted)
            else:
                self.verticalScrollBar().setValue(wanted)

    def _rows_of(self, change: Change) -> list[tuple[Stack, Row]]:
        """The lines in which it would lie."""
        assert self.laid is not None
        link = change.sheet.reservation.link
        return [
            (stack, row)
            for stack in (self.laid.aside, self.laid.body)
            for row in stack.rows
            if row.line is not None and _lies_in(row.line.seat, change.tables, link)
        ]

    def _paint(self, painter: QPainter) -> None:
        assert self.laid is not None
        whole = self.viewport().rect()
        made = PlanPainter(painter, self.laid, self._house.main_zone)
        scrolled = self.horizontalScrollBar().value()
        for stack in (self.laid.body, self.laid.aside):
            self._paint_part(painter, made, stack)
        aside = self._aside()
        painter.fillRect(QRect(0, aside.bottom() - 1, whole.width(), 2), drawing.colour(Token.BORDER))
        self._thumb(painter, aside)
        hours = QRect(NAMES, 0, whole.width() - NAMES, HOURS)
        painter.setClipRect(QRect(0, 0, whole.width(), HOURS))
        painter.fillRect(0, 0, NAMES, HOURS, drawing.colour(Token.SURFACE))
        painter.setClipRect(hours)
        made.hours(hours, scrolled)
        if self._now is not None:
            made.time_of_now(hours, scrolled, self._now)

    def _paint_part(self, painter: QPainter, made: PlanPainter, stack: Stack) -> None:
        assert self.laid is not None
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
        if self._now is not None:
            made.now(part, across, self._now)
        for row in rows:
            for block in row.line.blocks if row.line else ():
                self._paint_block(made, stack, row, block, part)
        self._paint_change(made, stack)
        painter.setClipRect(whole)
        for row, top in zip(rows, tops, strict=True):
            made.name(row, top)
        painter.fillRect(QRect(NAMES - 1, part.top(), 1, part.height()), drawing.colour(Token.BORDER))

    def _paint_block(self, made: PlanPainter, stack: Stack, row: Row, block: Block, part: QRect) -> None:
        assert self.laid is not None
        assert self._leaf is not None
        body = self._in_view(stack, self.laid.block(row, block))
        if body.right() < part.left() or body.left() > part.right():
            return
        wanted = self._leaf.found is None or block.sitting.id in self._leaf.found
        left = self._change is not None and self._change.sheet.reservation.id == block.sitting.id
        chosen = self.hasFocus() and self.current == key_of(row, block)
        made.block(block, body, faint=left or not wanted, chosen=chosen)

    def _paint_change(self, made: PlanPainter, stack: Stack) -> None:
        """Where it would go, if that is in this part."""
        if self._change is None or self._leaf is None or self.laid is None:
            return
        change, axis = self._change, self.laid.plan.axis
        held = change.sheet.reservation
        minutes = held.booking.stay or self._house.stay(held.link)
        wide = self.laid.x_of(minutes / 15)
        left = self.laid.x_of(axis.quarter_of(change.starts_at))
        for part, row in self._rows_of(change):
            if part is stack:
                body = QRectF(left + 1, row.top + 3, wide - 2, row.height - 6)
                made.ghost(self._in_view(stack, body), format_time(change.starts_at, self._house.main_zone))

    def _thumb(self, painter: QPainter, aside: QRect) -> None:
        assert self.laid is not None
        whole = self.laid.aside.height
        if whole <= aside.height():
            return
        tall = max(aside.height() * aside.height() // whole, 24)
        top = aside.top() + (aside.height() - tall) * self._aside_scrolled // (whole - aside.height())
        body = QRectF(aside.right() - THUMB - 2, top, THUMB, tall)
        drawing.ground(painter, body, drawing.colour(Token.EDGE), THUMB / 2)

    # Qt

    def viewportEvent(self, event: QEvent) -> bool:
        """A finger throws those without a table by themselves."""
        if isinstance(event, QScrollPrepareEvent):
            self._aside_thrown = self._aside().contains(event.startPos().toPoint())
            if self._aside_thrown and self.laid is not None:
                across, most = self.horizontalScrollBar(), self.laid.aside.height - self._aside().height()
                event.setViewportSize(self._aside().size().toSizeF())
                event.setContentPosRange(QRectF(0, 0, across.maximum(), most))
                event.setContentPos(QPointF(across.value(), self._aside_scrolled))
                event.accept()
                return True
        elif isinstance(event, QScrollEvent) and self._aside_thrown:
            self.horizontalScrollBar().setValue(round(event.contentPos().x()))
            self._scroll_aside(event.contentPos().y())
            event.accept()
            return True
        return super().viewportEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.laid is None:
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._aside().contains(event.position().toPoint()) and not event.angleDelta().x():
            self._scroll_aside(self._aside_scrolled - event.angleDelta().y() / 2)
            return
        super().wheelEvent(event)


def key_of(row: Row, block: Block) -> Key:
    assert row.line is not None, "a title has no blocks"
    return row.line.seat, block.sitting.id


def _lies_in(seat: Seat, tables: tuple[str, ...], link: str) -> bool:
    return seat.table in tables and seat.link == link if tables else not seat.table
