"""The last menus that were sent: when, by whom, how many dishes; and the way back to each."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import FollowTill, GoBackToMenu
from agent.domain.orders import Actor
from agent.domain.proposals import MenuVersion
from agent.reading import MenuSheet
from agent.sentences import word
from agent.texts import _, format_instant, ngettext
from ui.alignment.stand import held_banner
from ui.components import Button, Card, EmptyState, StateBadge, Text, TouchScroll
from ui.orders.room import READING_WIDTH
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone, Weight


class VersionsPage(QWidget):
    """`commanded(GoBackToMenu | FollowTill)`: going back is itself a preview first."""

    commanded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: MenuSheet | None = None
        self.head = Spot()
        self.cards = Spot(spacing=0)
        scroll = TouchScroll()
        scroll.column.setContentsMargins(0, 0, 0, Space.WIDE)
        scroll.column.addWidget(self.cards)
        scroll.column.addStretch(1)
        page = scroll.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        self._empty = EmptyState(
            "history",
            _("No menu was sent yet"),
            _("The last ten menus that reach the portal are kept here, and each of them can come back."),
        )
        self._scroll = scroll
        self._stack = QStackedLayout()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        above = QVBoxLayout()
        above.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        above.addWidget(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addLayout(above)
        column.addLayout(self._stack, 1)

    def show_sheet(self, sheet: MenuSheet, zone: ZoneInfo) -> None:
        if sheet == self._sheet:
            return
        self._sheet = sheet
        self.head.clear()
        if sheet.held is not None:
            held = held_banner(sheet, zone)
            held.acted.connect(lambda: self.commanded.emit(FollowTill(sheet.link)))
            self.head.fill([held])
        self.cards.fill(
            self._card(version, zone, present=at == 0, held=version.id == sheet.held)
            for at, version in enumerate(sheet.versions)
        )
        self._stack.setCurrentWidget(self._scroll if sheet.versions else self._empty)

    def _card(self, version: MenuVersion, zone: ZoneInfo, *, present: bool, held: bool) -> Card:
        card = Card(padding=Space.CLOSE)
        row = QHBoxLayout()
        row.setSpacing(Space.BASE)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(Text(format_instant(version.sent_at, zone), Size.LIST, Weight.SEMIBOLD, tabular=True))
        words.addWidget(Text(" · ".join(told_of(version)), tone=Tone.NEUTRAL, tabular=True, wrap=True))
        row.addLayout(words, 1)
        if present:
            row.addWidget(StateBadge(Tone.GOOD, _("On the portal now")))
        if held and not present:
            row.addWidget(StateBadge(Tone.INFO, _("Held"), "history"))
        if not present:
            back = Button(_("Back to this one …"), icon_name="undo", compact=True)
            when = format_instant(version.sent_at, zone)
            back.setAccessibleName(_("Back to the menu of {instant}").format(instant=when))
            back.clicked.connect(lambda: self.commanded.emit(GoBackToMenu(version.id)))
            row.addWidget(back)
        card.body.addLayout(row)
        return card


def told_of(version: MenuVersion) -> tuple[str, ...]:
    """Who sent it, how many dishes it has, and whether it was an earlier one that came back."""
    count = version.dishes
    who = version.decided_by or Actor.AGENT
    told = [
        ngettext("{count} dish", "{count} dishes", count).format(count=count),
        _("by itself") if who is Actor.AGENT else word(who),
    ]
    if version.goes_back_to is not None:
        told.append(_("an earlier menu that came back"))
    return tuple(told)
