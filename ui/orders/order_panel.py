"""The sheet of one order: head, what is told, what can be done. Lies over the board's right side, or beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.domain.commands import RejectOrder
from agent.reading import OrderSheet
from agent.sentences import Sentence
from agent.texts import _
from ui.components import Banner, Hairline, TouchScroll
from ui.orders.house import House
from ui.orders.possible import Possible, possible
from ui.orders.reject_form import RejectForm
from ui.orders.sheet_actions import SheetActions
from ui.orders.sheet_content import SheetContent
from ui.orders.sheet_head import SheetHead
from ui.orders.side_sheet import SHADE, SideSheet
from ui.orders.spot import Spot
from ui.orders.troubles import TroublePart, troubles_of
from ui.theme import Space, Tone


class OrderPanel(SideSheet):
    """`show_order` may be called as often as the order changes: what a person is writing stays."""

    commanded = Signal(object)
    closed = Signal()

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._presets: tuple[int, ...] = (15, 20, 30, 45)
        self._sheet: OrderSheet | None = None
        self._can = Possible()
        self._actions: SheetActions | None = None
        self._form: RejectForm | None = None
        self._lay_out()
        self.hide()

    @property
    def order_id(self) -> int | None:
        """The order that is open."""
        return self._sheet.order.id if self._sheet else None

    @property
    def form(self) -> RejectForm | None:
        """The rejection that is being written."""
        return self._form

    def set_presets(self, minutes: Sequence[int]) -> None:
        self._presets = tuple(minutes)

    def show_order(self, sheet: OrderSheet) -> None:
        another = self._sheet is None or self._sheet.order.id != sheet.order.id
        if another:
            self._drop_form()
            self._trouble_spot.clear()
        if sheet != self._sheet:
            self._sheet = sheet
            self._fill(keep_place=not another)
        self.tick()
        self.show()
        self.raise_()
        if another:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, told: Sentence) -> None:
        """Why what was pressed did not count."""
        self._trouble_spot.fill([Banner(Tone.BAD, told.title, told.message, told.remedy)])

    def close_sheet(self) -> None:
        self._sheet = None
        self._drop_form()
        self.hide()
        self.closed.emit()

    def tick(self) -> None:
        """Countdown and promises move; what is possible may change by time alone (undo)."""
        if self._sheet is None:
            return
        now = self._house.now()
        self._head.tick(self._sheet, now)
        if possible(self._sheet, self._house, now) != self._can:
            self._fill_actions()
        elif self._actions is not None:
            self._actions.tick(now)

    def _lay_out(self) -> None:
        self._head = SheetHead(self._house)
        self._head.closed.connect(self.close_sheet)
        self._trouble_spot = Spot()
        self._notice_spot = Spot()
        self._content_spot = Spot()
        self._form_spot = Spot()
        self._foot = Spot()
        self.reader = TouchScroll()
        self.reader.column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, Space.BASE)
        self.reader.column.setSpacing(Space.CLOSE)
        for part in (self._form_spot, self._notice_spot, self._content_spot):
            self.reader.column.addWidget(part)
        self.reader.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SHADE + 1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(Hairline())
        whole.addWidget(self.reader, 1)
        self._foot_line = Hairline()
        whole.addWidget(self._foot_line)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.BASE, Space.CLOSE, Space.BASE, Space.CLOSE)
        foot.setSpacing(Space.SNUG)
        foot.addWidget(self._trouble_spot)
        foot.addWidget(self._foot)
        whole.addLayout(foot)

    def _fill(self, *, keep_place: bool) -> None:
        assert self._sheet is not None
        order, now = self._sheet.order, self._house.now()
        zone = self._house.zone(order.link)
        self.setAccessibleName(_("Order {code}").format(code=order.portal.code))
        self._head.show_order(order, now)
        place = self.reader.verticalScrollBar().value()
        self._fill_notices(self._sheet)
        self._content_spot.fill([SheetContent(self._sheet, zone, now)])
        self.reader.verticalScrollBar().setValue(place if keep_place else 0)
        self._fill_actions()
        if self._form is not None:
            self._show_told(on=False)

    def _fill_notices(self, sheet: OrderSheet) -> None:
        parts: list[QWidget] = []
        for told in troubles_of(sheet):
            part = TroublePart(told)
            part.commanded.connect(self._command)
            parts.append(part)
        self._notice_spot.fill(parts)

    def _fill_actions(self) -> None:
        assert self._sheet is not None
        now = self._house.now()
        self._can = possible(self._sheet, self._house, now)
        if self._form is not None and self._can.answer:
            return
        self._drop_form()
        zone = self._house.zone(self._sheet.order.link)
        self._actions = SheetActions(self._sheet, self._can, self._presets, zone, now)
        self._actions.commanded.connect(self._command)
        self._actions.reject_wanted.connect(self._open_form)
        self._actions.promise_changed.connect(self.tick)
        self._foot.fill([] if self._can.nothing_to_press else [self._actions])
        self._foot_line.setVisible(not self._can.nothing_to_press)

    def _command(self, command: object) -> None:
        self._trouble_spot.clear()
        self.commanded.emit(command)

    def _open_form(self) -> None:
        assert self._sheet is not None
        self._form = RejectForm(self._sheet.order)
        order_id = self._sheet.order.id
        self._form.rejected.connect(lambda reason: self._command(RejectOrder(order_id, reason)))
        self._form.given_up.connect(self._give_up_form)
        self._actions = None
        self._form_spot.fill([self._form])
        self._foot.fill([self._form.buttons])
        self._show_told(on=False)
        self._form.begin()

    def _give_up_form(self) -> None:
        self._drop_form()
        self._fill_actions()

    def _drop_form(self) -> None:
        if self._form is not None:
            self._form = None
            self._form_spot.clear()
            self._foot.clear()
            self._show_told(on=True)

    def _show_told(self, *, on: bool) -> None:
        """While somebody chooses a reason nothing else is told."""
        self._notice_spot.setVisible(on and bool(self._notice_spot.held()))
        self._content_spot.setVisible(on)
        self.reader.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._form is not None:
                self._give_up_form()
            else:
                self.close_sheet()
            return
        super().keyPressEvent(event)
