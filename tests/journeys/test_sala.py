"""Plateform and Menu over sockets: each rule of the pair, judged by the state of the two servers."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.composition import Workshop
from agent.domain.commands import (
    AcceptReservationAsItIs,
    MoveReservation,
    RecreateReservation,
    RetryErrand,
    SetReservationState,
)
from agent.domain.failures import DecisionRefused, Side
from agent.domain.ports import Connector
from agent.domain.reservations import ReservationState
from agent.sandbox import Fault
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sync.sides import SideDoor
from tests.journeys.by_hand import ByHand

S = ReservationState
ROME = ZoneInfo("Europe/Rome")


class Sala(ByHand):
    flows = frozenset({"reservations_near", "reservations_far"})
    """With what goes at every look: the checks."""

    def __init__(self, folder: Path, world: MenuSandbox, settings: str = "") -> None:
        super().__init__(folder, world, settings)
        self.world, self.portal, self.menu = world, world.plateform, world.menu

    def booked(self, status: str = "confermato", **fields: Any) -> int:
        """A guest books; the till has it. The portal's id."""
        fields.setdefault("starts_at", datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2))
        ref = int(self.portal.book(status=status, **fields)["id"])
        self.passes()
        return ref

    def row(self, ref: int) -> dict[str, Any]:
        """The till's living row of that reservation; there is exactly one."""
        rows = [row for row in self.menu.tagged(f"plateform:{ref}") if row["StatoEnum"] != "Mancata"]
        assert len(rows) == 1
        return dict(rows[0])

    def status(self, ref: int) -> str:
        return str(self._wire(ref)["status"])

    def told(self, ref: int) -> list[str]:
        """What the guest was told by what we wrote."""
        return [note.kind for note in self.portal.notices(ref) if note.subject == "reservation"]

    def sales(self) -> dict[str, Any]:
        return {sale["receipt_id"]: sale for sale in self.portal.state_json()["sales"]}

    def _wire(self, ref: int) -> dict[str, Any]:
        return next(each for each in self.portal.state_json()["reservations"] if each["id"] == ref)


@pytest.fixture
def sala(tmp_path: Path) -> Iterator[Sala]:
    with MenuSandbox() as world:
        made = Sala(tmp_path, world)
        yield made
        made.close()


def test_it_is_at_the_till_with_all_that_the_guest_said(sala: Sala) -> None:
    starts = datetime(2026, 12, 5, 20, 30, tzinfo=ROME)
    ref = sala.booked(covers=5, notes="torta alle 22", starts_at=starts)
    row = sala.row(ref)
    assert (row["NumeroPersone"], row["StatoEnum"], row["OrigineEnum"]) == (5, "Confermata", "Portale")
    assert row["Note"] == "torta alle 22"
    assert datetime.fromisoformat(row["DataOra"]) == starts
    sala.passes(2, full=True)
    assert len(sala.menu.tagged(f"plateform:{ref}")) == 1


@pytest.mark.parametrize(
    ("status", "at_the_till"),
    [("non_confermato", "Preventivo"), ("confermato", "Confermata"), ("lista_attesa", "ListaAttesa")],
)
def test_each_state_has_its_word(sala: Sala, status: str, at_the_till: str) -> None:
    assert sala.row(sala.booked(status))["StatoEnum"] == at_the_till


def test_pending_waits_where_the_link_says_so(tmp_path: Path) -> None:
    with MenuSandbox() as world:
        sala = Sala(tmp_path, world, "[links.settings]\nsend_pending = false\n")
        ref = sala.booked("non_confermato")
        assert sala.menu.reservations() == []
        sala.portal.change_reservation(ref, "confermato")
        sala.passes()
        assert sala.row(ref)["StatoEnum"] == "Confermata"
        sala.close()


