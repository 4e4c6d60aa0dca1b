"""Making room for the till's program, and coming back for news."""

import pytest

from tests.scenes import evening
from tests.ui.bell.conftest import Stage
from ui.bell.head import HEIGHT


@pytest.fixture
def folded(stage: Stage) -> Stage:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.window.head.fold_button)
    stage.qtbot.waitUntil(lambda: stage.window.height() < 2 * HEIGHT)
    return stage


def test_only_the_head_stays_and_still_counts(folded: Stage) -> None:
    assert folded.window.isVisible()
    assert folded.window.head.count.text == "1 order waits"
    assert folded.player.looping is not None, "making room is no answer"


def test_a_second_press_shows_the_orders_again(folded: Stage) -> None:
    folded.tap(folded.window.head.fold_button)
    folded.qtbot.waitUntil(lambda: folded.decide().accept_button.isVisible())


def test_a_new_order_unfolds_it(folded: Stage) -> None:
    evening.arrives(folded.place, 39, 0, 31)
    folded.reread()
    folded.qtbot.waitUntil(lambda: folded.window.body.isVisible())
    assert not folded.window.attention.folded


def test_time_that_runs_out_unfolds_it(folded: Stage) -> None:
    folded.passes(60)
    assert folded.window.attention.folded
    folded.passes(5 * 60)
    folded.qtbot.waitUntil(lambda: folded.window.body.isVisible())


def test_wide_when_half_of_the_time_is_gone_and_loud_in_the_head_at_the_end(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    narrow = stage.window.width()
    stage.passes(5 * 60)
    stage.qtbot.waitUntil(lambda: stage.window.width() > narrow)
    assert stage.window.head.alarm.text == ""
    stage.passes(4 * 60)
    assert stage.window.head.alarm.text == "about to expire: A38"
    assert stage.decide().dial.caption.text() == "about to expire"
    stage.passes(60)
    assert stage.decide().dial.caption.text() == "time is over"
    assert stage.decide().accept_button.isEnabled(), "the portal says whether it still counts"
