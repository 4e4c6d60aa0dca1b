"""Domain values as JSON text, and back."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter

from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.floor import Room
from agent.domain.menu import Menu
from agent.domain.orders import Decision, Notice, PortalOrder, TillOrder
from agent.domain.reservations import Booking, Conflict, SideRecord, SideReservation
from agent.domain.sales import Check, Sale

T = TypeVar("T")

_EMPTY: Final = "[]"


class Form(Generic[T]):
    """The JSON form of one type; Decimal and datetime travel as text, so nothing is lost."""

    def __init__(self, shape: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(shape)

    def text(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def value(self, text: str) -> T:
        return self._adapter.validate_json(text)


class FewForm(Form[T]):
    """Of a collection that is nearly always empty: that is written and read without asking a serializer."""

    def __init__(self, shape: Any, empty: T) -> None:
        super().__init__(shape)
        self._empty = empty

    def text(self, value: T) -> str:
        return super().text(value) if value else _EMPTY

    def value(self, text: str) -> T:
        return self._empty if text == _EMPTY else super().value(text)


PORTAL_ORDER: Form[PortalOrder] = Form(PortalOrder)
TILL_ORDER: Form[TillOrder] = Form(TillOrder)
DECISION: Form[Decision] = Form(Decision)
NOTICES: Form[tuple[Notice, ...]] = Form(tuple[Notice, ...])
TEXTS: Form[tuple[str, ...]] = Form(tuple[str, ...])
TEXT_SET: Form[frozenset[str]] = FewForm(frozenset[str], frozenset())
BOOKING: Form[Booking] = Form(Booking)
SIDE_RECORD: Form[SideRecord] = Form(SideRecord)
SAID: Form[SideReservation] = Form(SideReservation)
CONFLICTS: Form[tuple[Conflict, ...]] = FewForm(tuple[Conflict, ...], ())
CHECKS: Form[tuple[Check, ...]] = FewForm(tuple[Check, ...], ())
SALES: Form[tuple[Sale, ...]] = FewForm(tuple[Sale, ...], ())
ROOMS: Form[tuple[Room, ...]] = Form(tuple[Room, ...])
MENU: Form[Menu] = Form(Menu)
_PARAMS: Form[dict[str, str]] = Form(dict[str, str])


class _Failure(BaseModel):
    kind: FailureKind
    message: str
    params: dict[str, str]
    side: Side | None
    acted: bool | None = False
    after: timedelta | None = None


_FAILURE: Form[_Failure] = Form(_Failure)


def side_record_text(record: SideRecord | None, held: Booking, held_text: str) -> str | None:
    """As `SIDE_RECORD` writes it. `held_text` is `held`'s: what a record stands for is mostly that very booking."""
    if record is None:
        return None
    if record.stands_for is not held:
        return SIDE_RECORD.text(record)
    return f'{{"said":{SAID.text(record.said)},"stands_for":{held_text}}}'


def params_text(params: Mapping[str, str]) -> str:
    return _PARAMS.text(dict(params))


def params_of(text: str) -> Mapping[str, str]:
    return MappingProxyType(_PARAMS.value(text))


def failure_text(failure: Failure | None) -> str | None:
    if failure is None:
        return None
    kept = _Failure(
        kind=failure.kind,
        message=failure.message,
        params=dict(failure.params),
        side=failure.side,
        acted=failure.acted,
        after=failure.after,
    )
    return _FAILURE.text(kept)


def failure_of(text: str | None) -> Failure | None:
    if text is None:
        return None
    kept = _FAILURE.value(text)
    return Failure(kept.kind, kept.message, MappingProxyType(kept.params), kept.side, kept.acted, kept.after)
