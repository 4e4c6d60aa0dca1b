"""The first page: what is to be joined to what."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.setting_up import PairOffer
from agent.texts import N_, _
from ui.components import OpeningCard, Text
from ui.theme import Size, Space, Tone, Weight

EXCHANGED: Mapping[str, str] = {
    "plateform_cassa_in_cloud": N_("Orders ring here and reach the till; the till's menu goes to the portal."),
    "plateform_passepartout": N_("Reservations reach the till; arrivals and sales go back to the portal."),
    "lasagna_tilby": N_("Reservations both ways, every field; menu, rooms and tables from the till."),
}


class PairPage(QWidget):
    chosen = Signal(object)
    """A `PairOffer`."""
    file_wanted = Signal()

    def __init__(self, offers: Sequence[PairOffer], *, welcome: bool) -> None:
        super().__init__()
        self.cards: dict[str, OpeningCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        if welcome:
            column.addWidget(Text(_("Which portal is to be joined to which till?"), Size.LIST, wrap=True))
        for offer in offers:
            card = OpeningCard(padding=Space.BASE)
            card.setAccessibleName(offer.title)
            card.body.setSpacing(Space.HAIR)
            card.body.addWidget(Text(offer.title, Size.LIST, Weight.SEMIBOLD))
            card.body.addWidget(Text(_(EXCHANGED.get(offer.pair, "")), tone=Tone.NEUTRAL, wrap=True))
            card.opened.connect(lambda offer=offer: self.chosen.emit(offer))
            self.cards[offer.pair] = card
            column.addWidget(card)
        column.addStretch(1)
