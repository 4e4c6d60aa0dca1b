"""No cent is lost between the wire and the domain, and nothing that a server sends brings the reader down."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors import exact_json

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_what_is_written_is_read_again(value: object) -> None:
    text = exact_json.write(value)
    assert exact_json.read(text) == json.loads(json.dumps(value).encode("utf-8", "replace")) or "\\ud" in json.dumps(
        value
    )


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_survives_exactly(amount: Decimal) -> None:
    back = exact_json.read(exact_json.write([amount]))
    assert isinstance(back, list)
    assert Decimal(back[0]) == amount


def test_money_is_written_as_a_number_with_its_places() -> None:
    assert (
        exact_json.write({"price": Decimal("12.50"), "name": "Tiramisù"})
        == '{"price":12.50,"name":"Tiramisù"}'.encode()
    )


@pytest.mark.parametrize("text", [b"", b"{", b"[NaN]", b"Infinity", b"<html>", b"[" * 100_000, b"9" * 5000])
def test_what_is_no_json_is_one_kind_of_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        exact_json.read(text)


def test_a_broken_byte_costs_one_character() -> None:
    assert exact_json.read(b'{"note":"caff\xe8"}') == {"note": "caff\ufffd"}


def test_a_huge_exponent_is_not_written_out() -> None:
    assert len(exact_json.write(Decimal("1e999999"))) < 20


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), b"bytes", object()])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        exact_json.write(value)
