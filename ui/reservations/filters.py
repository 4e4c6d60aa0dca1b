"""What is shown of the book: which view, which day, shift, states and link, and the search."""

from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

from PySide6.QtCore import QDate, QLocale, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import N_, _, language
from ui.components import (
    Button,
    ButtonKind,
    Calendar,
    Dropdown,
    ElidedLabel,
    SearchField,
    Segmented,
    Text,
)
from ui.reservations.reads import Choice, Query, Shift
from ui.theme import Size, Space, Token, Weight

PAUSE = 250
"""Milliseconds of silence on the keyboard before a search begins."""

SEARCH = 248
NARROW = 150
"""Pixels of the search: at the smallest window all filters stand beside it."""

ALL = ""


class View(Enum):
    LIST = N_("List")
    PLANNING = N_("Planning")
    MAP = N_("Rooms")


class Filters(QWidget):
    """`changed` when `query` or `view` is another one than before."""

    changed = Signal()

    def __init__(self, links: tuple[str, ...], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query = Query(today)
        self._today = today
        self.views = Segmented([(view.name, _(view.value)) for view in View], compact=True)
        self.search = SearchField(_("Name, phone or code"))
        self.shifts = Segmented([(shift.name, _(shift.value)) for shift in Shift], compact=True)
        self.choices = Dropdown([(choice.name, _(choice.value)) for choice in Choice], _("Which states"))
        # Names are as long as whoever set the program up likes.
        self.links = Dropdown([(ALL, _("All links")), *((name, name) for name in links)], _("Which link"))
        self.links.setVisible(len(links) > 1)
        self.today_button = Button(_("Today"), compact=True)
        self.tomorrow_button = Button(_("Tomorrow"), compact=True)
        self.calendar = Calendar(self)
        self.calendar_button = Button("", ButtonKind.QUIET, "calendar", compact=True)
        self._day = Text("", Size.TITLE, Weight.SEMIBOLD)
        self.sum = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        self._typing = QTimer(self, interval=PAUSE, singleShot=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.CLOSE)
        column.addLayout(self._days())
        column.addLayout(self._narrowing())
        self._connect()

    @property
    def view(self) -> View:
        return View[self.views.current]

    @property
    def narrowed(self) -> bool:
        """Less is shown than the whole day."""
        return self.query != Query(self.query.day)

    def look_at(self, day: date) -> None:
        self.query = replace(self.query, day=day)
        self.changed.emit()

    def widen(self) -> None:
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

    def tell(self, today: date, told: str) -> None:
        """What is shown, in words; `told`: how many they are."""
        self._today = today
        day = QDate(self.query.day.year, self.query.day.month, self.query.day.day)
        name = QLocale(language()).toString(day, "dddd d MMMM")
        everywhere = self.query.search and self.view is View.LIST
        self._day.setText(_("All days") if everywhere else name[:1].upper() + name[1:])
        days = self.query.day - today
        self.today_button.setEnabled(days != timedelta(0))
        self.tomorrow_button.setEnabled(days != timedelta(days=1))
        self.sum.set_text(told)

    def _days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        back = Button("", ButtonKind.QUIET, "chevron-left", compact=True)
        back.setAccessibleName(_("The day before"))
        back.clicked.connect(lambda: self.look_at(self.query.day - timedelta(days=1)))
        on = Button("", ButtonKind.QUIET, "chevron-right", compact=True)
        on.setAccessibleName(_("The day after"))
        on.clicked.connect(lambda: self.look_at(self.query.day + timedelta(days=1)))
        self.calendar_button.setAccessibleName(_("Choose a day"))
        for part in (back, on, self.calendar_button, self.today_button, self.tomorrow_button):
            row.addWidget(part)
        row.addSpacing(Space.SNUG)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._day)
        told.addWidget(self.sum)
        row.addLayout(told, 1)
        row.addWidget(self.views)
        return row

    def _narrowing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        for part in (self.shifts, self.choices, self.links):
            row.addWidget(part)
        # What the others leave is the search's, as far as it needs it.
        row.addStretch(1)
        self.search.setMinimumWidth(NARROW)
        self.search.setMaximumWidth(SEARCH)
        row.addWidget(self.search, 100)
        return row

    def _connect(self) -> None:
        self.today_button.clicked.connect(lambda: self.look_at(self._today))
        self.tomorrow_button.clicked.connect(lambda: self.look_at(self._today + timedelta(days=1)))
        self.calendar.chosen.connect(self.look_at)
        self.calendar_button.clicked.connect(
            lambda: self.calendar.come_down(self.calendar_button, self.query.day, self._today)
        )
        self._typing.timeout.connect(self._narrow)
        for choice in (self.shifts, self.choices, self.links):
            choice.chosen.connect(lambda _key: self._narrow())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.views.chosen.connect(lambda _key: self._switch())

    def _switch(self) -> None:
        # A table is taken whatever the state of its party: planning and rooms know no choice of states.
        self.choices.setVisible(self.view is View.LIST)
        self.changed.emit()

    def _narrow(self) -> None:
        self.query = Query(
            self.query.day,
            Shift[self.shifts.current],
            Choice[self.choices.current],
            self.links.current or None,
            self.search.text().strip(),
        )
        self.changed.emit()
