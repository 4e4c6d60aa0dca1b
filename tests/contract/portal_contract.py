"""What every portal with orders must do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from agent.domain.failures import AuthRefused, Conflict, Failed, Gone
from agent.domain.orders import OrderState, PortalOrder
from agent.sandbox import Fault
from tests.contract.side_contract import SideContract
from tests.contract.world import UNKNOWN_WORD, PortalWorld

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def all_of(world: PortalWorld, since: datetime = LONG_AGO) -> list[PortalOrder]:
    return [order for page in world.portal.order_changes(since) for order in page.records]


def newest(world: PortalWorld, ref: str) -> PortalOrder:
    return world.portal.order(ref)


class PortalContract(SideContract):
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_changes_are_read_to_the_end(self, world: PortalWorld) -> None:
        placed = [world.guest_orders() for _ in range(230)]
        pages = list(world.portal.order_changes(LONG_AGO))
        assert [order.ref for page in pages for order in page.records] == placed
        assert len(pages) > 2
        for page in pages:
            assert page.upto == max(order.updated_at for order in page.records)

    def test_the_cursor_loses_nothing(self, world: PortalWorld) -> None:
        first = world.guest_orders()
        (page,) = world.portal.order_changes(LONG_AGO)
        assert page.upto is not None
        second = world.guest_orders()
        refs = [order.ref for order in all_of(world, page.upto)]
        assert second in refs
        assert first in refs  # the overlap

    def test_what_does_not_change_costs_no_page(self, world: PortalWorld) -> None:
        since = datetime.now(UTC) - timedelta(hours=1)
        ref = world.guest_orders()
        assert [order.ref for order in all_of(world, since)] == [ref]
        assert all_of(world, since) == []
        world.guest_cancels(ref)
        assert [order.state for order in all_of(world, since)] == [OrderState.CANCELLED]

    def test_a_page_that_was_not_applied_comes_again(self, world: PortalWorld) -> None:
        since = datetime.now(UTC) - timedelta(hours=1)
        ref = world.guest_orders()
        pages = world.portal.order_changes(since)
        next(pages)  # and then this PC fails
        assert [order.ref for order in all_of(world, since)] == [ref]

    def test_a_failure_between_two_pages_is_told(self, world: PortalWorld) -> None:
        for _ in range(150):
            world.guest_orders()
        world.faults.add(Fault("error", path=world.read_path, after=1))
        pages = world.portal.order_changes(LONG_AGO)
        assert len(next(pages).records) > 50
        with pytest.raises(Failed):
            next(pages)

    def test_open_orders_are_those_that_are_not_over(self, world: PortalWorld) -> None:
        new, accepted, over, rejected = (world.guest_orders() for _ in range(4))
        world.restaurant_decides(accepted, OrderState.ACCEPTED)
        world.restaurant_decides(over, OrderState.ACCEPTED)
        world.restaurant_decides(over, OrderState.COMPLETED)
        world.restaurant_decides(rejected, OrderState.REJECTED)
        listed = {order.ref for page in world.portal.open_orders() for order in page.records}
        assert listed == {new, accepted}

    def test_a_word_that_is_not_known_is_kept(self, world: PortalWorld) -> None:
        ref, other = world.guest_orders(), world.guest_orders()
        world.say_unknown_word(ref)
        read = {order.ref: order for order in all_of(world)}
        assert (read[ref].state, read[ref].status) == (None, UNKNOWN_WORD)
        assert read[other].state is OrderState.NEW

    def test_a_bad_record_is_set_aside_and_the_others_go_on(self, world: PortalWorld) -> None:
        refs = [world.guest_orders() for _ in range(3)]
        world.break_record(refs[1])
        (page,) = world.portal.order_changes(LONG_AGO)
        assert [order.ref for order in page.records] == [refs[0], refs[2]]
        assert [record.ref for record in page.set_aside] == [refs[1]]
        assert page.set_aside[0].reason

    def test_money_is_exact(self, world: PortalWorld) -> None:
        lines = [{"product_ref": "p", "name": "Caffè", "quantity": 3, "unit_price": "1.10"}] * 33
        ref = world.guest_orders(type="delivery", lines=lines, delivery_fee="2.55", discount="0.07")
        order = newest(world, ref)
        assert order.total == Decimal("111.38")
        assert order.difference == 0
        assert all(isinstance(line.unit_price, Decimal) for line in order.lines)

    def test_received(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        before = newest(world, ref)
        world.portal.mark_received(ref)
        assert world.received(ref) == 1
        assert newest(world, ref) == before

    def test_accepting_tells_the_guest_once(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        before = newest(world, ref)
        ready = datetime(2026, 11, 23, 20, 34, tzinfo=UTC)
        for _ in range(2):
            answer = world.portal.accept_order(ref, ready, key="banco è/1", version=before.version)
            assert (answer.state, answer.ready_at) == (OrderState.ACCEPTED, ready)
            assert answer.version > before.version
        assert (world.state_of(ref), world.notices_of(ref)) == (OrderState.ACCEPTED, 1)

    def test_a_later_promise(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        ready = datetime(2026, 11, 23, 20, 34, tzinfo=UTC)
        first = world.portal.accept_order(ref, ready, key="1", version=newest(world, ref).version)
        later = ready + timedelta(minutes=15)
        assert world.portal.accept_order(ref, later, key="2", version=first.version).ready_at == later
        with pytest.raises(Conflict):
            world.portal.accept_order(ref, later, key="3", version=newest(world, ref).version)

    def test_rejecting_carries_the_reason(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        reason = "Forno rotto: ci dispiace! È già tardi — 100 € di danni"
        answer = world.portal.reject_order(ref, reason, key="1", version=newest(world, ref).version)
        assert (answer.state, answer.rejection_reason) == (OrderState.REJECTED, reason)
        assert world.state_of(ref) is OrderState.REJECTED

    def test_completing(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        world.restaurant_decides(ref, OrderState.ACCEPTED)
        answer = world.portal.complete_order(ref, key="1", version=newest(world, ref).version)
        assert answer.state is OrderState.COMPLETED
        assert world.state_of(ref) is OrderState.COMPLETED

    def test_a_stale_version_is_a_conflict(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        version = newest(world, ref).version
        world.guest_cancels(ref)
        with pytest.raises(Conflict) as caught:
            world.portal.accept_order(ref, datetime.now(UTC), key="1", version=version)
        assert caught.value.failure.acted is False

    def test_a_decision_against_the_state_is_a_conflict_with_its_code(self, world: PortalWorld) -> None:
        ref = world.guest_orders()
        world.guest_cancels(ref)
        with pytest.raises(Conflict) as caught:
            world.portal.accept_order(ref, datetime.now(UTC), key="1", version=newest(world, ref).version)
        assert caught.value.failure.params["code"]
        assert world.notices_of(ref) == 1

    def test_an_order_that_does_not_exist(self, world: PortalWorld) -> None:
        with pytest.raises(Gone):
            world.portal.order("1")
        with pytest.raises(Gone):
            world.portal.mark_received("1")
        with pytest.raises(Gone):
            world.portal.complete_order("1", key="1", version=1)

    def test_a_key_that_was_changed_meanwhile(self, world: PortalWorld) -> None:
        world.faults.add(Fault("expire_token", path=world.read_path, times=None))
        with pytest.raises(AuthRefused):
            world.read()
