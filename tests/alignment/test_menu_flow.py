"""The menu's way: what is asked, what waits, what is sent, and what a fault leaves behind."""

from dataclasses import replace

import pytest

from agent.domain.commands import AllowPriceZero, ApproveProposal, DiscardProposal, FollowTill, GoBackToMenu
from agent.domain.failures import DecisionRefused, Transient
from agent.domain.menu import Menu, PriceList
from agent.domain.money import euro
from agent.domain.proposals import ProposalState, WaitReason
from tests.alignment.conftest import LINK, Pair
from tests.alignment.sides import refused
from tests.domain.dishes import LASAGNA, MARINARA, TIRAMISU, dish, menu, prices, till


def test_the_first_import_waits_for_a_person_and_is_then_sent_once(pair: Pair) -> None:
    pair.portal.shows = menu(dish("99", "Vecchio piatto"))
    pair.look()
    pair.look(whole=True)
    waiting = pair.waiting()
    assert waiting is not None
    assert (waiting.state, waiting.reasons) == (ProposalState.WAITING, (WaitReason.FIRST,))
    assert pair.portal.writes == 0
    pair.say(ApproveProposal(waiting.id))
    pair.look()
    assert [each.name for each in pair.portal.shows.dishes] == ["Margherita", "Marinara", "Tiramisù", "Vecchio piatto"]
    assert not pair.shown("99").active
    pair.look(whole=True)
    assert pair.portal.writes == 1
    assert [each.state for each in pair.sent()] == [ProposalState.SENT]
    assert pair.history() == ["history.menu_waits", "history.menu_approved", "history.menu_sent"]


def test_a_portal_that_already_shows_the_tills_menu_needs_no_first_import(pair: Pair) -> None:
    pair.portal.shows = menu()
    pair.look()
    assert (pair.waiting(), pair.portal.writes) == (None, 0)
    pair.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    pair.look()
    assert pair.shown("1").price(PriceList.TAKEAWAY) == euro("7.20")


def test_an_unchanged_menu_costs_one_request_and_no_write(aligned: Pair) -> None:
    with aligned.store.reading() as ledger:
        before = ledger.last_change(), ledger.menu_look(LINK)
    for _ in range(3):
        aligned.look()
    assert aligned.till.calls == ["changed"] * 3
    assert aligned.portal.calls == []
    with aligned.store.reading() as ledger:
        assert (ledger.last_change(), ledger.menu_look(LINK)) == before


def test_a_changed_price_reaches_the_portal_by_itself(aligned: Pair) -> None:
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.look()
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.20")
    assert aligned.portal.writes == 1


def test_a_link_may_send_nothing_by_itself(aligned: Pair) -> None:
    aligned.rules = replace(aligned.rules, automatic=False)
    aligned.restart()
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.look()
    waiting = aligned.waiting()
    assert waiting is not None
    assert (waiting.reasons, aligned.portal.writes) == ((WaitReason.ASKED_ALWAYS,), 0)


def test_more_than_the_limit_waits_and_a_refusal_to_it_is_not_asked_again_by_itself(aligned: Pair) -> None:
    aligned.rules = replace(aligned.rules, limit=1)
    aligned.restart()
    aligned.till.say(till(TIRAMISU))
    aligned.look()
    waiting = aligned.waiting()
    assert waiting is not None
    assert waiting.reasons == (WaitReason.MANY_GONE,)
    aligned.say(DiscardProposal(waiting.id))
    aligned.till.changed = True
    aligned.look()
    assert (aligned.waiting(), aligned.portal.writes) == (None, 0)
    aligned.look(whole=True)
    assert aligned.waiting() is not None, "a person, or the night, compares again"


def test_a_price_of_zero_waits_and_goes_when_it_is_allowed(aligned: Pair) -> None:
    aligned.till.say(till(dish(prices=prices("0.00")), MARINARA, TIRAMISU))
    aligned.look()
    waiting = aligned.waiting()
    assert waiting is not None
    assert waiting.reasons == (WaitReason.PRICE_ZERO,)
    assert all(price.amount for each in waiting.wanted.dishes for price in each.prices)
    assert aligned.findings()[0].cause == "finding.price_zero"
    aligned.say(AllowPriceZero(LINK, "1"))
    aligned.look()
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro(0)
    assert aligned.shown("1").active
    assert aligned.findings() == ()


def test_what_waits_follows_the_till(aligned: Pair) -> None:
    aligned.rules = replace(aligned.rules, automatic=False)
    aligned.restart()
    aligned.till.say(till(dish(name="Margherita DOP"), MARINARA, TIRAMISU))
    aligned.look()
    first = aligned.waiting()
    assert first is not None
    aligned.till.say(till(dish(name="Margherita STG"), MARINARA, TIRAMISU))
    aligned.look()
    second = aligned.waiting()
    assert second is not None
    assert second.wanted.by_ref["1"].name == "Margherita STG"
    with pytest.raises(DecisionRefused):
        aligned.say(ApproveProposal(first.id))
    aligned.till.say(till())
    aligned.look()
    assert aligned.waiting() is None, "the difference is gone, and so is the question"


