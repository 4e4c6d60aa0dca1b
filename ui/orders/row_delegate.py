"""Paints an order found by the search as one wide row: state, code, guest, phone, day, total."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent.reading import OrderSheet
from agent.texts import format_instant
from ui import theme
from ui.components import drawing
from ui.orders import strokes
from ui.orders.card_model import SHEET
from ui.orders.face import KIND_ICONS, face_of
from ui.orders.house import House
from ui.theme import Size, Space, Token, Weight

Index = QModelIndex | QPersistentModelIndex

HEIGHT = 56
CODE = 96
TIME = 104
TOTAL = 96
STATE = 176


class RowDelegate(QStyledItemDelegate):
    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(480, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet: OrderSheet = index.data(SHEET)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            drawing.ground(painter, QRectF(area), drawing.colour(Token.BRASS_SOFT))
        elif state & QStyle.StateFlag.State_MouseOver:
            drawing.ground(painter, QRectF(area), drawing.colour(Token.HOVER))
        self._cells(painter, area.adjusted(Space.CLOSE, 0, -Space.CLOSE, 0), sheet)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), drawing.colour(Token.LINE))
        painter.restore()

    def _cells(self, painter: QPainter, area: QRect, sheet: OrderSheet) -> None:
        order = sheet.order
        face = face_of(sheet, self._house, self._house.now())
        text = theme.font(Size.LIST)
        figures = theme.font(Size.LIST, tabular=True)
        left, top, height = area.left(), area.top(), area.height()
        strokes.put_icon(painter, left, area, KIND_ICONS[face.kind], Token.MUTED, theme.ICON)
        left += theme.ICON + Space.SNUG
        strokes.write(
            painter, QRect(left, top, CODE, height), face.code, theme.font(Size.LIST, Weight.SEMIBOLD), Token.INK
        )
        left += CODE
        when = format_instant(order.portal.due_at, self._house.zone(order.link))
        strokes.write(painter, QRect(left, top, TIME, height), when, figures, Token.MUTED)
        left += TIME
        right = area.right() + 1
        strokes.put_mark(painter, QRect(right - STATE, top, STATE, height), face.asks or face.state)
        right -= STATE + Space.BASE
        strokes.write(painter, QRect(right - TOTAL, top, TOTAL, height), face.total, figures, Token.INK, strokes.RIGHT)
        right -= TOTAL + Space.BASE
        phone = order.portal.customer.phone or ""
        taken = strokes.width_of(phone, figures)
        if taken and right - left - taken > 160:
            strokes.write(painter, QRect(right - taken, top, taken, height), phone, figures, Token.MUTED)
            right -= taken + Space.BASE
        strokes.write(painter, QRect(left, top, right - left, height), face.name, text, Token.INK)
