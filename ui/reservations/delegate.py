"""Paints one line of the list: time, covers, guest, table, state, marks."""

from PySide6.QtCore import QObject, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.components import drawing
from ui.orders import strokes
from ui.reservations.face import RowFace
from ui.reservations.model import FACE, Index
from ui.theme import RADIUS_SMALL, Size, Space, Token, Weight

HEIGHT = 56
PINNED = 72
TIME = 76
COVERS = 68
TABLES = 96
STATE = 156
MARK = 156


class ReservationDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        face: RowFace = index.data(FACE)
        return QSize(560, PINNED if face.why else HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face: RowFace = index.data(FACE)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            drawing.ground(painter, QRectF(area), drawing.colour(Token.BRASS_SOFT))
        elif face.why:
            drawing.ground(painter, QRectF(area).adjusted(0, 2, 0, -2), drawing.colour(face.tone.soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            drawing.ground(painter, QRectF(area), drawing.colour(Token.HOVER))
        inner = area.adjusted(Space.CLOSE, 0, -Space.CLOSE, 0)
        if face.why:
            line = QRect(inner.left(), inner.top() + Space.SNUG, inner.width(), 32)
            self._cells(painter, line, face)
            below = QRect(inner.left() + TIME, line.bottom(), inner.width() - TIME, 24)
            strokes.put_icon(painter, below.left(), below, face.tone.icon, face.tone.ink)
            text = below.adjusted(theme.ICON_SMALL + Space.SNUG, 0, 0, 0)
            strokes.write(painter, text, face.why, theme.font(Size.TEXT, Weight.MEDIUM), face.tone.ink)
        else:
            self._cells(painter, inner, face)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), drawing.colour(Token.LINE))
        painter.restore()

    def _cells(self, painter: QPainter, line: QRect, face: RowFace) -> None:
        strong = theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True)
        text, small = theme.font(Size.LIST), theme.font(Size.TEXT, tabular=True)
        left, top, height = line.left(), line.top(), line.height()
        if face.day:
            strokes.write(painter, QRect(left, top, TIME - Space.SNUG, height), face.day, small, Token.MUTED)
        else:
            strokes.write(painter, QRect(left, top, TIME, height), face.time, strong, Token.INK)
        left += TIME
        right = line.right() + 1
        narrow = line.width() < 720
        if not narrow:
            right -= MARK
            for mark in face.marks[:1]:
                strokes.put_mark(painter, QRect(right, top, MARK, height), mark, align_right=True)
            right -= Space.CLOSE
        self._state(painter, QRect(right - STATE, top, STATE, height), face)
        right -= STATE + Space.CLOSE
        strokes.write(painter, QRect(right - TABLES, top, TABLES, height), face.tables, text, Token.INK)
        right -= TABLES + Space.CLOSE
        strokes.put_icon(painter, right - COVERS, line, "covers", Token.MUTED)
        number = QRect(right - COVERS + theme.ICON_SMALL + Space.SNUG, top, COVERS - theme.ICON_SMALL, height)
        strokes.write(painter, number, face.covers.split(" ", maxsplit=1)[0], text, Token.INK)
        right -= COVERS + Space.CLOSE
        guest = face.guest if not face.day else f"{face.time}  {face.guest}"
        strokes.write(painter, QRect(left, top, right - left, height), guest, strong, Token.INK)

    def _state(self, painter: QPainter, cell: QRect, face: RowFace) -> None:
        mark = face.state
        font = theme.font(Size.TEXT, Weight.SEMIBOLD)
        wide = min(strokes.width_of(mark.text, font) + theme.ICON_SMALL + Space.CLOSE * 2, cell.width())
        body = QRectF(cell.left(), cell.center().y() - 13, wide, 26)
        drawing.ground(painter, body, drawing.colour(mark.tone.soft), RADIUS_SMALL)
        inner = body.toRect().adjusted(Space.SNUG, 0, -Space.TIGHT, 0)
        strokes.put_icon(painter, inner.left(), inner, mark.icon, mark.tone.ink)
        strokes.write(painter, inner.adjusted(theme.ICON_SMALL + Space.TIGHT, 0, 0, 0), mark.text, font, mark.tone.ink)
