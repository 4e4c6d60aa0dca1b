"""The board over a real store: what it reads, and what it reads again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent.domain.commands import AcceptOrder
from agent.domain.orders import Actor, OrderState
from agent.reading import OrderSheet
from tests.domain.making import arrived
from tests.scenes import evening
from tests.scenes.restaurant import Restaurant
from ui.orders.board import Board
from ui.orders.columns import Column, day_start
from ui.orders.house import House
from ui.orders.reads import PAGE, board_of


@pytest.fixture
def board(place: Restaurant, qapp: QApplication) -> Board:
    return Board(place.agent, House(place.agent.links, place.clock))


def fill(board: Board) -> Board:
    board.take(board.first_read()())
    return board


def codes(board: Board, column: Column) -> list[str]:
    return [sheet.order.portal.code for sheet in board.models[column].sheets]


def test_an_evening_in_its_columns(place: Restaurant, board: Board) -> None:
    evening.full_evening(place)
    fill(board)
    assert codes(board, Column.NEW) == ["A35", "A36", "A37"]
    assert codes(board, Column.PREPARING) == ["A28", "A29", "A31", "A32", "A33"]
    assert codes(board, Column.READY) == ["A24", "A25", "A26"]
    assert codes(board, Column.CLOSED)[0] == "A30"
    assert len(codes(board, Column.CLOSED)) == 9


def test_a_decision_moves_one_card(place: Restaurant, board: Board, qtbot: QtBot) -> None:
    script = evening.full_evening(place)
    fill(board)
    moved = script.id_of(36)
    place.agent.submit(AcceptOrder(moved, timedelta(minutes=20)), Actor.SCREEN)
    with qtbot.waitSignal(board.counted, timeout=2000):
        board.order_changed(moved)
    assert codes(board, Column.NEW) == ["A35", "A37"]
    assert "A36" in codes(board, Column.PREPARING)


def test_forty_changes_are_one_change_of_the_screen(place: Restaurant, board: Board, qtbot: QtBot) -> None:
    orders = evening.crowd(place)
    counted: list[bool] = []
    board.counted.connect(lambda: counted.append(True))
    for order in orders:
        board.order_changed(order.id)
    qtbot.waitUntil(lambda: board.count(Column.NEW) == 40, timeout=3000)
    assert len(counted) == 1


def test_yesterdays_closed_ones_leave_when_the_day_ends(place: Restaurant, board: Board) -> None:
    evening.full_evening(place)
    fill(board)
    place.clock.at += timedelta(hours=10)
    board.tick()
    assert codes(board, Column.CLOSED) == ["A30"]
    assert codes(board, Column.NEW) == ["A35", "A36", "A37"]


def test_an_order_that_is_not_there_any_more_leaves(place: Restaurant, board: Board, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.counted, timeout=2000):
        board.order_changed(4711)
    assert all(board.count(column) == 0 for column in Column)


def test_a_database_that_cannot_be_read_is_told_and_the_board_stays(
    place: Restaurant, board: Board, qtbot: QtBot
) -> None:
    script = evening.full_evening(place)
    fill(board)
    place.agent.stop()
    with qtbot.waitSignal(board.trouble, timeout=2000) as heard:
        board.order_changed(script.id_of(36))
    assert heard.args is not None
    assert heard.args[0].message == "store.closed"
    assert codes(board, Column.NEW) == ["A35", "A36", "A37"]


class CountingReads:
    """The façade's reads over a long history, in memory: what is asked for is counted."""

    def __init__(self, closed: list[OrderSheet]) -> None:
        self._closed = closed
        self.pages = 0

    def order(self, order_id: int) -> OrderSheet | None:
        return None

    def standing(self) -> tuple[OrderSheet, ...]:
        return ()

    def orders(
        self,
        *,
        link: str | None = None,
        states: Sequence[OrderState] | None = None,
        search: str | None = None,
        limit: int = 200,
        before_id: int | None = None,
    ) -> tuple[OrderSheet, ...]:
        self.pages += 1
        older = [sheet for sheet in self._closed if before_id is None or sheet.order.id < before_id]
        return tuple(older[:limit])


def test_a_long_history_is_not_read(place: Restaurant) -> None:
    """Of five thousand closed orders, fifty a day, only the pages of the last days are read."""
    now = place.clock.at
    closed = []
    for age in range(5000):
        at = now - timedelta(days=age // 50, minutes=age % 50)
        order = replace(arrived(updated_at=at), id=5000 - age, state=OrderState.CANCELLED, arrived_at=at)
        closed.append(OrderSheet(order, (), None))
    reads = CountingReads(closed)
    shown = board_of(reads, day_start(now, ZoneInfo("Europe/Rome")))
    assert len(shown) == 50
    assert reads.pages * PAGE <= 300
