"""Health in words and shapes, the cards of the links, the test of both sides, synchronising."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.app import SideTest
from agent.domain.commands import PauseLink
from agent.domain.failures import Failure, FailureKind, Side, Unavailable
from agent.domain.ports import Account, Prerequisite
from agent.sync.link_pass import PassReport
from tests.scenes import evening
from tests.scenes.restaurant import WHOLE, Restaurant
from ui.bridge import Bridge
from ui.components import Banner, Text
from ui.connections.attention import told_of
from ui.connections.health import age_text, attention_of, look_of
from ui.connections.link_card import LinkCard, outbox_text
from ui.connections.screen import ConnectionsScreen
from ui.connections.synchronising import Synchronising, did_text
from ui.theme import Tone

NO_NETWORK = Failure(FailureKind.TRANSIENT, "side.unreachable", {"system": "Plateform"}, Side.PORTAL)
WRONG_KEY = Failure(FailureKind.AUTH_REFUSED, "side.credentials_refused", {"system": "Cassa in Cloud"}, Side.POS)


@pytest.fixture
def screen(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> ConnectionsScreen:
    made = ConnectionsScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 700)
    made.show()
    made.enter()
    return made


def card(screen: ConnectionsScreen) -> LinkCard:
    return screen.cards["banco"]


def told(screen: ConnectionsScreen) -> str:
    texts = (each.text() for each in screen.findChildren(Text) if each.isVisible())
    banners = (each.accessibleName() for each in screen.findChildren(Banner) if each.isVisible())
    return "\n".join((*texts, *banners))


class TestTheFarWindow:
    """It is read every twelve hours: that is no sign of anything."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Restaurant]:
        made = Restaurant(tmp_path / "whole", WHOLE)
        yield made
        made.close()

    def test_its_age_is_not_that_of_the_link(self, place: Restaurant) -> None:
        place.flow_succeeded("sala", "reservations_far", timedelta(hours=9))
        status = next(link for link in place.agent.status().links if link.name == "sala")
        assert (look_of(status).tone, age_text(status, place.clock.at)) == (Tone.GOOD, "now")

    def test_a_link_of_reservations_that_is_behind_speaks_of_reservations(self, place: Restaurant) -> None:
        place.clock.at += timedelta(minutes=40)
        told = {link.name: attention_of(link, place.clock.at) for link in place.agent.status().links}
        assert told["banco"] is not None
        assert told["banco"].message == "New orders may not have been seen."
        for name in ("sala", "crm"):
            said = told[name]
            assert said is not None
            assert said.message == "New reservations and changes may not have been seen."


class TestHealth:
    def test_well_with_the_age_of_the_last_success(self, place: Restaurant) -> None:
        place.clock.at += timedelta(minutes=2)
        status = place.agent.status().links[0]
        assert (look_of(status).tone, age_text(status, place.clock.at)) == (Tone.GOOD, "2 min ago")
        assert attention_of(status, place.clock.at) is None

    def test_offline_is_red_with_what_to_do(self, place: Restaurant) -> None:
        place.flow_failed("banco", "orders", NO_NETWORK, timedelta(seconds=5))
        status = place.agent.status()
        standing = told_of(status, place.clock.at)
        assert [(each.tone, each.told.title) for each in standing] == [(Tone.BAD, "Plateform cannot be reached")]
        assert standing[0].told.remedy

    def test_not_read_for_a_while(self, place: Restaurant) -> None:
        place.clock.at += timedelta(minutes=20)
        attention = attention_of(place.agent.status().links[0], place.clock.at)
        assert attention is not None
        assert attention.title == "“banco” was not read for a while"

    def test_a_pause_is_no_fault(self, place: Restaurant, bridge: Bridge) -> None:
        place.flow_failed("banco", "orders", NO_NETWORK, timedelta(seconds=5))
        bridge.submit(PauseLink("banco", paused=True))
        status = place.agent.status().links[0]
        assert (look_of(status).tone, look_of(status).text) == (Tone.NEUTRAL, "Paused")
        assert told_of(place.agent.status(), place.clock.at) == ()

    def test_a_wrong_clock_is_told_with_its_remedy(self, place: Restaurant) -> None:
        place.skewed(-95)
        standing = told_of(place.agent.status(), place.clock.at)
        assert "The clock of this PC is wrong by 95 s" in [each.told.title for each in standing]


def test_a_card_tells_pair_flows_and_outbox(screen: ConnectionsScreen, place: Restaurant) -> None:
    evening.full_evening(place)
    screen.read()
    text = told(screen)
    for part in ("Plateform + Cassa in Cloud", "Orders", "read now", "1 for a person", "1 thing needs a person"):
        assert part in text
    assert outbox_text(place.agent.status().links[0]) == "1 for a person"


