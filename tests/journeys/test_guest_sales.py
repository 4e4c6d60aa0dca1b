"""What a guest spends at Tilby reaches Lasagna once, whatever happens on the way; and never unless it is asked for.

Judged by what Lasagna's server kept.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.domain.commands import RetryErrand
from agent.sandbox import Fault
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.faults import FaultKind
from tests.journeys.by_hand import ByHand
from tests.journeys.clouds import SETTINGS

SENDS = SETTINGS + "send_guest_sales = true\n"


class Evening:
    """One guest with a table, the two servers, and the agent between them."""

    def __init__(self, folder: Path, crm: CrmSandbox, settings: str = SENDS) -> None:
        self.crm = crm
        self.agent = ByHand(folder, crm, settings)
        # Never so near to five in the morning that booking and payment fall on two days.
        now = datetime.now(UTC).astimezone(ZoneInfo("Europe/Rome"))
        self.at = now + timedelta(minutes=30) if now.hour != 4 else now - timedelta(minutes=70)
        self.booked = crm.lasagna.book(
            starts_at=self.at, covers=4, status="confermata", guest={"last_name": "Rossi", "email": "r@posta.invalid"}
        )["id"]
        self.agent.passes(2, full=True)
        (self.taken,) = crm.tilby.bookings()
        crm.tilby.host.assign(self.taken["id"], "3")
        crm.tilby.host.arrived(self.taken["id"])

    def pays(self, total: str = "80.00", **differs: object) -> int:
        told = {"tables": ["3"], "customer": self.taken["customer_id"], "covers": 4, **differs}
        return int(self.crm.tilby.cashier.sell(total, **told)["id"])

    def told(self) -> dict[str, str]:
        return {sale["receipt_id"]: sale["total"] for sale in self.crm.lasagna.sales()}


@pytest.fixture
def crm() -> Iterator[CrmSandbox]:
    with CrmSandbox() as world:
        yield world


@pytest.fixture
def evening(tmp_path: Path, crm: CrmSandbox) -> Iterator[Evening]:
    world = Evening(tmp_path, crm)
    yield world
    world.agent.close()


def test_off_unless_the_link_says_so(tmp_path: Path, crm: CrmSandbox) -> None:
    world = Evening(tmp_path, crm, SETTINGS)
    world.pays()
    world.agent.passes(3, full=True)
    assert world.told() == {}
    assert crm.lasagna.state.requests["POST /api/v1/sales"] == 0
    world.agent.close()


def test_once(evening: Evening) -> None:
    first, second = evening.pays("80.00"), evening.pays("6.50", covers=None)
    evening.pays("15.00", tables=["5"])
    evening.pays("22.00", customer={"last_name": "Verdi"})
    evening.pays("9.90", customer=None)
    evening.agent.passes(3, full=True)
    assert evening.told() == {f"tilby:{first}": "80.00", f"tilby:{second}": "6.50"}
    kept = evening.crm.lasagna.sales()[0]
    assert (kept["reservation_id"], kept["guest"]["email"], kept["covers"]) == (evening.booked, "r@posta.invalid", 4)
    assert sum(Decimal(line["amount"]) for line in kept["lines"]) == Decimal("80.00")
    assert evening.crm.lasagna.totals().total == Decimal("86.50")
    assert evening.crm.lasagna.state.requests["POST /api/v1/sales"] == 2
    held = evening.agent.only()
    assert [sale.total for sale in held.sold] == [Decimal("80.00"), Decimal("6.50")]
    assert not held.sale_differs


@pytest.mark.parametrize(
    ("harm", "times"),
    list(itertools.product(("lose_answer", "cut", "refuse", "error", "malformed", "twice", "expire_token"), (1, 2))),
)
def test_under_every_harm(evening: Evening, harm: FaultKind, times: int) -> None:
    sale = evening.pays()
    evening.crm.lasagna.faults.add(Fault(harm, method="POST", path="/sales", times=times))
    evening.crm.tilby.faults.add(Fault("error" if harm == "twice" else harm, path="/sales"))
    evening.agent.passes(5, full=True)
    assert evening.told() == {f"tilby:{sale}": "80.00"}
    assert evening.agent.parked() == []


@pytest.mark.parametrize("harm", ["lose_answer", "hang"])
def test_killed_before_it_knows(evening: Evening, harm: FaultKind) -> None:
    sale = evening.pays()
    evening.crm.lasagna.faults.add(Fault(harm, method="POST", path="/sales", seconds=0.2))
    evening.agent.passes(1, full=True)
    evening.agent.killed()
    evening.agent.passes(3, full=True)
    assert evening.told() == {f"tilby:{sale}": "80.00"}


def test_taken_back_after_it_was_told(evening: Evening) -> None:
    sale = evening.pays()
    evening.agent.passes(2, full=True)
    evening.crm.tilby.cashier.cancel(sale)
    evening.agent.passes(2, full=True)
    held = evening.agent.only()
    assert held.sale_differs, "shown, and not sent again"
    assert held.sold[0].till_says == 0
    assert evening.told() == {f"tilby:{sale}": "80.00"}
    evening.crm.tilby.switches.lists_cancelled_sales = False
    evening.agent.passes(1, full=True)
    assert evening.agent.only() == held


def test_taken_back_before_it_was_told(evening: Evening) -> None:
    evening.crm.tilby.cashier.cancel(evening.pays())
    again = evening.pays("78.00")
    evening.agent.passes(2, full=True)
    assert evening.told() == {f"tilby:{again}": "78.00"}


def test_a_record_that_cannot_be_read_takes_nothing_back(evening: Evening) -> None:
    sale = evening.pays()
    evening.agent.passes(2, full=True)
    with evening.crm.tilby.state.lock:
        evening.crm.tilby.state.sales[0]["covers"] = "boh"
    evening.agent.passes(2, full=True)
    assert not evening.agent.only().sale_differs
    assert evening.told() == {f"tilby:{sale}": "80.00"}


def test_refused_it_is_parked_where_a_person_looks(evening: Evening) -> None:
    evening.pays()
    evening.crm.lasagna.faults.add(Fault("error", method="POST", path="/sales", status=422, times=None))
    evening.agent.passes(3, full=True)
    (row,) = evening.agent.parked()
    assert (row.kind.value, row.reservation_id) == ("portal.guest_sale", evening.agent.only().id)
    assert "posta.invalid" not in repr(row)
    evening.crm.lasagna.faults.clear()
    evening.agent.asks(RetryErrand(row.id))
    assert len(evening.told()) == 1


def test_switched_off_again_nothing_more_goes(tmp_path: Path, evening: Evening) -> None:
    evening.pays()
    evening.crm.lasagna.faults.add(Fault("refuse", method="POST", path="/sales", times=None))
    evening.agent.passes(1, full=True)
    evening.agent.close()
    evening.crm.lasagna.faults.clear()
    evening.agent = ByHand(tmp_path, evening.crm, SETTINGS)
    evening.agent.passes(2, full=True)
    assert evening.told() == {}
    with evening.agent.store.reading() as ledger:
        assert ledger.outbox_count("crm").waiting == 0
