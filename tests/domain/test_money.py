"""Money is decimal, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.money import euro, total_of


@given(st.lists(st.integers(-10_000_00, 10_000_00), max_size=30))
def test_sums_are_exact_to_the_cent(cents: list[int]) -> None:
    assert total_of(euro(Decimal(count) / 100) for count in cents) == Decimal(sum(cents)) / 100


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError):
        euro(12.5)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("text", ["", "dodici", "NaN", "Infinity", "1e999999999"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        euro(text)


def test_half_a_cent_goes_up() -> None:
    assert euro("0.005") == Decimal("0.01")
