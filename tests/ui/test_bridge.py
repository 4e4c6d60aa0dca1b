"""The bridge: events of other threads in the face's, bursts as one, slow work elsewhere, and a clean end."""

import threading
import time
from collections.abc import Iterator
from typing import NoReturn

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent.domain.commands import AcceptOrder
from agent.domain.events import (
    ClockJumped,
    Event,
    FlowProgress,
    LinkChanged,
    OrderArrived,
    OrderChanged,
    PassEnded,
    PreferencesChanged,
    ReservationChanged,
    ReservationHeard,
)
from agent.domain.failures import DecisionRefused, Failure, FailureKind, Transient, Unavailable
from agent.domain.orders import Actor
from tests.scenes import evening
from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import Restaurant
from ui.bridge import Bridge

__all__ = ["bridge", "english", "place"]


def publish(place: Restaurant, *events: Event) -> None:
    """As a lane does, in a thread of its own."""

    def tell() -> None:
        for event in events:
            place.agent._bus.publish(event)

    lane = threading.Thread(target=tell)
    lane.start()
    lane.join()


def test_each_event_becomes_its_signal_in_the_faces_thread(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[tuple[object, ...]] = []
    threads: set[QThread] = set()

    def hear(*said: object) -> None:
        heard.append(said)
        threads.add(QThread.currentThread())

    bridge.order_arrived.connect(lambda link, order: hear("arrived", link, order))
    bridge.order_changed.connect(lambda link, order: hear("changed", link, order))
    bridge.reservation_heard.connect(lambda link, held: hear("reservation", link, held))
    bridge.reservation_changed.connect(lambda link, held: hear("reservation changed", link, held))
    bridge.flow_progress.connect(lambda *told: hear("progress", *told))
    bridge.link_changed.connect(lambda link: hear("link", link))
    bridge.pass_ended.connect(lambda link: hear("pass", link))
    bridge.clock_jumped.connect(lambda: hear("jump"))
    bridge.preferences_changed.connect(lambda: hear("preferences"))
    with qtbot.waitSignal(bridge.preferences_changed):
        publish(
            place,
            OrderArrived("banco", 1),
            OrderChanged("banco", 1),
            ReservationHeard("crm", 7),
            ReservationChanged("crm", 7),
            FlowProgress("sala", "reservations_far", 120, None),
            LinkChanged("banco"),
            PassEnded("banco"),
            ClockJumped(),
            PreferencesChanged(),
        )
    assert heard == [
        ("arrived", "banco", 1),
        ("changed", "banco", 1),
        ("reservation", "crm", 7),
        ("reservation changed", "crm", 7),
        ("progress", "sala", "reservations_far", 120, None),
        ("link", "banco"),
        ("pass", "banco"),
        ("jump",),
        ("preferences",),
    ]
    assert threads == {QApplication.instance().thread()}  # type: ignore[union-attr]  # there is one


def test_a_burst_is_one_wake_up_and_says_each_thing_once(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    bursts: list[frozenset[Event]] = []
    changed: list[int] = []
    bridge.heard.connect(bursts.append)
    bridge.order_changed.connect(lambda _link, order: changed.append(order))
    with qtbot.waitSignal(bridge.heard):
        publish(place, *[OrderChanged("banco", number) for _again in range(50) for number in (1, 2, 3)])
    assert len(bursts) == 1
    assert changed == [1, 2, 3]


def test_a_decision_is_the_screens(place: Restaurant, bridge: Bridge) -> None:
    order = evening.arrives(place, 38, 0.3, 31)
    bridge.submit(AcceptOrder(order.id))
    sheet = place.agent.order(order.id)
    assert sheet is not None
    assert sheet.order.decision is not None
    assert sheet.order.decision.by is Actor.SCREEN
    with pytest.raises(DecisionRefused):
        bridge.submit(AcceptOrder(order.id))


def test_slow_work_is_done_elsewhere_and_answered_here(bridge: Bridge, qtbot: QtBot) -> None:
    here = threading.get_ident()
    answers: list[tuple[int, int]] = []
    bridge.run(threading.get_ident, lambda ident: answers.append((ident, threading.get_ident())), unwanted)
    qtbot.waitUntil(lambda: bool(answers))
    ((worker, answered_in),) = answers
    assert worker != here
    assert answered_in == here


def unwanted(failure: Failure) -> None:
    pytest.fail(str(failure))


def raised(error: Exception) -> NoReturn:
    raise error


@pytest.mark.parametrize(
    ("error", "message", "kind"),
    [
        (Unavailable("store.locked"), "store.locked", FailureKind.LOCAL),
        (Transient("side.timeout", system="Plateform"), "side.timeout", FailureKind.TRANSIENT),
        (DecisionRefused("decision.not_later"), "decision.not_later", FailureKind.LOCAL),
        (ZeroDivisionError("Maria Rossi"), "agent.defect", FailureKind.UNKNOWN),
    ],
)
def test_what_goes_wrong_comes_back_as_a_failure(
    bridge: Bridge, qtbot: QtBot, error: Exception, message: str, kind: FailureKind
) -> None:
    failures: list[Failure] = []
    bridge.run(lambda: raised(error), lambda _result: pytest.fail("it was done"), failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert (failures[0].message, failures[0].kind) == (message, kind)
    assert "Maria" not in str(failures[0]), "a guest may stand in the text of a foreign exception"


@pytest.fixture
def slow() -> Iterator[threading.Event]:
    """Work that lasts until it is told to end."""
    end = threading.Event()
    yield end
    end.set()


def test_after_the_end_nothing_is_told(place: Restaurant, qtbot: QtBot, slow: threading.Event) -> None:
    closing = Bridge(place.agent)
    told: list[object] = []
    closing.heard.connect(told.append)
    closing.run(lambda: slow.wait(5), told.append, told.append)
    publish(place, PassEnded("banco"))
    slow.set()
    assert closing.close(5)
    publish(place, PassEnded("banco"))
    QApplication.processEvents()
    assert told == []


def test_a_task_that_hangs_does_not_hold_the_end_up(place: Restaurant, qtbot: QtBot, slow: threading.Event) -> None:
    closing = Bridge(place.agent)
    for _task in range(8):
        closing.run(lambda: slow.wait(10), lambda _done: None, lambda _failure: None)
    began = time.monotonic()
    assert not closing.close(0.1)
    assert time.monotonic() - began < 2


def test_times_are_told_in_the_restaurants_zone(bridge: Bridge) -> None:
    assert bridge.zone("banco").key == "Europe/Rome"
    assert bridge.zone("gone").key == "Europe/Rome"
