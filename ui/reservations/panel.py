"""The sheet of one reservation: the guest, what both sides say, what can be done from here."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import SetReservationState
from agent.domain.floor import Room
from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from agent.sentences import Sentence
from agent.texts import _
from ui.components import Banner, Button, ButtonKind, Hairline, StateBadge, Text, TouchScroll
from ui.orders.house import House
from ui.orders.icon_label import IconLabel
from ui.orders.side_sheet import SHADE, SideSheet
from ui.orders.spot import Spot
from ui.reservations.change import Change
from ui.reservations.change_form import ChangeForm
from ui.reservations.face import guest_of, names_of, state_of, tables_of, when_text
from ui.reservations.panel_actions import ASKED, Actions, Question, why_fixed
from ui.reservations.panel_asking import Asking
from ui.reservations.panel_parts import BothSides, Consumption, TimeLine
from ui.reservations.sittings import Sitting
from ui.theme import Size, Space, Tone, Weight


class ReservationPanel(SideSheet):
    """`show_sheet` may be called as often as it changes: a question that is open stays open."""

    commanded = Signal(object)
    closed = Signal()
    changing = Signal(object)
    """The `Change` that a person has chosen so far; None: no more. `show_neighbours` answers it."""

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._sheet: ReservationSheet | None = None
        self._rooms: tuple[Room, ...] = ()
        self.asked: ReservationState | None = None
        """What a person is asked about once more."""
        self.form: ChangeForm | None = None
        """While a person chooses another time or table."""
        self.question: Question | None = None
        self._lay_out()
        self.hide()

    @property
    def reservation_id(self) -> int | None:
        return self._sheet.reservation.id if self._sheet else None

    def show_sheet(self, sheet: ReservationSheet, rooms: tuple[Room, ...]) -> None:
        another = self.reservation_id != sheet.reservation.id
        if another:
            self._give_up()
            self._refusal.clear()
        if another or sheet != self._sheet or rooms != self._rooms:
            other_rooms = rooms != self._rooms
            self._sheet, self._rooms = sheet, rooms
            if self.asked is not None and self.asked not in sheet.actions:
                self._give_up()
            if self.form is not None and (other_rooms or not (sheet.may_move or sheet.may_set_table)):
                self._give_up()
            self._fill(keep_place=not another)
        self.show()
        self.raise_()
        if another:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_change(self, change: Change | None = None) -> None:
        """Asks for another time and table; `change`: as it was drawn on the planning."""
        assert self._sheet is not None
        self._give_up()
        self.form = ChangeForm(self._house, self._sheet, self._rooms)
        self.form.commanded.connect(self._command_all)
        self.form.given_up.connect(self._back)
        self.form.changed.connect(self.changing)
        self._refusal.clear()
        self._fill(keep_place=False)
        if change is not None:
            self.form.choose(change)
        self.form.show_sheet(self._sheet)
        self.changing.emit(self.form.change)
        self.form.time.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_neighbours(self, change: Change, others: Sequence[Sitting]) -> None:
        """Who else is there around the time that was asked for; a time that is chosen no more means nothing."""
        if self.form is not None and self.form.change.starts_at == change.starts_at:
            self.form.show_neighbours(others)

    def tell(self, told: Sentence) -> None:
        """Why what was pressed did not count."""
        self._refusal.fill([Banner(Tone.BAD, told.title, told.message, told.remedy)])

    def close_sheet(self) -> None:
        self._give_up()
        self._sheet = None
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
        self._asking, self._form, self._content = Asking(), Spot(), Spot(spacing=Space.CLOSE)
        self._asking.commanded.connect(self._command)
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

    def _fill(self, *, keep_place: bool) -> None:
        """What a person is writing or choosing stays as it is."""
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
        if self.form is not None:
            self.form.show_sheet(self._sheet)
            if self.form not in self._form.held():
                self._ask_in_place(self.form)
            return
        place = self.reader.verticalScrollBar().value()
        self._asking.show_sheet(self._sheet, zone, names)
        self._form.clear()
        self._content.fill(self._told(names))
        self.reader.verticalScrollBar().setValue(place if keep_place else 0)
        if self.question is None or self.question not in self._foot.held():
            self._fill_foot()

    def _ask_in_place(self, form: ChangeForm) -> None:
        """The form alone: what else is told of the reservation comes back after it."""
        self._foot.fill([form.foot])
        self._content.hide()
        self._asking.hide()
        self._form.fill([form])
        self.reader.verticalScrollBar().setValue(0)

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
        if self.asked is not None:
            tells = self._house.tells_guests(self._sheet.reservation.link)
            state = self.asked
            self.question = Question(state, tells=tells)
            self.question.answered.connect(lambda words: self._send(state, words))
            self.question.given_up.connect(self._back)
            self._foot.fill([self.question])
            return
        fixed = why_fixed(self._sheet, self._house)
        if not (self._sheet.actions or self._sheet.may_set_table or self._sheet.may_move or fixed):
            self._foot.clear()
            return
        actions = Actions(self._sheet, fixed)
        actions.chosen.connect(self._choose)
        actions.change_wanted.connect(self.begin_change)
        self._foot.fill([actions])

    def _choose(self, state: ReservationState) -> None:
        if state in ASKED:
            self.asked = state
            self._fill_foot()
        else:
            self._send(state, "")

    def _send(self, state: ReservationState, words: str) -> None:
        assert self._sheet is not None
        self._command(SetReservationState(self._sheet.reservation.id, state, words))

    def _command(self, command: object) -> None:
        self._command_all((command,))

    def _command_all(self, commands: tuple[object, ...]) -> None:
        self._refusal.clear()
        self._back()
        self.commanded.emit(commands)

    def _back(self) -> None:
        self._give_up()
        if self._sheet is not None:
            self._fill(keep_place=True)

    def _give_up(self) -> None:
        """Whatever was being asked or chosen."""
        changing = self.form is not None
        self.asked = self.question = self.form = None
        if changing:
            self._form.clear()
            self.changing.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.asked is not None or self.form is not None:
                self._back()
            else:
                self.close_sheet()
            return
        super().keyPressEvent(event)
