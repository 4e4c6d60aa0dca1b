"""The orders screen over a real store: search, sheet, decisions, and what does not count in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.commands import AcceptOrder
from agent.domain.errands import ErrandKind
from agent.domain.orders import Actor, OrderState
from tests.scenes import evening
from tests.scenes.menu import PLAIN, line, order_from_portal
from tests.scenes.restaurant import Restaurant
from tests.scenes.script import Script
from ui.bridge import Bridge
from ui.components import Banner, Button, Chip, Text
from ui.orders.columns import Column
from ui.orders.reasons import Reason
from ui.orders.screen import BESIDE_FROM, OrdersScreen


@pytest.fixture
def script(place: Restaurant) -> Script:
    return evening.full_evening(place)


@pytest.fixture
def screen(script: Script, bridge: Bridge, qtbot: QtBot) -> OrdersScreen:
    made = OrdersScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 640)
    made.begin()
    made.show()
    qtbot.waitUntil(lambda: made.board.count(Column.NEW) == 3, timeout=5000)
    return made


def button(screen: OrdersScreen, text: str) -> Button:
    """The one button of the sheet whose text begins like that."""
    found = [each for each in screen.panel.findChildren(Button) if each.text().startswith(text) and each.isVisible()]
    assert len(found) == 1, [each.text() for each in screen.panel.findChildren(Button)]
    return found[0]


def offered(screen: OrdersScreen) -> set[str]:
    return {each.text() for each in screen.panel.findChildren(Button) if each.isVisible() and each.text()}


def told(screen: OrdersScreen) -> str:
    texts = [each.text() for each in screen.panel.findChildren(Text) if each.isVisible()]
    return "\n".join(texts)


def state(place: Restaurant, order_id: int) -> OrderState:
    sheet = place.agent.order(order_id)
    assert sheet is not None
    return sheet.order.state


def test_a_card_opens_the_whole_order(screen: OrdersScreen, script: Script) -> None:
    screen.show_order(script.id_of(37))
    text = told(screen)
    for part in (
        "A37",
        "Delivery, wanted for 20:58",
        "Giulia Bianchi",
        "+39 333 555 1037",
        "Piazza San Lorenzo 3",
        "Citofono rotto: chiamare",
        "+ Mozzarella di bufala",
        "− Basilico",
        "ben cotta",
        "The rows do not add up to the total: -€1.00 of difference.",
        "The order arrived",
        "20:13:18",
    ):
        assert part in text, part


def test_it_is_accepted_with_a_preset(screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot) -> None:
    screen.show_order(script.id_of(36))
    chip = next(each for each in screen.panel.findChildren(Chip) if each.text() == "30")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert button(screen, "Accept").text() == "Accept · ready at 20:44"
    QTest.mouseClick(button(screen, "Accept"), Qt.MouseButton.LeftButton)
    sheet = place.agent.order(script.id_of(36))
    assert sheet is not None
    assert sheet.order.state is OrderState.ACCEPTED
    assert sheet.order.promised_at == place.clock.at + timedelta(minutes=30)
    qtbot.waitUntil(lambda: screen.board.count(Column.PREPARING) == 6, timeout=3000)


def test_a_decision_is_taken_back_and_can_be_made_again(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(37))
    QTest.mouseClick(button(screen, "Accept"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(screen, "Take it back (5 s)"), Qt.MouseButton.LeftButton)
    assert state(place, script.id_of(37)) is OrderState.NEW
    assert button(screen, "Accept").isEnabled()


def test_taking_back_is_not_offered_any_more_once_it_was_sent(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(37))
    QTest.mouseClick(button(screen, "Accept"), Qt.MouseButton.LeftButton)
    place.clock.at += timedelta(seconds=6)
    screen.board.tick()
    assert not any(text.startswith("Take it back") for text in offered(screen))


def test_the_second_of_two_persons_is_told_who_was_first(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(36))
    place.agent.submit(AcceptOrder(script.id_of(36), timedelta(minutes=20)), Actor.CLI)
    QTest.mouseClick(button(screen, "Accept"), Qt.MouseButton.LeftButton)
    banner = next(each for each in screen.panel.findChildren(Banner) if "Already decided" in each.accessibleName())
    assert "terminal" in banner.accessibleName()
    assert "Accept" not in " ".join(offered(screen))


def test_it_is_rejected_with_the_dishes_that_are_sold_out(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(37))
    QTest.mouseClick(button(screen, "Reject"), Qt.MouseButton.LeftButton)
    assert not button(screen, "Reject the order").isEnabled()
    for text in ("Sold out", "Tiramisù"):
        chip = next(each for each in screen.panel.findChildren(Chip) if each.text() == text)
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "Sold out: Tiramisù." in told(screen)
    QTest.mouseClick(button(screen, "Reject the order"), Qt.MouseButton.LeftButton)
    sheet = place.agent.order(script.id_of(37))
    assert sheet is not None
    assert sheet.order.decision is not None
    assert sheet.order.decision.reason == "Sold out: Tiramisù."


def test_what_is_being_written_survives_a_change_of_the_order(
    screen: OrdersScreen, script: Script, place: Restaurant, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(35))
    QTest.mouseClick(button(screen, "Reject"), Qt.MouseButton.LeftButton)
    form = screen.panel.form
    assert form is not None
    form.choose(Reason.OTHER)
    form.words.setText("forno rotto")
    place.at_till(script.orders[35], OrderState.NEW, ago=timedelta(0))
    screen.show_order(script.id_of(35))
    assert screen.panel.form is form
    assert form.sentence == "forno rotto"


def test_closing_says_why_not_and_closes_when_it_may(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(25))
    assert not button(screen, "Close the order").isEnabled()
    assert "Paid online: print the document at the till first" in told(screen)
    screen.show_order(script.id_of(24))
    QTest.mouseClick(button(screen, "Close the order"), Qt.MouseButton.LeftButton)
    assert state(place, script.id_of(24)) is OrderState.COMPLETED


def test_a_promise_is_put_off(screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot) -> None:
    screen.show_order(script.id_of(31))
    before = place.agent.order(script.id_of(31))
    QTest.mouseClick(button(screen, "+15"), Qt.MouseButton.LeftButton)
    after = place.agent.order(script.id_of(31))
    assert before is not None
    assert after is not None
    assert before.order.promised_at is not None
    assert after.order.promised_at == before.order.promised_at + timedelta(minutes=15)


def test_a_cancellation_is_read_and_leaves(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.show_order(script.id_of(30))
    assert "The guest cancelled the order" in told(screen)
    QTest.mouseClick(button(screen, "I have read it"), Qt.MouseButton.LeftButton)
    sheet = place.agent.order(script.id_of(30))
    assert sheet is not None
    assert sheet.order.notices == ()


@pytest.mark.parametrize("press", ["Try again", "Mark as resolved"])
def test_what_is_parked_is_tried_again_or_resolved(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot, press: str
) -> None:
    screen.show_order(script.id_of(33))
    assert "Cassa in Cloud refuses it (SalesModeNotFound)" in told(screen)
    QTest.mouseClick(button(screen, press), Qt.MouseButton.LeftButton)
    assert place.agent.parked() == ()
    sheet = place.agent.order(script.id_of(33))
    assert sheet is not None
    waiting = [row.kind for row in sheet.errands]
    assert waiting == ([ErrandKind.CREATE] if press == "Try again" else [])


def test_the_search_goes_through_the_whole_history(screen: OrdersScreen, qtbot: QtBot) -> None:
    QTest.keyClicks(screen.search, "moretti")
    qtbot.waitUntil(lambda: screen.found.rowCount() == 2, timeout=3000)
    screen.search.setText("a14")
    qtbot.waitUntil(lambda: screen.found.rowCount() == 1, timeout=3000)
    screen.search.setText("3335551022")
    qtbot.waitUntil(lambda: [sheet.order.portal.code for sheet in screen.found.sheets] == ["A22"], timeout=3000)
    screen.search.clear()
    qtbot.waitUntil(lambda: screen.columns.isVisible(), timeout=3000)


def test_what_was_found_changes_with_its_order(
    screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    screen.search.setText("a36")
    qtbot.waitUntil(lambda: screen.found.rowCount() == 1, timeout=3000)
    place.agent.submit(AcceptOrder(script.id_of(36), timedelta(minutes=20)), Actor.TILL)
    qtbot.waitUntil(lambda: screen.found.sheets[0].order.state is OrderState.ACCEPTED, timeout=3000)


def test_only_a_page_is_read_however_many_match(screen: OrdersScreen, place: Restaurant, qtbot: QtBot) -> None:
    evening.crowd(place, 120)
    QTest.keyClicks(screen.search, "a1")
    qtbot.waitUntil(lambda: screen.found.rowCount() == 50, timeout=3000)
    screen.results.found.scrollToBottom()
    qtbot.waitUntil(lambda: screen.found.rowCount() > 50, timeout=3000)


def test_everything_by_keyboard(screen: OrdersScreen, place: Restaurant, script: Script, qtbot: QtBot) -> None:
    screen.activateWindow()
    screen.enter()
    new, preparing = screen.columns.views[0].cards, screen.columns.views[1].cards
    QTest.keyClick(new, Qt.Key.Key_Right)
    assert preparing.currentIndex().row() == 0
    QTest.keyClick(preparing, Qt.Key.Key_Left)
    QTest.keyClick(new, Qt.Key.Key_Down)
    QTest.keyClick(new, Qt.Key.Key_Return)
    assert screen.panel.order_id == script.id_of(36)
    QTest.keyClick(button(screen, "Accept"), Qt.Key.Key_Return)
    assert state(place, script.id_of(36)) is OrderState.ACCEPTED
    QTest.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert screen.panel.isHidden()


def test_long_names_and_many_lines_stay_within_the_sheet(screen: OrdersScreen, place: Restaurant, qtbot: QtBot) -> None:
    name = "Pizza della casa con bufala campana DOP, pomodorini del Piennolo e basilico fresco " * 2
    lines = tuple(replace(line(at, at), name=name, note=name) for at in range(40))
    said = order_from_portal(99, place.clock.at, timedelta(minutes=30), PLAIN, lines=lines)
    order = place.arrives(said)
    screen.show_order(order.id)
    reader = screen.panel.reader
    page = reader.widget()
    assert page is not None
    assert page.width() <= reader.viewport().width()
    QTest.mouseClick(button(screen, "Reject"), Qt.MouseButton.LeftButton)
    assert page.width() <= reader.viewport().width()


def test_the_sheet_lies_over_the_columns_or_beside_them(screen: OrdersScreen, script: Script, qtbot: QtBot) -> None:
    def right_edge() -> int:
        return screen.columns.mapTo(screen, screen.columns.rect().bottomRight()).x()

    screen.show_order(script.id_of(37))
    assert right_edge() > screen.panel.x()
    screen.resize(BESIDE_FROM, 700)
    qtbot.waitUntil(lambda: right_edge() < screen.panel.x(), timeout=2000)


def test_without_orders_there_is_a_sentence_and_a_next_step(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    screen = OrdersScreen(bridge)
    qtbot.addWidget(screen)
    screen.begin()
    screen.show()
    step = screen.columns.empty.step
    qtbot.waitUntil(step.isVisible, timeout=3000)
    with qtbot.waitSignal(screen.screen_wanted, timeout=1000) as heard:
        QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    assert heard.args == ["connections"]
