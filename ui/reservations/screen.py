"""The reservations screen: a day's list with its filters, what asks for a person on top, and the sheet of one."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, QLocale, QModelIndex, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import Command
from agent.domain.failures import Failure, Unavailable
from agent.reading import ReservationSheet
from agent.texts import N_, _, language, ngettext
from ui.bridge import Bridge
from ui.components import (
    Button,
    ButtonKind,
    Calendar,
    Dropdown,
    ElidedLabel,
    EmptyState,
    ProgressLine,
    SearchField,
    Segmented,
    Text,
)
from ui.orders.house import House
from ui.orders.room import Room
from ui.orders.side_sheet import WIDTH as PANEL
from ui.orders.submission import submit
from ui.reservations.face import RowFace
from ui.reservations.list_view import ReservationList
from ui.reservations.model import FACE, ReservationModel
from ui.reservations.panel import ReservationPanel
from ui.reservations.reads import MOST, Choice, Leaf, Query, Shift, read, waiting
from ui.theme import Size, Space, Token, Weight

BESIDE_FROM = 1240
"""Width of the screen from which the sheet stands beside the list and not over it."""

GATHER = 400
"""Milliseconds in which changes are gathered before the list is read again."""

PAUSE = 250
"""Milliseconds of silence on the keyboard before a search begins."""

SEARCH = 248
"""Pixels: the day stands beside it at the smallest window."""

ALL = ""


class ReservationsScreen(Room):
    title = N_("Reservations")
    icon = "reservations"
    key = "reservations"

    seen = Signal(int)
    """A person opened its sheet."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.house = House(bridge.agent.links, bridge.agent.clock)
        self._links = tuple(link.name for link in bridge.agent.links if link.reservation_policy is not None)
        self.query = Query(self._today())
        self.model = ReservationModel(self.house.zone, self)
        self.list = ReservationList(self.model)
        self.panel = ReservationPanel(self.house, self)
        self.search = SearchField(_("Name, phone or code"))
        self._progress = ProgressLine()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._typing = QTimer(self, interval=PAUSE, singleShot=True)
        self._reading = False
        self._again = False
        self._shown: Query | None = None
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        self._count()

    def enter(self) -> None:
        self.read()
        if self.panel.isHidden() and not self.search.hasFocus():
            self.list.setFocus()

    def read(self) -> None:
        """The list anew, off the face's thread; what is asked meanwhile is read after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._progress.begin()
        now = self.bridge.now()
        work = partial(read, self.bridge.agent, self.query, self.house.main_zone, self._links, now)
        self.run(work, self._take, self._fail)

    def show_reservation(self, reservation_id: int) -> None:
        """Opens its sheet, and its day below it."""
        sheet = self._sheet(reservation_id)
        if sheet is None:
            return
        zone = self.house.zone(sheet.reservation.link)
        self._look_at(sheet.reservation.booking.starts_at.astimezone(zone).date())
        self._show(sheet)
        self._tell_seen()

    def submit(self, command: Command) -> None:
        """Does what was pressed; what does not count is said in the sheet."""
        refused = submit(self.bridge, command)
        if refused is not None:
            self.panel.tell(refused)
        self._reread_sheet()
        self.read()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(Space.CLOSE)
        self._column.addLayout(self._days())
        self._column.addLayout(self._filters())
        self._column.addWidget(self._progress)
        self._empty = EmptyState(
            "reservations",
            _("No reservations"),
            _("Nothing is booked on this day. What a guest books comes by itself."),
        )
        self._nothing = EmptyState(
            "search",
            _("No reservation found"),
            _("Search by a part of the name, three digits of the phone, or the code; or choose less above."),
            _("Show the whole day"),
        )
        self._nothing.stepped.connect(self._widen)
        self._stack = QStackedLayout()
        for part in (self.list, self._empty, self._nothing):
            self._stack.addWidget(part)
        self._column.addLayout(self._stack, 1)
        self._place_panel()

    def _days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        back = Button("", ButtonKind.QUIET, "chevron-left", compact=True)
        back.setAccessibleName(_("The day before"))
        back.clicked.connect(lambda: self._look_at(self.query.day - timedelta(days=1)))
        on = Button("", ButtonKind.QUIET, "chevron-right", compact=True)
        on.setAccessibleName(_("The day after"))
        on.clicked.connect(lambda: self._look_at(self.query.day + timedelta(days=1)))
        self.today_button = Button(_("Today"), compact=True)
        self.today_button.clicked.connect(lambda: self._look_at(self._today()))
        self.tomorrow_button = Button(_("Tomorrow"), compact=True)
        self.tomorrow_button.clicked.connect(lambda: self._look_at(self._today() + timedelta(days=1)))
        self.calendar = Calendar(self)
        self.calendar.chosen.connect(self._look_at)
        self.calendar_button = Button("", ButtonKind.QUIET, "calendar", compact=True)
        self.calendar_button.setAccessibleName(_("Choose a day"))
        self.calendar_button.clicked.connect(
            lambda: self.calendar.come_down(self.calendar_button, self.query.day, self._today())
        )
        self._day = Text("", Size.TITLE, Weight.SEMIBOLD)
        for part in (back, on, self.calendar_button, self.today_button, self.tomorrow_button):
            row.addWidget(part)
        row.addSpacing(Space.SNUG)
        row.addWidget(self._day, 1)
        self.search.setMinimumWidth(SEARCH)
        self.search.setMaximumWidth(SEARCH)
        row.addWidget(self.search)
        return row

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        self.shifts = Segmented([(shift.name, _(shift.value)) for shift in Shift], compact=True)
        self.choices = Dropdown([(choice.name, _(choice.value)) for choice in Choice], _("Which states"))
        row.addWidget(self.shifts)
        row.addWidget(self.choices)
        # Names are as long as whoever set the program up likes.
        named = [(ALL, _("All links")), *((name, name) for name in self._links)]
        self.links = Dropdown(named, _("Which link"))
        self.links.setVisible(len(self._links) > 1)
        row.addWidget(self.links)
        self.sum = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        row.addWidget(self.sum, 1)
        return row

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.reservation_heard.connect(self._changed)
        bridge.reservation_changed.connect(self._changed)
        bridge.clock_jumped.connect(self._changed)
        self._gathering.timeout.connect(self._read_changed)
        self._typing.timeout.connect(self._narrow)
        self.shifts.chosen.connect(lambda _key: self._narrow())
        self.choices.chosen.connect(lambda _key: self._narrow())
        self.links.chosen.connect(lambda _key: self._narrow())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.list.opened.connect(self._open)
        self.panel.commanded.connect(self.submit)
        self.panel.closed.connect(self._panel_closed)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    def _look_at(self, day: date) -> None:
        self.query = Query(day, self.query.shift, self.query.choice, self.query.link, self.query.search)
        self.read()

    def _narrow(self) -> None:
        self.query = Query(
            self.query.day,
            Shift[self.shifts.current],
            Choice[self.choices.current],
            self.links.current or None,
            self.search.text().strip(),
        )
        self.read()

    def _take(self, leaf: Leaf) -> None:
        self._reading = False
        self._progress.end()
        if leaf.query == self.query:
            another = leaf.query != self._shown
            self._shown = leaf.query
            self.model.show_leaf(leaf, anew=another)
            if another:
                self._scroll()
            self._tell()
            self._count()
        if self._again or leaf.query != self.query:
            self._again = False
            self.read()

    def _fail(self, failure: Failure) -> None:
        self._reading = False
        self._progress.end()
        self.complain(failure)

    def _tell(self) -> None:
        day = QDate(self.query.day.year, self.query.day.month, self.query.day.day)
        told = QLocale(language()).toString(day, "dddd d MMMM")
        self._day.setText(_("All days") if self.query.search else told[:1].upper() + told[1:])
        days = self.query.day - self._today()
        self.today_button.setEnabled(days != timedelta(0))
        self.tomorrow_button.setEnabled(days != timedelta(days=1))
        count, covers = self.model.count, self.model.covers
        parties = ngettext("{count} reservation", "{count} reservations", count).format(count=count)
        told = _("{parties}, {covers} covers").format(parties=parties, covers=covers) if count else ""
        if self.model.whole >= MOST:
            told = _("Only the last {count} are shown").format(count=MOST)
        self.sum.set_text(told)
        narrowed = self.query != Query(self.query.day)
        empty = self._nothing if narrowed else self._empty
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else empty)

    def _scroll(self) -> None:
        """To the top; in what a search found, to what is still to come: a guest at the phone asks for that."""
        row = self.model.first_after(self.bridge.now() - timedelta(hours=1)) if self.query.search else None
        if row is None:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(self.model.index(row), ReservationList.ScrollHint.PositionAtTop)

    def _widen(self) -> None:
        """The whole day, without search and filters."""
        self.search.clear()
        self._typing.stop()
        for choice in (self.shifts, self.choices, self.links):
            choice.blockSignals(True)
        self.shifts.set_current(Shift.ALL.name)
        self.choices.set_current(Choice.ALL.name)
        self.links.set_current(ALL)
        for choice in (self.shifts, self.choices, self.links):
            choice.blockSignals(False)
        self._narrow()

    def _count(self) -> None:
        """The number on the rail: guests who wait for an answer, and what asks for a person."""
        self.run(partial(waiting, self.bridge.agent, self.bridge.now()), self.counted.emit)

    def _changed(self, *_what: object) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _read_changed(self) -> None:
        self._count()
        if self.isVisible():
            self.read()
            self._reread_sheet()

    def _open(self, index: QModelIndex) -> None:
        face: RowFace | None = index.data(FACE)
        sheet = self._sheet(face.id) if face is not None else None
        if sheet is not None:
            self._show(sheet)
            self._tell_seen()

    def _tell_seen(self) -> None:
        if self.isVisible() and self.panel.reservation_id is not None:
            self.seen.emit(self.panel.reservation_id)

    def _sheet(self, reservation_id: int) -> ReservationSheet | None:
        try:
            return self.bridge.agent.reservation(reservation_id)
        except Unavailable as unavailable:
            self.complain(unavailable.failure)
            return None

    def _show(self, sheet: ReservationSheet) -> None:
        self.panel.show_sheet(sheet, self.bridge.agent.rooms(sheet.reservation.link))
        self._place_panel()

    def _reread_sheet(self) -> None:
        if self.panel.reservation_id is not None and (sheet := self._sheet(self.panel.reservation_id)) is not None:
            self._show(sheet)

    def _panel_closed(self) -> None:
        self._place_panel()
        self.list.setFocus()

    def _today(self) -> date:
        return self.bridge.now().astimezone(self.house.main_zone).date()

    def _place_panel(self) -> None:
        """Beside the list where there is room for both, else over its right side."""
        beside = self.panel.isVisibleTo(self) and self.width() >= BESIDE_FROM
        self._column.setContentsMargins(Space.WIDE, Space.BASE, Space.WIDE + (PANEL if beside else 0), 0)
        self.panel.setGeometry(self.width() - PANEL, 0, PANEL, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
        # A sheet may have been opened before its window came up.
        self._tell_seen()
