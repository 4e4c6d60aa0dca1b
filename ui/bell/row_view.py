"""The cards that are not open, one line each; a tap or Enter opens one."""

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from agent.texts import _
from ui import theme
from ui.bell.row_face import RowFace
from ui.bell.row_model import RowModel, RowRole
from ui.components import drawing, make_kinetic, paint_icon
from ui.theme import ICON, RADIUS, Size, Space, Token, Tone, Weight

ROW = 60
_STRIPE = 4
_RING = 24
_CODE = 84
_DUE = 150
LEAST_ROWS = 2.5


class RowView(QListView):
    opened = Signal(int)
    left_upwards = Signal()
    """The arrow key went beyond the first one."""

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Other orders that wait"))
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        make_kinetic(self.viewport())
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(RowRole.ORDER))

    def height_within(self, room: int) -> int:
        """All of them where there is room, else as many as fit, and a half to show that there are more."""
        count = 0 if self.isHidden() else self.model().rowCount()
        return round(min(count * ROW, max(room, min(count, LEAST_ROWS) * ROW)))

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and current.isValid():
            self._open(current)
        elif event.key() == Qt.Key.Key_Up and current.row() <= 0:
            self.left_upwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent, /) -> None:
        super().leaveEvent(event)
        self.viewport().update()


class RowDelegate(QStyledItemDelegate):
    """Paints a line; it is as cheap for forty as for one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        return QSize(320, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        face = cast(RowFace, index.data(RowRole.FACE))
        rect, state, view = option.rect, option.state, option.widget
        body = QRectF(rect).adjusted(0, 0, 0, -Space.TIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        drawing.ground(painter, body, drawing.colour(Token.HOVER if hover else Token.SURFACE))
        drawing.edge(painter, body, drawing.colour(Token.LINE))
        stripe = QRectF(body.left() + Space.SNUG, body.top() + Space.CLOSE, _STRIPE, body.height() - 2 * Space.CLOSE)
        drawing.ground(painter, stripe, drawing.colour(face.tone.ink), _STRIPE / 2)
        inner = body.toRect().adjusted(Space.SNUG + _STRIPE + Space.CLOSE, 0, -Space.BASE, 0)
        right = self._paint_aside(painter, face, inner)
        self._paint_facts(painter, face, inner.adjusted(0, 0, -right - Space.BASE, 0))
        if state & QStyle.StateFlag.State_HasFocus and isinstance(view, QWidget) and view.hasFocus():
            drawing.ring(painter, body, RADIUS)
        painter.restore()

    def _paint_facts(self, painter: QPainter, face: RowFace, room: QRect) -> None:
        code = theme.font(Size.TITLE, Weight.SEMIBOLD, tabular=True)
        self._write(painter, face.code, code, Token.INK, room)
        left = max(_CODE, QFontMetrics(code).horizontalAdvance(face.code) + Space.BASE)
        paint_icon(painter, face.kind_icon, drawing.colour(Token.MUTED), _square(room.left() + left, room))
        left += ICON + Space.SNUG
        due = theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True)
        width = QFontMetrics(due).horizontalAdvance(face.due)
        self._write(painter, face.due, due, Token.INK, room.adjusted(left, 0, 0, 0))
        left += max(_DUE - ICON, width + Space.BASE)
        self._write(painter, face.guest, theme.font(Size.LIST), Token.MUTED, room.adjusted(left, 0, 0, 0))

    def _paint_aside(self, painter: QPainter, face: RowFace, room: QRect) -> int:
        """At the right end; returns its width."""
        font = theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(face.aside)
        text = room.adjusted(room.width() - width - 1, 0, 1, 0)
        calm = face.tone in (Tone.BRASS, Tone.NEUTRAL)
        self._write(painter, face.aside, font, Token.INK if calm else face.tone.ink, text)
        side = _RING if face.share is not None else ICON
        square = QRectF(text.left() - Space.SNUG - side, room.center().y() - side / 2 + 0.5, side, side)
        if face.share is None:
            paint_icon(painter, face.aside_icon, drawing.colour(face.tone.ink), square)
        else:
            _paint_ring(painter, square, face.share, face.tone)
        return width + Space.SNUG + side

    def _write(self, painter: QPainter, text: str, font: QFont, token: Token, room: QRect) -> None:
        painter.setFont(font)
        painter.setPen(drawing.colour(token))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _square(left: int, room: QRect) -> QRectF:
    return QRectF(left, room.center().y() - ICON / 2 + 0.5, ICON, ICON)


def _paint_ring(painter: QPainter, square: QRectF, share: float, tone: Tone) -> None:
    inner = square.adjusted(2, 2, -2, -2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(drawing.colour(Token.SUNKEN), 4))
    painter.drawEllipse(inner)
    if share > 0:
        pen = QPen(drawing.colour(tone.ink), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(inner, 90 * 16, round(share * 360 * 16))
