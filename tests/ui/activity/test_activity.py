"""The history and what is parked, over a real store."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent.domain.commands import AcceptOrder, PauseLink, ResolveErrand
from agent.domain.history import Entry
from agent.domain.orders import Actor
from tests.domain.making import NOON
from tests.scenes import evening
from tests.scenes.restaurant import Restaurant, StoppedClock
from tests.scenes.script import Script
from ui.activity.happening import Happening, Kind, kind_of
from ui.activity.model import HAPPENING, ActivityModel, Want
from ui.activity.reads import PAGE, Filter, Leaf, read_leaf, read_newer
from ui.activity.screen import ActivityScreen
from ui.bridge import Bridge
from ui.components import Banner, Button, Text
from ui.orders.house import House


@pytest.fixture
def script(place: Restaurant) -> Script:
    return evening.full_evening(place)


@pytest.fixture
def screen(script: Script, bridge: Bridge, qtbot: QtBot) -> ActivityScreen:
    made = ActivityScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 640)
    made.begin()
    made.show()
    made.enter()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=5000)
    return made


def rows(screen: ActivityScreen) -> list[Happening]:
    return [screen.model.index(row).data(HAPPENING) for row in range(screen.model.rowCount())]


def press(screen: ActivityScreen, text: str, qtbot: QtBot) -> None:
    found = [each for each in screen.parked.findChildren(Button) if each.text() == text and each.isVisible()]
    assert len(found) == 1
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_newest_first_with_whose_order_it_is(screen: ActivityScreen) -> None:
    told = rows(screen)
    assert (told[0].code, told[0].guest) == ("A37", "Giulia Bianchi")
    ids = [row.entry.id for row in told]
    assert ids == sorted(ids, reverse=True)


def test_only_a_page_is_read_and_the_rest_while_scrolling(screen: ActivityScreen, qtbot: QtBot) -> None:
    assert screen.model.rowCount() == PAGE
    screen.list.scrollToBottom()
    qtbot.waitUntil(lambda: screen.model.rowCount() > PAGE, timeout=3000)


def test_it_can_be_narrowed_to_one_kind(screen: ActivityScreen, qtbot: QtBot) -> None:
    screen.kinds.set_current(Kind.TROUBLE.name)
    qtbot.waitUntil(lambda: {kind_of(row.entry) for row in rows(screen)} == {Kind.TROUBLE}, timeout=3000)
    screen.kinds.set_current("")
    qtbot.waitUntil(lambda: screen.model.rowCount() == PAGE, timeout=3000)


def test_what_happens_meanwhile_comes_on_top(
    screen: ActivityScreen, place: Restaurant, script: Script, qtbot: QtBot
) -> None:
    before = screen.model.rowCount()
    place.agent.submit(AcceptOrder(script.id_of(36), timedelta(minutes=20)), Actor.SCREEN)
    qtbot.waitUntil(lambda: screen.model.rowCount() == before + 1, timeout=3000)
    assert rows(screen)[0].entry.what == "history.accepted"


def test_what_is_parked_says_why_and_what_to_do(screen: ActivityScreen) -> None:
    told = "\n".join(text.text() for text in screen.parked.findChildren(Text) if text.isVisible())
    assert "A33, Irene Galli" in told
    assert "Cassa in Cloud refuses it (SalesModeNotFound)" in told
    assert "press “Mark as resolved”" in told


@pytest.mark.parametrize("text", ["Try again", "Mark as resolved"])
def test_it_is_tried_again_or_resolved_and_leaves(
    screen: ActivityScreen, place: Restaurant, qtbot: QtBot, text: str
) -> None:
    press(screen, text, qtbot)
    assert place.agent.parked() == ()
    assert screen.parked.isHidden()
    what = "history.retried" if text == "Try again" else "history.resolved"
    qtbot.waitUntil(lambda: rows(screen)[0].entry.what == what, timeout=3000)


def test_somebody_was_first_is_said(screen: ActivityScreen, place: Restaurant, qtbot: QtBot) -> None:
    again = next(each for each in screen.parked.findChildren(Button) if each.text() == "Try again")
    place.agent.submit(ResolveErrand(place.agent.parked()[0].id), Actor.CLI)
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    banner = next(each for each in screen.findChildren(Banner) if each.isVisible())
    assert "This was already taken care of" in banner.accessibleName()


def test_a_line_opens_its_order(screen: ActivityScreen, script: Script, qtbot: QtBot) -> None:
    screen.list.setCurrentIndex(screen.model.index(0))
    with qtbot.waitSignal(screen.order_wanted, timeout=1000) as heard:
        QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert heard.args == [script.id_of(37)]


def test_the_number_on_the_rail_is_that_of_the_parked(script: Script, bridge: Bridge, qtbot: QtBot) -> None:
    screen = ActivityScreen(bridge)
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.counted, timeout=1000) as heard:
        screen.begin()
    assert heard.args == [1]


def test_an_empty_history_has_a_sentence(bridge: Bridge, qtbot: QtBot) -> None:
    screen = ActivityScreen(bridge)
    qtbot.addWidget(screen)
    screen.show()
    screen.enter()
    qtbot.waitUntil(
        lambda: any(text.text() == "Nothing happened yet" and text.isVisible() for text in screen.findChildren(Text)),
        timeout=3000,
    )


class TestReads:
    def test_a_rare_kind_is_found_far_down(self, place: Restaurant) -> None:
        with place.store.writing() as ledger:
            ledger.record(None, "banco", [Entry(NOON, Actor.SCREEN, "history.paused")])
            ledger.record(None, "banco", [Entry(NOON, Actor.TILL, "history.till_state") for _each in range(300)])
        leaf = read_leaf(place.agent, Filter(kind=Kind.LINKS), None)
        assert [row.entry.what for row in leaf.rows] == ["history.paused"]
        assert leaf.next_before is None

    def test_newer_ones_are_read_alone_until_they_are_more_than_a_page(self, place: Restaurant) -> None:
        place.agent.submit(PauseLink("banco", paused=True), Actor.SCREEN)
        first = read_leaf(place.agent, Filter(), None).rows[0].entry.id
        place.agent.submit(PauseLink("banco", paused=False), Actor.SCREEN)
        newer = read_newer(place.agent, Filter(), first)
        assert newer is not None
        assert [row.entry.what for row in newer] == ["history.resumed"]
        with place.store.writing() as ledger:
            ledger.record(None, "banco", [Entry(NOON, Actor.TILL, "history.till_state") for _each in range(PAGE)])
        assert read_newer(place.agent, Filter(), first) is None


class TestModel:
    @pytest.fixture
    def model(self, qtbot: QtBot) -> ActivityModel:
        return ActivityModel(House((), StoppedClock(NOON)))

    @staticmethod
    def leaf(*ids: int, next_before: int | None = None) -> Leaf:
        entries = (Entry(NOON, Actor.TILL, "history.closed", id=each) for each in ids)
        return Leaf(tuple(Happening(entry, "A1") for entry in entries), next_before)

    def test_it_keeps_the_rules_of_qt(self, model: ActivityModel, qtmodeltester: ModelTester) -> None:
        model.narrow(Filter())
        model.take(Want(Filter(), None, model.turn), self.leaf(3, 2, 1))
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types there

    def test_an_older_answer_is_dropped_and_a_page_follows_where_the_last_ended(self, model: ActivityModel) -> None:
        wanted: list[Want] = []
        model.wanted.connect(wanted.append)
        model.narrow(Filter())
        model.narrow(Filter(kind=Kind.TILL))
        model.take(wanted[0], self.leaf(9))
        assert model.rowCount() == 0
        model.take(wanted[1], self.leaf(8, 7, next_before=7))
        model.fetchMore(QModelIndex())
        assert wanted[2].before_id == 7
        model.take(wanted[2], self.leaf(6, next_before=None))
        assert not model.canFetchMore(QModelIndex())

    def test_what_is_newer_is_put_on_top_once(self, model: ActivityModel) -> None:
        model.narrow(Filter())
        model.take(Want(Filter(), None, model.turn), self.leaf(2, 1))
        for _twice in range(2):
            model.add_newer(model.turn, self.leaf(3, 2).rows)
        assert [model.index(row).data(HAPPENING).entry.id for row in range(3)] == [3, 2, 1]
        assert model.rowCount() == 3
