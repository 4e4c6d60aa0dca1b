"""Proposals, what was last compared, and findings come back as they were, and are kept no longer than they serve."""

from dataclasses import replace
from datetime import timedelta

from agent.domain.alignment import FindingArea, Risk
from agent.domain.proposals import MenuLook, ProposalKind, ProposalState
from agent.store import Ledger
from tests.domain.dishes import menu
from tests.domain.making import NOON
from tests.store.making import LINK, PRECISE
from tests.store.making_alignment import a_finding, floor_proposal, menu_proposal


def test_a_proposal_comes_back_as_it_was(ledger: Ledger) -> None:
    for made in (menu_proposal(), floor_proposal()):
        kept = ledger.add_proposal(made)
        assert replace(kept, id=0) == made
        assert ledger.proposal(kept.id) == kept
    assert ledger.proposal(99) is None


def test_the_open_one_of_a_kind_and_link(ledger: Ledger) -> None:
    assert ledger.open_proposal(LINK, ProposalKind.MENU) is None
    waiting = ledger.add_proposal(menu_proposal())
    ledger.add_proposal(floor_proposal())
    assert ledger.open_proposal(LINK, ProposalKind.MENU) == waiting
    assert ledger.open_proposal("sala", ProposalKind.MENU) is None
    sent = ledger.save_proposal(replace(waiting, state=ProposalState.SENT))
    assert ledger.open_proposal(LINK, ProposalKind.MENU) is None
    assert ledger.last_proposal(LINK, ProposalKind.MENU) == sent
    assert ledger.sent_menus(LINK) == (sent,)


def test_the_last_ten_menus_sent_are_kept_and_one_that_led_to_nothing(ledger: Ledger) -> None:
    for _ in range(12):
        ledger.add_proposal(menu_proposal(state=ProposalState.SENT))
        ledger.add_proposal(menu_proposal(state=ProposalState.SUPERSEDED))
    ledger.add_proposal(menu_proposal(link="sala", state=ProposalState.SENT))
    assert len(ledger.sent_menus(LINK, 100)) == 10
    assert len(ledger.sent_menus("sala")) == 1
    assert ledger.table_counts()["proposals"] == 12


def test_what_was_last_compared(ledger: Ledger) -> None:
    assert ledger.menu_look(LINK) == MenuLook()
    look = MenuLook(menu(), NOON, PRECISE, frozenset({"1"}), 3)
    ledger.save_menu_look(LINK, MenuLook())
    ledger.save_menu_look(LINK, look)
    assert ledger.menu_look(LINK) == look


def test_a_finding_keeps_its_first_instant_and_goes_with_its_cause(ledger: Ledger) -> None:
    first, second = a_finding(), a_finding(ref="2", article="Marinara", risk=Risk.HINT)
    assert ledger.save_findings(LINK, FindingArea.MENU, [second, first], NOON)
    later = NOON + timedelta(hours=1)
    assert not ledger.save_findings(LINK, FindingArea.MENU, [first, second], later)
    assert ledger.findings() == (replace(first, since=NOON), replace(second, since=NOON))
    assert ledger.count_findings(LINK, Risk.ORDERS) == 1
    assert ledger.save_findings(LINK, FindingArea.MENU, [replace(second, article="Marinara DOP")], later)
    (left,) = ledger.findings(LINK)
    assert (left.article, left.since) == ("Marinara DOP", NOON)


def test_areas_and_links_do_not_touch_each_other(ledger: Ledger) -> None:
    ledger.save_findings(LINK, FindingArea.MENU, [a_finding()], NOON)
    ledger.save_findings(LINK, FindingArea.FLOOR, [a_finding(area=FindingArea.FLOOR)], NOON)
    ledger.save_findings("sala", FindingArea.MENU, [a_finding(link="sala")], NOON)
    ledger.save_findings(LINK, FindingArea.MENU, [], NOON)
    assert {(each.link, each.area) for each in ledger.findings()} == {
        (LINK, FindingArea.FLOOR),
        ("sala", FindingArea.MENU),
    }