def test_it_is_paused_and_resumed(screen: ConnectionsScreen, place: Restaurant, qtbot: QtBot) -> None:
    QTest.mouseClick(card(screen).pause_button, Qt.MouseButton.LeftButton)
    assert place.agent.status().links[0].paused
    assert card(screen).pause_button.text() == "Resume"
    assert not card(screen).sync_button.isEnabled()
    assert "This link is paused" in told(screen)
    QTest.mouseClick(card(screen).pause_button, Qt.MouseButton.LeftButton)
    assert not place.agent.status().links[0].paused
    assert card(screen).sync_button.isEnabled()


def test_the_credentials_are_tried_with_what_the_pair_needs(
    screen: ConnectionsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    missing = Prerequisite("prerequisite.sales_mode", False, (("name", "Asporto"),))
    place.agent.tests = (
        SideTest("banco", Side.PORTAL, Account("Trattoria da Gino", "Bologna"), None),
        SideTest("banco", Side.POS, Account("Punto 77"), None, (missing,)),
    )
    QTest.mouseClick(card(screen).test_button, Qt.MouseButton.LeftButton)
    assert card(screen).test_button.busy
    qtbot.waitUntil(lambda: not card(screen).test_button.busy, timeout=3000)
    text = told(screen)
    for part in ("Trattoria da Gino, Bologna", "Sales mode “Asporto”", "Create the sales mode “Asporto” at the till"):
        assert part in text


def test_refused_credentials_say_what_to_do(screen: ConnectionsScreen, place: Restaurant, qtbot: QtBot) -> None:
    place.agent.tests = (SideTest("banco", Side.POS, None, WRONG_KEY),)
    screen.test("banco")
    qtbot.waitUntil(lambda: "Cassa in Cloud refuses the credentials" in told(screen), timeout=3000)
    assert "Enter them again" in told(screen)


def test_what_was_never_tried_live_is_there_for_who_wants_to_know(screen: ConnectionsScreen, qtbot: QtBot) -> None:
    assert "the vendor publishes no reference" not in told(screen)
    fold = card(screen).untried_button
    assert "What was never tried live (11)" in told(screen)
    assert fold.text() == "Show"
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    text = told(screen)
    assert "nobody tried them with the real systems yet" in text
    assert "the vendor publishes no reference" in text
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert "the vendor publishes no reference" not in told(screen)


class TestSynchronising:
    @pytest.fixture
    def synchronising(self, bridge: Bridge) -> Synchronising:
        return Synchronising(bridge, bridge)

    def test_what_it_did_in_words(self) -> None:
        assert did_text([PassReport("a", 1), PassReport("b", 1, 1)]) == "Synchronised: 2 sent, 1 needs a person"
        assert did_text([PassReport("a")]) == "Synchronised: nothing new to send"

    def test_one_link_alone(self, synchronising: Synchronising, place: Restaurant, qtbot: QtBot) -> None:
        with qtbot.waitSignal(synchronising.ended, timeout=3000) as heard:
            synchronising.begin("banco")
            synchronising.begin()
        assert heard.args is not None
        assert heard.args[0].title == "Synchronised: 2 sent"
        assert place.agent.synced == ["banco"]

    def test_a_failure_is_told_in_words(self, synchronising: Synchronising, place: Restaurant, qtbot: QtBot) -> None:
        place.agent.reports = (PassReport("banco", failures=[NO_NETWORK]),)
        with qtbot.waitSignal(synchronising.failed, timeout=3000) as heard:
            synchronising.begin()
        assert heard.args is not None
        assert heard.args[0].title == "Plateform cannot be reached"

    @pytest.mark.parametrize("raised", [True, False])
    def test_no_answer_is_told_too(
        self, synchronising: Synchronising, place: Restaurant, qtbot: QtBot, raised: bool
    ) -> None:
        place.agent.reports = ()
        place.agent.sync_raises = Unavailable("agent.no_answer", seconds="60") if raised else None
        with qtbot.waitSignal(synchronising.failed, timeout=3000) as heard:
            synchronising.begin()
        assert heard.args is not None
        assert ("did not answer within 60 s" if raised else "did not end in time") in heard.args[0].title
        assert not synchronising.under_way


def test_a_long_flow_tells_how_far_it_has_come(tmp_path: Path, qtbot: QtBot) -> None:
    place = Restaurant(tmp_path / "home", WHOLE)
    bridge = Bridge(place.agent)
    screen = ConnectionsScreen(bridge)
    qtbot.addWidget(screen)
    screen.resize(936, 900)
    screen.show()
    screen.enter()
    bridge.flow_progress.emit("sala", "reservations_far", 120, None)
    qtbot.waitUntil(lambda: "120 reservations read …" in told(screen), timeout=3000)
    screen.read()
    qtbot.waitUntil(lambda: "120 reservations read …" not in told(screen), timeout=3000)
    assert bridge.close(5)
    place.close()
