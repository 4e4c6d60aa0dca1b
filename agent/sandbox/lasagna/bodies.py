"""What clients may send to the portal, field by field as lasagna.openapi.yaml gives them. Shapes only, no rules.

A field that the profile does not name is refused: a client that misspells one shall hear of it.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from agent.sandbox.instants import EPOCH, iso, parse_iso
from agent.sandbox.lasagna.refusal import invalid, misshapen
from agent.sandbox.wire import Json, decoded

Body = TypeVar("Body", bound=BaseModel)

STATUSES = (
    "da_confermare",
    "confermata",
    "da_assegnare",
    "assegnata",
    "lista_attesa",
    "arrivato",
    "checked_out",
    "annullata",
)
EVENTS = ("reservation.created", "reservation.updated", "reservation.status_changed")
USUAL_STAY = 60
"""Minutes, of the profile."""


def read(shape: type[Body], body: bytes) -> Body:
    """Raises Refusal 422."""
    try:
        return shape.model_validate(decoded(body))
    except ValidationError as error:
        raise misshapen(error) from error
    except ValueError as error:
        raise invalid("body", "not JSON") from error


def _instant(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("an instant is a text")
    return parse_iso(value)


def _one_of(*words: str) -> BeforeValidator:
    def checked(value: object) -> object:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return value

    return BeforeValidator(checked)


Instant = Annotated[datetime, BeforeValidator(_instant)]
Money = Annotated[StrictStr, Field(pattern=r"^\d+\.\d{2}$")]
Status = Annotated[StrictStr, _one_of(*STATUSES)]
Event = Annotated[StrictStr, _one_of(*EVENTS)]
Positive = Annotated[StrictInt, Field(ge=1)]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Answer(Closed):
    question: StrictStr
    answer: StrictStr


class Guest(Closed):
    first_name: StrictStr = ""
    last_name: StrictStr = ""
    email: StrictStr | None = None
    phone: StrictStr | None = None


class ReservationChange(Closed):
    """Only what was sent counts (`sent`): the defaults of what a PATCH leaves out are never used."""

    external_id: StrictStr | None = None
    starts_at: Instant = EPOCH
    duration_minutes: Positive = USUAL_STAY
    covers: Positive = 1
    table_code: StrictStr | None = None
    status: Status = "da_confermare"
    answers: list[Answer] = []
    notes: StrictStr | None = None
    guest: Guest = Guest()
    origin: Literal["lasagna", "pos"] = "pos"
    id: object = None
    revision: object = None
    created_at: object = None
    updated_at: object = None

    def sent(self) -> Json:
        """What the body named, as the portal keeps it; what only the server makes is left out."""
        told = self.model_dump(exclude_unset=True, exclude={"origin", "id", "revision", "created_at", "updated_at"})
        return {**told, "starts_at": iso(told["starts_at"])} if "starts_at" in told else told


class ReservationDraft(ReservationChange):
    starts_at: Instant
    covers: Positive
    status: Status
    origin: Literal["pos"] = "pos"


class FloorTable(Closed):
    code: StrictStr
    name: StrictStr
    covers: StrictInt


class FloorRoom(Closed):
    code: StrictStr
    name: StrictStr
    tables: list[FloorTable]


class FloorPlan(Closed):
    rooms: list[FloorRoom]


class MenuCategory(Closed):
    code: StrictStr
    name: StrictStr
    position: StrictInt | None = None


class MenuDish(Closed):
    code: StrictStr
    name: StrictStr
    description: StrictStr | None = None
    price: Money
    category_code: StrictStr
    image_url: StrictStr | None = None
    attributes: list[StrictStr] = []
    available: StrictBool = True


class Menu(Closed):
    categories: list[MenuCategory]
    dishes: list[MenuDish]


class Sale(Closed):
    receipt_id: StrictStr
    reservation_id: StrictStr | None = None
    guest: Guest | None = None
    closed_at: Instant
    covers: StrictInt
    total: Money
    lines: list[Json] = []
    """Their form is not in the profile."""


class Webhook(Closed):
    url: Annotated[StrictStr, Field(pattern=r"^https?://")]
    events: Annotated[list[Event], Field(min_length=1)]
