"""What clients may send to the till, field by field as tilby.md gives them. Shapes only, no rules.

Whoever reads, edits and puts sends back what only the server makes: that is taken and not looked at. A field that the
document does not name is refused: a client that misspells one shall hear of it.
"""

from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from agent.sandbox.instants import parse_iso
from agent.sandbox.tilby.refusal import invalid, misshapen
from agent.sandbox.wire import Json, decoded

Body = TypeVar("Body", bound=BaseModel)


def read(shape: type[Body], body: bytes) -> Body:
    """Raises Refusal 422."""
    try:
        return shape.model_validate(decoded(body))
    except ValidationError as error:
        raise misshapen(error) from error
    except ValueError as error:
        raise invalid("the body is not JSON") from error


def _instant(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("an instant is a text")
    return parse_iso(value)


Instant = Annotated[datetime, BeforeValidator(_instant)]
Positive = Annotated[StrictInt, Field(ge=1)]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Seat(Closed):
    """One table of a booking; the till gives it an id of its own."""

    table_id: StrictInt
    id: object = None
    booking_id: object = None


class Tag(Closed):
    tag: StrictStr
    id: object = None


class Booking(Closed):
    """What a PUT leaves out has its default here: the whole is replaced."""

    customer_id: StrictInt | None
    booked_for: Instant
    duration: Positive
    status: Annotated[StrictStr, Field(min_length=1)]
    people: StrictInt | None = None
    shift_id: StrictInt | None = None
    source: StrictStr | None = None
    notes: StrictStr | None = None
    tags: list[Tag] = []
    tables: list[Seat] = []
    id: object = None
    customer: object = None
    created_at: object = None
    updated_at: object = None
    deleted_at: Any = None
    createdby_id: object = None


class Customer(Closed):
    first_name: StrictStr | None = None
    last_name: StrictStr | None = None
    email: StrictStr | None = None
    phone: StrictStr | None = None
    mobile: StrictStr | None = None
    external_id: StrictStr | None = None
    notes: StrictStr | None = None
    id: object = None
    uuid: object = None
    updated_at: object = None

    def kept(self) -> Json:
        return self.model_dump(exclude={"id", "uuid", "updated_at"})


class Webhook(Closed):
    entity_type: Annotated[StrictStr, Field(min_length=1)]
    event_type: Annotated[StrictStr, Field(min_length=1)]
    url: Annotated[StrictStr, Field(pattern=r"^https?://")]
    email: StrictStr | None = None
