"""Kinds of fields that foreign records are made of, and how a bad record is told of without telling its values.

Limits are set where a value would otherwise break what comes after it (a date that no arithmetic survives, a number
that no database holds): such a record is set aside at the door.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Final, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from agent.domain.money import ZERO, euro
from agent.domain.ports import SetAside

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
MOST_MONEY: Final = Decimal(10_000_000)
MOST_REASONS: Final = 5

T = TypeVar("T")


class Wire(BaseModel):
    """A record as it travels. What is not known is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def readable(value: object) -> object:
    """Text that can be stored and sent on: half an emoji becomes a question mark, blanks around are dropped."""
    if isinstance(value, str):
        if value.isascii():
            # Nearly every text, many times a record.
            return value.replace("\x00", "").strip()
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()
    return value


def blank_is_none(value: object) -> object:
    if isinstance(value, str):
        return readable(value) or None
    return value


def reference(value: object) -> object:
    """An id may come as a number or as text; here it is text, to the letter: one that is mended is another's."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip() != readable(value):
        return None
    return readable(value)


def money(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise PydanticCustomError("money", "not an amount")
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", value.strip(), re.ASCII):
        raise PydanticCustomError("money", "not an amount")
    try:
        amount = euro(value.strip() if isinstance(value, str) else value)
    except ValueError:
        raise PydanticCustomError("money", "not an amount") from None
    if abs(amount) > MOST_MONEY:
        raise PydanticCustomError("money", "beyond reason")
    return amount


def nothing_is_zero(value: object) -> object:
    return ZERO if value is None else value


def text_only(value: object) -> object:
    """pydantic would also take a number for an instant, and guess its unit."""
    if not isinstance(value, str):
        raise PydanticCustomError("instant", "not an instant")
    return value


def in_utc(value: datetime) -> datetime:
    if not EARLIEST <= value <= LATEST:
        raise PydanticCustomError("instant", "beyond reason")
    return value.astimezone(UTC)


def true_or_false(value: object) -> object:
    """pydantic would also take "on" and 1 for true: whether an order is paid is not to be guessed."""
    if not isinstance(value, bool):
        raise PydanticCustomError("flag", "neither true nor false")
    return value


Text = Annotated[str, BeforeValidator(readable)]
OptionalText = Annotated[str | None, BeforeValidator(blank_is_none)]
Ref = Annotated[str, BeforeValidator(reference), StringConstraints(min_length=1, max_length=200)]
OptionalRef = Annotated[str | None, BeforeValidator(reference)]
Money = Annotated[Decimal, BeforeValidator(money)]
MoneyOrNothing = Annotated[Money, BeforeValidator(nothing_is_zero)]
Instant = Annotated[AwareDatetime, BeforeValidator(text_only), AfterValidator(in_utc)]
Flag = Annotated[bool, BeforeValidator(true_or_false)]


def parted(found: Iterable[T | SetAside]) -> tuple[tuple[T, ...], tuple[SetAside, ...]]:
    """What was read, and what was set aside with its reason, each in the order of the records."""
    read: list[T] = []
    aside: list[SetAside] = []
    for each in found:
        if isinstance(each, SetAside):
            aside.append(each)
        else:
            read.append(each)
    return tuple(read), tuple(aside)


def set_aside(raw: object, error: ValidationError) -> SetAside:
    """Why a record could not be read: names of fields and kinds of error, never a value."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    reasons = [f"{'.'.join(str(part) for part in each['loc']) or 'record'} ({each['type']})" for each in found]
    more = len(reasons) - MOST_REASONS
    shown = reasons[:MOST_REASONS] + ([f"+{more}"] if more > 0 else [])
    return SetAside(ref_of(raw), "; ".join(shown))


def ref_of(raw: object) -> str:
    """The record's id where one can be read, else empty."""
    value = reference(raw.get("id")) if isinstance(raw, Mapping) else None
    return value[:200] if isinstance(value, str) else ""


def as_object(value: object) -> Mapping[str, object] | None:
    """A JSON object as such; None for anything else."""
    return value if isinstance(value, dict) else None


def as_list(value: object) -> list[object] | None:
    return value if isinstance(value, list) else None
