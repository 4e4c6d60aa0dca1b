"""The day as planning or as room map, or the sentence that stands in their place."""

from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent.texts import _
from ui.components import EmptyState
from ui.orders.house import House
from ui.reservations.change import Change
from ui.reservations.day_reads import DayLeaf
from ui.reservations.filters import View
from ui.reservations.plan_view import PlanningView
from ui.reservations.reads import Query
from ui.reservations.room_map import RoomMap

BEAT = 30_000
"""Milliseconds between two looks at the clock: the line of now is never a minute behind."""


class DayView(QWidget):
    opened = Signal(int)
    proposed = Signal(object)
    held_fast = Signal(int)
    widened = Signal()
    """The whole day is wanted, without search and filters."""
    rooms_wanted = Signal()
    """No table is known: somebody goes to see why."""

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._leaf: DayLeaf | None = None
        self._shown: Query | None = None
        self.planning = PlanningView(house)
        self.map = RoomMap(house)
        self.no_rooms = EmptyState(
            "table",
            _("No tables are known yet"),
            _("They come from the till by themselves. If they stay away, look whether its link works."),
            _("Go to the connections"),
        )
        self.not_found = EmptyState(
            "search",
            _("Nobody of that name on this day"),
            _("Planning and rooms show one day; the list searches through all of them."),
            _("Show the whole day"),
        )
        self._stack = QStackedLayout(self)
        for part in (self.planning, self.map, self.no_rooms, self.not_found):
            self._stack.addWidget(part)
        self._beating = QTimer(self, interval=BEAT)
        self._beating.timeout.connect(self._beat)
        self._beating.start()
        for part in (self.planning, self.map):
            part.opened.connect(self.opened)
        self.planning.proposed.connect(self.proposed)
        self.planning.held_fast.connect(self.held_fast)
        self.not_found.stepped.connect(self.widened)
        self.no_rooms.stepped.connect(self.rooms_wanted)

    @property
    def shown(self) -> QWidget:
        current = self._stack.currentWidget()
        assert current is not None
        return current

    def show_leaf(self, leaf: DayLeaf, view: View) -> None:
        anew = self._shown is None or (self._shown.day, self._shown.shift) != (leaf.query.day, leaf.query.shift)
        self._leaf, self._shown = leaf, leaf.query
        now = self._now()
        self.planning.show_leaf(leaf, now, anew=anew)
        self.map.show_leaf(leaf, now, anew=anew)
        self._stack.setCurrentWidget(self._wanted(leaf, view))

    def propose(self, change: Change | None) -> None:
        self.planning.propose(change)

    def _wanted(self, leaf: DayLeaf, view: View) -> QWidget:
        if leaf.found is not None and not leaf.found & {sitting.id for sitting in leaf.sittings}:
            return self.not_found
        tables = any(room.tables for rooms in leaf.rooms.values() for room in rooms)
        # Who comes is shown on the planning though no table is known: all of them without one.
        if not tables and (view is View.MAP or not leaf.sittings):
            return self.no_rooms
        return self.map if view is View.MAP else self.planning

    def _now(self) -> datetime | None:
        """None: another day is shown."""
        assert self._leaf is not None
        now = self._house.now()
        day = now.astimezone(self._house.main_zone)
        # After midnight the evening goes on, on the planning of the day before.
        evening = (day - timedelta(hours=3)).date()
        return now if self._leaf.query.day in (day.date(), evening) else None

    def _beat(self) -> None:
        if self._leaf is not None and self.isVisible():
            self.planning.show_now(self._now())
            self.map.show_now(self._now())
