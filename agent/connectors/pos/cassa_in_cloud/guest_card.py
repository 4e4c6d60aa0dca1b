"""A customer as the till keeps it, read without losing what is not understood. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.connectors.fields import as_object, blank_is_none
from agent.connectors.identity import same_email, same_phone
from agent.connectors.pos.cassa_in_cloud.mapping import WireId, read_id
from agent.domain.orders import Customer

EXTERNAL: str = "plateform:customer:"
"""Before the portal's id of the guest: by it a card is found again whose creation was not answered."""


@dataclass(frozen=True)
class GuestCard:
    """`record` is the whole of it as the till sent it: a PUT may replace, so all of it goes back."""

    id: WireId
    record: Mapping[str, object]

    @property
    def ref(self) -> str:
        return str(self.id)

    @property
    def email(self) -> str | None:
        return same_email(_text(self.record, "email"))

    @property
    def phone(self) -> str | None:
        return same_phone(_text(self.record, "phoneNumber"))

    @property
    def external_id(self) -> str | None:
        return _text(self.record, "externalId")

    @property
    def last_update(self) -> int | None:
        """Epoch milliseconds of the till's clock."""
        value = self.record.get("lastUpdate")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def completed(self, customer: Customer) -> Mapping[str, object] | None:
        """The record with what it lacks; None when it lacks nothing that the portal knows."""
        named = any(_text(self.record, field) for field in ("name", "firstName", "lastName"))
        lacking = {
            "name": None if named else customer.name,
            "email": None if _text(self.record, "email") else customer.email,
            "phoneNumber": None if _text(self.record, "phoneNumber") else _phone(customer),
        }
        additions = {field: value for field, value in lacking.items() if value}
        return {**self.record, **additions} if additions else None


def read_card(record: object) -> GuestCard | None:
    """None for a record without an id."""
    known = as_object(record)
    ref = read_id((known or {}).get("id"))
    return None if known is None or ref is None else GuestCard(ref, known)


def new_record(customer: Customer, sales_point: int) -> Mapping[str, object]:
    """A card must have a name: a guest without one is called by what is known."""
    fields = {
        "name": customer.name or customer.email or customer.phone,
        "email": customer.email,
        "phoneNumber": _phone(customer),
        "externalId": f"{EXTERNAL}{customer.ref}",
        "idSalesPoint": sales_point,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _phone(customer: Customer) -> str | None:
    """In E.164 where it is a number; else as the guest wrote it."""
    return same_phone(customer.phone) or customer.phone


def _text(record: Mapping[str, object], field: str) -> str | None:
    value = blank_is_none(record.get(field))
    return value if isinstance(value, str) else None
