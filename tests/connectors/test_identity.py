"""Two spellings of one number are equal, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.identity import same_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("333 1234567", "+393331234567"),
        ("+39 333 123 45 67", "+393331234567"),
        ("0039-333.1234567", "+393331234567"),
        ("393331234567", "+393331234567"),
        ("393 1234567", "+393931234567"),
        ("011 5551234", "+390115551234"),
        ("+39 011 5551234", "+390115551234"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("tel. 333/1234567", "+393331234567"),
        (None, None),
        ("", None),
        ("interno 12", None),
        ("+", None),
        ("0000000000", None),
        ("+0 11 5551234", None),
        ("123456789012345678", None),
    ],
)
def test_spellings(text: str | None, number: str | None) -> None:
    assert same_phone(text) == number


@given(st.text())
def test_anything_is_a_number_or_none(text: str) -> None:
    number = same_phone(text)
    assert number is None or (number.startswith("+") and same_phone(number) == number)
