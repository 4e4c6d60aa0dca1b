"""Round lines, bars that stay in their place, names that do not touch."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from ui.statistics.plot import BETWEEN, LINES, Plot, step_of

TIMES = (1, 5, 15, 30, 60, 300)

highest_ones = st.integers(0, 10**9)
counts = st.integers(1, 366)
widths = st.floats(120, 2000)


@given(highest_ones, st.sampled_from(((), TIMES)))
def test_the_highest_is_below_the_upper_line_and_the_lines_are_few(highest: int, steps: tuple[int, ...]) -> None:
    plot = Plot.within(QRectF(0, 0, 100, 100), 3, highest, steps)
    assert plot.top >= highest
    assert 2 <= len(plot.lines()) <= LINES + 1
    assert plot.lines()[-1] == plot.top


def test_lines_are_round_in_their_unit() -> None:
    assert [step_of(highest) for highest in (0, 1, 4, 5, 9, 18, 75, 184_870)] == [1, 1, 1, 2, 5, 5, 20, 50_000]
    assert [step_of(seconds, TIMES) for seconds in (3, 50, 130, 1000, 5000)] == [1, 15, 60, 300, 1500]


@given(counts, widths, st.data())
def test_each_bar_is_found_where_it_stands(count: int, width: float, data: st.DataObject) -> None:
    plot = Plot.within(QRectF(40, 5, width, 100), count, 10)
    index = data.draw(st.integers(0, count - 1))
    assert plot.index_at(plot.x_of(index)) == index
    bar = plot.bar(index, 10)
    assert bar.width() <= plot.place + 0.001
    assert bar.top() >= plot.area.top() - 0.001
    assert abs(bar.bottom() - plot.area.bottom()) < 0.001
    assert plot.index_at(39.0) is None


@given(counts, widths, st.floats(10, 90))
def test_names_do_not_touch(count: int, width: float, widest: float) -> None:
    plot = Plot.within(QRectF(0, 0, width, 100), count, 10)
    named = plot.named(widest)
    assert named[0] == 0
    if len(named) > 1:
        assert plot.x_of(named[1]) - plot.x_of(named[0]) >= widest + BETWEEN - 1