def test_what_the_guest_changes_goes_to_the_till_and_leaves_its_own_alone(sala: Sala) -> None:
    ref = sala.booked()
    table = sala.menu.host.free_tables()[0]
    sala.menu.host.assign(sala.row(ref)["IdGestionale"], table)
    sala.menu.host.change(sala.row(ref)["IdGestionale"], covers=11)
    sala.passes()
    assert sala.row(ref)["NumeroPersone"] == 11, "an edit at the till stays as long as the portal says nothing new"
    sala.portal.guest_changes(ref, notes="seggiolone")
    sala.passes()
    row = sala.row(ref)
    assert (row["Note"], row["Tavoli"]) == ("seggiolone", [table])
    assert row["NumeroPersone"] != 11, "the portal's value is what the next change sends"
    held = sala.only()
    assert held.pos is not None
    assert held.pos.said.booking.tables == (table,)


@pytest.mark.parametrize("end", ["cancellato", "non_arrivato"])
def test_the_end_on_the_portal_frees_the_table_and_closes_the_pair(sala: Sala, end: str) -> None:
    ref = sala.booked()
    sala.portal.change_reservation(ref, end)
    sala.passes()
    (row,) = sala.menu.tagged(f"plateform:{ref}")
    assert row["StatoEnum"] == "Mancata"
    assert sala.only().closed_pair
    sala.portal.alive_again(ref)
    sala.passes(2, full=True)
    assert [row["StatoEnum"] for row in sala.menu.tagged(f"plateform:{ref}")] == ["Mancata"]
    assert sala.only().reopened
    sala.asks(RecreateReservation(sala.only().id))
    assert sorted(row["StatoEnum"] for row in sala.menu.tagged(f"plateform:{ref}")) == ["Confermata", "Mancata"]
    sala.passes(2, full=True)
    assert len(sala.menu.tagged(f"plateform:{ref}")) == 2


def test_a_comanda_is_opened_the_guest_has_arrived_and_the_sale_goes_when_it_is_paid(sala: Sala) -> None:
    ref = sala.booked(covers=4)
    check = sala.menu.host.open_check(sala.row(ref)["IdGestionale"])["IdGestionale"]
    sala.passes()
    assert sala.status(ref) == "arrivato"
    assert sala.row(ref)["StatoEnum"] == "Chiusa"
    sala.passes(2)
    assert sala.told(ref).count("arrivato") == 1
    bills = sala.menu.host.pay(check, kind="RomanaSeparato", parts=3)
    sala.passes(2)
    assert sala.status(ref) == "terminato"
    (sale,) = sala.sales().values()
    assert list(sala.sales()) == [f"menu:{check}"]
    assert Decimal(str(sale["total"])) == sum((Decimal(str(bill["TotaleDocumento"])) for bill in bills), Decimal(0))
    assert sale["covers"] == 4, "covers once, however many bills there are"
    sala.passes(2, full=True)
    assert len(sala.sales()) == 1
    assert sala.told(ref).count("terminato") == 1


def test_a_comanda_that_waits_for_a_yes_is_told_as_soon_as_the_yes_is_said_here(sala: Sala) -> None:
    ref = sala.booked("lista_attesa")
    sala.menu.host.open_check(sala.row(ref)["IdGestionale"])
    sala.passes(2)
    assert sala.status(ref) == "lista_attesa"
    sala.asks(SetReservationState(sala.only().id, S.CONFIRMED))
    sala.passes(2)
    assert sala.status(ref) == "arrivato"
    assert sala.told(ref) == ["confermato", "arrivato"]
    assert sala.parked() == []


def test_deposits_returns_and_cancelled_bills_are_no_takings(sala: Sala) -> None:
    ref = sala.booked(covers=2)
    host = sala.menu.host
    check = host.open_check(sala.row(ref)["IdGestionale"])["IdGestionale"]
    host.deposit(check, "20.00")
    wrong = host.bill(check, "99.00")
    host.cancel_bill(wrong["IdGestionale"])
    host.bill(check, "40.00")
    host.bill(check, "15.50", state="Sospeso")
    host.close(check)
    sala.passes(2)
    (sale,) = sala.sales().values()
    assert Decimal(str(sale["total"])) == Decimal("55.50")


