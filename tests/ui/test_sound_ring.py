"""What should sound is what sounds: the ring follows what it is told, whole, each time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from agent.domain.bell import Sound
from ui.bell.sound import SoundTrouble
from ui.bell.sound_ring import RingLoop
from ui.bell.sound_silent import SilentPlayer


@pytest.fixture
def player() -> SilentPlayer:
    return SilentPlayer()


@pytest.fixture
def ring(player: SilentPlayer) -> RingLoop:
    return RingLoop(player, 80, retry_ms=20)


@given(st.lists(st.sampled_from([None, *Sound])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_said_last_is_what_sounds(qapp: object, wanted: list[Sound | None]) -> None:
    player = SilentPlayer()
    ring = RingLoop(player, 80)
    for sound in wanted:
        ring.ring(sound)
        assert player.looping is sound
        assert ring.wanted is sound
    changes = sum(one is not other for one, other in zip([None, *wanted], wanted, strict=False))
    assert len(player.told) == changes, "a stroke is never begun anew for what sounds already"
    ring.close()
    assert player.looping is None


def test_the_volume_is_heard_at_once(ring: RingLoop, player: SilentPlayer) -> None:
    ring.set_volume(30)
    assert player.told == []
    ring.ring(Sound.ORDER)
    assert player.volume == 30
    ring.set_volume(100)
    assert player.volume == 100
    assert player.looping is Sound.ORDER


def test_trying_a_sound_never_stops_the_bell(ring: RingLoop, player: SilentPlayer) -> None:
    ring.try_out(Sound.FAULT)
    assert player.told == [("once", Sound.FAULT)]
    ring.ring(Sound.ORDER)
    ring.try_out(Sound.FAULT)
    assert player.looping is Sound.ORDER


def test_a_device_that_comes_back_rings_again(qtbot: QtBot, ring: RingLoop, player: SilentPlayer) -> None:
    told: list[SoundTrouble | None] = []
    ring.trouble_changed.connect(told.append)
    ring.ring(Sound.ORDER)
    player.set_trouble(SoundTrouble.NO_DEVICE)
    assert ring.trouble is SoundTrouble.NO_DEVICE
    qtbot.waitUntil(lambda: player.told.count(("loop", Sound.ORDER)) >= 3)
    player.set_trouble(None)
    qtbot.waitUntil(lambda: player.looping is Sound.ORDER)
    assert told == [SoundTrouble.NO_DEVICE, None], "told once when it goes, once when it is back"


def test_nothing_wanted_is_not_tried_again(qtbot: QtBot, ring: RingLoop, player: SilentPlayer) -> None:
    ring.ring(Sound.ORDER)
    player.set_trouble(SoundTrouble.NO_DEVICE)
    ring.ring(None)
    tried = len(player.told)
    qtbot.wait(60)
    assert len(player.told) == tried
    assert ring.trouble is SoundTrouble.NO_DEVICE, "nobody has heard the bell since"


def test_a_silent_pc_is_known_from_the_start(qtbot: QtBot) -> None:
    assert RingLoop(SilentPlayer(SoundTrouble.NO_PROGRAM), 80).trouble is SoundTrouble.NO_PROGRAM
