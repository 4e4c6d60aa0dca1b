"""What is at risk on the tray and on the rail; it never hides an order that waits."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.bell import CardKind
from agent.domain.commands import DiscardProposal
from agent.domain.orders import Actor
from tests.domain.making import NOON, SHARED, arrived
from tests.scenes import alignment
from tests.scenes.alignment import Aligned
from tests.scenes.restaurant import Restaurant
from tests.ui.bell.cards import card_of
from tests.ui.test_awake import FakeInhibitor
from ui.bell.sound_silent import SilentPlayer
from ui.bridge import Bridge
from ui.components import TrayState
from ui.counter import Counter
from ui.interior import Interior
from ui.tray import Tray, alignment_text, tray_face

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def counter(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> Iterator[Counter]:
    made = Counter(bridge, Tray(), SilentPlayer(), FakeInhibitor(), lambda: True)
    yield made
    made.stop()
    made.clear_away()


def state(tray: Tray) -> TrayState | None:
    return tray.face.state if tray.face else None


def test_articles_at_risk_ask_for_attention_and_are_named(place: Restaurant, counter: Counter, qtbot: QtBot) -> None:
    alignment.trouble(place, dishes=3)
    proposal = alignment.first_import(place)
    tray = counter._tray
    counter.start(show_window=False)
    qtbot.waitUntil(lambda: tray.alignment.isVisible(), timeout=5000)
    assert (state(tray), tray.face.number if tray.face else None) == (TrayState.ATTENTION, 0)
    assert tray.alignment.text() == "7 articles at risk, 1 preview waits"
    assert "7 articles at risk" in tray.icon.toolTip()
    Aligned(place).found()
    place.agent.submit(DiscardProposal(proposal.id), Actor.CLI)
    qtbot.waitUntil(lambda: not tray.alignment.isVisible(), timeout=5000)
    assert state(tray) is TrayState.WELL


def test_its_entry_opens_the_screen(place: Restaurant, counter: Counter, qtbot: QtBot) -> None:
    alignment.first_import(place)
    counter.start(show_window=False)
    qtbot.waitUntil(lambda: counter._tray.alignment.isVisible(), timeout=5000)
    counter._tray.alignment.trigger()
    assert counter.window.interior.current == "alignment"


def test_an_order_that_waits_comes_first() -> None:
    card = card_of(arrived(), SHARED, NOON)
    assert card.kind is CardKind.DECIDE
    face = tray_face(None, [card], None, "", ROME, 0, alignment_text(3, 0))
    assert (face.state, face.number) == (TrayState.WAITING, 1)
    assert face.words.splitlines() == ["Campanello", "1 order waits", "3 articles at risk"]


def test_the_screen_is_not_there_where_no_link_has_a_menu(tmp_path: object, bridge: Bridge, qtbot: QtBot) -> None:
    interior = Interior(bridge)
    qtbot.addWidget(interior)
    keys = list(interior._rooms)
    assert keys.index("reservations") < keys.index("alignment") < keys.index("activity")
    bridge.agent._links = {name: link for name, link in bridge.agent._links.items() if name == "sala"}
    other = Interior(bridge)
    qtbot.addWidget(other)
    assert "alignment" not in other._rooms
