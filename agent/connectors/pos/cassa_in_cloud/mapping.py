"""Cassa in Cloud's records as they travel, and what they are here. Pure.

Field names follow what working clients of the vendor's API read and write; what is ASSUMED says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from agent.connectors.fields import (
    OptionalRef,
    OptionalText,
    Ref,
    Text,
    Wire,
    as_list,
    as_object,
    readable,
    reference,
    set_aside,
)
from agent.domain.orders import OrderState, TillOrder
from agent.domain.ports import SetAside

PROCESSED: Final = "PROCESSED"

STATES: Final[Mapping[str, OrderState]] = {
    "REQUESTED": OrderState.NEW,
    "ACCEPTED": OrderState.ACCEPTED,
    "PROCESSING": OrderState.IN_PREPARATION,
    "READY": OrderState.READY,
    "SHIPPING": OrderState.OUT_FOR_DELIVERY,
    "SHIPPED": OrderState.OUT_FOR_DELIVERY,
    "DELIVERING": OrderState.OUT_FOR_DELIVERY,
    "COMPLETED": OrderState.COMPLETED,
    "REJECTED": OrderState.REJECTED,
    "CANCELED": OrderState.CANCELLED,
}

WireId = int | str
"""An id as it came: what is sent back has the type that the till gave it."""


def _usable_id(value: object) -> object:
    if isinstance(value, bool) or value == "":
        return None
    return value if isinstance(value, int) else readable(value)


KeptId = Annotated[WireId, BeforeValidator(_usable_id)]
OptionalId = Annotated[WireId | None, BeforeValidator(_usable_id)]


class TillWire(Wire):
    model_config = ConfigDict(alias_generator=to_camel)


class WireTillOrder(TillWire):
    id: Ref
    external_id: OptionalRef = None
    status: OptionalText = None
    external_workflow_status: OptionalText = None
    rejection_reason: OptionalText = None


class WireDepartment(TillWire):
    id_tax: OptionalId = None


class WireVariant(TillWire):
    id: KeptId


class WireProduct(TillWire):
    id: KeptId
    id_category: OptionalId = None
    id_department: OptionalId = None
    department: WireDepartment | None = None
    variants: tuple[WireVariant, ...] | None = None
    modifiers: object = None


class WireSalesMode(TillWire):
    id: KeptId
    description: Text


class WireSalesPoint(TillWire):
    id: KeptId
    name: OptionalText = None


@dataclass(frozen=True)
class Article:
    """What a row of an order needs of a product."""

    variant: WireId
    category: WireId | None = None
    department: WireId | None = None
    tax: WireId | None = None
    choices: Mapping[str, tuple[WireId, WireId]] = field(default_factory=lambda: MappingProxyType({}))
    """The values that may be chosen, by `choice_ref`."""


def read_till_order(record: object) -> TillOrder | SetAside:
    """Any JSON value becomes a till's order or is set aside; nothing is raised."""
    try:
        wire = WireTillOrder.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    printed = wire.status == PROCESSED
    word = wire.external_workflow_status or wire.status or ""
    return TillOrder(
        ref=wire.id,
        external_id=wire.external_id or None,
        state=OrderState.COMPLETED if printed else STATES.get(word),
        status=PROCESSED if printed else word,
        rejection_reason=wire.rejection_reason,
        printed=printed,
    )


def read_article(record: object) -> Article | None:
    """None for a product that no row can name: one without a variant."""
    try:
        wire = WireProduct.model_validate(record)
    except ValidationError:
        return None
    if not wire.variants:
        return None
    return Article(
        # A simple product has one variant too, and its id is what a row names.
        variant=wire.variants[0].id,
        category=wire.id_category,
        department=wire.id_department,
        tax=wire.department.id_tax if wire.department else None,
        choices=MappingProxyType(dict(_choices(wire.modifiers))),
    )


def read_sales_mode(record: object) -> WireSalesMode | None:
    try:
        return WireSalesMode.model_validate(record)
    except ValidationError:
        return None


def read_sales_point(record: object) -> WireSalesPoint | None:
    try:
        return WireSalesPoint.model_validate(record)
    except ValidationError:
        return None


def read_printed_order(receipt: object) -> str | None:
    """The id of the order that a receipt closes (ASSUMED: `document.orderSummary.id`)."""
    document = as_object((as_object(receipt) or {}).get("document")) or {}
    ref = reference((as_object(document.get("orderSummary")) or {}).get("id"))
    return ref if isinstance(ref, str) and ref else None


def read_created_id(batch: object, external_id: str) -> WireId | None:
    """The new order's id in the answer of a batch of one; None when the answer does not tell it."""
    response = as_object((as_object(batch) or {}).get("batchResponse")) or {}
    details = [as_object(detail) or {} for detail in as_list(response.get("createDetails")) or []]
    named = [detail for detail in details if detail.get("externalId") == external_id]
    unnamed = [detail for detail in details if detail.get("externalId") is None]
    return next((ref for detail in named or unnamed if (ref := read_id(detail.get("id"))) is not None), None)


def read_id(value: object) -> WireId | None:
    usable = _usable_id(value)
    return usable if isinstance(usable, int | str) and usable != "" else None


def choice_ref(option: WireId, value: WireId) -> str:
    """ASSUMED: how the menu import names a modifier's value on the portal (`Option.ref`)."""
    return f"{option}:{value}"


def _choices(modifiers: object) -> Iterator[tuple[str, tuple[WireId, WireId]]]:
    """What cannot be read is left out: its option then goes as the row's note."""
    for modifier in as_list(modifiers) or []:
        option = read_id((as_object(modifier) or {}).get("idOption"))
        for choice in as_list((as_object(modifier) or {}).get("values")) or []:
            value = read_id((as_object(choice) or {}).get("idValue"))
            if option is not None and value is not None:
                yield choice_ref(option, value), (option, value)
