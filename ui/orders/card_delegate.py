"""Paints an order's card in a column: big enough to read standing, small enough for four columns on 1024 pixels."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent.reading import OrderSheet
from ui import theme
from ui.components import drawing
from ui.orders import strokes
from ui.orders.card_model import SHEET
from ui.orders.face import KIND_ICONS, CardFace, Countdown, Mark, asks_of, countdown_of, face_of
from ui.orders.house import House
from ui.theme import Size, Space, Token, Weight

Index = QModelIndex | QPersistentModelIndex

BODY = 118
"""Height of the card without what only some cards have."""

COUNTING = 12
"""The room of the line that shrinks."""

STRIP = 32
"""The line at the foot that says whom the order waits for."""

GAP = Space.SNUG
PAD = Space.CLOSE
BAR = 4
"""Thickness of the line that shows how much of the time to answer is used up."""


class CardDelegate(QStyledItemDelegate):
    """One card a row; two heights: with a strip and without."""

    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        sheet: OrderSheet = index.data(SHEET)
        counting = countdown_of(sheet, self._house, self._house.now()) is not None
        return QSize(160, BODY + GAP + (COUNTING if counting else 0) + (STRIP if asks_of(sheet) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet: OrderSheet = index.data(SHEET)
        face = face_of(sheet, self._house, self._house.now())
        state = option.state
        area: QRect = option.rect.adjusted(0, 0, 0, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        drawing.ground(painter, QRectF(area), drawing.colour(Token.HOVER if hovered else Token.RAISED))
        if face.asks is not None:
            _strip(painter, area, face.asks)
        if state & _RINGED:
            drawing.ring(painter, QRectF(area))
        else:
            drawing.edge(painter, QRectF(area), drawing.colour(Token.LINE))
        quiet = sheet.order.state.over and face.asks is None
        _lines(painter, area.adjusted(PAD, PAD, -PAD, 0), face, Token.MUTED if quiet else Token.INK)
        if face.countdown is not None:
            _bar(painter, area, face.countdown)
        painter.restore()


_RINGED = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected


def _lines(painter: QPainter, area: QRect, face: CardFace, ink: Token) -> None:
    left, width, top = area.left(), area.width(), area.top()
    head, named = QRect(left, top, width, 24), QRect(left, top + 28, width, 20)
    code = theme.font(Size.TITLE, Weight.SEMIBOLD)
    # The code is said aloud and never shortened for the time's sake: that one goes a line down.
    roomy = strokes.width_of(face.code, code) + Space.SNUG + _when_width(face) <= width
    taken = _when(painter, head if roomy else named, face, ink)
    strokes.write(painter, head.adjusted(0, 0, -taken if roomy else 0, 0), face.code, code, ink)
    strokes.write(painter, named.adjusted(0, 0, 0 if roomy else -taken, 0), face.name, theme.font(Size.LIST), ink)
    money = theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True)
    taken = strokes.write(painter, QRect(left, top + 50, width, 20), face.total, money, ink)
    rest = QRect(left + taken + Space.SNUG, top + 50, width - taken - Space.SNUG, 20)
    strokes.put_mark(painter, rest, face.payment, align_right=True)
    foot = QRect(left, top + 76, width, 22)
    if face.countdown is not None:
        _countdown(painter, foot, face.countdown)
    else:
        strokes.put_mark(painter, foot, face.state)


def _when(painter: QPainter, line: QRect, face: CardFace, ink: Token) -> int:
    """How the order leaves and when, at the right; returns the width that it took, with the gap before it."""
    taken = strokes.write(painter, line, face.time, _when_font(), ink, strokes.RIGHT)
    icon_left = line.right() - taken - Space.TIGHT - theme.ICON
    strokes.put_icon(painter, icon_left, line, KIND_ICONS[face.kind], Token.MUTED, theme.ICON)
    return _when_width(face) + Space.SNUG


def _when_width(face: CardFace) -> int:
    return theme.ICON + Space.TIGHT + strokes.width_of(face.time, _when_font())


def _when_font() -> QFont:
    return theme.font(Size.LIST, Weight.MEDIUM, tabular=True)


def _countdown(painter: QPainter, line: QRect, countdown: Countdown) -> None:
    figures = theme.font(Size.TITLE, Weight.SEMIBOLD, tabular=True)
    strokes.write(painter, line, countdown.text, figures, countdown.tone.ink, strokes.RIGHT)
    strokes.put_mark(painter, line, Mark(countdown.caption, countdown.tone, "clock"))


def _strip(painter: QPainter, area: QRect, asks: Mark) -> None:
    """The soft ground at the foot, rounded below like the card."""
    strip = QRect(area.left() + 1, area.bottom() - STRIP, area.width() - 2, STRIP)
    shape = QPainterPath()
    shape.setFillRule(Qt.FillRule.WindingFill)
    shape.addRoundedRect(QRectF(strip), theme.RADIUS - 1, theme.RADIUS - 1)
    shape.addRect(QRectF(strip.left(), strip.top(), strip.width(), theme.RADIUS))
    painter.fillPath(shape.simplified(), drawing.colour(asks.tone.soft))
    strokes.put_mark(painter, strip.adjusted(PAD - 1, 0, -PAD + 1, 0), asks)


def _bar(painter: QPainter, area: QRect, countdown: Countdown) -> None:
    """What is left of the time to answer, as a line that shrinks."""
    y = area.top() + PAD + 102
    whole = QRectF(area.left() + PAD, y, area.width() - 2 * PAD, BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(drawing.colour(Token.SUNKEN))
    painter.drawRoundedRect(whole, BAR / 2, BAR / 2)
    left = QRectF(whole.left(), y, whole.width() * (1.0 - countdown.share), BAR)
    painter.setBrush(drawing.colour(countdown.tone.ink))
    painter.drawRoundedRect(left, BAR / 2, BAR / 2)
