"""The reservations screen: list, planning and room map of a day, and the sheet of one reservation beside them."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import Command
from agent.domain.failures import Failure, Unavailable
from agent.reading import ReservationSheet
from agent.sentences import Sentence
from agent.texts import N_, _, ngettext
from ui.bridge import Bridge
from ui.components import EmptyState, ProgressLine
from ui.orders.house import House
from ui.orders.room import Room
from ui.orders.side_sheet import WIDTH as PANEL
from ui.orders.submission import submit
from ui.reservations.change import Change
from ui.reservations.day_reads import DayLeaf, read_around, read_day
from ui.reservations.day_view import DayView
from ui.reservations.face import RowFace
from ui.reservations.filters import Filters, View
from ui.reservations.list_view import ReservationList
from ui.reservations.model import FACE, ReservationModel
from ui.reservations.panel import ReservationPanel
from ui.reservations.panel_actions import why_fixed
from ui.reservations.reads import MOST, Leaf, Query, read, waiting
from ui.reservations.sittings import Sitting
from ui.theme import Space

BESIDE_FROM = 1240
"""Width of the screen from which the sheet stands beside the list and not over it."""

GATHER = 400
"""Milliseconds in which changes are gathered before the list is read again."""


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
        self.filters = Filters(self._links, self._today())
        self.model = ReservationModel(self.house.zone, self)
        self.list = ReservationList(self.model)
        self.day = DayView(self.house)
        self.panel = ReservationPanel(self.house, self)
        self._progress = ProgressLine()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._reading = False
        self._again = False
        self._shown: Query | None = None
        self._lay_out()
        self._connect()

    @property
    def query(self) -> Query:
        return self.filters.query

    def begin(self) -> None:
        self._count()

    def enter(self) -> None:
        self.read()
        if self.panel.isHidden() and not self.filters.search.hasFocus():
            self._focus()

    def read(self) -> None:
        """The day anew, off the face's thread; what is asked meanwhile is read after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._progress.begin()
        agent, zone = self.bridge.agent, self.house.main_zone
        if self.filters.view is View.LIST:
            work = partial(read, agent, self.query, zone, self._links, self.bridge.now())
            self.run(work, self._take, self._fail)
        else:
            self.run(
                partial(read_day, agent, self.query, zone, self._links, self.house.stay), self._take_day, self._fail
            )

    def show_reservation(self, reservation_id: int) -> None:
        """Opens its sheet, and its day below it."""
        sheet = self._sheet(reservation_id)
        if sheet is None:
            return
        zone = self.house.zone(sheet.reservation.link)
        self.filters.look_at(sheet.reservation.booking.starts_at.astimezone(zone).date())
        self._show(sheet)
        self._tell_seen()

    def submit(self, commands: tuple[Command, ...]) -> None:
        """Does what was pressed, one after the other; what does not count is said in the sheet, and ends it."""
        for command in commands:
            refused = submit(self.bridge, command)
            if refused is not None:
                self.panel.tell(refused)
                break
        self._reread_sheet()
        self.read()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(Space.CLOSE)
        self._column.addWidget(self.filters)
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
        self._stack = QStackedLayout()
        for part in (self.list, self._empty, self._nothing, self.day):
            self._stack.addWidget(part)
        self._column.addLayout(self._stack, 1)
        self._place_panel()

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.reservation_heard.connect(self._changed)
        bridge.reservation_changed.connect(self._changed)
        bridge.clock_jumped.connect(self._changed)
        self._gathering.timeout.connect(self._read_changed)
        self.filters.changed.connect(self.read)
        self._nothing.stepped.connect(self.filters.widen)
        self.list.opened.connect(self._open_row)
        self.day.opened.connect(self._open)
        self.day.proposed.connect(self._propose)
        self.day.held_fast.connect(self._tell_fixed)
        self.day.widened.connect(self.filters.widen)
        self.day.rooms_wanted.connect(lambda: self.screen_wanted.emit("connections"))
        self.panel.commanded.connect(self.submit)
        self.panel.changing.connect(self._show_change)
        self.panel.closed.connect(self._panel_closed)
        QShortcut(QKeySequence.StandardKey.Find, self, self.filters.search.setFocus)

    def _take(self, leaf: Leaf) -> None:
        if self._over(leaf.query, View.LIST):
            another = leaf.query != self._shown
            self._shown = leaf.query
            self.model.show_leaf(leaf, anew=another)
            if another:
                self._scroll()
            self._tell(self.model.count, self.model.covers, capped=self.model.whole >= MOST)
            empty = self._nothing if self.filters.narrowed else self._empty
            self._stack.setCurrentWidget(self.list if self.model.rowCount() else empty)
            self._count()

    def _take_day(self, leaf: DayLeaf) -> None:
        if self._over(leaf.query, View.PLANNING, View.MAP):
            begun = leaf.begun(self.house.main_zone)
            self._tell(len(begun), sum(sitting.covers for sitting in begun))
            self.day.show_leaf(leaf, self.filters.view)
            self._stack.setCurrentWidget(self.day)
            self._count()

    def _over(self, query: Query, *views: View) -> bool:
        """A look has ended: whether what it brought is still wanted. If not, or if more is asked, another begins."""
        self._reading = False
        self._progress.end()
        wanted = query == self.query and self.filters.view in views
        if self._again or not wanted:
            self._again = False
            self.read()
        return wanted

    def _fail(self, failure: Failure) -> None:
        self._reading = False
        self._progress.end()
        self.complain(failure)

    def _tell(self, count: int, covers: int, *, capped: bool = False) -> None:
        parties = ngettext("{count} reservation", "{count} reservations", count).format(count=count)
        told = _("{parties}, {covers} covers").format(parties=parties, covers=covers) if count else ""
        if capped:
            told = _("Only the last {count} are shown").format(count=MOST)
        self.filters.tell(self._today(), told)

    def _scroll(self) -> None:
        """To the top; in what a search found, to what is still to come: a guest at the phone asks for that."""
        row = self.model.first_after(self.bridge.now() - timedelta(hours=1)) if self.query.search else None
        if row is None:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(self.model.index(row), ReservationList.ScrollHint.PositionAtTop)

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
            if self.panel.form is not None:
                self._show_change(self.panel.form.change)

    def _open_row(self, index: QModelIndex) -> None:
        face: RowFace | None = index.data(FACE)
        if face is not None:
            self._open(face.id)

    def _open(self, reservation_id: int) -> None:
        sheet = self._sheet(reservation_id)
        if sheet is not None:
            self._show(sheet)
            self._tell_seen()

    def _propose(self, change: Change) -> None:
        """Drawn on the planning: asked in the sheet before anything is sent."""
        self._open(change.sheet.reservation.id)
        if self.panel.reservation_id == change.sheet.reservation.id:
            self.panel.begin_change(change)

    def _tell_fixed(self, reservation_id: int) -> None:
        """It was to be drawn elsewhere, and cannot be: its sheet says why, and so does a word in passing."""
        sheet = self._sheet(reservation_id)
        if sheet is None:
            return
        why = why_fixed(sheet, self.house) or _("It is over, or closed at the till: it stays where it is.")
        self.told.emit(Sentence(why, "", ""))

    def _show_change(self, change: Change | None) -> None:
        self.day.propose(change)
        if change is None:
            return
        link = change.sheet.reservation.link
        work = partial(read_around, self.bridge.agent, link, change.starts_at, self.house.stay)
        self.run(work, partial(self._show_neighbours, change))

    def _show_neighbours(self, change: Change, others: tuple[Sitting, ...]) -> None:
        self.panel.show_neighbours(change, others)

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
        self._focus()

    def _focus(self) -> None:
        """The keyboard goes to whatever is shown."""
        shown = self.list if self.filters.view is View.LIST else self.day.shown
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _today(self) -> date:
        return self.bridge.now().astimezone(self.house.main_zone).date()

    def _place_panel(self) -> None:
        """Beside the list where there is room for both, else over its right side."""
        beside = self.panel.isVisibleTo(self) and self.width() >= BESIDE_FROM
        self._column.setContentsMargins(Space.WIDE, Space.BASE, Space.WIDE + (PANEL if beside else 0), 0)
        self.panel.setGeometry(self.width() - PANEL, 0, PANEL, self.height())
        self.day.planning.cover(0 if beside or not self.panel.isVisibleTo(self) else PANEL - Space.WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
        # A sheet may have been opened before its window came up.
        self._tell_seen()
