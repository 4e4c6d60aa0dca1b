"""The activity screen: what is parked on top, below it the history with its filters."""

from functools import partial

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import Command
from agent.domain.failures import Failure, Unavailable
from agent.texts import N_, _
from ui.activity.happening import Happening, Kind
from ui.activity.history_list import HistoryList
from ui.activity.model import HAPPENING, ActivityModel, Want
from ui.activity.parked import ParkedList, ParkedRow
from ui.activity.reads import Filter, read_leaf, read_newer
from ui.bridge import Bridge
from ui.components import Banner, EmptyState, ProgressLine, Segmented
from ui.orders.house import House
from ui.orders.room import Room
from ui.orders.spot import Spot
from ui.orders.submission import submit
from ui.theme import Space, Tone

GATHER = 400
"""Milliseconds in which changes are gathered before the top of the history is read again."""

ALL = ""


class ActivityScreen(Room):
    title = N_("Activity")
    icon = "activity"
    key = "activity"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        house = House(bridge.agent.links, bridge.agent.clock)
        self.model = ActivityModel(house, self)
        self.list = HistoryList(self.model, house)
        self.parked = ParkedList()
        self._refusal = Spot()
        self._progress = ProgressLine()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._link: str | None = None
        self._kind: Kind | None = None
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        self._read_parked()

    def enter(self) -> None:
        self._read_parked()
        if self.model.rowCount():
            self._read_newer()
        else:
            self._narrow()
        self.list.setFocus()

    def _lay_out(self) -> None:
        self._empty = EmptyState(
            "activity",
            _("Nothing happened yet"),
            _("Every order, every decision and every answer of the two sides is written here, with its instant."),
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        below = QVBoxLayout()
        below.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        below.setSpacing(Space.SNUG)
        below.addWidget(self._refusal)
        below.addLayout(self._filters())
        below.addWidget(self._progress)
        below.addLayout(self._stack, 1)
        column = QVBoxLayout(self)
        # A card brings the room of its shadow: what has none stands as far in.
        column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(self.parked)
        column.addLayout(below, 1)

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.BASE)
        names = [link.name for link in self.bridge.agent.links]
        if len(names) > 1:
            self._links = Segmented([(ALL, _("All links")), *((name, name) for name in names)], compact=True)
            self._links.chosen.connect(self._choose_link)
            row.addWidget(self._links)
        self.kinds = Segmented([(ALL, _("Everything")), *((kind.name, _(kind.value)) for kind in Kind)], compact=True)
        self.kinds.chosen.connect(self._choose_kind)
        row.addWidget(self.kinds)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        bridge = self.bridge
        arrivals = (bridge.order_arrived, bridge.reservation_heard)
        for changed in (*arrivals, bridge.order_changed, bridge.reservation_changed):
            changed.connect(self._changed)
        bridge.link_changed.connect(self._changed)
        self._gathering.timeout.connect(self._read_changed)
        self.model.wanted.connect(self._fetch)
        self.model.settled.connect(self._settle)
        self.list.clicked.connect(self._open)
        self.list.entered_row.connect(self._open)
        self.parked.commanded.connect(self.submit)
        self.parked.opened.connect(self.order_wanted)
        self.parked.reservation_opened.connect(self.reservation_wanted)

    def submit(self, command: Command) -> None:
        """Retry or resolve; what does not count is said on top of the list."""
        refused = submit(self.bridge, command)
        self._refusal.clear()
        if refused is not None:
            self._refusal.fill([Banner(Tone.BAD, refused.title, refused.message, refused.remedy)])
        self._read_parked()

    def _choose_link(self, key: str) -> None:
        self._link = key or None
        self._narrow()

    def _choose_kind(self, key: str) -> None:
        self._kind = Kind[key] if key else None
        self._narrow()

    def _narrow(self) -> None:
        self.model.narrow(Filter(self._link, self._kind))

    def _changed(self, *_what: object) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _read_changed(self) -> None:
        self._read_parked()
        if self.isVisible():
            self._read_newer()

    def _fetch(self, want: Want) -> None:
        def failed(failure: Failure) -> None:
            self.model.fail(want)
            self.complain(failure)

        self._progress.begin()
        work = partial(read_leaf, self.bridge.agent, want.filter, want.before_id)
        self.run(work, partial(self.model.take, want), failed)

    def _read_newer(self) -> None:
        work = partial(read_newer, self.bridge.agent, self.model.filter, self.model.newest)
        self.run(work, partial(self.model.add_newer, self.model.turn))

    def _read_parked(self) -> None:
        agent = self.bridge.agent
        try:
            rows = agent.parked()
            sheets = {row.id: agent.order(row.order_id) for row in rows if row.order_id is not None}
            booked = {row.id: agent.reservation(row.reservation_id) for row in rows if row.reservation_id is not None}
        except Unavailable as unavailable:
            self.complain(unavailable.failure)
            return
        told = []
        for row in rows:
            sheet = sheets.get(row.id)
            portal = sheet.order.portal if sheet else None
            found = booked.get(row.id)
            if portal is not None:
                told.append(ParkedRow(row, portal.code, portal.customer.name))
            elif found is not None:
                record = found.reservation.portal or found.reservation.pos
                code = record.said.code if record else ""
                told.append(ParkedRow(row, code, found.reservation.booking.guest.name))
            else:
                told.append(ParkedRow(row))
        self.parked.show_rows(told)
        self.counted.emit(len(rows))

    def _settle(self) -> None:
        self._progress.end()
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else self._empty)

    def _open(self, index: QModelIndex) -> None:
        row: Happening | None = index.data(HAPPENING)
        if row is None:
            return
        if row.entry.order_id is not None:
            self.order_wanted.emit(row.entry.order_id)
        elif row.entry.reservation_id is not None:
            self.reservation_wanted.emit(row.entry.reservation_id)
