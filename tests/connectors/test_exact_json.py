"""No cent is lost between the wire and the domain, and nothing that a server sends brings the reader down."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

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


@pytest.mark.parametrize("text", [b"", b"{", b"<html>", b"[" * 100_000, b"nan", b"[" + b"{}," * 600_000 + b"{}]"])
def test_what_is_no_json_is_one_kind_of_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        exact_json.read(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"NaN",
        b"-Infinity",
        b"9" * 5000,
        b"0." + b"1" * 5000,
        b"1e999999999999999999999",
        b"-1E-99999999999999999999",
        b"1e99999999",
    ],
)
def test_what_no_record_holds_costs_its_own_field_and_no_time(raw: bytes) -> None:
    began = time.monotonic()
    read = exact_json.read(b'[{"version":' + raw + b'},{"version":2}]')
    assert isinstance(read, list)
    assert [record["version"] for record in read] == [exact_json.UNREADABLE, 2]
    with pytest.raises(ValidationError):
        Counted.model_validate(read[0])
    assert time.monotonic() - began < 1.0
    with pytest.raises(TypeError):
        exact_json.write(read)


def test_what_is_nested_beyond_the_parser_costs_its_own_field() -> None:
    deep = b"[" * 100_000 + b'"]"' + b"]" * 100_000
    read = exact_json.read(b'{"data":[{"id":1,"notes":' + deep + b'},{"id":2,"notes":"[[{\\"}"}]}')
    assert isinstance(read, dict)
    first, second = read["data"]
    assert (first["id"], second) == (1, {"id": 2, "notes": '[[{"}'})
    assert depth_of(first["notes"]) <= exact_json.DEEPEST


def test_a_long_text_is_one_value_whatever_stands_in_it() -> None:
    assert exact_json.read(b'["' + b"," * 1_500_000 + b'"]') == ["," * 1_500_000]


def depth_of(value: object) -> int:
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


class Counted(BaseModel):
    version: int


def test_a_broken_byte_costs_one_character() -> None:
    assert exact_json.read(b'{"note":"caff\xe8"}') == {"note": "caff\ufffd"}


def test_a_huge_exponent_is_not_written_out() -> None:
    assert len(exact_json.write(Decimal("1e999999"))) < 20


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), b"bytes", object()])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        exact_json.write(value)
