"""Another time and other tables for a reservation, by finger, mouse or keyboard.

What it does on both sides is said as it is chosen; it is sent by one button, and by nothing else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.floor import Room
from agent.reading import ReservationSheet
from agent.texts import _, language
from ui.components import Banner, Button, ButtonKind, Calendar, Chip, FlowLayout, Text
from ui.orders.house import House
from ui.orders.spot import Spot
from ui.reservations.change import Change, effect_of, unchanged
from ui.reservations.face import table_codes
from ui.reservations.sittings import Sitting
from ui.reservations.time_stepper import TimeStepper, minutes_of
from ui.theme import Size, Space, Tone, Weight


class ChangeForm(QWidget):
    commanded = Signal(object)
    """A tuple of commands, in the order in which they are to be sent."""
    given_up = Signal()
    changed = Signal(object)
    """The `Change` that is chosen so far; its neighbours are to be told by `show_neighbours`."""

    def __init__(
        self, house: House, sheet: ReservationSheet, rooms: Sequence[Room], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._house = house
        self._zone = house.zone(sheet.reservation.link)
        self._rooms = rooms
        self._others: Sequence[Sitting] | None = None
        self.change = unchanged(sheet)
        self.chips: dict[str, Chip] = {}
        local = sheet.reservation.booking.starts_at.astimezone(self._zone)
        self._day = local.date()
        self.time = TimeStepper(_("At what time"), minutes_of(local, self._zone))
        self.calendar = Calendar(self)
        self.day_button = Button("", icon_name="calendar")
        self.effect = Spot()
        self.foot = QWidget()
        """What it does, and the button that sends it: always in sight, however many tables there are."""
        self.send = Button(_("Change it"), ButtonKind.PRIMARY, "check")
        self._lay_out(sheet)
        self._tell()

    def choose(self, change: Change) -> None:
        """What was drawn on the planning."""
        self._show(change)
        self.changed.emit(self.change)

    def show_sheet(self, sheet: ReservationSheet) -> None:
        """It changed meanwhile: what was chosen here stays, and what that does is said anew."""
        held = unchanged(sheet)
        starts_at = self.change.starts_at if self.change.moves else held.starts_at
        tables = self.change.tables if self.change.seats else held.tables
        self._show(Change(sheet, starts_at, tables))

    def show_neighbours(self, others: Sequence[Sitting]) -> None:
        """Who else is there around the time that was told last."""
        self._others = others
        self._tell()

    def _show(self, change: Change) -> None:
        local = change.starts_at.astimezone(self._zone)
        self._day = local.date()
        for part in (self.time, *self.chips.values()):
            part.blockSignals(True)
        self.time.set_value(minutes_of(local, self._zone))
        for code, chip in self.chips.items():
            chip.setChecked(code in change.tables)
        for part in (self.time, *self.chips.values()):
            part.blockSignals(False)
        self.change = change
        self._tell()

    def _lay_out(self, sheet: ReservationSheet) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        if sheet.may_move:
            column.addWidget(Text(_("When?"), Size.LIST, Weight.SEMIBOLD))
            row = QHBoxLayout()
            row.setSpacing(Space.SNUG)
            row.addWidget(self.time)
            row.addWidget(self.day_button, 1)
            column.addLayout(row)
        if sheet.may_set_table:
            column.addWidget(Text(_("Which table?"), Size.LIST, Weight.SEMIBOLD))
            self._lay_out_tables(column, table_codes(sheet.reservation))
        self._lay_out_foot()
        self.time.changed.connect(lambda _minutes: self._retime())
        self.day_button.clicked.connect(
            lambda: self.calendar.come_down(self.day_button, self._day, self._house.now().astimezone(self._zone).date())
        )
        self.calendar.chosen.connect(self._choose_day)

    def _lay_out_foot(self) -> None:
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(self.effect)
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        back = Button(_("Back"))
        row.addWidget(back)
        row.addWidget(self.send, 1)
        column.addLayout(row)
        back.clicked.connect(self.given_up)
        self.send.clicked.connect(lambda: self.commanded.emit(self.change.commands()))

    def _lay_out_tables(self, column: QVBoxLayout, held: Sequence[str]) -> None:
        for room in self._rooms:
            column.addWidget(Text(room.name, Size.TEXT, tone=Tone.NEUTRAL))
            place = QWidget()
            flow = FlowLayout(place)
            for table in room.tables:
                chip = Chip(_("{name} ({covers})").format(name=table.name, covers=table.covers), compact=True)
                chip.setAccessibleName(_("Table {name}, {covers} covers").format(name=table.name, covers=table.covers))
                chip.setChecked(table.code in held)
                chip.toggled.connect(lambda on, code=table.code: self._choose_table(code, on=on))
                self.chips[table.code] = chip
                flow.addWidget(chip)
            column.addWidget(place)
        if not self._rooms:
            column.addWidget(Text(_("The till has not told its tables yet."), tone=Tone.NEUTRAL, wrap=True))

    def _retime(self) -> None:
        held = self.change.sheet.reservation.booking.starts_at
        wanted = self.time.instant(self._day, self._zone)
        # Back at the minute that it has: the very instant, its seconds too, so that nothing is sent for them.
        local = held.astimezone(self._zone)
        same = local.date() == self._day and minutes_of(local, self._zone) == self.time.value
        self._become(replace(self.change, starts_at=held if same else wanted), moved=True)

    def _choose_day(self, day: date) -> None:
        self._day = day
        self._retime()

    def _choose_table(self, code: str, *, on: bool) -> None:
        kept = tuple(each for each in self.change.tables if each != code)
        self._become(replace(self.change, tables=(*kept, code) if on else kept), moved=False)

    def _become(self, change: Change, *, moved: bool) -> None:
        if moved:
            self._others = None
        self.change = change
        self._tell()
        self.changed.emit(change)

    def _tell(self) -> None:
        locale = QLocale(language())
        self.day_button.setText(locale.toString(QDate(self._day.year, self._day.month, self._day.day), "ddd d MMM"))
        link = self.change.sheet.reservation.link
        effect = effect_of(
            self.change,
            self._others or (),
            self._rooms,
            self._house.stay(link),
            self._house.portal(link),
            self._zone,
            self._house.now(),
        )
        # Until it is known who else is there, nothing may be promised, and nothing sent.
        self.send.setEnabled(bool(effect.told) and self._others is not None)
        told: list[QWidget] = []
        if effect.told:
            told.append(Text(effect.told, Size.LIST, Weight.MEDIUM, wrap=True))
        if effect.warnings:
            told.append(Banner(Tone.WAITING, effect.warnings[0], "\n".join(effect.warnings[1:])))
        self.effect.fill(told)