def test_a_party_at_two_tables_is_two_sales_when_both_are_paid(sala: Sala) -> None:
    ref = sala.booked(covers=6)
    row = sala.row(ref)["IdGestionale"]
    first = sala.menu.host.open_check(row)["IdGestionale"]
    second = sala.menu.host.attach(row)["IdGestionale"]
    sala.passes()
    sala.menu.host.pay(first)
    sala.passes()
    assert (sala.status(ref), sala.sales()) == ("arrivato", {})
    sala.menu.host.pay(second)
    sala.passes(2)
    assert sala.status(ref) == "terminato"
    assert sorted(sala.sales()) == sorted([f"menu:{first}", f"menu:{second}"])


@pytest.mark.parametrize("vanish", [True, False])
def test_paid_comande_that_vanish_from_the_lists(sala: Sala, vanish: bool) -> None:
    sala.menu.switches.paid_vanish = vanish
    ref = sala.booked()
    check = sala.menu.host.open_check(sala.row(ref)["IdGestionale"])["IdGestionale"]
    sala.passes()
    sala.menu.host.pay(check)
    sala.passes(2)
    assert (sala.status(ref), list(sala.sales())) == ("terminato", [f"menu:{check}"])


def test_attached_while_the_portal_says_waiting_list_a_person_must_correct_it_there(sala: Sala) -> None:
    ref = sala.booked("lista_attesa")
    sala.menu.host.open_check(sala.row(ref)["IdGestionale"])
    sala.passes(2)
    (row,) = sala.parked()
    assert row.failure is not None
    assert row.failure.message == "reservation.not_to_be_attached"
    assert (sala.status(ref), sala.told(ref)) == ("lista_attesa", [])
    sala.portal.change_reservation(ref, "confermato")
    sala.passes()
    assert sala.status(ref) == "arrivato"
    assert sala.parked() == []


def test_it_is_tried_again_when_a_person_says_so(sala: Sala) -> None:
    ref = sala.booked()
    sala.portal.faults.add(Fault("error", method="PATCH", status=422))
    sala.menu.host.open_check(sala.row(ref)["IdGestionale"])
    sala.passes()
    (row,) = sala.parked()
    assert sala.status(ref) == "confermato"
    sala.asks(RetryErrand(row.id))
    assert sala.status(ref) == "arrivato"


def test_a_comanda_reopened_or_a_bill_cancelled_after_the_sale_is_shown_not_sent(sala: Sala) -> None:
    ref = sala.booked()
    check = sala.menu.host.open_check(sala.row(ref)["IdGestionale"])["IdGestionale"]
    (bill,) = sala.menu.host.pay(check)
    sala.passes(2)
    told = sala.sales()
    sala.menu.host.cancel_bill(bill["IdGestionale"])
    sala.passes(2)
    assert sala.only().sale_differs
    assert sala.sales() == told


def test_a_sale_that_differs_is_right_as_it_stands_when_a_person_says_so(sala: Sala) -> None:
    ref = sala.booked()
    check = sala.menu.host.open_check(sala.row(ref)["IdGestionale"])["IdGestionale"]
    (bill,) = sala.menu.host.pay(check)
    sala.passes(2)
    told = sala.sales()
    sala.menu.host.cancel_bill(bill["IdGestionale"])
    sala.passes(2)
    assert [sale.till_says for sale in sala.only().sold] == [Decimal(0)], "what the till counts now is known"
    till = sala.menu.state_json()["acted"]
    sala.asks(AcceptReservationAsItIs(sala.only().id))
    sala.passes(2, full=True)
    assert not sala.only().sale_differs
    assert (sala.sales(), sala.menu.state_json()["acted"]) == (told, till), "neither side hears of it"


def test_the_time_is_the_portals_and_is_not_moved_from_here(sala: Sala) -> None:
    ref = sala.booked()
    starts = sala.only().booking.starts_at
    with pytest.raises(DecisionRefused):
        sala.asks(MoveReservation(sala.only().id, starts + timedelta(hours=1)))
    sala.passes(2)
    assert datetime.fromisoformat(sala.row(ref)["DataOra"]) == starts
    assert sala.only().booking.starts_at == starts


