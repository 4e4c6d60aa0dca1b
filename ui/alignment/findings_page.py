"""What does not fit, grouped by its cause; on top of it, what waits to be looked at before it is sent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from agent.domain.proposals import ProposalKind, ProposalState
from agent.texts import _
from ui.alignment.face import GroupFace
from ui.alignment.group_card import FOLDED, GroupCard
from ui.alignment.reads import Leaf
from ui.components import Banner, EmptyState, TouchScroll
from ui.orders.room import READING_WIDTH
from ui.orders.spot import Spot
from ui.theme import Space, Tone


class FindingsPage(QWidget):
    """`preview_wanted(link, kind)`, `compare_wanted`, `commanded(command)`."""

    preview_wanted = Signal(str, object)
    compare_wanted = Signal()
    commanded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[GroupFace, ...] | None = None
        self._unfolded: dict[tuple[str, str, str], int] = {}
        self._waits: tuple[tuple[str, ProposalKind], ...] = ()
        self.waiting = Spot()
        self.cards = Spot(spacing=0)
        self.reader = TouchScroll()
        self.reader.column.setContentsMargins(0, 0, 0, Space.WIDE)
        self.reader.column.addWidget(self.cards)
        self.reader.column.addStretch(1)
        page = self.reader.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        self._fits = EmptyState(
            "check-circle",
            _("Nothing to mend"),
            _("Prices, sales modes, options and tables of both sides fit together."),
        )
        self._never = EmptyState(
            "alignment",
            _("The two sides were not compared yet"),
            _("The comparison reads the till's menu and the portal's. It changes nothing."),
            _("Compare now"),
        )
        self._never.stepped.connect(self.compare_wanted)
        self._stack = QStackedLayout()
        for part in (self.reader, self._fits, self._never):
            self._stack.addWidget(part)
        above = QVBoxLayout()
        above.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        above.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addLayout(above)
        column.addLayout(self._stack, 1)

    def show_leaf(self, leaf: Leaf, link: str | None) -> None:
        groups = tuple(group for group in leaf.groups if link in (None, group.link))
        self._tell_waiting(leaf, link)
        if groups != self._groups:
            self._groups = groups
            self.cards.fill(self._card(group, named=len(leaf.links) > 1) for group in groups)
        compared = leaf.compared_at(link) is not None or not leaf.menus
        self._stack.setCurrentWidget(self.reader if groups else self._fits if compared else self._never)

    def _tell_waiting(self, leaf: Leaf, link: str | None) -> None:
        menus = [part.sheet.proposal for name, part in leaf.menus.items() if link in (None, name)]
        floors = [part.sheet.proposal for name, part in leaf.floors.items() if link in (None, name)]
        waits = tuple(
            (each.link, each.kind)
            for each in (*menus, *floors)
            if each is not None and each.state is ProposalState.WAITING
        )
        if waits != self._waits:
            self._waits = waits
            several = len(leaf.links) > 1
            self.waiting.fill(self._banner(name, kind, named=several) for name, kind in waits)

    def _banner(self, link: str, kind: ProposalKind, *, named: bool) -> Banner:
        title = _("A menu waits for you") if kind is ProposalKind.MENU else _("Rooms and tables wait for you")
        told = _("Nothing is sent before you have looked at what would change.")
        banner = Banner(Tone.WAITING, f"{link}: {title}" if named else title, told, "", _("Look at it"))
        banner.acted.connect(lambda: self.preview_wanted.emit(link, kind))
        return banner

    def _card(self, group: GroupFace, *, named: bool) -> GroupCard:
        card = GroupCard(group, self._unfolded.get(group.key, FOLDED), named=named)
        card.commanded.connect(self.commanded)
        card.unfolded.connect(lambda count: self._unfold(card, count))
        return card

    def _unfold(self, card: GroupCard, count: int) -> None:
        self._unfolded[card.group.key] = count
        card.show_articles(count)
