"""The mark beside the clock: state, number, words, menu. Offscreen there is no tray: its signals are emitted here."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from agent.domain.bell import Card, CardKind, Quiet
from agent.domain.health import LinkHealth, LinkStatus, OutboxCount, Status
from tests.domain.making import NOON, SHARED, arrived
from tests.scenes.fixtures import english
from tests.ui.bell.cards import card_of
from ui.components import TrayState
from ui.toast import Toasts
from ui.tray import Tray, TrayFace, tray_face

__all__ = ["english"]

ROME = ZoneInfo("Europe/Rome")
QUIET = Quiet(NOON, NOON + timedelta(minutes=30))


def link(health: LinkHealth = LinkHealth.OK, *, paused: bool = False, name: str = "banco") -> LinkStatus:
    return LinkStatus(name, "plateform_cassa_in_cloud", paused, health, {}, OutboxCount())


def status(*links: LinkStatus) -> Status:
    return Status(0.0, links)


def waiting(count: int) -> list[Card]:
    card = card_of(arrived(), SHARED, NOON)
    return [replace(card, order=replace(card.order, id=number)) for number in range(count)]


ALARM = replace(waiting(1)[0], kind=CardKind.ALARM)


@pytest.mark.parametrize(
    ("known", "cards", "quiet", "trouble", "state", "word"),
    [
        (None, [], None, "", TrayState.WELL, "All well"),
        (status(link()), [], None, "", TrayState.WELL, "All well"),
        (status(link()), waiting(2), None, "", TrayState.WAITING, "2 orders wait"),
        (status(link(LinkHealth.OFFLINE)), waiting(1), None, "", TrayState.WAITING, "banco: offline"),
        (status(link(LinkHealth.OFFLINE)), [], None, "", TrayState.OFFLINE, "banco: offline"),
        (status(link(LinkHealth.ATTENTION)), [], None, "", TrayState.ATTENTION, "banco: needs attention"),
        (status(link(LinkHealth.OFFLINE)), [ALARM], None, "", TrayState.ATTENTION, "1 notice to read"),
        (status(link()), [], None, "The sound is off", TrayState.ATTENTION, "The sound is off"),
        (status(link()), [], QUIET, "", TrayState.PAUSED, "Quiet until 13:30"),
        (status(link(paused=True)), [], None, "", TrayState.PAUSED, "All links are paused"),
        (status(link(LinkHealth.OFFLINE, paused=True), link(name="due")), [], None, "", TrayState.WELL, "All well"),
    ],
)
def test_how_things_are_by_shape_and_in_words(
    known: Status | None, cards: list[Card], quiet: Quiet | None, trouble: str, state: TrayState, word: str
) -> None:
    face = tray_face(known, cards, quiet, trouble, ROME)
    assert face.state is state
    assert word in face.words.splitlines()
    assert face.count == sum(card.kind is CardKind.DECIDE for card in cards)


@pytest.fixture
def tray(qtbot: QtBot) -> Tray:
    made = Tray()
    made.set_ready(ready=True)
    return made


def test_the_menu_has_what_the_till_needs_in_its_order(tray: Tray) -> None:
    tray.show_face(TrayFace(TrayState.WAITING, 2, "2 orders wait"), None)
    texts = [action.text() for action in tray.menu.actions() if action.isVisible() and not action.isSeparator()]
    assert texts == [
        "Open",
        "Synchronise now",
        "2 orders wait",
        "Pause for 30 min",
        "Connections",
        "Settings",
        "Diagnostics",
        "Quit (2 orders wait)",
    ]
    assert tray.icon.toolTip() == "2 orders wait"


def test_each_entry_says_what_was_chosen(tray: Tray, qtbot: QtBot) -> None:
    tray.show_face(TrayFace(TrayState.WAITING, 1, ""), None)
    for action, signal in (
        (tray.open, tray.window_wanted),
        (tray.sync, tray.sync_wanted),
        (tray.waiting, tray.bell_wanted),
        (tray.quit, tray.quit_wanted),
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    for name, action in tray.screens.items():
        with qtbot.waitSignal(tray.screen_wanted, check_params_cb=lambda chosen, name=name: chosen == name):
            action.trigger()


def test_the_pause_can_be_ended_where_it_was_begun(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tray.quiet_wanted, check_params_cb=lambda quiet: quiet):
        tray.pause.trigger()
    tray.show_face(TrayFace(TrayState.PAUSED, 0, ""), "13:30")
    assert tray.pause.text() == "Sound again (quiet until 13:30)"
    with qtbot.waitSignal(tray.quiet_wanted, check_params_cb=lambda quiet: not quiet):
        tray.pause.trigger()


@pytest.mark.parametrize("reason", ["Trigger", "DoubleClick"])
def test_a_click_leads_to_what_waits_else_to_the_window(tray: Tray, qtbot: QtBot, reason: str) -> None:
    clicked = QSystemTrayIcon.ActivationReason[reason]
    tray.show_face(TrayFace(TrayState.WAITING, 1, ""), None)
    with qtbot.waitSignal(tray.bell_wanted):
        tray.icon.activated.emit(clicked)
    tray.show_face(TrayFace(TrayState.WELL, 0, ""), None)
    with qtbot.waitSignal(tray.window_wanted):
        tray.icon.activated.emit(clicked)


def test_reservations_are_counted_beside_the_orders_and_lead_to_themselves(tray: Tray, qtbot: QtBot) -> None:
    face = tray_face(status(link()), waiting(2), None, "", ROME, 3)
    assert (face.state, face.count, face.number) == (TrayState.WAITING, 2, 5)
    assert "3 reservations wait" in face.words
    alone = tray_face(status(link()), [], None, "", ROME, 1)
    assert (alone.state, alone.number) == (TrayState.WAITING, 1)
    tray.show_face(alone, None)
    assert tray.reservations.isVisible()
    with qtbot.waitSignal(tray.reservations_wanted):
        tray.reservations.trigger()
    with qtbot.waitSignal(tray.reservations_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.show_face(face, None)
    with qtbot.waitSignal(tray.bell_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.show_face(TrayFace(TrayState.WELL, 0, ""), None)
    assert not tray.reservations.isVisible()


def test_before_the_agent_works_only_opening_and_quitting_can_be_chosen(qtbot: QtBot) -> None:
    tray = Tray()
    usable = {action.text() for action in tray.menu.actions() if action.isEnabled() and not action.isSeparator()}
    assert usable == {"Open", "Quit"}


def test_the_icon_changes_with_state_and_number_alone(tray: Tray) -> None:
    tray.show_face(TrayFace(TrayState.WAITING, 2, "a"), None)
    first = tray.icon.icon().cacheKey()
    tray.show_face(TrayFace(TrayState.WAITING, 2, "b"), None)
    assert tray.icon.icon().cacheKey() == first
    tray.show_face(TrayFace(TrayState.WAITING, 3, "b"), None)
    assert tray.icon.icon().cacheKey() != first


class Notified:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.toasts = Toasts(lambda title, text: self.said.append((title, text)))

    def look(self, *cards: Card) -> list[tuple[str, str]]:
        """What was said at this look."""
        before = len(self.said)
        self.toasts.look(cards, lambda _link: ROME, NOON)
        return self.said[before:]


def test_a_new_order_is_told_once_and_without_the_guest() -> None:
    told = Notified()
    (order,) = waiting(1)
    assert told.look(order) == [("New order A37", "Takeaway for 13:45, €24.50")]
    assert told.look(order) == []
    assert told.look() == []
    assert "Rossi" not in str(told.said)


def test_a_burst_is_told_once() -> None:
    told = Notified()
    assert told.look(*waiting(40))[0][0] == "40 pieces of news"
    assert told.look(*waiting(40)) == []
