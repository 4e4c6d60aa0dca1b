"""Orders and guests as the domain has them, for drafts to the till."""

from datetime import UTC, datetime
from decimal import Decimal

from agent.domain.orders import (
    Address,
    Customer,
    Option,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
)
from agent.domain.ports import TillDraft

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
MARIA = Customer("55", "Maria", "Rossi", "maria.rossi@example.test", "333 1234567")
ADDRESS = Address("Via Roma 1", "Torino", "10121", "terzo piano")
BUFALA = Option("9:91", "bufala", Decimal("2.00"))
BASILICO = Option("8:81", "basilico")
MARGHERITA = OrderLine("1", "p-margherita", "Margherita", 2, Decimal("7.50"), (BUFALA,), (BASILICO,), "ben cotta")
TIRAMISU = OrderLine("2", "p-tiramisu", "Tiramisù", 1, Decimal("5.50"))


def portal_order(
    *,
    kind: OrderKind = OrderKind.TAKEAWAY,
    due_at: datetime = datetime(2026, 11, 23, 19, 45, tzinfo=UTC),
    customer: Customer = MARIA,
    address: Address | None = None,
    lines: tuple[OrderLine, ...] = (MARGHERITA, TIRAMISU),
    notes: str | None = "citofono rotto",
    payment: PaymentMethod = PaymentMethod.ONLINE,
    paid: bool = True,
    delivery_fee: Decimal = Decimal("0.00"),
    discount: Decimal = Decimal("0.00"),
    total: Decimal = Decimal("24.50"),
) -> PortalOrder:
    return PortalOrder(
        ref="901",
        code="A37",
        kind=kind,
        state=OrderState.NEW,
        status="nuovo",
        created_at=datetime(2026, 11, 23, 18, 58, tzinfo=UTC),
        due_at=due_at,
        accept_by=None,
        ready_at=None,
        rejection_reason=None,
        customer=customer,
        address=address,
        lines=lines,
        notes=notes,
        payment=payment,
        paid=paid,
        delivery_fee=delivery_fee,
        discount=discount,
        total=total,
        updated_at=datetime(2026, 11, 23, 18, 58, tzinfo=UTC),
        version=1,
    )


def draft_of(
    order: PortalOrder,
    *,
    state: OrderState = OrderState.NEW,
    promised_at: datetime | None = None,
    guest_ref: str | None = None,
) -> TillDraft:
    return TillDraft(f"plateform:{order.ref}", order, state, promised_at, guest_ref)
