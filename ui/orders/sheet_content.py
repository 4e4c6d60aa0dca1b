"""The readable part of an order's sheet: guest, lines, amounts, both sides, and the time line."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.history import Entry
from agent.domain.money import ZERO
from agent.domain.orders import Order, OrderLine
from agent.reading import OrderSheet
from agent.sentences import word
from agent.texts import _, format_money
from ui.components.badges import StateBadge
from ui.components.texts import Hairline, Text
from ui.orders import sheet_texts
from ui.orders.face import guest_name, payment_of
from ui.orders.icon_label import IconLabel
from ui.theme import Size, Space, Token, Tone, Weight


class SheetContent(QWidget):
    """Made anew for each state of the order: it only shows."""

    def __init__(self, sheet: OrderSheet, zone: ZoneInfo, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        order = sheet.order
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.BASE)
        parts = (_guest(order), _lines(order), _amounts(order), _sides(order), _time_line(sheet.history, zone))
        for number, part in enumerate(parts):
            if number:
                column.addWidget(Hairline())
            column.addWidget(part)


def _part(title: str | None = None) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.TIGHT)
    if title is not None:
        column.addWidget(Text(title, Size.TEXT, Weight.SEMIBOLD, Tone.NEUTRAL))
    return part, column


def _guest(order: Order) -> QWidget:
    part, column = _part()
    column.setSpacing(Space.SNUG)
    column.addWidget(_selectable(Text(guest_name(order), Size.LIST, Weight.SEMIBOLD, wrap=True)))
    customer = order.portal.customer
    told = [("phone", customer.phone), ("mail", customer.email)]
    if order.portal.address is not None:
        told.append(("pin", sheet_texts.address_text(order.portal.address)))
    told.append(("note", order.portal.notes))
    for icon, text in told:
        if text:
            column.addWidget(IconLabel(icon, text, Token.WAITING if icon == "note" else Token.MUTED))
    return part


def _lines(order: Order) -> QWidget:
    part, column = _part()
    column.setSpacing(Space.CLOSE)
    for line in order.portal.lines:
        column.addWidget(_line(line, matched=line.ref not in order.unmatched))
    return part


def _line(line: OrderLine, *, matched: bool) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.SNUG)
    grid.setVerticalSpacing(Space.HAIR)
    grid.setColumnMinimumWidth(0, 28)
    grid.setColumnStretch(1, 1)
    quantity = Text(sheet_texts.quantity_text(line), Size.LIST, Weight.SEMIBOLD, tabular=True)
    price = Text(format_money(line.total), Size.LIST, tabular=True)
    for widget in (quantity, price):
        widget.setAlignment(Qt.AlignmentFlag.AlignTop)
    grid.addWidget(quantity, 0, 0)
    grid.addWidget(Text(line.name, Size.LIST, wrap=True), 0, 1)
    grid.addWidget(price, 0, 2, Qt.AlignmentFlag.AlignTop)
    below = [Text(change, Size.TEXT, tone=Tone.NEUTRAL, wrap=True) for change in sheet_texts.changes_of(line)]
    for number, text in enumerate(below, start=1):
        grid.addWidget(text, number, 1, 1, 2)
    if line.note:
        grid.addWidget(IconLabel("note", line.note, Token.WAITING), len(below) + 1, 1, 1, 2)
    if not matched:
        badge = StateBadge(Tone.WAITING, _("Row not matched at the till"), "question")
        badge.setToolTip(_("The till does not know this product: the row went as the order's note."))
        grid.addWidget(badge, len(below) + 2, 1, 1, 2)
    return row


def _amounts(order: Order) -> QWidget:
    part, column = _part()
    portal = order.portal
    if portal.delivery_fee != ZERO:
        column.addLayout(_amount(_("Delivery"), format_money(portal.delivery_fee)))
    if portal.discount != ZERO:
        column.addLayout(_amount(_("Discount"), format_money(-portal.discount)))
    total = _amount(_("Total"), format_money(portal.total), Size.TITLE, Weight.SEMIBOLD)
    column.addLayout(total)
    if portal.difference != ZERO:
        told = _("The rows do not add up to the total: {amount} of difference.")
        column.addWidget(IconLabel("warning", told.format(amount=format_money(portal.difference)), Token.WAITING))
    paid = payment_of(order)
    column.addSpacing(Space.TIGHT)
    column.addWidget(StateBadge(paid.tone, sheet_texts.payment_text(order), paid.icon))
    return part


def _amount(name: str, amount: str, size: Size = Size.LIST, weight: Weight = Weight.REGULAR) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Text(name, Size.LIST, weight))
    row.addStretch(1)
    row.addWidget(Text(amount, size, weight, tabular=True))
    return row


def _sides(order: Order) -> QWidget:
    part, column = _part(_("What each side says"))
    for name, told in ((_("Portal"), sheet_texts.portal_text(order)), (_("Till"), sheet_texts.till_text(order))):
        row = QHBoxLayout()
        label = Text(name, Size.LIST, tone=Tone.NEUTRAL)
        label.setFixedWidth(96)
        row.addWidget(label)
        row.addWidget(Text(told, Size.LIST, wrap=True), 1)
        column.addLayout(row)
    return part


def _time_line(entries: Iterable[Entry], zone: ZoneInfo) -> QWidget:
    part, column = _part(_("How it went"))
    column.setSpacing(Space.SNUG)
    listed = tuple(entries)
    for entry, at in zip(listed, sheet_texts.hop_times(listed, zone), strict=True):
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        instant = Text(at, Size.TEXT, tone=Tone.NEUTRAL, tabular=True)
        instant.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(instant)
        row.addWidget(Text(sheet_texts.hop_text(entry), Size.TEXT, wrap=True), 1)
        actor = Text(word(entry.actor), Size.TEXT, tone=Tone.NEUTRAL)
        actor.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        row.addWidget(actor)
        column.addLayout(row)
    return part


def _selectable(text: Text) -> Text:
    """A name or a number that somebody may want to copy."""
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text
