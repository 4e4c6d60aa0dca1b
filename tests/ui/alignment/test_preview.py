"""The preview of a menu: why it waits, what would change, and that nothing is sent before it is approved."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from agent.domain.alignment import Risk
from agent.domain.commands import ApproveProposal, DiscardProposal
from agent.domain.orders import Actor
from agent.domain.proposals import MenuProposal, ProposalKind, ProposalState, WaitReason
from tests.scenes import alignment
from tests.scenes.alignment import BANCO, CRM, Aligned
from tests.scenes.restaurant import Restaurant
from tests.ui.alignment.conftest import Opens, press, told
from ui.alignment.changes import Sort
from ui.alignment.screen import AlignmentScreen, View


def stored(place: Restaurant) -> MenuProposal:
    with place.store.reading() as ledger:
        last = ledger.last_proposal(BANCO, ProposalKind.MENU)
    assert last is not None
    return last  # type: ignore[return-value]  # of its kind


def test_the_first_import_says_why_it_waits_and_how_much_it_is(
    place: Restaurant, screen: AlignmentScreen, opens: Opens
) -> None:
    alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    page = screen.preview
    assert "waits for you" in told(page)
    assert "overwrites the portal's menu" in told(page)
    assert page.numbers() == ("60 new", "3 removed", "8 changes of categories")
    assert page.sorts is not None
    assert [button.text() for button in page.sorts.buttons()] == [
        "All 71",
        "New 60",
        "Removed 3",
        "Categories 8",
    ]
    page.sorts.set_current(Sort.REMOVED.name)
    assert page.model.rowCount() == 3


def test_it_asks_once_with_the_numbers_and_then_is_about_to_leave(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    press(screen.preview, "Publish")
    question = screen.preview.question
    assert "Publish this menu on Plateform?" in told(question)
    assert "60 new, 3 removed, 8 changes of categories" in told(question)
    assert "is overwritten" in told(question)
    assert stored(place).state is ProposalState.WAITING
    press(question, "Publish")
    assert (stored(place).state, stored(place).decided_by) == (ProposalState.APPROVED, Actor.SCREEN)
    qtbot.waitUntil(lambda: "about to leave" in told(screen.preview), timeout=3000)
    assert "Sent" not in told(screen)
    assert not screen.preview.publish_button.isVisible()


def test_what_was_decided_stays_in_sight_while_all_links_are_chosen(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    made = Aligned(place, CRM)
    made.compared()
    made.proposes(*alignment.changed_menu(), WaitReason.MANY_GONE)
    opens(View.PREVIEW)
    assert screen.link == CRM
    press(screen.preview, "Publish")
    press(screen.preview.question, "Publish")
    qtbot.waitUntil(lambda: "about to leave" in told(screen.preview), timeout=3000)
    assert screen.link == CRM


def test_back_sends_nothing(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    press(screen.preview, "Publish")
    press(screen.preview.question, "Back")
    assert stored(place).state is ProposalState.WAITING


def test_not_now_puts_it_away(place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot) -> None:
    alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    press(screen.preview, "Not now")
    assert stored(place).state is ProposalState.DISCARDED
    qtbot.waitUntil(lambda: "Nothing waits to be sent" in told(screen.preview), timeout=3000)
    assert not screen.preview.discard_button.isVisible()


def test_what_somebody_else_decided_first_is_said(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    proposal = alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    press(screen.preview, "Publish")
    place.agent.submit(DiscardProposal(proposal.id), Actor.CLI)
    press(screen.preview.question, "Publish")
    assert "no longer the one that waits" in told(screen)
    assert stored(place).state is ProposalState.DISCARDED


def test_a_dish_for_nothing_is_asked_about_and_can_be_taken_back(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    alignment.small_change(place)
    opens(View.PREVIEW, BANCO)
    assert "Amaro della casa" in told(screen.preview.free)
    press(screen.preview, "It is really free")
    qtbot.waitUntil(lambda: "goes on sale for nothing" in told(screen.preview.free), timeout=3000)
    sheet = place.agent.menu_sheet(BANCO)
    assert sheet is not None
    assert len(sheet.zero_allowed) == 1
    press(screen.preview, "It is not free")
    qtbot.waitUntil(lambda: "is kept off sale" in told(screen.preview.free), timeout=3000)


def test_many_dishes_for_nothing_leave_room_for_the_preview(
    place: Restaurant, screen: AlignmentScreen, opens: Opens
) -> None:
    made = Aligned(place)
    made.compared()
    before = alignment.card()
    after = replace(before, dishes=tuple(replace(each, active=False) for each in before.dishes))
    made.found(
        *(made.finding("price_zero", Risk.ORDERS, each.ref, each.name, which="takeaway") for each in before.dishes)
    )
    made.proposes(before, after, WaitReason.PRICE_ZERO)
    opens(View.PREVIEW, BANCO)
    assert f"and {len(before.dishes) - 3} more with the price 0" in told(screen.preview.free)


def test_a_refused_one_says_why_and_is_tried_again_by_comparing(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    made = Aligned(place)
    made.compared()
    made.refused(*alignment.changed_menu())
    opens(View.PREVIEW, BANCO)
    assert "refused by the portal" in told(screen.preview)
    assert "unknown_category" in told(screen.preview)
    assert not screen.preview.publish_button.isVisible()
    press(screen.preview, "Try again")
    qtbot.waitUntil(lambda: place.agent.synced == [BANCO] and screen.ready, timeout=3000)


def test_a_small_change_says_that_nobody_is_asked(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    made = Aligned(place)
    made.compared()
    made.proposes(*alignment.changed_menu(), decided_by=Actor.AGENT, decided_at=made.at)
    opens(View.PREVIEW, BANCO)
    assert "nobody is asked (21/11 19:44)" in told(screen.preview)


def test_a_search_without_a_find_says_so_and_all_come_back(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    screen.preview.search.setText("sushi")
    qtbot.waitUntil(lambda: "No dish found" in told(screen.preview), timeout=3000)
    screen.preview.search.clear()
    qtbot.waitUntil(screen.preview.list.isVisible, timeout=3000)


def test_a_new_proposal_takes_the_place_of_the_one_that_is_shown(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    first = alignment.first_import(place)
    opens(View.PREVIEW, BANCO)
    place.agent.submit(ApproveProposal(first.id), Actor.CLI)
    with place.store.writing() as ledger:
        ledger.save_proposal(replace(first, state=ProposalState.SUPERSEDED))
    alignment.small_change(place)
    screen.read()
    qtbot.waitUntil(lambda: "1 switched off" in screen.preview.numbers(), timeout=3000)
    assert screen.preview.sorts is not None
    assert screen.preview.sorts.current == Sort.ALL.name
