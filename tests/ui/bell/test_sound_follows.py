"""What sounds follows from what waits: at once, and silence within a second."""

import time
from datetime import timedelta

from agent.domain.bell import Sound
from tests.scenes import evening
from tests.scenes.script import Script
from tests.ui.bell.conftest import Stage
from ui.bell.sound import SoundTrouble


def test_an_order_rings_until_it_is_decided(stage: Stage) -> None:
    stage.begin()
    assert stage.player.looping is None
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.reread()
    assert stage.player.looping is Sound.ORDER
    began = time.monotonic()
    stage.tap(stage.decide().accept_button)
    stage.qtbot.waitUntil(lambda: stage.player.looping is None, timeout=1000)
    assert time.monotonic() - began < 1


def test_it_grows_urgent_with_time(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.passes(50)
    assert stage.player.looping is Sound.ORDER_URGENT


def test_a_cancellation_has_its_own_sound(stage: Stage) -> None:
    script = Script(stage.place)
    script.arrives(30, 26, 60)
    script.at_till(30, 25)
    script.accepts(30, 24, 40)
    script.cancelled(30, 2)
    script.play()
    stage.begin()
    assert stage.player.looping is Sound.CANCELLED


def test_a_pause_quiets_what_was_seen_and_a_new_order_rings(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.bell.hush(stage.place.clock.at + timedelta(minutes=30))
    assert stage.player.looping is None
    assert stage.window.head.note.text == "Quiet until 20:44"
    stage.passes(1)
    evening.arrives(stage.place, 39, 0, 31)
    stage.reread()
    assert stage.player.looping is Sound.ORDER
    stage.passes(31 * 60)
    assert stage.bell.waiting.quiet is None, "the pause is over"
    assert stage.window.head.note.text == ""


def test_the_volume_is_the_persons_own(stage: Stage) -> None:
    stage.place.agent.prefer("volume", "35")
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    assert stage.player.volume == 35


def test_volume_zero_is_attention_with_a_sentence(stage: Stage) -> None:
    stage.place.agent.prefer("volume", "0")
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    assert "at 0" in stage.bell.trouble
    assert stage.window.trouble.isVisible()
    stage.place.agent.prefer("volume", "50")
    stage.qtbot.waitUntil(lambda: stage.bell.trouble == "")
    assert not stage.window.trouble.isVisible()


def test_a_device_that_is_gone_is_attention_with_a_sentence(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    with stage.qtbot.waitSignal(stage.bell.changed):
        stage.player.set_trouble(SoundTrouble.NO_DEVICE)
    assert "loudspeaker" in stage.bell.trouble
    assert stage.window.trouble.isVisible()


def test_stopping_is_silence(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.bell.stop()
    assert stage.player.looping is None
    assert not stage.window.isVisible()


def test_what_is_still_on_its_way_at_the_end_neither_rings_nor_shows(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.bell.stop()
    assert stage.player.looping is None
    # A choice of the person that the bridge still had to tell, and the turn of Qt's loop that it takes.
    stage.bell._prefer()
    stage.qtbot.wait(20)
    stage.bell.hush(None)
    assert stage.player.looping is None
    assert not stage.window.isVisible()
