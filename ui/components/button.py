"""Buttons: one filled a card, the rest quiet; the destructive one is quiet too, since it asks or can be undone."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.pressable import Pressable
from ui.theme import COMPACT, TOUCH, Space, Token

_TURN_MS = 50
_TURN_DEGREES = 24
_PRESSED_BAD = 0.12


class ButtonKind(Enum):
    PRIMARY = "primary"  # filled with brass; one a card
    QUIET = "quiet"  # bordered
    DANGER = "danger"  # bordered, in the colour of what cannot be liked
    PLAIN = "plain"  # neither border nor ground until pointed at: toolbars, links


class Button(Pressable):
    """A button of 48 px, or of 40 when `compact`. Text, icon or both; alone, an icon needs an accessible name."""

    def __init__(
        self,
        text: str = "",
        kind: ButtonKind = ButtonKind.QUIET,
        icon_name: str | None = None,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon_name = icon_name
        self._compact = compact
        self._busy = False
        self._angle = 0
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN_MS)
        self._turning.timeout.connect(self._turn)
        size = theme.Size.TEXT if compact else theme.Size.LIST
        self.setFont(theme.font(size, theme.Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    @property
    def busy(self) -> bool:
        return self._busy

    def set_kind(self, kind: ButtonKind) -> None:
        self._kind = kind
        self.update()

    def set_icon(self, name: str | None) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_busy(self, busy: bool) -> None:
        """While busy it turns and cannot be pressed; it keeps its width."""
        self._busy = busy
        self.setEnabled(not busy)
        if busy and self.isVisible():
            self._turning.start()
        else:
            self._turning.stop()
        self.update()

    def _turn(self) -> None:
        self._angle = (self._angle + _TURN_DEGREES) % 360
        self.update()

    def _side(self) -> int:
        return theme.ICON_SMALL if self._compact and self.text() else theme.ICON

    def sizeHint(self) -> QSize:
        height = COMPACT if self._compact else TOUCH
        if not self.text():
            return QSize(height, height)
        padding = Space.BASE if self._compact else Space.WIDE - Space.TIGHT
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2 * padding
        if self._icon_name:
            width += self._side() + Space.SNUG
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent, /) -> None:
        if self._busy:
            self._turning.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._turning.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        ink = self._paint_ground(painter, body)
        self._paint_content(painter, body, ink)
        if self.ringed:
            inset = 3.0 if self._kind is ButtonKind.PRIMARY else 0.0
            token = Token.ON_BRASS if self._kind is ButtonKind.PRIMARY else Token.FOCUS
            drawing.ring(painter, body.adjusted(inset, inset, -inset, -inset), theme.RADIUS - inset, token)
        painter.end()

    def _paint_ground(self, painter: QPainter, body: QRectF) -> QColor:
        """Paints what lies below and returns the colour of what is written on it."""
        usable = self.isEnabled() or self._busy
        if self._kind is ButtonKind.PRIMARY:
            token = Token.BRASS_PRESSED if self.isDown() else Token.BRASS_HOVER if self.hovered else Token.BRASS
            drawing.ground(painter, body, drawing.colour(token if usable else Token.LINE))
            return drawing.colour(Token.ON_BRASS if usable else Token.MUTED)
        danger = self._kind is ButtonKind.DANGER
        if usable and (self.isDown() or self.hovered):
            soft = Token.BAD_SOFT if danger else Token.PRESSED if self.isDown() else Token.HOVER
            drawing.ground(painter, body, drawing.colour(soft))
            if danger and self.isDown():
                drawing.ground(painter, body, drawing.colour(Token.BAD, _PRESSED_BAD))
        elif usable and self._kind is not ButtonKind.PLAIN:
            drawing.ground(painter, body, drawing.colour(Token.RAISED))
        if self._kind is not ButtonKind.PLAIN:
            line = (
                Token.LINE if not usable else Token.BAD if danger and (self.hovered or self.isDown()) else Token.BORDER
            )
            drawing.edge(painter, body, drawing.colour(line))
        if not usable:
            return drawing.colour(Token.DISABLED)
        return drawing.colour(Token.BAD if danger else Token.INK)

    def _paint_content(self, painter: QPainter, body: QRectF, ink: QColor) -> None:
        side = self._side()
        has_icon = self._icon_name is not None or self._busy
        text_width = QFontMetrics(self.font()).horizontalAdvance(self.text()) if self.text() else 0
        gap = Space.SNUG if has_icon and text_width else 0
        left = (body.width() - (side if has_icon else 0) - gap - text_width) / 2
        if has_icon:
            square = QRectF(round(left), round((body.height() - side) / 2), side, side)
            if self._busy:
                self._paint_turning(painter, square, ink)
            elif self._icon_name:
                paint_icon(painter, self._icon_name, ink, square)
            left += side + gap
        painter.setPen(ink)
        painter.setFont(self.font())
        room = QRectF(left, 0, text_width + 1, body.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _paint_turning(self, painter: QPainter, square: QRectF, ink: QColor) -> None:
        inner = square.adjusted(2, 2, -2, -2)
        pen = QPen(ink, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(inner, -self._angle * 16, 270 * 16)
