"""The column's list changes row by row, and keeps Qt's rules while it does."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from agent.reading import OrderSheet
from tests.domain.making import NOON, arrived
from tests.scenes.restaurant import StoppedClock
from ui.orders.card_model import SHEET, CardModel
from ui.orders.house import House
from ui.orders.search_model import PAGE, Query, SearchModel

HOUSE = House((), StoppedClock(NOON))


def sheet(order_id: int, version: int = 1) -> OrderSheet:
    return OrderSheet(replace(arrived(code=f"A{order_id}"), id=order_id, version=version), (), None)


def sheets(*ids: int) -> list[OrderSheet]:
    return [sheet(order_id) for order_id in ids]


def shown(model: CardModel) -> list[int]:
    return [model.index(row).data(SHEET).order.id for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: QApplication) -> CardModel:
    return CardModel(HOUSE)


def test_it_keeps_the_rules_of_qt(model: CardModel, qtmodeltester: ModelTester) -> None:
    model.show(sheets(1, 2, 3))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types there


@settings(max_examples=150)
@given(st.lists(st.lists(st.integers(1, 12), unique=True, max_size=10), min_size=1, max_size=6))
def test_whatever_is_to_be_shown_is_shown_without_a_reset(steps: list[list[int]]) -> None:
    model = CardModel(HOUSE)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    for ids in steps:
        model.show(sheets(*ids))
        assert shown(model) == ids
    assert resets == []


def test_an_order_that_changed_is_one_changed_row(model: CardModel) -> None:
    model.show(sheets(1, 2, 3))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    model.show([sheet(1), sheet(2, version=2), sheet(3)])
    assert changed == [(1, 1)]


def test_a_row_reads_itself_aloud(model: CardModel) -> None:
    model.show(sheets(7))
    told = model.index(0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert "A7" in told
    assert "Maria Rossi" in told


def test_a_child_or_a_row_that_is_gone_has_no_data(model: CardModel) -> None:
    model.show(sheets(1))
    index = model.index(0)
    model.show([])
    assert model.data(index) is None
    assert model.data(QModelIndex()) is None


class TestSearchModel:
    @pytest.fixture
    def wanted(self) -> list[Query]:
        return []

    @pytest.fixture
    def found(self, qapp: QApplication, wanted: list[Query]) -> SearchModel:
        model = SearchModel(HOUSE)
        model.wanted.connect(wanted.append)
        return model

    def test_it_reads_on_only_when_it_is_scrolled(self, found: SearchModel, wanted: list[Query]) -> None:
        found.search("ros")
        found.take(wanted[0], sheets(*range(200, 200 - PAGE, -1)))
        assert found.canFetchMore(QModelIndex())
        found.fetchMore(QModelIndex())
        assert not found.canFetchMore(QModelIndex())
        assert wanted[1].before_id == 200 - PAGE + 1
        found.take(wanted[1], sheets(3, 2, 1))
        assert not found.canFetchMore(QModelIndex())
        assert found.rowCount() == PAGE + 3

    def test_an_answer_to_an_older_search_is_dropped(self, found: SearchModel, wanted: list[Query]) -> None:
        found.search("ros")
        found.search("ross")
        found.take(wanted[0], sheets(1, 2))
        assert found.rowCount() == 0
        found.take(wanted[1], sheets(3))
        assert shown(found) == [3]

    def test_a_page_that_failed_can_be_asked_for_again(self, found: SearchModel, wanted: list[Query]) -> None:
        found.search("ros")
        found.take(wanted[0], sheets(*range(PAGE, 0, -1)))
        found.fetchMore(QModelIndex())
        found.fail(wanted[1])
        assert found.canFetchMore(QModelIndex())

    def test_it_keeps_the_rules_of_qt(
        self, found: SearchModel, wanted: list[Query], qtmodeltester: ModelTester
    ) -> None:
        found.search("ros")
        found.take(wanted[0], sheets(2, 1))
        qtmodeltester.check(found)  # type: ignore[no-untyped-call]  # pytest-qt has no types there


def test_the_clock_repaints_countdowns_without_reading(model: CardModel) -> None:
    model.show(sheets(1, 2))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append(last.row()))
    model.repaint()
    assert changed == [1]
