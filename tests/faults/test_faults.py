"""Forty seeds of each pair, the same ones every time. More: `./dev faults`."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.play import PAIRS, play
from tests.faults.schedule import HAPPENINGS, SECONDS, drawn

SEEDS = range(1, 41)
AT_ONCE = 5
"""A schedule mostly waits for its next happening."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the PC is killed and weighed by Linux' means")


@pytest.mark.parametrize("first", SEEDS[::AT_ONCE])
@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_lost_doubled_or_silent(pair: str, first: int) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        played = list(pool.map(lambda seed: play(pair, seed), range(first, first + AT_ONCE)))
    failed = [str(each) for each in played if each.complaints]
    assert not failed, "\n\n".join(failed)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_seed_is_one_schedule_for_ever(pair: str) -> None:
    first, again, other = drawn(PAIRS[pair], 7), drawn(PAIRS[pair], 7), drawn(PAIRS[pair], 8)
    assert first == again
    assert first.happenings != other.happenings
    assert len(first.happenings) == HAPPENINGS
    assert all(0 < each.at <= SECONDS for each in first.happenings)
