"""Makes a database as the version at hand leaves it; run once when a version's form of the database is final:

    git worktree add ../then COMMIT
    cp -r tests/store/old ../then/tests/store/ && cd ../then && python -m tests.store.old.make tests/store/old/vN.db

It is never run again for that version: a stored file is what was, whatever this script becomes. `v1.db` was made with
the program as it was before migration 2. The script uses nothing of the tests' makers, which change with the domain;
`v2.db` before migration 3, `v3.db` (the first with a reservation and rooms) before migration 4, `v4.db` before
migration 5. `test_old_databases` knows what is in each file.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.floor import Room, Table
from agent.domain.history import Entry
from agent.domain.orders import (
    Actor,
    Address,
    Customer,
    Decision,
    DecisionKind,
    Notice,
    NoticeKind,
    Option,
    Order,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
    TillOrder,
)
from agent.domain.ports import SetAside
from agent.domain.reservations import (
    Booking,
    Conflict,
    Field,
    Reservation,
    ReservationState,
    SideRecord,
    SideReservation,
)
from agent.domain.sales import Check, Sale, SaleLine
from agent.store import Ledger, Store

AT = datetime(2026, 11, 21, 19, 30, 0, 123456, tzinfo=UTC)
TIMED_OUT = Failure(FailureKind.TRANSIENT, "side.timeout", {"system": "Plateform"}, Side.PORTAL)


def orders() -> tuple[Order, Order]:
    """One with every field, over; one that has just arrived."""
    cheese = Option("a1", "Più mozzarella", Decimal("1.50"))
    pizza = OrderLine(
        "1", "11", "Margherita", 2, Decimal("12.25"), (cheese,), (Option("r1", "Senza basilico"),), "è calda"
    )
    said = PortalOrder(
        "501",
        "A37",
        OrderKind.DELIVERY,
        OrderState.COMPLETED,
        "consegnato",
        AT,
        AT + timedelta(minutes=45),
        AT + timedelta(minutes=10),
        AT + timedelta(minutes=30),
        "nessuno",
        Customer("9", "Niccolò", "D’Amico", "nicco@example.org", "+39 333 1234567"),
        Address("Via dell’Università 3", "Forlì", "47121", "citofono"),
        (pizza,),
        "0,50 € di resto",
        PaymentMethod.ONLINE,
        True,
        Decimal("2.50"),
        Decimal("0.99"),
        Decimal("29.01"),
        AT,
        3,
    )
    full = Order(
        0,
        "banco",
        OrderState.COMPLETED,
        said,
        AT,
        TillOrder("t1", "plateform:501", OrderState.COMPLETED, "CHIUSO", "nessuno", True),
        Decision(DecisionKind.ACCEPT, Actor.SCREEN, AT, "così"),
        AT + timedelta(minutes=30),
        AT + timedelta(seconds=5),
        (Notice(NoticeKind.TELL_GUEST, AT, True),),
        ("1",),
        AT,
        True,
    )
    new = replace(said, ref="502", code="A38", state=OrderState.NEW, status="nuovo", address=None, lines=(), notes=None)
    return full, Order(0, "banco", OrderState.NEW, replace(new, accept_by=None, ready_at=None), AT)


def reservation() -> Reservation:
    """With a check, a sale, a conflict, and both sides' records."""
    booking = Booking(AT, 4, ReservationState.ARRIVED, 90, ("7",), "culla", guest=Customer("", "Niccolò", "Bevilacqua"))
    record = SideRecord(SideReservation("701", booking, "arrivato", "3", AT, "t7", code="R12"), booking)
    return Reservation(
        "sala",
        booking,
        AT,
        portal=record,
        pos=SideRecord(SideReservation("t7", booking, "Confermata", "1", AT, "701", True), booking),
        conflicts=(Conflict(Field.COVERS, Side.POS, replace(booking, covers=5), AT),),
        former_refs=frozenset({"t6"}),
        checks=(Check("c1", "t7", True, 4, "Sala", "7", AT),),
        sold=(Sale("c1", AT, 4, Decimal("120.50"), (SaleLine("Coperto", Decimal(4), Decimal("8.00")),)),),
        sale_differs=True,
    )


def fill(ledger: Ledger) -> None:
    full, new = (ledger.add_order(order) for order in orders())
    ledger.record(full, "banco", [Entry(AT, Actor.PORTAL, "history.arrived", {"code": "A37"})])
    done = ledger.announce(full, Errand(ErrandKind.ACCEPT, {"minutes": "30"}), key="done", now=AT)
    ledger.finish_errand(done.id)
    parked = ledger.announce(full, Errand(ErrandKind.COMPLETE), key="parked", now=AT)
    ledger.park_errand(parked.id, TIMED_OUT)
    ledger.begin_errand(ledger.announce(new, Errand(ErrandKind.CREATE), key="sending", now=AT).id)
    ledger.save_cursor("banco", "orders", AT)
    ledger.flow_succeeded("banco", "orders", AT)
    ledger.flow_failed("banco", "orders", AT, TIMED_OUT)
    ledger.set_aside("banco", "orders", SetAside("77", "totale"), AT)
    ledger.pair_guest("banco", "9", "c1")
    ledger.set_paused("sala", True)
    ledger.set_preference("language", "it")
    ledger.answer(ledger.ask("sync", "banco", AT), "ok", AT)
    ledger.add_reservation(reservation())
    ledger.save_rooms("sala", (Room("1", "Sala", (Table("7", "7", 4),)),))


def main() -> None:
    store = Store(Path(sys.argv[1]))
    store.open()
    try:
        with store.writing() as ledger:
            fill(ledger)
    finally:
        store.close()


if __name__ == "__main__":
    main()
