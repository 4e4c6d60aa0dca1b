"""The open cards that remind: follow at the till, start preparing, and what happened while this PC was off."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.domain.commands import AcknowledgeOrder
from agent.domain.waiting import TillDemand
from agent.sentences import word
from agent.texts import N_, _, format_time, ngettext
from ui.bell.alarm import told_of
from ui.bell.content import Content, foot
from ui.bell.decide import LEAST_LINES
from ui.bell.faces import OrderFace, due_text, guest_name
from ui.bell.order_head import OrderHead, Sign
from ui.bell.order_lines import OrderLines
from ui.bell.pieces import Fitted, words
from ui.components import Button, ButtonKind, Hairline, Text
from ui.theme import ICON_LARGE, Size, Space, Tone, Weight

WHY = {
    TillDemand.ACCEPT: N_("Accepted here; at the till it still is new. The kitchen prints when the till accepts it."),
    TillDemand.REJECT: N_("Rejected here; at the till it still is new. Reject it there, so that nobody makes it."),
    TillDemand.STOP: N_("The guest does not get it any more, but at the till it goes on. Stop it there."),
    TillDemand.CLOSE: N_("Closed here; the till has not printed its document yet. Close it there."),
}


class TillContent(Content):
    def __init__(self, card: Card, face: OrderFace) -> None:
        super().__init__()
        assert card.demand is not None
        self.column.addLayout(_headline("till", word(card.demand), _(WHY[card.demand])))
        self.column.addWidget(Hairline())
        self.column.addWidget(OrderHead(face))
        self.look_button = Button(_("Done: look again"), icon_name="sync")
        self.look_button.clicked.connect(lambda: self._look(card.order.link))
        self.column.addLayout(foot([], [self.look_button]))

    def _look(self, link: str) -> None:
        self.look_button.set_busy(busy=True)
        self.sync_wanted.emit(link)

    def looked(self) -> None:
        """The look is over; the card is still here."""
        self.look_button.set_busy(busy=False)


class PrepareContent(Content):
    def __init__(self, card: Card, face: OrderFace, zone: ZoneInfo) -> None:
        super().__init__()
        promised = card.order.promised_at or card.order.portal.due_at
        title = _("Time to start {code}").format(code=face.code)
        self.column.addLayout(
            _headline("kitchen", title, _("It must be ready at {time}.").format(time=format_time(promised, zone)))
        )
        self.column.addWidget(Hairline())
        self.column.addWidget(OrderHead(face))
        lines = Fitted(LEAST_LINES)
        lines.column.addWidget(OrderLines(face))
        self.column.addWidget(lines, 1)
        self.read_button = Button(_("We start"), ButtonKind.PRIMARY, "check")
        self.read_button.clicked.connect(lambda: self._ask(AcknowledgeOrder(card.order.id)))
        self.column.addLayout(foot([], [self.read_button]))


class MissedContent(Content):
    """All of them on one card, read with one press."""

    def __init__(self, cards: Sequence[Card], zones: Sequence[ZoneInfo], now: datetime) -> None:
        super().__init__()
        title = ngettext(
            "{count} order ended while this PC was off", "{count} orders ended while this PC was off", len(cards)
        ).format(count=len(cards))
        self.column.addLayout(_headline("history", title, _("The guests know. There is nothing left to decide.")))
        self.column.addWidget(Hairline())
        table = Fitted(LEAST_LINES)
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.BASE)
        grid.setVerticalSpacing(Space.SNUG)
        grid.setColumnStretch(3, 1)
        for row, (card, zone) in enumerate(zip(cards, zones, strict=True)):
            grid.addWidget(Text(card.order.portal.code, Size.LIST, Weight.BOLD, tabular=True), row, 0)
            grid.addWidget(words(due_text(card.order, zone, now), wrap=False, tabular=True), row, 1)
            grid.addWidget(words(guest_name(card.order), wrap=False), row, 2)
            grid.addWidget(words(told_of(card.order.notices[0]).title, tone=Tone.NEUTRAL), row, 3)
        table.column.addWidget(rows)
        self.column.addWidget(table, 1)
        self.read_button = Button(_("I have read it"), ButtonKind.PRIMARY, "check")
        self.read_button.clicked.connect(lambda: self._ask(*(AcknowledgeOrder(card.order.id) for card in cards)))
        self.column.addLayout(foot([], [self.read_button]))


def _headline(icon_name: str, title: str, message: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.BASE)
    sign = QVBoxLayout()
    sign.addWidget(Sign(icon_name, Tone.BRASS, ICON_LARGE + Space.SNUG))
    sign.addStretch(1)
    row.addLayout(sign)
    column = QVBoxLayout()
    column.setSpacing(Space.TIGHT)
    column.addWidget(Text(title, Size.TITLE, Weight.SEMIBOLD, wrap=True))
    column.addWidget(words(message))
    row.addLayout(column, 1)
    return row
