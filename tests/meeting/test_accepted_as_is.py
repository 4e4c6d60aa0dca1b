"""What lost, and a sale that differs, looked at by a person and right as it stands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from agent.domain.commands import AcceptReservationAsItIs
from agent.domain.failures import DecisionRefused
from agent.domain.money import ZERO
from agent.domain.reservations import Field
from tests.meeting.conftest import SalaWorld
from tests.meeting.test_both_ways import asks, both, paired
from tests.meeting.test_menu_pair import asks as asks_menu
from tests.meeting.test_menu_pair import pos_ref, sent
from tests.meeting.world import MeetingWorld


def sold(menu: SalaWorld, total: str = "80.00") -> str:
    """Its check, paid and told to the portal."""
    sent(menu)
    check = menu.pos.opens(pos_ref(menu))
    menu.pos.pays(check, total)
    menu.passes(3)
    return check


def recounted(menu: SalaWorld, check: str, total: str) -> None:
    menu.pos.paid_sales[check] = replace(menu.pos.paid_sales[check], total=Decimal(total))
    menu.passes(3)


def says(menu: SalaWorld) -> Decimal | None:
    (sale,) = menu.only().sold
    return sale.till_says


def test_a_conflict_that_is_right_as_it_stands_asks_for_nobody(lasagna: MeetingWorld) -> None:
    portal_ref, pos_ref = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.COVERS, 6)
    lasagna.pos.edited(pos_ref, Field.COVERS, 8)
    lasagna.passes(2)
    assert lasagna.only().conflicts
    writes = lasagna.portal.writes, lasagna.pos.writes
    asks(lasagna, AcceptReservationAsItIs(lasagna.only().id))
    lasagna.passes(2, full=True)
    assert not lasagna.only().conflicts
    assert [side.covers for side in both(lasagna)] == [6, 6]
    assert (lasagna.portal.writes, lasagna.pos.writes) == writes, "nothing is sent for it"


def test_a_sale_that_differs_tells_what_the_till_counts_now(menu: SalaWorld) -> None:
    check = sold(menu)
    assert says(menu) is None
    recounted(menu, check, "60.00")
    assert (menu.only().sale_differs, says(menu)) == (True, Decimal("60.00"))
    recounted(menu, check, "61.00")
    assert says(menu) == Decimal("61.00")


def test_a_bill_that_is_gone_counts_nothing(menu: SalaWorld) -> None:
    check = sold(menu)
    del menu.pos.paid_sales[check]
    menu.passes(3)
    assert (menu.only().sale_differs, says(menu)) == (True, ZERO)


def test_accepted_it_asks_again_only_when_the_till_counts_otherwise_again(menu: SalaWorld) -> None:
    check = sold(menu)
    recounted(menu, check, "60.00")
    asks_menu(menu, AcceptReservationAsItIs(menu.only().id))
    menu.passes(3, full=True)
    assert (menu.only().sale_differs, says(menu)) == (False, Decimal("60.00"))
    recounted(menu, check, "55.00")
    assert (menu.only().sale_differs, says(menu)) == (True, Decimal("55.00"))
    assert [sale.total for _where, sale in menu.portal.sales.values()] == [Decimal("80.00")], "told once, for good"


def test_with_nothing_to_look_at_there_is_nothing_to_accept(menu: SalaWorld) -> None:
    sold(menu)
    with pytest.raises(DecisionRefused) as refused:
        asks_menu(menu, AcceptReservationAsItIs(menu.only().id))
    assert refused.value.reason == "decision.nothing_to_accept"
