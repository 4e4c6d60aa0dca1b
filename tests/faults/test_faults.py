"""Forty seeds of each pair, the same ones every time. More: `./dev faults`."""

import sys

import pytest

from tests.faults.play import PAIRS, play
from tests.faults.schedule import HAPPENINGS, SECONDS, drawn

SEEDS = range(1, 41)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the PC is killed and weighed by Linux' means")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_lost_doubled_or_silent(pair: str, seed: int) -> None:
    played = play(pair, seed)
    assert not played.complaints, str(played)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_seed_is_one_schedule_for_ever(pair: str) -> None:
    first, again, other = drawn(PAIRS[pair], 7), drawn(PAIRS[pair], 7), drawn(PAIRS[pair], 8)
    assert first == again
    assert first.happenings != other.happenings
    assert len(first.happenings) == HAPPENINGS
    assert all(0 < each.at <= SECONDS for each in first.happenings)
