"""Forty orders at once: cheap to show, cheap to tick, in order, each changed in place."""

import time
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from agent.domain.events import OrderArrived
from tests.scenes import evening
from tests.ui.bell.conftest import Stage
from ui.bell.row_model import RowModel, RowRole
from ui.bell.row_view import ROW


@pytest.fixture
def forty(stage: Stage) -> Stage:
    evening.crowd(stage.place, 40)
    stage.begin()
    return stage


def test_all_wait_in_one_window_the_most_urgent_one_open(forty: Stage) -> None:
    assert forty.window.head.count.text == "40 orders wait"
    assert forty.window.model.rowCount() == 39
    deadlines = [card.deadline for card in forty.bell.waiting.cards if card.deadline]
    assert deadlines == sorted(deadlines)
    assert forty.decide().order_id == forty.bell.waiting.cards[0].order.id


def test_a_tick_costs_little_and_makes_nothing_anew(forty: Stage) -> None:
    content = forty.content()
    began = time.perf_counter()
    for _tick in range(20):
        forty.passes(0.25)
    each = (time.perf_counter() - began) / 20
    assert forty.content() is content
    assert each < 0.05, f"{each * 1000:.0f} ms a tick would be felt"


def test_a_line_is_opened_by_a_tap(forty: Stage) -> None:
    view = forty.window.rows
    wanted = view.model().index(1, 0).data(RowRole.ORDER)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    assert forty.decide().order_id == wanted


def test_it_stays_on_the_screen_and_its_lines_scroll(forty: Stage) -> None:
    screen = forty.window.screen().availableGeometry()
    forty.qtbot.waitUntil(lambda: forty.window.height() <= screen.height())
    assert forty.window.rows.height() >= 2 * ROW
    assert forty.window.rows.verticalScrollBar().maximum() > 0
    assert (
        forty.decide().accept_button.mapTo(forty.window, forty.decide().accept_button.rect().bottomLeft()).y()
        < screen.height()
    )


def test_an_event_reads_once_for_forty_changes(forty: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    standing = forty.place.agent.standing

    def counted() -> object:
        reads.append(1)
        return standing()

    monkeypatch.setattr(forty.place.agent, "standing", counted)
    with forty.qtbot.waitSignal(forty.bell.waiting.changed):
        for number in range(140, 150):
            forty.place.clock.at += timedelta(seconds=1)
            order = evening.arrives(forty.place, number, 0, 45)
            forty.place.agent._bus.publish(OrderArrived("banco", order.id))
    forty.settle()
    assert 1 <= len(reads) <= 3


def test_the_model_keeps_qts_promises_while_cards_come_move_and_go(forty: Stage, qtbot: QtBot) -> None:
    model = RowModel(lambda _link: forty.bell._bridge.zone("banco"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    cards = forty.bell.waiting.cards
    now = forty.place.clock.at
    for shown in (cards, cards[::-1], cards[5:20], cards[10:30] + cards[:3], cards[:1], (), cards[2:9]):
        model.show(shown, now)
        assert [key[1] for key in model.keys] == [card.order.id for card in shown]
    assert tester.model() is model


def test_a_line_says_all_of_itself_to_a_screen_reader(forty: Stage) -> None:
    told = forty.window.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    card = forty.bell.waiting.cards[1]
    assert card.order.portal.code in told
    assert card.order.portal.customer.name in told
    assert "left to answer" in told
