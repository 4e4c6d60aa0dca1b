"""One table on the room map."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import Pressable, drawing
from ui.components.icons import paint_icon
from ui.orders import strokes
from ui.reservations.tiles import Tile, Use
from ui.theme import ICON_SMALL, RADIUS, Size, Space, Token, Weight

WIDE, TALL = 164, 108
LINE = 21
FAINT = 0.4


class TableTile(Pressable):
    """Its name and places, what it is at the instant that is shown, by colour, sign and word."""

    def __init__(self, tile: Tile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = tile
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_tile(tile)

    def show_tile(self, tile: Tile) -> None:
        self.tile = tile
        self.setAccessibleName(tile.spoken)
        self.setToolTip(tile.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, TALL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        tile, body = self.tile, QRectF(self.rect())
        free = tile.use is Use.FREE
        if not tile.found:
            painter.setOpacity(FAINT)
        ground = Token.PRESSED if self.isDown() else Token.HOVER if self.hovered else Token.RAISED
        drawing.ground(painter, body, drawing.colour(ground if free else tile.use.tone.soft))
        line = Token.BAD if tile.clash else Token.BORDER if free else tile.use.tone.ink
        drawing.edge(painter, body, drawing.colour(line), width=2 if tile.clash or not free else 1)
        inner = self.rect().adjusted(Space.CLOSE, Space.SNUG, -Space.CLOSE, -Space.SNUG)
        first = QRect(inner.left(), inner.top(), inner.width(), LINE + Space.TIGHT)
        small = theme.font(Size.TEXT, tabular=True)
        right = inner.right() + 1
        if tile.covers:
            number = str(tile.covers)
            right -= strokes.width_of(number, small)
            strokes.write(painter, QRect(right, first.top(), 40, first.height()), number, small, Token.MUTED)
            right -= ICON_SMALL + Space.TIGHT
            strokes.put_icon(painter, right, first, "covers", Token.MUTED)
        if tile.clash:
            right -= ICON_SMALL + Space.SNUG
            square = QRectF(right, first.top() + (first.height() - ICON_SMALL) / 2, ICON_SMALL, ICON_SMALL)
            paint_icon(painter, "warning", drawing.colour(Token.BAD), square)
        name = QRect(first.left(), first.top(), right - first.left() - Space.TIGHT, first.height())
        strokes.write(painter, name, tile.name, theme.font(Size.LIST, Weight.SEMIBOLD), Token.INK)
        second = QRect(inner.left(), first.bottom() + 1, inner.width(), LINE)
        strokes.put_icon(painter, second.left(), second, tile.use.icon, tile.use.tone.ink)
        words = second.adjusted(ICON_SMALL + Space.TIGHT, 0, 0, 0)
        said = tile.when if tile.when else tile.use.text
        strokes.write(painter, words, said, theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True), tile.use.tone.ink)
        third = QRect(inner.left(), second.bottom() + 1, inner.width(), LINE)
        strokes.write(painter, third, tile.who, theme.font(Size.TEXT, Weight.MEDIUM), Token.INK)
        fourth = QRect(inner.left(), third.bottom() + 1, inner.width(), LINE)
        strokes.write(painter, fourth, tile.then, small, Token.MUTED)
        if self.ringed:
            drawing.ring(painter, body, RADIUS)
        painter.end()
