"""Paints one line of the history: time, order, what happened, who did it."""

from PySide6.QtCore import QObject, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent.sentences import word
from ui import theme
from ui.activity import happening as happenings
from ui.activity.happening import Happening
from ui.activity.model import HAPPENING, Index
from ui.components import drawing
from ui.orders import strokes
from ui.orders.house import House
from ui.theme import Size, Space, Token, Tone, Weight

HEIGHT = 44
TIME = 104
CODE = 72
GUEST = 176
ACTOR = 104


class HappeningDelegate(QStyledItemDelegate):
    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(480, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Happening = index.data(HAPPENING)
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            drawing.ground(painter, QRectF(area), drawing.colour(Token.BRASS_SOFT))
        elif state & QStyle.StateFlag.State_MouseOver and row.opens:
            drawing.ground(painter, QRectF(area), drawing.colour(Token.HOVER))
        self._cells(painter, area.adjusted(Space.CLOSE, 0, -Space.CLOSE, 0), row)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), drawing.colour(Token.LINE))
        painter.restore()

    def _cells(self, painter: QPainter, area: QRect, row: Happening) -> None:
        entry = row.entry
        zone = self._house.zone(entry.link)
        text, small = theme.font(Size.LIST), theme.font(Size.TEXT, tabular=True)
        left, top, height = area.left(), area.top(), area.height()
        when = happenings.time_text(entry, zone, self._house.now())
        strokes.write(painter, QRect(left, top, TIME, height), when, small, Token.MUTED)
        left += TIME
        strokes.write(
            painter, QRect(left, top, CODE, height), row.code, theme.font(Size.LIST, Weight.SEMIBOLD), Token.INK
        )
        left += CODE
        tone = happenings.tone_of(entry)
        strokes.put_icon(painter, left, area, happenings.icon_of(entry), tone.ink)
        left += theme.ICON_SMALL + Space.SNUG
        right = area.right() + 1
        strokes.write(
            painter, QRect(right - ACTOR, top, ACTOR, height), word(entry.actor), small, Token.MUTED, strokes.RIGHT
        )
        right -= ACTOR + Space.BASE
        if row.guest and right - left > GUEST * 2:
            strokes.write(painter, QRect(right - GUEST, top, GUEST, height), row.guest, small, Token.MUTED)
            right -= GUEST + Space.BASE
        ink = Token.INK if tone is not Tone.BAD else Token.BAD
        strokes.write(painter, QRect(left, top, right - left, height), happenings.told(entry, zone), text, ink)
