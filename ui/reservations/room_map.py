"""The room map: the till's rooms with their tables, as they are at one instant of the day."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _
from ui.components import Chip, FlowLayout, Text, TouchScroll
from ui.orders.house import House
from ui.orders.icon_label import IconLabel
from ui.orders.spot import Spot
from ui.reservations.day_reads import DayLeaf
from ui.reservations.plan import Seat
from ui.reservations.table_day import TableDay
from ui.reservations.table_tile import TableTile
from ui.reservations.tiles import RoomTiles, Tile, Use, tiles_of
from ui.reservations.time_stepper import TimeStepper, minutes_of
from ui.theme import Size, Space, Weight

DINNER = 20 * 60
"""Minutes since midnight at which a day is shown that is not today, and on which nothing is booked."""


class RoomMap(QWidget):
    opened = Signal(int)

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._leaf: DayLeaf | None = None
        self._now: datetime | None = None
        self._follows = True
        """Whether the instant that is shown is now."""
        self.tiles: dict[Seat, TableTile] = {}
        self.time = TimeStepper(_("At what time"), DINNER, compact=True)
        self.now_button = Chip(_("Now"), "clock", compact=True)
        self._told: dict[Use, IconLabel] = {}
        self._rooms = TouchScroll()
        self.day = Spot()
        self._shown: Seat | None = None
        self._told_day: Tile | None = None
        self._lay_out()

    @property
    def at(self) -> datetime | None:
        """The instant that is shown."""
        if self._leaf is None:
            return None
        if self._follows and self._now is not None:
            return self._now
        return self.time.instant(self._leaf.query.day, self._house.main_zone)

    def show_leaf(self, leaf: DayLeaf, now: datetime | None, *, anew: bool = False) -> None:
        """`now`: None on another day than today; `anew`: another day, not the same a little later."""
        self._leaf, self._now = leaf, now
        if anew:
            self._follows = now is not None
            self._shown = None
            first = leaf.begun(self._house.main_zone)[:1]
            minutes = minutes_of(first[0].starts_at, self._house.main_zone) if first else DINNER
            self._set_time(minutes_of(now, self._house.main_zone) if now else minutes)
        self.now_button.setEnabled(now is not None)
        self._fill()

    def show_now(self, now: datetime | None) -> None:
        """Time goes on."""
        self._now = now
        if self._follows and self._leaf is not None:
            self._fill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.CLOSE)
        head.addWidget(self.now_button)
        head.addWidget(self.time)
        head.addStretch(1)
        for use in Use:
            told = self._told[use] = IconLabel(use.icon, "", use.tone.ink, Size.TEXT)
            told.label.setWordWrap(False)
            told.label.set_tone(use.tone)
            head.addWidget(told, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rooms.column.setSpacing(Space.SNUG)
        self._rooms.column.setContentsMargins(0, 0, Space.SNUG, Space.BASE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.CLOSE)
        column.addLayout(head)
        column.addWidget(self._rooms, 1)
        column.addWidget(self.day)
        self.time.changed.connect(lambda _minutes: self._set_follows(False))
        self.now_button.clicked.connect(lambda: self._set_follows(True))

    def _set_follows(self, follows: bool) -> None:
        self._follows = follows and self._now is not None
        if self._leaf is not None:
            self._fill()

    def _set_time(self, minutes: int) -> None:
        self.time.blockSignals(True)
        self.time.set_value(minutes)
        self.time.blockSignals(False)

    def _fill(self) -> None:
        assert self._leaf is not None
        at, zone = self.at, self._house.main_zone
        assert at is not None
        if self._follows:
            self._set_time(minutes_of(at, zone))
        self.now_button.setChecked(self._follows)
        rooms = tiles_of(self._leaf.sittings, self._leaf.rooms, at, zone, self._leaf.found)
        every = [tile for room in rooms for tile in room.tiles]
        if [tile.seat for tile in every] == list(self.tiles):
            for tile in every:
                self.tiles[tile.seat].show_tile(tile)
        else:
            self._build(rooms)
        for use, told in self._told.items():
            count = sum(tile.use is use for tile in every)
            told.label.setText(f"{use.text}: {count}")
        self._show_day(next((tile for tile in every if tile.seat == self._shown), None))

    def _build(self, rooms: tuple[RoomTiles, ...]) -> None:
        column = self._rooms.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.tiles = {}
        for room in rooms:
            column.addWidget(Text(room.title, Size.LIST, Weight.SEMIBOLD))
            place = QWidget()
            flow = FlowLayout(place)
            for tile in room.tiles:
                made = self.tiles[tile.seat] = TableTile(tile)
                made.clicked.connect(lambda _on=False, seat=tile.seat: self._touched(seat))
                flow.addWidget(made)
            column.addWidget(place)
            column.addSpacing(Space.SNUG)
        column.addStretch(1)

    def _touched(self, seat: Seat) -> None:
        """The party of that table; where there are several, or none, they are told below."""
        parties = self.tiles[seat].tile.parties
        if len(parties) == 1:
            self._show_day(None)
            self.opened.emit(parties[0].id)
        else:
            self._show_day(self.tiles[seat].tile)

    def _show_day(self, tile: Tile | None) -> None:
        self._shown = tile.seat if tile else None
        if tile == self._told_day:
            # Made anew it would lose the keyboard each time the clock is looked at.
            return
        self._told_day = tile
        if tile is None:
            self.day.clear()
            return
        day = TableDay(tile, self._house.main_zone)
        day.opened.connect(self.opened)
        day.closed.connect(lambda: self._show_day(None))
        self.day.fill([day])
