"""The foot of a reservation's sheet: what can be done from here, and the question before what cannot be taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from agent.sentences import word
from agent.texts import _
from ui.components import Button, ButtonKind, Text
from ui.orders.house import House
from ui.reservations.face import SIGNS
from ui.theme import Size, Space, Tone, Weight

S = ReservationState

ASKED = frozenset({S.REJECTED, S.NO_SHOW, S.CANCELLED})
"""The guest may be told, and a table is given away: asked once more before it is sent."""

MESSAGE_LENGTH = 300


class Actions(QWidget):
    chosen = Signal(object)
    """A `ReservationState`."""
    change_wanted = Signal()

    def __init__(self, sheet: ReservationSheet, fixed: str, parent: QWidget | None = None) -> None:
        """`fixed`: why its time or its table is not changed from here; empty: nothing to say."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        for at, state in enumerate(sheet.actions[:1]):
            column.addWidget(self._action(state, ButtonKind.PRIMARY if at == 0 else ButtonKind.QUIET))
        rest = [
            self._action(state, ButtonKind.DANGER if state in ASKED else ButtonKind.QUIET)
            for state in sheet.actions[1:]
        ]
        if sheet.may_move or sheet.may_set_table:
            text = _("Table …") if not sheet.may_move else _("Time, table …")
            change = Button(text, icon_name="table")
            change.clicked.connect(self.change_wanted)
            rest.append(change)
        for first in range(0, len(rest), 2):
            row = QHBoxLayout()
            row.setSpacing(Space.SNUG)
            for button in rest[first : first + 2]:
                row.addWidget(button, 1)
            column.addLayout(row)
        if fixed:
            column.addWidget(Text(fixed, Size.TEXT, tone=Tone.NEUTRAL, wrap=True))

    def _action(self, state: ReservationState, kind: ButtonKind) -> Button:
        button = Button(action_text(state), kind, SIGNS[state][1])
        button.clicked.connect(lambda: self.chosen.emit(state))
        return button


class Question(QWidget):
    """Once more, in place of the buttons: nothing covers the screen."""

    answered = Signal(str)
    """Yes, with the words for the guest."""
    given_up = Signal()

    def __init__(self, state: ReservationState, *, tells: bool, parent: QWidget | None = None) -> None:
        """`tells`: words from here reach the guest."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        asked = _("{action}: are you sure?").format(action=action_text(state))
        column.addWidget(Text(asked, Size.LIST, Weight.SEMIBOLD))
        self.words = QLineEdit(maxLength=MESSAGE_LENGTH)
        self.words.setPlaceholderText(_("Words for the guest, if you like"))
        self.words.setAccessibleName(_("Words for the guest"))
        if tells:
            column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        back = Button(_("Back"))
        back.clicked.connect(self.given_up)
        sure = Button(action_text(state), ButtonKind.DANGER, SIGNS[state][1])
        sure.clicked.connect(lambda: self.answered.emit(self.words.text().strip()))
        row.addWidget(back)
        row.addWidget(sure, 1)
        column.addLayout(row)


def why_fixed(sheet: ReservationSheet, house: House) -> str:
    """Why its time or its table is not changed from here, where the pair is the reason."""
    held = sheet.reservation
    rules, portal = house.seating(held.link), house.portal(held.link)
    if held.closed_pair or held.booking.state is None or held.booking.state.over:
        return ""
    if not rules.move and not rules.tables:
        form = _("The time is changed on {portal}, the table at the till: neither is taken from here.")
    elif not rules.move:
        form = _("The time is changed on {portal}: it is not taken from here.")
    elif not rules.tables:
        form = _("The table is chosen at the till: it is not taken from here.")
    else:
        return ""
    return form.format(portal=portal)


def action_text(state: ReservationState) -> str:
    """What a press on it does."""
    told = {
        S.CONFIRMED: _("Confirm"),
        S.REJECTED: _("Decline"),
        S.WAITLISTED: _("To the waiting list"),
        S.TABLE_READY: _("The table is ready"),
        S.ARRIVED: _("The guest is here"),
        S.SEATED: _("Seated at the table"),
        S.COMPLETED: _("The guest has left"),
        S.NO_SHOW: _("Did not come"),
    }
    return told.get(state) or word(state)
