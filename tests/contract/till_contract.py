"""What every till that takes orders must do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from agent.domain.failures import AuthRefused, Conflict, Gone
from agent.domain.orders import Customer, Option, OrderLine, OrderState, TillOrder
from agent.domain.ports import TillDraft
from tests.contract.side_contract import SideContract
from tests.contract.world import GUEST, UNKNOWN_WORD, TillWorld


def placed(world: TillWorld, number: int = 1, *, state: OrderState = OrderState.NEW) -> TillOrder:
    return world.till.place_order(world.draft(number, state=state)).order


def with_lines(draft: TillDraft, *lines: OrderLine, fee: Decimal = Decimal("0.00")) -> TillDraft:
    total = sum((line.total for line in lines), fee)
    return replace(draft, order=replace(draft.order, lines=lines, delivery_fee=fee, total=total))


class TillContract(SideContract):
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_an_order_is_placed_and_read(self, world: TillWorld) -> None:
        order = placed(world)
        assert order.external_id == world.draft(1).external_id
        assert order.state is OrderState.NEW
        assert world.till.order(order.ref) == order
        assert world.count_of(world.draft(1).external_id) == 1

    def test_an_order_can_arrive_accepted(self, world: TillWorld) -> None:
        order = placed(world, state=OrderState.ACCEPTED)
        assert world.till.order(order.ref).state is OrderState.ACCEPTED

    def test_the_same_order_twice_is_a_conflict_and_there_once(self, world: TillWorld) -> None:
        order = placed(world)
        with pytest.raises(Conflict) as caught:
            placed(world)
        assert caught.value.failure.acted is False
        draft = world.draft(1)
        assert world.till.find_order(draft.external_id, draft.order.created_at) == order
        assert world.count_of(draft.external_id) == 1

    def test_an_order_that_the_till_has_not(self, world: TillWorld) -> None:
        placed(world)
        assert world.till.find_order("plateform:nessuno", datetime.now(UTC)) is None
        with pytest.raises(Gone):
            world.till.order("nessuno")

    @pytest.mark.parametrize("hours", [-47, -1, 0, 1, 47])
    def test_it_is_found_in_the_days_around(self, world: TillWorld, hours: int) -> None:
        order = placed(world)
        around = world.draft(1).order.created_at + timedelta(hours=hours)
        assert world.till.find_order(world.draft(1).external_id, around) == order

    def test_lists_are_read_to_the_end(self, world: TillWorld) -> None:
        since = datetime.now(UTC) - timedelta(days=8)
        refs = world.crowd(130, since + timedelta(minutes=1)) | world.crowd(120, datetime.now(UTC))
        pages = list(world.till.orders_since(since))
        listed = [order.ref for page in pages for order in page.records]
        assert set(listed) == refs
        assert len(pages) > 3

    def test_nothing_before_its_time(self, world: TillWorld) -> None:
        world.crowd(3, datetime.now(UTC) - timedelta(days=5))
        new = world.crowd(2, datetime.now(UTC) - timedelta(hours=1))
        since = datetime.now(UTC) - timedelta(days=1)
        assert {order.ref for page in world.till.orders_since(since) for order in page.records} == new

    @pytest.mark.parametrize(
        ("steps", "state"),
        [
            (["accept"], OrderState.ACCEPTED),
            (["reject"], OrderState.REJECTED),
            (["accept", "prepare"], OrderState.IN_PREPARATION),
            (["accept", "prepare", "ready"], OrderState.READY),
            (["accept", "ready", "ship"], OrderState.OUT_FOR_DELIVERY),
            (["accept", "complete"], OrderState.COMPLETED),
            (["accept", "cancel"], OrderState.CANCELLED),
            (["accept", "receipt"], OrderState.COMPLETED),
        ],
    )
    def test_what_the_operator_does_is_seen(self, world: TillWorld, steps: list[str], state: OrderState) -> None:
        ref = placed(world).ref
        for step in steps:
            world.operate(ref, step)
        read = world.till.order(ref)
        assert (read.state, read.printed) == (state, "receipt" in steps)
        assert (read.rejection_reason is not None) is (state is OrderState.REJECTED)
        (page,) = world.till.orders_since(datetime.now(UTC) - timedelta(hours=1))
        assert page.records == (read,)

    def test_a_deleted_order_is_gone(self, world: TillWorld) -> None:
        order = placed(world)
        world.operate(order.ref, "delete")
        with pytest.raises(Gone):
            world.till.order(order.ref)
        assert world.till.find_order(world.draft(1).external_id, datetime.now(UTC)) is None

    def test_printed_orders(self, world: TillWorld) -> None:
        first, second = placed(world, 1), placed(world, 2)
        since = datetime.now(UTC) - timedelta(days=4)
        assert world.till.printed_orders(since) == frozenset()
        world.operate(second.ref, "accept")
        world.operate(second.ref, "receipt")
        assert world.till.printed_orders(since) == {second.ref}
        assert first.ref not in world.till.printed_orders(since)

    def test_a_word_that_is_not_known_is_kept(self, world: TillWorld) -> None:
        ref, other = placed(world, 1).ref, placed(world, 2).ref
        world.say_unknown_word(ref)
        assert (world.till.order(ref).state, world.till.order(ref).status) == (None, UNKNOWN_WORD)
        (page,) = world.till.orders_since(datetime.now(UTC) - timedelta(hours=1))
        assert {order.ref for order in page.records} == {ref, other}

    def test_money_is_exact(self, world: TillWorld) -> None:
        draft = world.draft(1)
        dish = draft.order.lines[0]
        cheap = [replace(dish, ref=str(number), quantity=3, unit_price=Decimal("1.10")) for number in range(33)]
        draft = with_lines(draft, *cheap, fee=Decimal("2.55"))
        assert world.amount_of(world.till.place_order(draft).order.ref) == f"{draft.order.total:.2f}"

    def test_a_dish_that_the_till_has_not(self, world: TillWorld) -> None:
        draft = world.draft(1)
        stranger = OrderLine("99", "mai-visto", "Ribollita", 1, Decimal("8.00"))
        placement = world.till.place_order(with_lines(draft, *draft.order.lines, stranger))
        assert placement.unmatched == ("99",)
        assert world.count_of(draft.external_id) == 1

    def test_an_option_that_the_till_has_not(self, world: TillWorld) -> None:
        draft = world.draft(1)
        odd = replace(draft.order.lines[0], additions=(Option("mai:visto", "tartufo", Decimal("5.00")),))
        assert world.till.place_order(with_lines(draft, odd)).unmatched == ()

    def test_what_was_wanted_earlier_is_taken_all_the_same(self, world: TillWorld) -> None:
        draft = world.draft(1)
        late = replace(draft, order=replace(draft.order, due_at=datetime.now(UTC) - timedelta(minutes=20)))
        world.till.place_order(late)
        assert world.count_of(draft.external_id) == 1

    def test_a_session_that_ended_is_opened_again(self, world: TillWorld) -> None:
        world.till.test()
        before = world.sessions()
        world.end_session()
        placed(world)
        assert world.sessions() == before + 1
        assert world.count_of(world.draft(1).external_id) == 1

    def test_a_session_that_does_not_hold_is_wrong_credentials(self, world: TillWorld) -> None:
        world.end_session(for_good=True)
        with pytest.raises(AuthRefused):
            world.read()

    def test_a_new_guest_is_created_once(self, world: TillWorld) -> None:
        ref = world.till.guest(GUEST)
        assert ref is not None
        assert world.till.guest(GUEST) == ref
        assert world.till.guest(GUEST, ref) == ref
        assert world.guest_count() == 1
        # Another PC, or this one with a new database.
        assert world.till.guest(replace(GUEST, email=None, phone=None, ref="66")) is None
        assert world.guest_count() == 1

    def test_a_guest_is_found_by_e_mail_first(self, world: TillWorld) -> None:
        by_phone = world.known_guest(name="Gino", phoneNumber="+39 333 1234567")
        by_email = world.known_guest(name="Maria", email="Maria.Rossi@Example.test")
        assert world.till.guest(GUEST) == by_email
        assert by_phone != by_email
        assert world.guest_count() == 2

    def test_then_by_phone_however_it_is_written(self, world: TillWorld) -> None:
        for number in range(120):
            world.known_guest(name=f"Cliente {number}", phoneNumber=f"0039 011 55512{number:03}")
        known = world.known_guest(name="Maria", phoneNumber="0039 333-123.45.67")
        assert world.till.guest(GUEST) == known
        # Somebody writes a new card at the till after the index was made.
        other = world.known_guest(name="Luca", phoneNumber="3477654321")
        luca = Customer("77", "Luca", None, None, "+39 347 7654321")
        assert world.till.guest(luca) == other
        assert world.guest_count() == 122

    def test_a_guest_is_completed_and_never_blanked(self, world: TillWorld) -> None:
        ref = world.known_guest(name="M. Rossi", phoneNumber="333 1234567", note="allergica", city="Torino")
        assert world.till.guest(GUEST) == ref
        card = world.guest_card(ref)
        assert (card["name"], card["phoneNumber"]) == ("M. Rossi", "333 1234567")
        assert (card["note"], card["city"]) == ("allergica", "Torino")
        assert card["email"] == GUEST.email
        assert world.blanked() == []
        poorer = replace(GUEST, first_name=None, last_name=None, phone=None)
        assert world.till.guest(poorer, ref) == ref
        assert world.guest_card(ref) == card

    def test_a_reference_that_is_gone_is_looked_for_anew(self, world: TillWorld) -> None:
        ref = world.known_guest(name="Maria", email=GUEST.email)
        assert world.till.guest(GUEST, "mai-esistito") == ref

    def test_the_guest_is_on_the_order(self, world: TillWorld) -> None:
        ref = world.till.guest(GUEST)
        world.till.place_order(replace(world.draft(1), guest_ref=ref))
        assert world.count_of(world.draft(1).external_id) == 1

    def test_what_the_pair_needs_is_there(self, world: TillWorld) -> None:
        assert all(each.fulfilled for each in world.till.prerequisites())