@pytest.mark.parametrize(
    ("status", "chosen", "on_portal", "at_till"),
    [
        ("non_confermato", S.CONFIRMED, "confermato", "Confermata"),
        ("non_confermato", S.REJECTED, "rifiutato", "Mancata"),
        ("non_confermato", S.WAITLISTED, "lista_attesa", "ListaAttesa"),
        ("confermato", S.NO_SHOW, "non_arrivato", "Mancata"),
        ("confermato", S.ARRIVED, "arrivato", "Confermata"),
    ],
)
@pytest.mark.parametrize("harm", [None, "lose_answer", "refuse", "cut"])
def test_a_state_chosen_here_is_told_once_and_reaches_the_till(
    sala: Sala, status: str, chosen: ReservationState, on_portal: str, at_till: str, harm: Any
) -> None:
    ref = sala.booked(status)
    if harm:
        sala.portal.faults.add(Fault(harm, method="PATCH"))
    sala.asks(SetReservationState(sala.only().id, chosen))
    sala.passes(3)
    assert (sala.status(ref), sala.told(ref)) == (on_portal, [on_portal])
    (row,) = sala.menu.tagged(f"plateform:{ref}")
    assert row["StatoEnum"] == at_till


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("keeps", [True, False])
def test_an_insert_whose_answer_was_lost_is_found_by_its_tag(sala: Sala, whole: bool, keeps: bool) -> None:
    sala.menu.switches.answers_whole = whole
    sala.menu.switches.keeps_left_out = keeps
    sala.menu.faults.add(Fault("lose_answer", path=r"AdapterWS", after=0, times=3))
    ref = int(sala.portal.book(status="confermato", covers=3)["id"])
    sala.passes(5)
    assert sala.row(ref)["NumeroPersone"] == 3
    assert len(sala.menu.tagged(f"plateform:{ref}")) == 1


def test_one_call_at_a_time(sala: Sala) -> None:
    for _each in range(3):
        sala.booked()
    sala.passes(2, full=True)
    assert sala.menu.state_json()["concurrent_calls"] == 0


def test_two_connectors_of_this_program_take_turns(sala: Sala) -> None:
    """A person who tries the credentials while the lane works must not need a second terminal of the licence."""
    sala.menu.switches.call_milliseconds = 20
    doors = [_door(sala) for _each in range(3)]
    threads = [threading.Thread(target=door.connector().test) for door in doors]
    for thread in threads:
        thread.start()
    sala.passes()
    for thread in threads:
        thread.join(10)
    for door in doors:
        door.close()
    assert sala.menu.state_json()["concurrent_calls"] == 0


def _door(sala: Sala) -> SideDoor[Connector]:
    shop = Workshop(sala.store, sala.vault, sala.clock, lambda: 0.0, lambda _event: None, lambda *_heard: None)
    return shop.door(sala.link, Side.POS)


NIGHTS = {
    "the hour that comes twice, first": datetime(2026, 10, 25, 2, 30, tzinfo=ROME, fold=0),
    "the hour that comes twice, second": datetime(2026, 10, 25, 2, 30, tzinfo=ROME, fold=1),
    "the hour that is skipped": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    "before the change": datetime(2027, 3, 27, 20, 0, tzinfo=ROME),
    "after the change": datetime(2027, 3, 28, 20, 0, tzinfo=ROME),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_nothing_moves_by_itself_when_the_clocks_change(tmp_path: Path, night: str) -> None:
    """Menu writes local time without an offset: of the doubled hour it can hold the first instant alone, and does."""
    starts = NIGHTS[night]
    now = starts.astimezone(UTC) - timedelta(days=2)
    with MenuSandbox(clock=lambda: now) as world:
        sala = Sala(tmp_path, world)
        sala.clock = Frozen(now)
        sala.killed()
        ref = sala.booked(starts_at=starts)
        written = sala.row(ref)
        local = datetime.fromisoformat(written["DataOra"]).astimezone(ROME)
        assert (local.hour, local.minute) == (starts.astimezone(ROME).hour, starts.astimezone(ROME).minute)
        before = sala.menu.state_json()["acted"]
        sala.passes(3, full=True)
        assert sala.menu.state_json()["acted"] == before, "it is not moved to and fro"
        assert sala.only().booking.starts_at == starts.astimezone(UTC)
        sala.close()


class Frozen:
    def __init__(self, at: datetime) -> None:
        self._at = at
        self._steady = 0.0

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        self._steady += 0.01
        return self._steady
