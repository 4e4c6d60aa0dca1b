"""What the page is laid out with: a figure in large type, a chart with its words, the shares of a whole."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.components import Card, ElidedLabel, Text, drawing, paint_icon
from ui.statistics.figures import Figure
from ui.statistics.plot_view import PlotView
from ui.statistics.series import Series, Share
from ui.theme import Size, Space, Token, Tone, Weight

SHARE_LINE = 8
"""Pixels of the line below a share's words."""


class FigureCard(Card):
    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=Space.CLOSE)
        self.body.setSpacing(Space.HAIR)
        self._name = ElidedLabel(figure.name, Size.TEXT, Weight.SEMIBOLD, Token.MUTED)
        self._value = _Value()
        self._detail = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        self._change = _ChangeLine()
        for part in (self._name, self._value, self._detail, self._change):
            self.body.addWidget(part)
        self.show_figure(figure)

    def show_figure(self, figure: Figure) -> None:
        self.figure = figure
        self._name.set_text(figure.name)
        self._value.show_value(figure.value, figure.unit)
        self._detail.set_text(figure.detail)
        self._change.show_change(figure)
        self.setAccessibleName(figure.spoken)


class _Value(QWidget):
    """The number and, smaller, its unit; a number too wide for the card is written smaller."""

    def __init__(self) -> None:
        super().__init__()
        self._value = self._unit = ""
        self.setFixedHeight(int(QFontMetricsF(theme.font(Size.FIGURE, Weight.SEMIBOLD)).height()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_value(self, value: str, unit: str) -> None:
        self._value, self._unit = value, unit
        self.setToolTip(" ".join(part for part in (value, unit) if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        small = QFontMetricsF(theme.font(Size.TEXT))
        unit = small.horizontalAdvance(self._unit) + Space.TIGHT if self._unit else 0
        font = theme.font(Size.FIGURE, Weight.SEMIBOLD, tabular=True)
        if QFontMetricsF(font).horizontalAdvance(self._value) + unit > self.width():
            font = theme.font(Size.TITLE, Weight.SEMIBOLD, tabular=True)
        metrics = QFontMetricsF(font)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        value = metrics.elidedText(self._value, Qt.TextElideMode.ElideRight, self.width())
        painter.setFont(font)
        painter.setPen(drawing.colour(Token.INK))
        painter.drawText(0, round(base), value)
        left = metrics.horizontalAdvance(value) + Space.TIGHT
        painter.setFont(theme.font(Size.TEXT))
        painter.setPen(drawing.colour(Token.MUTED))
        told = small.elidedText(self._unit, Qt.TextElideMode.ElideRight, max(self.width() - left, 0))
        painter.drawText(round(left), round(base), told)
        painter.end()


class _ChangeLine(QWidget):
    """Sign, words and colour."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = ""
        self._tone = Tone.NEUTRAL
        self._text = ElidedLabel("", Size.TEXT, Weight.MEDIUM, tabular=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.ICON_SMALL + Space.TIGHT, 0, 0, 0)
        row.addWidget(self._text)

    def show_change(self, figure: Figure) -> None:
        change = figure.change
        self._icon = change.icon if change else ""
        self._tone = change.tone if change else Tone.NEUTRAL
        self._text.set_text(change.told if change else "")
        self._text.set_token(self._tone.ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        if not self._icon:
            return
        painter = drawing.begin(self)
        side = theme.ICON_SMALL
        square = QRectF(0, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._icon, drawing.colour(self._tone.ink), square)
        painter.end()


class ChartCard(Card):
    """The title and, beside it, what is told: of the highest point, or of the one that is pointed at."""

    def __init__(self, series: Series, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setSpacing(Space.SNUG)
        self._title = Text(series.title, Size.LIST, Weight.SEMIBOLD)
        self._told = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        self.view = PlotView(token)
        for part in (self._title, self._told, self.view):
            self.body.addWidget(part)
        self.view.pointed.connect(self._tell)
        self.show_series(series)

    @property
    def told(self) -> str:
        return self._told.text

    def show_series(self, series: Series) -> None:
        self.series = series
        self.view.show_series(series)

    def _tell(self, index: int | None) -> None:
        self._told.set_text(self.series.told if index is None else self.series.points[index].told)
        self._told.set_token(Token.MUTED if index is None else Token.INK)


class SharesCard(Card):
    """One line for each source: its name, its words, and how much of the whole it is."""

    def __init__(self, title: str, shares: tuple[Share, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setSpacing(Space.SNUG)
        self.body.addWidget(Text(title, Size.LIST, Weight.SEMIBOLD))
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.CLOSE)
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self._lines: list[_ShareLine] = []
        self.show_shares(shares)

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        while len(self._lines) < len(shares):
            line = _ShareLine()
            self._lines.append(line)
            self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(shares))
            if number < len(shares):
                line.show_share(shares[number])


class _ShareLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._part = 0.0
        self._name = ElidedLabel("", Size.TEXT, Weight.MEDIUM)
        self._told = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SHARE_LINE + Space.TIGHT)
        column.setSpacing(Space.HAIR)
        column.addWidget(self._name)
        column.addWidget(self._told)

    def show_share(self, share: Share) -> None:
        self._part = share.part
        self._name.set_text(share.name)
        self._told.set_text(share.told)
        self.setAccessibleName(f"{share.name}: {share.told}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        track = QRectF(0, self.height() - SHARE_LINE, self.width(), SHARE_LINE)
        drawing.ground(painter, track, drawing.colour(Token.SUNKEN), SHARE_LINE / 2)
        if self._part > 0:
            done = QRectF(track)
            done.setWidth(max(self._part * track.width(), SHARE_LINE))
            drawing.ground(painter, done, drawing.colour(Token.BRASS), SHARE_LINE / 2)
        painter.end()
