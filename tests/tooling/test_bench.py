"""The bench's own arithmetic: a promise counts as reached only when every part of it is."""

import pytest

from tests.bench.report import figure, row
from tests.bench.result import Result, p99, spread


def test_the_value_that_ninety_nine_of_a_hundred_do_not_exceed() -> None:
    assert p99([float(each) for each in range(1, 201)]) == 198
    assert p99([3.0, 1.0, 2.0]) == 3.0
    assert spread([float(each) for each in range(1, 101)]) == (10, 90)


@pytest.mark.parametrize(
    ("bounds", "reached"),
    [
        ({"most_times": 2.0}, True),
        ({"most_times": 1.9}, False),
        ({"most": 20.0}, True),
        ({"most": 19.0}, False),
        ({"rival": [21.0]}, True),
        ({"rival": [20.0]}, False),
        ({"most_times": 2.0, "most": 19.0}, False),
    ],
)
def test_a_promise_is_reached_when_all_of_it_is(bounds: dict[str, float], reached: bool) -> None:
    result = Result("start", "ms", [10.0, 20.0, 30.0], floor=[9.0, 10.0, 11.0], **bounds)  # type: ignore[arg-type]  # by name
    assert result.times == 2.0
    assert result.reached is reached


def test_a_p99_stands_against_a_p99_where_both_were_measured_as_often() -> None:
    often = Result("accept", "ms", [5.0, 6.0, 30.0], "p99", floor=[1.0, 2.0, 10.0], most_times=3.0)
    assert (often.ground, often.times, often.reached) == (10.0, 3.0, True)
    seldom = Result("accept", "ms", [5.0, 6.0, 30.0], "p99", floor=[1.0, 10.0], most_times=3.0)
    assert (seldom.ground, seldom.reached) == (5.5, False)
    assert Result("start", "ms", [9.0, 9.0, 9.0], floor=[1.0, 3.0, 10.0]).ground == 3.0


def test_what_was_not_measured_is_no_result() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Result("start", "ms", [])
    with pytest.raises(ValueError, match="nothing was measured"):
        Result("start", "ms", [1.0], most_times=2.0)


def test_a_broken_promise_stands_out_in_the_table() -> None:
    number = {
        "what": "start",
        "unit": "ms",
        "judged": "p99",
        "value": 261.4,
        "spread": (250.0, 261.4),
        "runs": 12,
        "floor_is": "a bare tray",
        "floor": 1234.0,
        "times": 0.2118,
        "most_times": 1.5,
        "most": None,
        "rival_is": "vorta",
        "rival": 0.5,
        "reached": False,
    }
    assert row(number) == (
        "| start | p99 261 ms (250 to 261, 12 runs) | 1,234 ms: a bare tray | 0.21 | 1.5 times, below vorta (0.5 ms) "
        "| **no** |"
    )
    assert figure(0.0123456) == "0.0123"
