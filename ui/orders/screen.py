"""The orders screen: the board with its four columns, the search in its place, and the sheet of one order."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent.domain.commands import Command
from agent.domain.failures import Failure, Unavailable
from agent.reading import OrderSheet
from agent.texts import N_, _
from ui.bridge import Bridge
from ui.components import SearchField
from ui.orders.board import Board
from ui.orders.board_view import BoardView
from ui.orders.columns import Column
from ui.orders.house import House
from ui.orders.order_panel import OrderPanel
from ui.orders.room import Room
from ui.orders.search_model import PAGE, Query, SearchModel
from ui.orders.search_view import SearchView
from ui.orders.sheet_actions import preset_minutes
from ui.orders.side_sheet import WIDTH as PANEL
from ui.orders.submission import submit
from ui.theme import Space

BESIDE_FROM = 1240
"""Width of the screen from which the sheet stands beside the columns and not over them."""

PAUSE = 250
"""Milliseconds of silence on the keyboard before a search begins."""


class OrdersScreen(Room):
    title = N_("Orders")
    icon = "orders"
    key = "orders"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._house = House(bridge.agent.links, bridge.agent.clock)
        self.board = Board(bridge.agent, self._house, self)
        self.found = SearchModel(self._house, self)
        self.search = SearchField(_("Search by code, name or phone"))
        self.columns = BoardView(self.board, self._house)
        self.results = SearchView(self.found, self._house)
        self.panel = OrderPanel(self._house, self)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        self._read_presets()
        self.read()

    def read(self) -> None:
        """Everything anew, off the face's thread."""
        self.run(self.board.first_read(), self._take)

    def enter(self) -> None:
        if self.panel.isHidden() and not self.search.hasFocus():
            self.columns.enter()

    def show_order(self, order_id: int) -> None:
        try:
            sheet = self.bridge.agent.order(order_id)
        except Unavailable as unavailable:
            self.complain(unavailable.failure)
            return
        if sheet is not None:
            self.panel.show_order(sheet)
            self.columns.mark(order_id)
            self._place_panel()

    def submit(self, command: Command) -> None:
        """Does what was pressed; what does not count is said in the sheet."""
        refused = submit(self.bridge, command)
        if refused is not None:
            self.panel.tell(refused)
        self._reread_sheet()

    def _lay_out(self) -> None:
        self.search.setFixedWidth(376)
        tools = QHBoxLayout()
        tools.addWidget(self.search)
        tools.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.columns)
        self._pages.addWidget(self.results)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(Space.BASE)
        self._column.addLayout(tools)
        self._column.addWidget(self._pages, 1)
        self._place_panel()

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.order_arrived.connect(self._order_changed)
        bridge.order_changed.connect(self._order_changed)
        bridge.pass_ended.connect(self._pass_ended)
        bridge.clock_jumped.connect(self.read)
        bridge.preferences_changed.connect(self._read_presets)
        self.board.counted.connect(lambda: self.counted.emit(self.board.count(Column.NEW)))
        self.board.trouble.connect(self.complain)
        self.board.ticked.connect(self.panel.tick)
        self.board.reread.connect(self.found.replace)
        self.columns.opened.connect(self.show_order)
        self.columns.connections_wanted.connect(lambda: self.screen_wanted.emit("connections"))
        self.results.found.opened.connect(self.show_order)
        self.panel.commanded.connect(self.submit)
        self.panel.closed.connect(self._panel_closed)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._search_now)
        self._pause.timeout.connect(self._search)
        self.found.wanted.connect(self._fetch)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    def _take(self, sheets: Sequence[OrderSheet]) -> None:
        self.board.take(sheets)
        self.columns.settle()

    def _order_changed(self, _link: str, order_id: int) -> None:
        self.board.order_changed(order_id)
        if order_id == self.panel.order_id:
            self._reread_sheet()

    def _pass_ended(self, _link: str) -> None:
        self.board.pass_ended()
        self._reread_sheet()

    def _reread_sheet(self) -> None:
        if self.panel.order_id is not None:
            self.show_order(self.panel.order_id)

    def _search_now(self) -> None:
        """Enter: into the list when it is there, else at once."""
        if self._pause.isActive():
            self._pause.stop()
            self._search()
        elif self._pages.currentWidget() is self.results:
            self.results.found.enter()

    def _search(self) -> None:
        text = self.search.text().strip()
        if not text:
            self._pages.setCurrentWidget(self.columns)
            return
        self._pages.setCurrentWidget(self.results)
        self.found.search(text)

    def _fetch(self, query: Query) -> None:
        agent = self.bridge.agent

        def failed(failure: Failure) -> None:
            self.found.fail(query)
            self.complain(failure)

        work = partial(agent.orders, search=query.text, limit=PAGE, before_id=query.before_id)
        self.run(work, partial(self.found.take, query), failed)

    def _read_presets(self) -> None:
        try:
            told = self.bridge.agent.preferences().get("preset_minutes")
        except Unavailable as unavailable:
            self.complain(unavailable.failure)
            return
        self.panel.set_presets(preset_minutes(told))

    def _panel_closed(self) -> None:
        self._place_panel()
        if self._pages.currentWidget() is self.results:
            self.results.found.enter()
        else:
            self.columns.enter()

    def _place_panel(self) -> None:
        """Beside the columns where there is room for both, else over the right ones."""
        beside = self.panel.isVisibleTo(self) and self.width() >= BESIDE_FROM
        right = Space.WIDE + (PANEL if beside else 0)
        self._column.setContentsMargins(Space.WIDE, Space.BASE, right, 0)
        self.panel.setGeometry(self.width() - PANEL, 0, PANEL, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.board.watch_clock(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.board.watch_clock(on=False)
