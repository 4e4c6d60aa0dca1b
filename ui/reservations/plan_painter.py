"""Paints the parts of a planning: hours, names, lines, blocks. What is not on the screen is not asked for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from agent.sentences import word
from agent.texts import _, format_time
from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.orders import strokes
from ui.reservations.face import SIGNS
from ui.reservations.plan import HOUR, Block
from ui.reservations.plan_geometry import HOURS, NAMES, ROW, Geometry, Row
from ui.theme import ICON_SMALL, RADIUS_SMALL, Size, Space, Token, Tone, Weight

FAINT = 0.35
"""Of those that the search does not mean."""

_IN = QPointF(-1, 0)

TWO_LINES = 40
"""Height of a block from which its time stands below its name."""


class PlanPainter:
    def __init__(self, painter: QPainter, geometry: Geometry, zone: ZoneInfo) -> None:
        self._painter = painter
        self._geometry = geometry
        self._zone = zone
        self._name = theme.font(Size.TEXT, Weight.SEMIBOLD)
        self._small = theme.font(Size.TEXT, tabular=True)

    def hours(self, area: QRect, scrolled: int) -> None:
        """The hours above the grid; `area` begins where the names end."""
        at = self._geometry.plan.axis.first
        self._painter.fillRect(area, drawing.colour(Token.SURFACE))
        while at < self._geometry.plan.axis.last:
            left = area.left() + self._x(at) - scrolled
            place = QRect(round(left) + Space.TIGHT, area.top(), 64, area.height())
            strokes.write(self._painter, place, format_time(at, self._zone), self._small, Token.MUTED)
            at += HOUR

    def grid(self, area: QRect, scrolled: int) -> None:
        """A hairline each quarter, a clear one each hour."""
        axis = self._geometry.plan.axis
        first = max(int(scrolled / self._geometry.quarter), 0)
        last = min(int((scrolled + area.width()) / self._geometry.quarter) + 1, axis.quarters)
        hour, quarter = drawing.colour(Token.BORDER), drawing.colour(Token.LINE)
        for number in range(first, last + 1):
            left = round(area.left() + self._geometry.x_of(number) - scrolled)
            self._painter.fillRect(left, area.top(), 1, area.height(), quarter if number % 4 else hour)

    def row(self, row: Row, left: int, top: int, width: int) -> None:
        """The ground of a line, from the names to the right edge."""
        area = QRect(left, top, width, row.height)
        if row.line is None:
            self._painter.fillRect(area, drawing.colour(Token.SUNKEN))
        self._painter.fillRect(QRect(left, area.bottom(), width, 1), drawing.colour(Token.LINE))

    def name(self, row: Row, top: int) -> None:
        """The column at the left, over whatever was scrolled below it."""
        area = QRect(0, top, NAMES, row.height)
        ground = Token.SUNKEN if row.line is None else Token.SURFACE
        self._painter.fillRect(area.adjusted(0, 0, 0, -1), drawing.colour(ground))
        inner = area.adjusted(Space.CLOSE, 0, -Space.SNUG, 0)
        if row.line is None:
            strokes.write(self._painter, inner.adjusted(0, 0, 600, 0), row.title, self._name, Token.INK)
            return
        covers = "" if row.line.covers is None else str(row.line.covers)
        if not row.line.seat.table:
            covers = str(len(row.line.blocks))
        room = inner
        if covers:
            wide = strokes.width_of(covers, self._small)
            at = QRect(inner.right() - wide + 1, inner.top(), wide, min(inner.height(), ROW))
            strokes.write(self._painter, at, covers, self._small, Token.MUTED)
            sign = "covers" if row.line.seat.table else "reservations"
            strokes.put_icon(self._painter, at.left() - ICON_SMALL - Space.TIGHT, at, sign, Token.MUTED)
            room = inner.adjusted(0, 0, -wide - ICON_SMALL - Space.SNUG, 0)
        first = QRect(room.left(), room.top(), room.width(), min(room.height(), ROW))
        strokes.write(self._painter, first, row.line.name, self._name, Token.INK)

    def block(self, block: Block, body: QRectF, *, faint: bool = False, chosen: bool = False) -> None:
        """A party: the state by colour and sign, its name, its time; what is amiss by a sign at the right."""
        painter = self._painter
        tone, icon = SIGNS[block.sitting.state]
        painter.save()
        if faint:
            painter.setOpacity(FAINT)
        drawing.ground(painter, body, drawing.colour(tone.soft), RADIUS_SMALL)
        amiss = block.clash or block.sitting.sheet.parked
        line = Token.BAD if amiss else tone.ink
        drawing.edge(painter, body, drawing.colour(line, 1.0 if amiss else 0.5), RADIUS_SMALL, 2 if amiss else 1)
        if not block.sitting.stay_known:
            self._open_end(body, tone)
        self._words(block, body, tone, icon)
        if chosen:
            drawing.ring(painter, body.adjusted(-1, -1, 1, 1), RADIUS_SMALL)
        painter.restore()

    def ghost(self, body: QRectF, told: str) -> None:
        """Where a block would go."""
        pen = QPen(drawing.colour(Token.BRASS), 2, Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.setBrush(drawing.colour(Token.BRASS_SOFT, 0.7))
        self._painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), RADIUS_SMALL, RADIUS_SMALL)
        inner = body.toRect().adjusted(Space.SNUG, 0, -Space.TIGHT, 0)
        strokes.write(self._painter, inner, told, theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True), Token.BRASS)

    def now(self, area: QRect, scrolled: int, at: datetime) -> None:
        """A line below the blocks."""
        left = round(area.left() + self._x(at) - scrolled)
        self._painter.fillRect(left - 1, area.top(), 2, area.height(), drawing.colour(Token.BRASS))

    def time_of_now(self, area: QRect, scrolled: int, at: datetime) -> None:
        """Its head, among the hours."""
        left = round(area.left() + self._x(at) - scrolled)
        told = format_time(at, self._zone)
        font = theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True)
        wide = strokes.width_of(told, font) + 2 * Space.TIGHT
        tag = QRect(left - wide // 2, area.top() + 5, wide, HOURS - 10)
        drawing.ground(self._painter, QRectF(tag), drawing.colour(Token.BRASS), RADIUS_SMALL)
        strokes.write(self._painter, tag, told, font, Token.ON_BRASS, Qt.AlignmentFlag.AlignCenter)

    def _x(self, at: datetime) -> float:
        return self._geometry.x_of(self._geometry.plan.axis.quarter_of(at))

    def _open_end(self, body: QRectF, tone: Tone) -> None:
        """Nobody said how long it stays: its right edge is dotted."""
        pen = QPen(drawing.colour(tone.ink), 2, Qt.PenStyle.DotLine)
        self._painter.setPen(pen)
        self._painter.drawLine(body.topRight() + _IN, body.bottomRight() + _IN)

    def _words(self, block: Block, body: QRectF, tone: Tone, icon: str) -> None:
        painter = self._painter
        inner = body.toRect().adjusted(Space.TIGHT, 0, -Space.TIGHT, 0)
        two = inner.height() >= TWO_LINES
        first = QRect(inner.left(), inner.top() + 3, inner.width(), inner.height() // 2 - 1) if two else inner
        if inner.width() < ICON_SMALL:
            return
        strokes.put_icon(painter, first.left(), first, icon, tone.ink)
        right = first.right() + 1
        for sign, ink in signs_of(block):
            if right - first.left() < ICON_SMALL * 3:
                break
            right -= ICON_SMALL
            square = QRectF(right, first.top() + (first.height() - ICON_SMALL) / 2, ICON_SMALL, ICON_SMALL)
            paint_icon(painter, sign, drawing.colour(ink), square)
            right -= Space.HAIR
        left = first.left() + ICON_SMALL + Space.TIGHT
        sitting = block.sitting
        if two:
            strokes.write(
                painter, QRect(left, first.top(), right - left, first.height()), sitting.guest, self._name, Token.INK
            )
            second = QRect(inner.left(), inner.center().y(), inner.width(), inner.height() // 2 - 1)
            told = f"{format_time(sitting.starts_at, self._zone)} · {sitting.covers}"
            strokes.write(painter, second, told, self._small, Token.MUTED)
        else:
            told = f"{sitting.covers} · {sitting.guest}"
            strokes.write(painter, QRect(left, first.top(), right - left, first.height()), told, self._name, Token.INK)


def signs_of(block: Block) -> list[tuple[str, Token]]:
    """What is to be seen of it besides its state, what matters most at the right."""
    sheet = block.sitting.sheet
    signs = []
    if block.clash or sheet.asks:
        signs.append(("warning", Token.BAD))
    if sheet.on_its_way:
        signs.append(("send", Token.INFO))
    return signs


def told_of(block: Block, table: str, zone: ZoneInfo) -> str:
    """All of it in words: for a screen reader, and below the pointer."""
    sitting = block.sitting
    parts = [
        f"{format_time(sitting.starts_at, zone)}–{format_time(sitting.ends_at, zone)}",
        sitting.guest,
        _("{count} covers").format(count=sitting.covers),
        table,
        word(sitting.state),
    ]
    if not sitting.stay_known:
        parts.append(_("the stay is assumed"))
    if block.clash:
        parts.append(_("another party has this table then"))
    if sitting.sheet.on_its_way:
        parts.append(_("On its way"))
    return ", ".join(part for part in parts if part)
