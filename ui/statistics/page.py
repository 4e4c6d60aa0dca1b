"""The figures and charts below each other, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from agent.texts import _
from ui.components import SHADOW, TouchScroll
from ui.statistics.cards import ChartCard, FigureCard, SharesCard
from ui.statistics.figures import Figure
from ui.statistics.series import Series, Share
from ui.theme import Space, Token

TOKENS = {
    "takings": Token.BRASS,
    "covers": Token.INFO,
    "hours": Token.BRASS,
    "no_shows": Token.BAD,
    "time": Token.WAITING,
}
"""One colour for one kind of thing; its title says which."""

FIGURE_WIDTH = 200
CHART_WIDTH = 400
"""Pixels that one needs at least, its shadow included."""


class StatisticsPage(TouchScroll):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: dict[str, FigureCard] = {}
        self.charts: dict[str, ChartCard] = {}
        self.shares = SharesCard(_("Takings by source"), ())
        self._above, self._below = QGridLayout(), QGridLayout()
        for grid in (self._above, self._below):
            grid.setSpacing(0)
            self.column.addLayout(grid)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.column.setContentsMargins(0, 0, 0, Space.SNUG)

    def show_figures(self, figures: Sequence[Figure], series: Sequence[Series], shares: tuple[Share, ...]) -> None:
        """Cards that stay are filled anew: what is pointed at and where the page stands is kept."""
        wanted = ([each.key for each in figures], [each.key for each in series])
        if wanted != (list(self.figures), list(self.charts)):
            self._make(figures, series)
        for figure in figures:
            self.figures[figure.key].show_figure(figure)
        for each in series:
            self.charts[each.key].show_series(each)
        self.shares.show_shares(shares)

    def _make(self, figures: Sequence[Figure], series: Sequence[Series]) -> None:
        for card in (*self.figures.values(), *self.charts.values()):
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self.figures = {each.key: FigureCard(each) for each in figures}
        self.charts = {each.key: ChartCard(each, TOKENS[each.key]) for each in series}
        self._arrange()

    def _arrange(self) -> None:
        room = self.viewport().width()
        _fill(self._above, list(self.figures.values()), _columns(room, FIGURE_WIDTH, len(self.figures)))
        charts: list[QWidget] = list(self.charts.values())
        # The shares stand beside the hours: both say where the same money came from.
        charts.insert(min(3, len(charts)), self.shares)
        _fill(self._below, charts, _columns(room, CHART_WIDTH, len(charts)))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._arrange()


def _columns(room: int, each: int, count: int) -> int:
    """As many as have room, so that the last line is as full as it can be."""
    most = max(min(room // each, count), 1)
    lines = -(-count // most) if count else 1
    return -(-count // lines) if count else 1


def _fill(grid: QGridLayout, cards: Sequence[QWidget], columns: int) -> None:
    while grid.count():
        grid.takeAt(0)
    for column in range(max(grid.columnCount(), columns)):
        grid.setColumnStretch(column, 1 if column < columns else 0)
        grid.setColumnMinimumWidth(column, SHADOW.left() + SHADOW.right() if column < columns else 0)
    for number, card in enumerate(cards):
        grid.addWidget(card, number // columns, number % columns)
        card.show()
