"""The connections screen: a card for each link."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.domain.commands import Command
from agent.domain.failures import Failure, Side, Unavailable
from agent.domain.ports import Account, Prerequisite
from agent.sentences import Sentence
from agent.texts import N_, _
from ui.bridge import Bridge
from ui.components import Button, TouchScroll
from ui.connections.link_card import LinkCard
from ui.connections.remove_dialog import RemoveDialog
from ui.connections.sides import SideTold
from ui.connections.synchronising import Synchronising
from ui.orders.room import READING_WIDTH, Room
from ui.orders.submission import submit
from ui.theme import Space

AGES_EVERY = 10_000


class Tested(Protocol):
    """What the façade answers for one side."""

    @property
    def side(self) -> Side: ...

    @property
    def account(self) -> Account | None: ...

    @property
    def failure(self) -> Failure | None: ...

    @property
    def prerequisites(self) -> tuple[Prerequisite, ...]: ...


class ConnectionsScreen(Room):
    title = N_("Connections")
    icon = "connections"
    key = "connections"

    set_up_wanted = Signal(object)
    """The link that is to be changed; None: a new one."""
    remove_wanted = Signal(str, bool, bool)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._links = {link.name: link for link in bridge.agent.links}
        self.cards: dict[str, LinkCard] = {}
        self._synchronising = Synchronising(bridge, self)
        self._ages = QTimer(self, interval=AGES_EVERY)
        scroll = TouchScroll()
        scroll.column.setContentsMargins(Space.BASE, Space.CLOSE, Space.BASE, Space.WIDE)
        scroll.column.setSpacing(Space.SNUG)
        for name, link in self._links.items():
            untried = [(link.manifest(side).title, link.manifest(side).never_tried_live) for side in Side]
            card = self.cards[name] = LinkCard(name, link.recipe.title, untried)
            card.test_wanted.connect(self.test)
            card.sync_wanted.connect(self._sync)
            card.commanded.connect(self._submit)
            card.change_wanted.connect(lambda link: self.set_up_wanted.emit(link))
            card.remove_wanted.connect(self._ask_to_remove)
            scroll.column.addWidget(card)
        self.add_button = Button(_("Join another portal"), icon_name="plus")
        self.add_button.clicked.connect(lambda: self.set_up_wanted.emit(None))
        scroll.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addStretch(1)
        page = scroll.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self._connect()

    def enter(self) -> None:
        self.read()

    def read(self) -> None:
        try:
            status = self.bridge.agent.status()
        except Unavailable as unavailable:
            self.complain(unavailable.failure)
            return
        now = self.bridge.agent.clock.now()
        for link in status.links:
            self.cards[link.name].show_status(link, now)

    def test(self, link: str) -> None:
        """Tries the credentials of both sides, off the face's thread."""
        self.cards[link].testing()
        self.run(partial(self.bridge.agent.test, link), partial(self._tested, link), partial(self._not_tested, link))

    def _ask_to_remove(self, link: str) -> None:
        asked = RemoveDialog(self.window(), link)
        asked.decided.connect(lambda data, secrets: self.remove_wanted.emit(link, data, secrets))
        asked.open()

    def _connect(self) -> None:
        self.bridge.link_changed.connect(self._changed)
        self.bridge.pass_ended.connect(self._changed)
        self.bridge.flow_progress.connect(self._show_progress)
        self._synchronising.ended.connect(self._sync_over)
        self._synchronising.ended.connect(self.told)
        self._synchronising.failed.connect(self._sync_over)
        self._synchronising.failed.connect(self.trouble)
        self._ages.timeout.connect(self._changed)
        self._ages.start()

    def _changed(self, *_link: object) -> None:
        if self.isVisible():
            self.read()

    def _show_progress(self, link: str, flow: str, done: int, whole: int | None) -> None:
        if link in self.cards:
            self.cards[link].show_progress(flow, done, whole)

    def _tested(self, link: str, tests: Sequence[Tested]) -> None:
        manifests = self._links[link].manifest
        told = [SideTold(manifests(test.side).title, test.account, test.failure, test.prerequisites) for test in tests]
        self.cards[link].show_tested(told)

    def _not_tested(self, link: str, failure: Failure) -> None:
        self.cards[link].show_tested(())
        self.complain(failure)

    def _sync(self, link: str) -> None:
        if self._synchronising.under_way:
            return
        self.cards[link].syncing(on=True)
        self._synchronising.begin(link)

    def _sync_over(self, _told: Sentence) -> None:
        for card in self.cards.values():
            card.syncing(on=False)
        self.read()

    def _submit(self, command: Command) -> None:
        refused = submit(self.bridge, command)
        if refused is not None:
            self.trouble.emit(refused)
        self.read()
