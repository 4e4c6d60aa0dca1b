"""Rooms and tables of the till for the portal: what would change, room by room, and which of the portal's own stay."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import ApproveProposal, DiscardProposal
from agent.domain.proposals import FloorProposal, ProposalState
from agent.texts import _, ngettext
from ui.alignment.asking import ask_to_publish
from ui.alignment.reads import FloorPart
from ui.alignment.room_card import RoomCard, RoomFace, faces_of, till_faces
from ui.alignment.stand import proposal_banner
from ui.components import Button, ButtonKind, Dialog, EmptyState, Text, TouchScroll
from ui.orders.room import READING_WIDTH
from ui.orders.spot import Spot
from ui.theme import Space, Tone


class FloorPage(QWidget):
    """`commanded(command)`, `read_wanted`: the till's rooms are to be read now."""

    commanded = Signal(object)
    read_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: FloorPart | None = None
        self._portal = ""
        self._unticked: set[str] = set()
        self.head = Spot()
        self.cards = Spot(spacing=0)
        self.publish_button = Button(_("Publish"), ButtonKind.PRIMARY, "send")
        self.discard_button = Button(_("Not now"))
        self._lay_out()
        self.publish_button.clicked.connect(self._ask)
        self.discard_button.clicked.connect(self._discard)

    @property
    def proposal(self) -> FloorProposal | None:
        return self._part.sheet.proposal if self._part is not None else None

    @property
    def without(self) -> frozenset[str]:
        """Rooms that a person unticked: they are not to stay on the portal."""
        known = self._part.portal_alone if self._part is not None else frozenset()
        return frozenset(self._unticked & known)

    def show_part(self, part: FloorPart, portal: str, zone: ZoneInfo) -> None:
        if (part, portal) == (self._part, self._portal):
            return
        self._part, self._portal = part, portal
        proposal = part.sheet.proposal
        parts: list[QWidget] = []
        if proposal is not None:
            banner = proposal_banner(proposal, _("Rooms and tables"), zone)
            banner.acted.connect(self.read_wanted)
            parts.append(banner)
        elif part.sheet.till_rooms:
            told = _("Nothing waits to be sent to {portal}. These are the till's rooms.").format(portal=portal)
            parts.append(Text(told, tone=Tone.NEUTRAL, wrap=True))
        self.head.fill(parts)
        faces = till_faces(part.sheet.till_rooms) if part.difference is None else faces_of(part)
        self.cards.fill(self._card(face) for face in faces)
        waits = proposal is not None and proposal.state is ProposalState.WAITING
        leaves = proposal is not None and proposal.state is ProposalState.APPROVED
        self._foot.setVisible(waits or leaves)
        self.publish_button.setVisible(waits)
        self._numbers.setText(", ".join(self.numbers()))
        self._stack.setCurrentWidget(self.reader if faces else self._never)

    def _lay_out(self) -> None:
        self.reader = TouchScroll()
        self.reader.column.setContentsMargins(0, 0, 0, Space.SNUG)
        self.reader.column.addWidget(self.cards)
        self.reader.column.addStretch(1)
        page = self.reader.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        self._never = EmptyState(
            "table",
            _("The till's rooms were not read yet"),
            _("They are read on demand, and shown here before anything is sent."),
            _("Read the rooms from the till"),
        )
        self._never.stepped.connect(self.read_wanted)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.reader)
        self._stack.addWidget(self._never)
        self._numbers = Text("", tone=Tone.NEUTRAL, tabular=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, Space.SNUG, 0, Space.BASE)
        foot.setSpacing(Space.CLOSE)
        foot.addWidget(self._numbers, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.publish_button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        above, below = QVBoxLayout(), QVBoxLayout()
        for layout, widget in ((above, self.head), (below, self._foot)):
            layout.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
            layout.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addLayout(above)
        column.addLayout(self._stack, 1)
        column.addLayout(below)

    def _card(self, face: RoomFace) -> RoomCard:
        waits = self.proposal is not None and self.proposal.state is ProposalState.WAITING
        card = RoomCard(face, self._portal, stays=face.code not in self._unticked, may_choose=waits)
        card.stays.connect(self._tick)
        return card

    def _tick(self, code: str, stays: bool) -> None:
        if stays:
            self._unticked.discard(code)
        else:
            self._unticked.add(code)
        self._numbers.setText(", ".join(self.numbers()))

    def numbers(self) -> tuple[str, ...]:
        """What will stand on the portal, and what goes."""
        proposal = self.proposal
        if proposal is None:
            return ()
        rooms = [room for room in proposal.wanted if room.code not in self.without]
        tables = sum(len(room.tables) for room in rooms)
        told = [
            ngettext("{count} room", "{count} rooms", len(rooms)).format(count=len(rooms)),
            ngettext("{count} table", "{count} tables", tables).format(count=tables),
        ]
        gone = len(self.without)
        if gone:
            told.append(ngettext("{count} room goes", "{count} rooms go", gone).format(count=gone))
        return tuple(told)

    def _ask(self) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        title = _("Publish rooms and tables on {portal}?").format(portal=self._portal)
        warning = _("They replace those that stand there now. Reservations keep their tables by code.")
        dialog = ask_to_publish(self.window(), title, (", ".join(self.numbers()),), warning)
        command = ApproveProposal(proposal.id, self.without)
        dialog.closed.connect(lambda sure: self.commanded.emit(command) if sure else None)
        self.question: Dialog = dialog
        dialog.open()

    def _discard(self) -> None:
        if self.proposal is not None:
            self.commanded.emit(DiscardProposal(self.proposal.id))