def test_what_was_approved_is_not_sent_over_a_portal_that_changed_meanwhile(aligned: Pair) -> None:
    aligned.rules = replace(aligned.rules, limit=0)
    aligned.restart()
    aligned.till.say(till(MARINARA, TIRAMISU))
    aligned.look()
    waiting = aligned.waiting()
    assert waiting is not None
    aligned.say(ApproveProposal(waiting.id))
    renamed = replace(aligned.shown("2"), name="Marinara all'aglio")
    aligned.portal.shows = Menu(
        aligned.portal.shows.categories,
        tuple(renamed if each.ref == "2" else each for each in aligned.portal.shows.dishes),
    )
    aligned.look()
    again = aligned.waiting()
    assert again is not None
    assert (again.state, aligned.portal.writes) == (ProposalState.WAITING, 0)
    assert again.before.by_ref["2"].name == "Marinara all'aglio"


def test_a_lost_answer_is_found_out_and_not_sent_twice(aligned: Pair) -> None:
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.portal.loses_answers = 1
    with pytest.raises(Transient):
        aligned.look()
    last = aligned.last()
    assert last is not None
    assert last.state is ProposalState.APPROVED, "nobody knows yet: it is not called sent"
    aligned.restart()
    aligned.look()
    assert [each.state for each in aligned.sent()] == [ProposalState.SENT] * 2
    assert aligned.portal.writes == 1


def test_a_refused_menu_is_kept_with_its_reason_and_not_tried_again_by_itself(aligned: Pair) -> None:
    aligned.portal.fails = [refused()]
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.look()
    last = aligned.last()
    assert last is not None
    assert last.failure is not None
    assert (last.state, last.failure.message) == (ProposalState.REFUSED, "side.refused")
    aligned.till.changed = True
    aligned.look()
    assert aligned.portal.writes == 1
    aligned.look(whole=True)
    assert aligned.portal.writes == 2
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.20")


def test_what_is_switched_off_on_the_portal_stays_off(aligned: Pair) -> None:
    aligned.portal.switch("2", active=False)
    aligned.look(whole=True)
    assert (aligned.shown("2").active, aligned.portal.writes) == (False, 0)
    assert [each.cause for each in aligned.findings()] == ["finding.off_on_portal"]
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.look()
    assert not aligned.shown("2").active


def test_a_dish_deleted_at_the_till_is_sent_once_more_and_its_finding_stays(aligned: Pair) -> None:
    aligned.till.say(till(MARINARA, TIRAMISU))
    aligned.look()
    assert not aligned.shown("1").active
    aligned.look(whole=True)
    assert aligned.portal.writes == 1
    assert [each.cause for each in aligned.findings()] == ["finding.gone_at_till"]
    aligned.portal.shows = menu(MARINARA, TIRAMISU)
    aligned.look(whole=True)
    assert aligned.findings() == ()


def test_going_back_shows_the_difference_first_and_holds_until_the_till_is_followed(aligned: Pair) -> None:
    aligned.till.say(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU))
    aligned.look()
    _newer, older = aligned.sent()
    aligned.say(GoBackToMenu(older.id))
    aligned.look()
    waiting = aligned.waiting()
    assert waiting is not None
    assert (waiting.reasons, waiting.before.by_ref["1"].price(PriceList.TAKEAWAY)) == (
        (WaitReason.GOING_BACK,),
        euro("7.20"),
    )
    aligned.say(ApproveProposal(waiting.id))
    aligned.look()
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.00")
    aligned.look(whole=True)
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.00"), "the till's older change does not come back"
    aligned.till.say(till(dish(prices=prices("7.20"), name="Margherita DOP"), MARINARA, TIRAMISU))
    aligned.look()
    assert (aligned.shown("1").name, aligned.shown("1").price(PriceList.TAKEAWAY)) == ("Margherita DOP", euro("7.00"))
    aligned.till.say(till(dish(prices=prices("7.20"), name="Margherita DOP"), replace(MARINARA, name="M"), TIRAMISU))
    aligned.look()
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.00"), "nor after another change"
    assert "finding.menu_held" in [each.cause for each in aligned.findings()]
    aligned.say(FollowTill(LINK))
    aligned.look()
    assert aligned.shown("1").price(PriceList.TAKEAWAY) == euro("7.20")
    assert aligned.findings() == ()


def test_a_portal_that_replaces_loses_what_the_till_deleted(pair: Pair) -> None:
    pair.rules, pair.portal = LASAGNA, type(pair.portal)(keeps_left_out=False)
    pair.restart()
    pair.portal.shows = menu()
    pair.look()
    pair.till.say(till(MARINARA, TIRAMISU))
    pair.look()
    assert [each.name for each in pair.portal.shows.dishes] == ["Marinara", "Tiramisù"]
    assert pair.findings() == ()
