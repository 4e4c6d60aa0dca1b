"""The statistics screen: days and link above, then the figures in large type, then the charts."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from agent.domain.failures import Failure
from agent.texts import N_, _
from ui.bridge import Bridge
from ui.components import EmptyState, ProgressLine, SaveForm
from ui.orders.house import House
from ui.orders.room import Room
from ui.statistics.figures import figures_of
from ui.statistics.file_name import file_name
from ui.statistics.page import StatisticsPage
from ui.statistics.reads import Leaf, read
from ui.statistics.series import series_of, shares_of
from ui.statistics.span_bar import SpanBar
from ui.statistics.spans import Span
from ui.theme import Space

GATHER = 2000
"""Milliseconds in which changes are gathered before everything is counted again: nobody decides by these figures."""

WIDER = {Span.TODAY: Span.WEEK, Span.WEEK: Span.MONTH, Span.THIS_MONTH: Span.LAST_MONTH}
"""What is proposed where nothing was counted."""


class StatisticsScreen(Room):
    title = N_("Statistics")
    icon = "statistics"
    key = "statistics"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.house = House(bridge.agent.links, bridge.agent.clock)
        self._ordering = {link.name for link in bridge.agent.links if link.policy is not None}
        self._booking = {link.name for link in bridge.agent.links if link.reservation_policy is not None}
        self.leaf: Leaf | None = None
        self._reading = False
        self._again = False
        self.bar = SpanBar(tuple(link.name for link in bridge.agent.links), self._today())
        self.page = StatisticsPage()
        self._progress = ProgressLine()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._lay_out()
        self._connect()

    @property
    def ready(self) -> bool:
        """What is shown is what was asked for."""
        return self.leaf is not None and not self._reading

    def enter(self) -> None:
        self._look()
        chosen = next(each for each in self.bar.spans.buttons() if each.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Both spans anew, off the face's thread; what is asked meanwhile is read after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._progress.begin()
        self.bar.set_today(self._today())
        work = partial(read, self.bridge.agent, self.bar.days, self.bar.earlier, self.bar.link)
        self.run(work, self._take, self._fail)

    def export(self) -> SaveForm | None:
        """Asks where to; None: nothing was counted yet."""
        if self.leaf is None:
            return None
        counted = self.leaf.now
        explained = _("A table with one line a day, for Excel or another spreadsheet. No guest's name is in it.")
        name = file_name(self.bar.days, self.bar.link)
        form = SaveForm(self.window(), _("Export the statistics"), explained, name)
        self.save_by(form, lambda file: self.bridge.agent.save_statistics(counted, file))
        return form

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "statistics",
            _("Nothing was sold, ordered or booked in these days"),
            _("What the till closes is counted here by itself, a few minutes later."),
            _("Show more days"),
        )
        self._stack = QStackedLayout()
        for part in (self.page, self.empty):
            self._stack.addWidget(part)
        above = QVBoxLayout()
        above.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        above.setSpacing(Space.SNUG)
        above.addWidget(self.bar)
        above.addWidget(self._progress)
        column = QVBoxLayout(self)
        # A card brings the room of its shadow: what has none stands as far in.
        column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        bridge = self.bridge
        for changed in (
            bridge.takings_changed,
            bridge.order_arrived,
            bridge.order_changed,
            bridge.reservation_heard,
            bridge.reservation_changed,
            bridge.clock_jumped,
        ):
            changed.connect(self._changed)
        self._gathering.timeout.connect(self._read_changed)
        self.bar.changed.connect(self.read)
        self.bar.export_wanted.connect(self.export)
        self.empty.stepped.connect(self._widen)

    def _take(self, leaf: Leaf) -> None:
        self._reading = False
        self._progress.end()
        if self._again:
            # Other days were chosen meanwhile: these are not shown below their names.
            self._again = False
            self.read()
            return
        self.leaf = leaf
        link = self.bar.link
        orders = bool(self._ordering) if link is None else link in self._ordering
        reservations = bool(self._booking) if link is None else link in self._booking
        self.page.show_figures(
            figures_of(leaf, orders=orders, reservations=reservations),
            series_of(leaf.now, orders=orders, reservations=reservations),
            shares_of(leaf.now, orders=orders, reservations=reservations),
        )
        wider = self.bar.span in WIDER
        self.empty.step.setText(_("Show more days") if wider else _("Look at the connections"))
        self.empty.step.updateGeometry()
        self._stack.setCurrentWidget(self.empty if leaf.empty else self.page)
        self.bar.export_button.setEnabled(not leaf.empty)

    def _fail(self, failure: Failure) -> None:
        self._reading = self._again = False
        self._progress.end()
        self.complain(failure)

    def _widen(self) -> None:
        """More days; where these were many, whether the till is read at all."""
        if self.bar.span in WIDER:
            self.bar.spans.set_current(WIDER[self.bar.span].name)
        else:
            self.screen_wanted.emit("connections")

    def _look(self) -> None:
        """The window shows the screen and enters it: that is one reading."""
        if not self._reading:
            self.read()

    def _changed(self, *_what: object) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _read_changed(self) -> None:
        if self.isVisible():
            self.read()

    def _today(self) -> date:
        return self.bridge.now().astimezone(self.house.main_zone).date()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
