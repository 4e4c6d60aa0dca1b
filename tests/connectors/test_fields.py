"""The kinds of fields: what they take, what they refuse, and that a refusal never quotes a value."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from agent.connectors.fields import Flag, Instant, Money, MoneyOrNothing, OptionalText, Ref, Text, Wire, set_aside


class Sample(Wire):
    id: Ref = "1"
    text: Text = ""
    optional: OptionalText = None
    money: Money = Decimal(0)
    fee: MoneyOrNothing = Decimal(0)
    at: Instant = datetime(2026, 1, 1, tzinfo=UTC)
    flag: Flag = False


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("id", 4711, "4711"),
        ("id", " a ", "a"),
        ("text", " ciao\x00 ", "ciao"),
        ("text", "mezza \ud83d faccina", "mezza ? faccina"),
        ("optional", "   ", None),
        ("money", "12.50", Decimal("12.50")),
        ("money", "-3", Decimal("-3.00")),
        ("money", 7, Decimal("7.00")),
        ("money", Decimal("7.1"), Decimal("7.10")),
        ("fee", None, Decimal("0.00")),
        ("at", "2026-11-23T20:45:00+01:00", datetime(2026, 11, 23, 19, 45, tzinfo=UTC)),
        ("at", "2026-11-23T19:45:00.123Z", datetime(2026, 11, 23, 19, 45, 0, 123000, tzinfo=UTC)),
        ("flag", True, True),
    ],
)
def test_taken(field: str, value: object, read: object) -> None:
    assert getattr(Sample.model_validate({field: value}), field) == read


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", ""),
        ("id", True),
        ("id", ["x"]),
        ("text", 7),
        ("money", None),
        ("money", True),
        ("money", 12.5),
        ("money", "12,50"),
        ("money", "1_0"),
        ("money", "NaN"),
        ("money", "1e3"),
        ("money", "99999999999"),
        ("money", Decimal("1e400")),
        ("at", "2026-11-23T20:45:00"),
        ("at", 1_700_000_000),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:59-14:00"),
        ("at", "domani"),
        ("flag", "true"),
        ("flag", 1),
    ],
)
def test_refused_by_name_and_kind_alone(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate({field: value})
    aside = set_aside({"id": "7", field: value} if field != "id" else {"id": value}, caught.value)
    assert aside.reason.startswith(f"{field} (")
    assert not value or str(value) not in aside.reason


def test_many_reasons_are_cut_short() -> None:
    record = {"id": "7", "text": 1, "optional": 1, "money": None, "fee": "x", "at": 1, "flag": 1}
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(record)
    aside = set_aside(record, caught.value)
    assert aside.ref == "7"
    assert aside.reason.count(";") == 5
    assert aside.reason.endswith("+1")
