"""What clients may send to the portal, field by field as its profile gives them. Shapes only, no rules."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, StrictInt, StrictStr, ValidationError

from agent.sandbox.instants import parse_iso
from agent.sandbox.plateform.refusal import invalid, misshapen
from agent.sandbox.wire import decoded

Body = TypeVar("Body", bound=BaseModel)


def read(shape: type[Body], body: bytes) -> Body:
    """Raises Refusal 422."""
    try:
        return shape.model_validate(decoded(body))
    except ValidationError as error:
        raise misshapen(error) from error
    except ValueError as error:
        raise invalid("body", "not JSON") from error


def _instant(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("an instant is a text")
    return parse_iso(value)


Instant = Annotated[datetime, BeforeValidator(_instant)]
Money = Annotated[StrictStr, Field(pattern=r"^-?\d+\.\d{2}$")]
OrderDecision = Literal["confermato", "rifiutato", "evaso"]
ReservationStatus = Literal[
    "non_confermato",
    "confermato",
    "rifiutato",
    "lista_attesa",
    "tavolo_pronto",
    "arrivato",
    "seduto",
    "terminato",
    "non_arrivato",
    "cancellato",
]


class OrderChange(BaseModel):
    status: OrderDecision
    ready_at: Instant | None = None
    rejection_reason: Annotated[StrictStr, Field(max_length=500)] | None = None


class ReservationChange(BaseModel):
    status: ReservationStatus | None = None
    message: StrictStr | None = None
    tables: list[StrictStr] | None = None


class SaleLine(BaseModel):
    product_ref: StrictStr | None = None
    name: StrictStr
    quantity: float
    amount: Money


class Sale(BaseModel):
    receipt_id: StrictStr
    closed_at: Instant
    covers: StrictInt
    total: Money
    lines: list[SaleLine] = []


class MenuOption(BaseModel):
    ref: StrictStr
    name: StrictStr
    price: Money = "0.00"


class MenuCategory(BaseModel):
    ref: StrictStr
    name: StrictStr
    position: StrictInt | None = None


class MenuProduct(BaseModel):
    ref: StrictStr
    category_ref: StrictStr
    name: StrictStr
    description: StrictStr | None = None
    image_url: StrictStr | None = None
    active: bool
    price_takeaway: Money | None = None
    price_delivery: Money | None = None
    additions: list[MenuOption] = []
    removals: list[MenuOption] = []


class Menu(BaseModel):
    categories: list[MenuCategory]
    products: list[MenuProduct]
