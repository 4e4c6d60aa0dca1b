"""Paints one line of the preview: what happens to the dish, its name, and below it field by field before and after.

A line is measured when it is first looked at, and its height kept for that width: two thousand dishes scroll smoothly.
"""

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.alignment.changes import ChangeFace, FieldFace
from ui.alignment.model import FACE, Index
from ui.components import drawing
from ui.orders import strokes
from ui.theme import RADIUS_SMALL, Size, Space, Token, Tone, Weight

HEAD = 44
FIELD = 24
BADGE = 148
CATEGORY = 148
LABEL = 132
ARROW = 32
PRICE = 124
BEFORE = 96
FOOT = Space.SNUG
WRAP = int(Qt.TextFlag.TextWordWrap)


class ChangeDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView, parent: QObject | None = None) -> None:
        super().__init__(parent or view)
        self._view = view
        self._heights: dict[tuple[ChangeFace, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        face: ChangeFace = index.data(FACE)
        width = self._view.viewport().width()
        if not face.fields:
            # Most lines of a first import: nothing to measure.
            return QSize(width, HEAD + (FIELD + FOOT if face.note else 0))
        known = self._heights.get((face, width))
        if known is None:
            known = self._heights[(face, width)] = self._height(face, width)
        return QSize(width, known)

    def forget(self) -> None:
        """Other faces, or another type."""
        self._heights.clear()

    def _height(self, face: ChangeFace, width: int) -> int:
        room = width - 2 * Space.CLOSE - BADGE - LABEL
        fields = sum(_field_height(field, room) for field in face.fields)
        return HEAD + fields + (FIELD if face.note else 0) + FOOT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face: ChangeFace = index.data(FACE)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            drawing.ground(painter, QRectF(area), drawing.colour(Token.BRASS_SOFT))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            drawing.ground(painter, QRectF(area), drawing.colour(Token.HOVER))
        inner = area.adjusted(Space.CLOSE, 0, -Space.CLOSE, 0)
        _head(painter, QRect(inner.left(), inner.top(), inner.width(), HEAD), face)
        left, top = inner.left() + BADGE, inner.top() + HEAD
        for field in face.fields:
            height = _field_height(field, inner.width() - BADGE - LABEL)
            _field(painter, QRect(left, top, inner.right() + 1 - left, height), field)
            top += height
        if face.note:
            line = QRect(left, top, inner.right() + 1 - left, FIELD)
            strokes.put_icon(painter, left, line, "warning", Token.WAITING)
            text = line.adjusted(theme.ICON_SMALL + Space.SNUG, 0, 0, 0)
            strokes.write(painter, text, face.note, theme.font(Size.TEXT, Weight.MEDIUM), Token.WAITING)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), drawing.colour(Token.LINE))
        painter.restore()


def _head(painter: QPainter, line: QRect, face: ChangeFace) -> None:
    _badge(painter, QRect(line.left(), line.top(), BADGE - Space.CLOSE, line.height()), face)
    left, right, small = line.left() + BADGE, line.right() + 1, theme.font(Size.TEXT, tabular=True)
    for price in reversed(face.prices):
        column = QRect(right - PRICE, line.top(), PRICE, line.height())
        strokes.write(painter, column, price, small, Token.INK, strokes.RIGHT)
        right -= PRICE + Space.SNUG
    if face.category:
        column = QRect(right - CATEGORY, line.top(), CATEGORY, line.height())
        strokes.write(painter, column, face.category, small, Token.MUTED, strokes.RIGHT)
        right -= CATEGORY + Space.BASE
    ink = Token.BAD if face.mark.tone is Tone.BAD else Token.INK
    name = QRect(left, line.top(), right - left, line.height())
    strokes.write(painter, name, face.name, theme.font(Size.LIST, Weight.SEMIBOLD), ink)


def _badge(painter: QPainter, cell: QRect, face: ChangeFace) -> None:
    """Colour, shape and word."""
    mark, font = face.mark, theme.font(Size.TEXT, Weight.SEMIBOLD)
    wide = min(strokes.width_of(mark.text, font) + theme.ICON_SMALL + 2 * Space.CLOSE, cell.width())
    body = QRectF(cell.left(), cell.center().y() - 12, wide, 26)
    drawing.ground(painter, body, drawing.colour(mark.tone.soft), RADIUS_SMALL)
    inner = body.toRect().adjusted(Space.SNUG, 0, -Space.TIGHT, 0)
    strokes.put_icon(painter, inner.left(), inner, mark.icon, mark.tone.ink)
    strokes.write(painter, inner.adjusted(theme.ICON_SMALL + Space.TIGHT, 0, 0, 0), mark.text, font, mark.tone.ink)


def _field(painter: QPainter, area: QRect, field: FieldFace) -> None:
    quiet, strong = theme.font(Size.TEXT, tabular=True), theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True)
    first = QRect(area.left(), area.top(), LABEL - Space.CLOSE, FIELD)
    strokes.write(painter, first, field.label, quiet, Token.MUTED)
    room = area.adjusted(LABEL, 0, 0, 0)
    if not field.before:
        _paragraph(painter, room, field.after, strong, Token.INK)
    elif field.long:
        top = _paragraph(painter, room, field.before, quiet, Token.MUTED)
        below = room.adjusted(0, top, 0, 0)
        strokes.write(painter, QRect(below.left(), below.top(), ARROW, FIELD), "→", quiet, Token.MUTED)
        _paragraph(painter, below.adjusted(ARROW - Space.SNUG, 0, 0, 0), field.after, strong, Token.INK)
    else:
        half = (room.width() - ARROW) // 2
        took = strokes.write(painter, QRect(room.left(), room.top(), half, FIELD), field.before, quiet, Token.MUTED)
        # Prices stand below each other, from line to line.
        left = room.left() + max(took, BEFORE)
        strokes.write(painter, QRect(left, room.top(), ARROW, FIELD), "→", quiet, Token.MUTED)
        after = QRect(left + ARROW, room.top(), room.right() + 1 - left - ARROW, FIELD)
        strokes.write(painter, after, field.after, strong, Token.INK)


def _paragraph(painter: QPainter, area: QRect, text: str, font: QFont, ink: Token) -> int:
    """As many lines as it needs; returns their height."""
    painter.setFont(font)
    painter.setPen(drawing.colour(ink))
    height = _text_height(text, font, area.width())
    painter.drawText(QRect(area.left(), area.top() + Space.TIGHT, area.width(), height), WRAP, text)
    return height


def _text_height(text: str, font: QFont, width: int) -> int:
    told = QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), 10_000), WRAP, text).height()
    return max(told + Space.TIGHT, FIELD)


def _field_height(field: FieldFace, room: int) -> int:
    """`room`: the width of the values, beside the label."""
    quiet, strong = theme.font(Size.TEXT, tabular=True), theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True)
    if not field.before:
        return _text_height(field.after, strong, room)
    if not field.long:
        return FIELD
    after = _text_height(field.after, strong, room - ARROW + Space.SNUG)
    return _text_height(field.before, quiet, room) + after
