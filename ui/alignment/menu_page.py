"""The preview of one link's menu: why it waits, what would change, and the two ways on."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import ApproveProposal, DiscardProposal, FollowTill
from agent.domain.proposals import MenuProposal, ProposalState, WaitReason
from agent.texts import _
from ui.alignment.asking import ask_to_publish
from ui.alignment.changes import Sort, count_text
from ui.alignment.free_part import FreePart
from ui.alignment.list_view import ChangeList
from ui.alignment.model import ChangeModel
from ui.alignment.reads import MenuPart
from ui.alignment.stand import held_banner, proposal_banner
from ui.components import Button, ButtonKind, Dialog, EmptyState, SearchField, Segmented, Text
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone

PAUSE = 200
"""Milliseconds of silence on the keyboard before the list is narrowed."""

LEAST_SEARCH, SEARCH = 100, 260
"""Pixels: all kinds with large numbers stand beside it at the smallest window."""


class MenuPage(QWidget):
    """`commanded(command)`, `compare_wanted`."""

    commanded = Signal(object)
    compare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: MenuPart | None = None
        self._portal = ""
        self._told: object = None
        self.model = ChangeModel(self)
        self.list = ChangeList(self.model)
        self.head = Spot()
        self.free = Spot()
        self.sorts: Segmented | None = None
        self._sorts = Spot()
        self.search = SearchField(_("Dish or category"))
        self._typing = QTimer(self, interval=PAUSE, singleShot=True)
        self.publish_button = Button(_("Publish"), ButtonKind.PRIMARY, "send")
        self.discard_button = Button(_("Not now"))
        self._lay_out()
        self._typing.timeout.connect(self._narrow)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.publish_button.clicked.connect(self._ask)
        self.discard_button.clicked.connect(self._discard)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    @property
    def proposal(self) -> MenuProposal | None:
        return self._part.sheet.proposal if self._part is not None else None

    def show_part(self, part: MenuPart, portal: str, zone: ZoneInfo) -> None:
        """`portal`: its name, as people say it."""
        another = self.proposal is None or part.sheet.proposal is None or self.proposal.id != part.sheet.proposal.id
        self._part, self._portal = part, portal
        self.model.show_faces(part.faces)
        if another:
            self.list.scrollToTop()
        told = (part.sheet.proposal, part.sheet.held, part.sheet.link, part.free, zone)
        if told != self._told:
            self._told = told
            self._fill(part, zone)
        self._narrow()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(Space.CLOSE)
        tools.addWidget(self._sorts)
        tools.addStretch(1)
        self.search.setMinimumWidth(LEAST_SEARCH)
        self.search.setMaximumWidth(SEARCH)
        tools.addWidget(self.search, 100)
        self._tools = QWidget()
        self._tools.setLayout(tools)
        tools.setContentsMargins(0, 0, 0, 0)
        self._nothing = EmptyState("search", _("No dish found"), _("Search by a part of the name, or choose “All”."))
        self._same = EmptyState(
            "check-circle",
            _("Nothing waits to be sent"),
            _("What changes at the till is shown here before it reaches the portal."),
        )
        self._never = EmptyState(
            "alignment",
            _("The two sides were not compared yet"),
            _("The comparison reads the till's menu and the portal's. It changes nothing."),
            _("Compare now"),
        )
        self._never.stepped.connect(self.compare_wanted)
        self._stack = QStackedLayout()
        for part in (self.list, self._nothing, self._same, self._never):
            self._stack.addWidget(part)
        self._numbers = Text("", Size.TEXT, tone=Tone.NEUTRAL, tabular=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, Space.SNUG, 0, Space.BASE)
        foot.setSpacing(Space.CLOSE)
        foot.addWidget(self._numbers, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.publish_button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        column.setSpacing(Space.SNUG)
        for widget in (self.head, self.free, self._tools):
            column.addWidget(widget)
        column.addLayout(self._stack, 1)
        column.addWidget(self._foot)

    def _fill(self, part: MenuPart, zone: ZoneInfo) -> None:
        sheet, proposal = part.sheet, part.sheet.proposal
        parts: list[QWidget] = []
        if proposal is not None:
            banner = proposal_banner(proposal, _("Menu"), zone)
            banner.acted.connect(self.compare_wanted)
            parts.append(banner)
        if sheet.held is not None:
            held = held_banner(sheet, zone)
            held.acted.connect(lambda: self.commanded.emit(FollowTill(sheet.link)))
            parts.append(held)
        self.head.fill(parts)
        self.free.clear()
        if part.free:
            free = FreePart(sheet.link, part.free)
            free.commanded.connect(self.commanded)
            self.free.fill([free])
        self._fill_sorts()
        waits = proposal is not None and proposal.state is ProposalState.WAITING
        leaves = proposal is not None and proposal.state is ProposalState.APPROVED
        self._foot.setVisible(waits or leaves)
        self.publish_button.setVisible(waits)
        self._numbers.setText(", ".join(self.numbers()))

    def _fill_sorts(self) -> None:
        """How many of each, as the choice of what is shown."""
        chosen = Sort[self.sorts.current] if self.sorts is not None and self.sorts.current else Sort.ALL
        counts = self.model.counts
        choices = [(Sort.ALL.name, _(Sort.ALL.value).format(count=self.model.whole))]
        choices += [(sort.name, _(sort.value).format(count=count)) for sort, count in counts.items()]
        self.sorts = Segmented(choices, compact=True)
        if chosen in counts:
            self.sorts.set_current(chosen.name)
        self.sorts.chosen.connect(lambda _key: self._narrow())
        self._sorts.fill([self.sorts])

    def _narrow(self) -> None:
        sort = Sort[self.sorts.current] if self.sorts is not None and self.sorts.current else Sort.ALL
        self.model.narrow(sort, self.search.text().strip())
        if self.model.whole:
            shown: QWidget = self.list if self.model.rowCount() else self._nothing
        else:
            compared = self._part is not None and self._part.sheet.compared_at is not None
            shown = self._same if compared else self._never
        self._tools.setVisible(bool(self.model.whole))
        self._stack.setCurrentWidget(shown)

    def numbers(self) -> tuple[str, ...]:
        """`60 new`, `2 removed`: of the whole preview."""
        return tuple(count_text(sort, count) for sort, count in self.model.counts.items())

    def _ask(self) -> None:
        """Once, with the numbers: it overwrites what guests see."""
        proposal = self.proposal
        if proposal is None:
            return
        title = _("Publish this menu on {portal}?").format(portal=self._portal)
        dishes = _("{count} dishes will stand there").format(count=len(proposal.wanted.dishes))
        warning = _("Guests see it as soon as the portal has it.")
        if WaitReason.FIRST in proposal.reasons:
            warning = _("The menu that stands there now is overwritten. {more}").format(more=warning)
        dialog = ask_to_publish(self.window(), title, (", ".join(self.numbers()), dishes), warning)
        dialog.closed.connect(lambda sure: self.commanded.emit(ApproveProposal(proposal.id)) if sure else None)
        self.question: Dialog = dialog
        dialog.open()

    def _discard(self) -> None:
        if self.proposal is not None:
            self.commanded.emit(DiscardProposal(self.proposal.id))
