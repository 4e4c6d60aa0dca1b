"""What stands in the window: the rail with its screens, the bar with the health of the links, the banners below it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent.domain.failures import Failure, Unavailable
from agent.sentences import Sentence, sentence
from agent.texts import _
from ui.activity.screen import ActivityScreen
from ui.alignment.screen import AlignmentScreen
from ui.bridge import Bridge
from ui.components import Button, ProgressLine, Rail, ToastRow, TopBar
from ui.connections.attention import Attention
from ui.connections.pills import HealthPills
from ui.connections.screen import ConnectionsScreen
from ui.connections.synchronising import Synchronising
from ui.diagnosis.screen import DiagnosisScreen
from ui.orders.room import Room
from ui.orders.screen import OrdersScreen
from ui.reservations.screen import ReservationsScreen
from ui.settings.screen import SettingsScreen
from ui.statistics.screen import StatisticsScreen
from ui.theme import Tone

ROOMS: tuple[Callable[[Bridge], Room], ...] = (
    OrdersScreen,
    ReservationsScreen,
    AlignmentScreen,
    StatisticsScreen,
    ActivityScreen,
    ConnectionsScreen,
    SettingsScreen,
    DiagnosisScreen,
)
"""In the order of the rail. A new screen is a line here."""

AT_FOOT = (SettingsScreen.key, DiagnosisScreen.key)
AGES_EVERY = 10_000
"""Milliseconds between two looks at how long ago each link was read."""


class Interior(QWidget):
    """All that is translated: made anew when the language changes."""

    sound_wanted = Signal(object)
    face_examination_wanted = Signal(object)
    reservation_seen = Signal(int)
    set_up_wanted = Signal(object)
    remove_wanted = Signal(str, bool, bool)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rooms: dict[str, Room] = {}
        self._rail = Rail()
        self._bar = TopBar()
        self.pills = HealthPills()
        self.sync_button = Button(_("Synchronise now"), icon_name="sync", compact=True)
        self.attention = Attention()
        self._progress = ProgressLine()
        self._pages = QStackedWidget()
        self.toasts = ToastRow(self)
        self.synchronising = Synchronising(bridge, self)
        self._ages = QTimer(self, interval=AGES_EVERY)
        self._lay_out()
        for make in self._wanted():
            self._add(make(bridge))
        self._connect()
        self.open(next(iter(self._rooms)))
        self.read()

    @property
    def current(self) -> str:
        return self._rail.current

    def room(self, name: str) -> Room:
        return self._rooms[name]

    def open(self, name: str) -> None:
        """That screen; an unknown name changes nothing (a later version may have written it)."""
        if name in self._rooms:
            self._rail.set_current(name)
            self._show(name)

    def show_reservation(self, reservation_id: int) -> None:
        self.open(ReservationsScreen.key)
        reservations = self._rooms.get(ReservationsScreen.key)
        if isinstance(reservations, ReservationsScreen):
            reservations.show_reservation(reservation_id)

    def show_order(self, order_id: int) -> None:
        self.open(OrdersScreen.key)
        # An order of a link that is configured no more may be all that is left of them.
        orders = self._rooms.get(OrdersScreen.key)
        if isinstance(orders, OrdersScreen):
            orders.show_order(order_id)

    def read(self) -> None:
        """The health of the links, and how long ago each was read."""
        now = self._bridge.agent.clock.now()
        try:
            status = self._bridge.agent.status()
        except Unavailable as unavailable:
            self.tell_trouble(unavailable.failure)
            return
        self.pills.show_links(status.links, now)
        self.attention.show_status(status, now)

    def tell_trouble(self, failure: Failure) -> None:
        self.attention.tell(sentence(failure))

    def tell(self, told: Sentence) -> None:
        self.toasts.show_toast(Tone.GOOD, told.title)

    def _wanted(self) -> tuple[Callable[[Bridge], Room], ...]:
        """What no link has takes no place on the rail; a home without links shows everything."""
        links = self._bridge.agent.links
        idle: set[object] = set()
        if links and not any(link.policy is not None for link in links):
            idle.add(OrdersScreen)
        if links and not any(link.reservation_policy is not None for link in links):
            idle.add(ReservationsScreen)
        if links and not any(link.menu_rules is not None or link.publishes_floor for link in links):
            idle.add(AlignmentScreen)
        return tuple(make for make in ROOMS if make not in idle)

    def _lay_out(self) -> None:
        self._bar.add(self.pills)
        self._bar.add(self.sync_button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar)
        right.addWidget(self._progress)
        right.addWidget(self.attention)
        right.addWidget(self._pages, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)

    def _add(self, room: Room) -> None:
        self._rooms[room.key] = room
        self._pages.addWidget(room)
        self._rail.add(room.key, room.icon, _(room.title), at_foot=room.key in AT_FOOT)
        room.counted.connect(lambda count, key=room.key: self._rail.set_count(key, count))
        room.order_wanted.connect(self.show_order)
        room.reservation_wanted.connect(self.show_reservation)
        room.screen_wanted.connect(self.open)
        room.told.connect(self.tell)
        room.trouble.connect(self.attention.tell)
        if isinstance(room, ReservationsScreen):
            room.seen.connect(self.reservation_seen)
        if isinstance(room, ConnectionsScreen):
            room.set_up_wanted.connect(self.set_up_wanted)
            room.remove_wanted.connect(self.remove_wanted)
        if isinstance(room, SettingsScreen):
            room.sound_wanted.connect(self.sound_wanted)
        if isinstance(room, DiagnosisScreen):
            room.face_examination_wanted.connect(self.face_examination_wanted)
        room.begin()

    def _connect(self) -> None:
        self._rail.current_changed.connect(self._show)
        self._bridge.link_changed.connect(self.read)
        self._bridge.pass_ended.connect(self.read)
        self._ages.timeout.connect(self.read)
        self.pills.pressed.connect(lambda _link: self.open(ConnectionsScreen.key))
        self.attention.wanted.connect(self.open)
        self.sync_button.clicked.connect(lambda: self.synchronising.begin())
        self.synchronising.began.connect(self._sync_began)
        self.synchronising.ended.connect(self._sync_ended)
        self.synchronising.failed.connect(self._sync_failed)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self.synchronising.begin)
        for number, key in enumerate(self._rooms, start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda key=key: self.open(key))

    def _show(self, name: str) -> None:
        room = self._rooms[name]
        self._bar.set_title(_(room.title))
        self.attention.on_screen(name)
        self._pages.setCurrentWidget(room)
        room.enter()

    def _sync_began(self) -> None:
        self.attention.forget()
        self.sync_button.set_busy(True)
        self._progress.begin()

    def _sync_ended(self, told: Sentence) -> None:
        self._sync_over()
        self.tell(told)

    def _sync_failed(self, told: Sentence) -> None:
        self._sync_over()
        self.attention.tell(told)

    def _sync_over(self) -> None:
        self._progress.end()
        self.sync_button.set_busy(False)
        self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()
