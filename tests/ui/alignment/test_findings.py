"""What does not fit: grouped by cause, with the remedy, what puts orders at risk on top."""

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.alignment import Risk
from agent.domain.failures import Unavailable
from agent.sync.link_pass import PassReport
from tests.scenes import alignment
from tests.scenes.alignment import BANCO, CRM, Aligned
from tests.scenes.pictures import NO_NETWORK
from tests.scenes.restaurant import Restaurant
from tests.ui.alignment.conftest import Opens, press, told
from ui.alignment.face import groups_of
from ui.alignment.group_card import FOLDED, GroupCard
from ui.alignment.screen import AlignmentScreen, View


def cards(screen: AlignmentScreen) -> list[GroupCard]:
    return [each for each in screen.findings.cards.held() if isinstance(each, GroupCard)]


def card_of(screen: AlignmentScreen, cause: str) -> GroupCard:
    return next(each for each in cards(screen) if each.group.cause == f"finding.{cause}")


def test_by_cause_with_remedy_and_what_concerns_the_whole_menu_first(
    place: Restaurant, screen: AlignmentScreen, opens: Opens
) -> None:
    alignment.trouble(place)
    opens()
    causes = [each.group.cause for each in cards(screen)]
    assert causes[0] == "finding.sales_mode_near"
    risks = [each.group.risk for each in cards(screen)]
    assert risks == sorted(risks, key=list(Risk).index)
    said = told(cards(screen)[0])
    assert "“Plateform_delivery” in place of the sales mode “plateform_delivery”" in said
    assert "Rename “Plateform_delivery” to “plateform_delivery” at the till." in said
    assert "banco · Since 19/11 18:44" in said


def test_forty_dishes_of_one_cause_are_one_folded_card(
    place: Restaurant, screen: AlignmentScreen, opens: Opens
) -> None:
    alignment.trouble(place)
    opens()
    card = card_of(screen, "price_missing")
    assert told(card).count("Delivery price: missing") == FOLDED
    assert "40 articles" in told(card)
    press(card, "Show 35 more")
    assert told(card).count("Delivery price: missing") == 40


def test_an_unfolded_card_stays_so_when_it_is_read_again(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    made = alignment.trouble(place)
    opens()
    press(card_of(screen, "price_missing"), "Show 35 more")
    names = [each.name for each in alignment.card(40).dishes[:39]]
    made.found(
        *(
            made.finding("price_missing", Risk.ORDERS, f"d{at}", name, which="delivery")
            for at, name in enumerate(names, start=1)
        )
    )
    screen.read()
    qtbot.waitUntil(lambda: len(cards(screen)) == 1, timeout=3000)
    assert told(cards(screen)[0]).count("Delivery price: missing") == 39


def test_one_article_with_two_findings_is_one_line(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.trouble(place)
    opens()
    card = card_of(screen, "price_zero")
    assert [(each.name, each.detail) for each in card.group.articles] == [
        ("Coperto", "Takeaway price: 0"),
        ("Pane e grissini", "Delivery price: 0, takeaway price: 0"),
    ]


def test_a_dish_that_is_really_free_is_said_here(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    made = Aligned(place)
    made.compared()
    made.found(made.finding("price_zero", Risk.ORDERS, "d90", "Coperto", which="takeaway"))
    opens()
    press(screen.findings, "It is really free")
    sheet = place.agent.menu_sheet(BANCO)
    assert sheet is not None
    assert sheet.zero_allowed == {"d90"}


def test_of_one_link_alone(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.trouble(place)
    other = Aligned(place, CRM)
    other.found(other.finding("price_missing", Risk.ORDERS, "1", "Gnocchi", which="plain"))
    opens(link=CRM)
    assert [each.group.link for each in cards(screen)] == [CRM]
    screen.links.set_current("")
    assert {each.group.link for each in cards(screen)} == {BANCO, CRM}


def test_nothing_to_mend_is_only_said_when_it_was_compared(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens(link=BANCO)
    assert "not compared yet" in told(screen.findings)
    Aligned(place).compared()
    screen.read()
    qtbot.waitUntil(lambda: "Nothing to mend" in told(screen.findings), timeout=3000)
    assert screen._when.text == "compared 30 min ago (21/11 19:44)"
    screen.links.set_current("")
    assert "not compared yet" in told(screen.findings)
    assert "crm: never compared yet" in screen._when.text


def test_a_comparison_on_demand_goes_link_by_link_and_is_told(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens()
    with qtbot.waitSignal(screen.told, timeout=3000):
        press(screen.findings, "Compare now")
        assert screen.compare_button.busy
    assert place.agent.synced == [BANCO, CRM]
    assert not screen.compare_button.busy


@pytest.mark.parametrize(
    ("reports", "raises", "said"),
    [
        ((PassReport(BANCO, failures=[NO_NETWORK]),), None, "Plateform cannot be reached"),
        ((), None, "did not end in time"),
        ((), Unavailable("agent.not_answering"), "agent.not_answering"),
    ],
)
def test_a_comparison_that_fails_says_why(
    place: Restaurant,
    screen: AlignmentScreen,
    opens: Opens,
    qtbot: QtBot,
    reports: tuple[PassReport, ...],
    raises: Unavailable | None,
    said: str,
) -> None:
    place.agent.reports, place.agent.sync_raises = reports, raises
    opens(link=BANCO)
    press(screen.findings, "Compare now")
    qtbot.waitUntil(lambda: screen.ready and said in told(screen), timeout=3000)
    assert not screen.compare_button.busy


def test_what_waits_is_on_top_and_leads_to_its_preview(
    place: Restaurant, screen: AlignmentScreen, opens: Opens
) -> None:
    alignment.first_import(place)
    alignment.floor(place)
    opens()
    assert "banco: A menu waits for you" in told(screen.findings)
    assert "crm: Rooms and tables wait for you" in told(screen.findings)
    screen.findings.waiting.held()[1].action.click()  # type: ignore[attr-defined]  # a banner with a button
    assert (screen.view, screen.link) == (View.FLOOR, CRM)


def test_the_number_on_the_rail_is_what_is_at_risk_and_what_waits(
    place: Restaurant, screen: AlignmentScreen, qtbot: QtBot
) -> None:
    alignment.trouble(place, dishes=3)
    alignment.first_import(place)
    counted: list[int] = []
    screen.counted.connect(counted.append)
    screen.begin()
    # One sales mode, three dishes without and two with a price of 0, one deleted; and the import.
    qtbot.waitUntil(lambda: counted[-1:] == [8], timeout=3000)


def test_causes_that_differ_in_their_words_are_groups_of_their_own(place: Restaurant) -> None:
    made = Aligned(place)
    modes = [made.finding("sales_mode_missing", Risk.ORDERS, name, name, name=name) for name in ("one", "two")]
    made.found(*modes)
    groups = groups_of(place.agent.findings(), lambda _link: place.agent.links[0].configuration.zone)
    assert [(group.articles, group.told.title) for group in groups] == [
        ((), "The sales mode “one” is missing at the till"),
        ((), "The sales mode “two” is missing at the till"),
    ]
