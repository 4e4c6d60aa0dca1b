"""The sheet of one reservation: the guest, what both sides say, what can be done from here."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.domain.commands import RecreateReservation, SetReservationState
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.failures import Side
from agent.domain.floor import Room
from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from agent.sentences import Sentence, sentence, sentence_of, word
from agent.texts import _
from ui.components import Banner, Button, ButtonKind, Hairline, StateBadge, Text, TouchScroll
from ui.orders.house import House
from ui.orders.icon_label import IconLabel
from ui.orders.side_sheet import SHADE, SideSheet
from ui.orders.spot import Spot
from ui.orders.troubles import TroublePart, TroubleTold
from ui.reservations.face import SIGNS, guest_of, names_of, state_of, tables_of, when_text
from ui.reservations.panel_parts import BothSides, ConflictPart, Consumption, TableChoice, TimeLine
from ui.theme import Size, Space, Tone, Weight

S = ReservationState

ASKED = frozenset({S.REJECTED, S.NO_SHOW, S.CANCELLED})
"""The guest may be told, and a table is given away: asked once more before it is sent."""

MESSAGE_LENGTH = 300


class ReservationPanel(SideSheet):
    """`show_sheet` may be called as often as it changes: a question that is open stays open."""

    commanded = Signal(object)
    closed = Signal()

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._sheet: ReservationSheet | None = None
        self._rooms: tuple[Room, ...] = ()
        self.asked: ReservationState | None = None
        """What a person is asked about once more."""
        self.choosing_table = False
        self.words = QLineEdit(maxLength=MESSAGE_LENGTH)
        self._lay_out()
        self.hide()

    @property
    def reservation_id(self) -> int | None:
        return self._sheet.reservation.id if self._sheet else None

    def show_sheet(self, sheet: ReservationSheet, rooms: tuple[Room, ...]) -> None:
        another = self.reservation_id != sheet.reservation.id
        if another:
            self.asked, self.choosing_table = None, False
            self._refusal.clear()
        if another or sheet != self._sheet or rooms != self._rooms:
            form = self.asked, self.choosing_table and rooms == self._rooms
            self._sheet, self._rooms = sheet, rooms
            if self.asked is not None and self.asked not in sheet.actions:
                self.asked = None
            self.choosing_table = self.choosing_table and sheet.may_set_table
            busy = self.asked is not None or self.choosing_table
            self._fill(keep_place=not another, keep_form=busy and form == (self.asked, self.choosing_table))
        self.show()
        self.raise_()
        if another:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, told: Sentence) -> None:
        """Why what was pressed did not count."""
        self._refusal.fill([Banner(Tone.BAD, told.title, told.message, told.remedy)])

    def close_sheet(self) -> None:
        self._sheet, self.asked, self.choosing_table = None, None, False
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._guest = Text("", Size.TITLE, Weight.SEMIBOLD, wrap=True)
        self._state = StateBadge(Tone.NEUTRAL, "")
        self._when = Text("", Size.LIST, Weight.SEMIBOLD, tabular=True, wrap=True)
        self._phone = Text("", Size.TITLE, Weight.SEMIBOLD, tabular=True)
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = Button("", ButtonKind.PLAIN, "close", compact=True)
        close.setAccessibleName(_("Close the sheet"))
        close.clicked.connect(self.close_sheet)
        first = QHBoxLayout()
        first.setSpacing(Space.CLOSE)
        first.addWidget(self._guest, 1)
        first.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(Space.CLOSE)
        second.addWidget(self._state)
        second.addWidget(self._when, 1)
        head = QVBoxLayout()
        head.setContentsMargins(Space.BASE, Space.SNUG, Space.SNUG, Space.CLOSE)
        head.setSpacing(Space.SNUG)
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self._phone)
        self._asking, self._form, self._content = Spot(), Spot(), Spot(spacing=Space.CLOSE)
        self.reader = TouchScroll()
        self.reader.column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, Space.BASE)
        self.reader.column.setSpacing(Space.CLOSE)
        for part in (self._form, self._asking, self._content):
            self.reader.column.addWidget(part)
        self.reader.column.addStretch(1)
        self._refusal, self._foot = Spot(), Spot()
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.BASE, Space.CLOSE, Space.BASE, Space.CLOSE)
        foot.setSpacing(Space.SNUG)
        foot.addWidget(self._refusal)
        foot.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SHADE + 1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Hairline())
        whole.addWidget(self.reader, 1)
        whole.addWidget(Hairline())
        whole.addLayout(foot)

    def _fill(self, *, keep_place: bool, keep_form: bool = False) -> None:
        """`keep_form`: what a person is writing or choosing stays as it is."""
        assert self._sheet is not None
        held = self._sheet.reservation
        zone, names = self._house.zone(held.link), names_of(self._rooms)
        self.setAccessibleName(_("Reservation of {guest}").format(guest=guest_of(held.booking)))
        self._guest.setText(guest_of(held.booking))
        mark = state_of(held)
        self._state.show_state(mark.tone, mark.text, mark.icon)
        parts = [when_text(held.booking.starts_at, zone), _("{count} covers").format(count=held.booking.covers)]
        if held.booking.stay:
            parts.append(_("{count} min").format(count=held.booking.stay))
        self._when.setText(", ".join(parts))
        self._phone.setText(held.booking.guest.phone or "")
        self._phone.setVisible(bool(held.booking.guest.phone))
        if keep_form and self.choosing_table:
            return
        place = self.reader.verticalScrollBar().value()
        self._fill_asking(names)
        self._form.clear()
        self._content.fill(self._told(names))
        self.reader.verticalScrollBar().setValue(place if keep_place else 0)
        if not keep_form:
            self._fill_foot()

    def _fill_asking(self, names: Mapping[str, str]) -> None:
        """What needs a person, each with its way on."""
        assert self._sheet is not None
        held = self._sheet.reservation
        zone = self._house.zone(held.link)
        parts: list[QWidget] = []
        for row in self._sheet.errands:
            if row.state is ErrandState.PARKED:
                trouble = TroublePart(TroubleTold(_why(row), row.id))
                trouble.commanded.connect(self._command)
                parts.append(trouble)
        for conflict in held.conflicts:
            part = ConflictPart(held, conflict, zone, names)
            part.commanded.connect(self._command)
            parts.append(part)
        if held.reopened:
            told = sentence_of("history.reservation_reopened", {})
            banner = Banner(Tone.WAITING, told.title, told.message, told.remedy, _("Create anew at the till"))
            banner.acted.connect(lambda: self._command(RecreateReservation(held.id)))
            parts.append(banner)
        elif held.closed_pair:
            told = sentence_of("decision.reservation_closed", {})
            parts.append(Banner(Tone.NEUTRAL, told.title, told.message))
        if held.sale_differs:
            told = sentence_of("history.sale_differs", {})
            parts.append(Banner(Tone.WAITING, told.title, told.message, told.remedy))
        if self._sheet.on_its_way:
            parts.append(_on_its_way([row for row in self._sheet.errands if row.state.open]))
        self._asking.fill(parts)

    def _told(self, names: Mapping[str, str]) -> list[QWidget]:
        assert self._sheet is not None
        held = self._sheet.reservation
        zone = self._house.zone(held.link)
        parts: list[QWidget] = []
        tables = tables_of(held, names)
        if held.booking.guest.email:
            parts.append(IconLabel("mail", held.booking.guest.email))
        if tables:
            parts.append(Text(_("Table {tables}").format(tables=tables), Size.LIST, Weight.SEMIBOLD))
        if held.booking.notes:
            parts.append(Text(held.booking.notes, Size.LIST, wrap=True))
        for answer in held.booking.answers:
            parts.append(Text(answer.question, Size.TEXT, tone=Tone.NEUTRAL, wrap=True))
            parts.append(Text(answer.answer, Size.LIST, wrap=True))
        parts += [Hairline(), BothSides(held, zone, names)]
        if held.checks:
            parts += [Hairline(), Consumption(held, zone)]
        if self._sheet.history:
            parts += [Hairline(), TimeLine(self._sheet.history, zone)]
        return parts

    def _fill_foot(self) -> None:
        assert self._sheet is not None
        if self.choosing_table:
            choice = TableChoice(self._sheet, self._rooms)
            choice.commanded.connect(self._command)
            choice.given_up.connect(self._back)
            self._foot.clear()
            self._form.fill([choice])
            self._content.hide()
            self._asking.hide()
            self.reader.verticalScrollBar().setValue(0)
        elif self.asked is not None:
            self._foot.fill([self._question(self.asked)])
        else:
            self._foot.fill(self._actions())

    def _actions(self) -> list[QWidget]:
        assert self._sheet is not None
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        actions = self._sheet.actions
        for at, state in enumerate(actions[:1]):
            column.addWidget(self._action(state, ButtonKind.PRIMARY if at == 0 else ButtonKind.QUIET))
        rest = [self._action(state, ButtonKind.DANGER if state in ASKED else ButtonKind.QUIET) for state in actions[1:]]
        if self._sheet.may_set_table:
            table = Button(_("Table …"), icon_name="table")
            table.clicked.connect(self._choose_table)
            rest.append(table)
        for first in range(0, len(rest), 2):
            row = QHBoxLayout()
            row.setSpacing(Space.SNUG)
            for button in rest[first : first + 2]:
                row.addWidget(button, 1)
            column.addLayout(row)
        return [whole] if actions or rest else []

    def _action(self, state: ReservationState, kind: ButtonKind) -> Button:
        button = Button(action_text(state), kind, SIGNS[state][1])
        button.clicked.connect(lambda: self._choose(state))
        return button

    def _question(self, state: ReservationState) -> QWidget:
        """Once more, in place of the buttons: nothing covers the screen."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(
            Text(_("{action}: are you sure?").format(action=action_text(state)), Size.LIST, Weight.SEMIBOLD)
        )
        self.words = QLineEdit(maxLength=MESSAGE_LENGTH)
        self.words.setPlaceholderText(_("Words for the guest, if you like"))
        self.words.setAccessibleName(_("Words for the guest"))
        assert self._sheet is not None
        if self._house.tells_guests(self._sheet.reservation.link):
            column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        back = Button(_("Back"))
        back.clicked.connect(self._back)
        sure = Button(action_text(state), ButtonKind.DANGER, SIGNS[state][1])
        sure.clicked.connect(lambda: self._send(state, self.words.text().strip()))
        row.addWidget(back)
        row.addWidget(sure, 1)
        column.addLayout(row)
        return whole

    def _choose(self, state: ReservationState) -> None:
        if state in ASKED:
            self.asked = state
            self._fill_foot()
        else:
            self._send(state, "")

    def _choose_table(self) -> None:
        self.choosing_table = True
        self._fill_foot()

    def _send(self, state: ReservationState, words: str) -> None:
        assert self._sheet is not None
        self._command(SetReservationState(self._sheet.reservation.id, state, words))

    def _command(self, command: object) -> None:
        self._refusal.clear()
        self._back()
        self.commanded.emit(command)

    def _back(self) -> None:
        self.asked, self.choosing_table = None, False
        if self._sheet is not None:
            self._fill(keep_place=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.asked is not None or self.choosing_table:
                self._back()
            else:
                self.close_sheet()
            return
        super().keyPressEvent(event)


def _why(row: OutboxRow) -> Sentence:
    return sentence(row.failure) if row.failure else sentence_of("history.parked", {"kind": row.kind.value})


def _on_its_way(rows: list[OutboxRow]) -> Banner:
    """Where it is not yet, and what keeps it when something does."""
    sides = {row.kind.side for row in rows}
    title = _("Not on the other side yet")
    if len(sides) == 1:
        title = _("Not at the till yet") if Side.POS in sides else _("Not on the portal yet")
    kept = next((row.failure for row in rows if row.failure is not None), None)
    goes = _("It goes by itself as soon as it can.")
    return Banner(Tone.INFO, title, goes if kept is None else f"{sentence(kept).title}. {goes}", icon_name="send")


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
