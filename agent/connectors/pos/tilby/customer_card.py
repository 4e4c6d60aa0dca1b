"""A customer as the till keeps it, read without losing what is not understood. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.connectors.fields import as_object, blank_is_none, reference
from agent.connectors.identity import same_email, same_phone
from agent.connectors.pos.tilby.mapping import NAMELESS
from agent.domain.orders import Customer
from agent.domain.reservations import NOBODY

NAMES = ("first_name", "last_name")
PHONES = ("phone", "mobile")


@dataclass(frozen=True)
class CustomerCard:
    """`record` is the whole of it as the till sent it: a PUT replaces, so all of it goes back."""

    ref: str
    record: Mapping[str, object]

    @property
    def id(self) -> object:
        """As the till wrote it."""
        return self.record["id"]

    @property
    def email(self) -> str | None:
        return same_email(_text(self.record, "email"))

    @property
    def phones(self) -> frozenset[str]:
        found = (same_phone(_text(self.record, name)) for name in PHONES)
        return frozenset(number for number in found if number)

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.phones)

    @property
    def external_id(self) -> str | None:
        return _text(self.record, "external_id")

    def completed(self, guest: Customer) -> Mapping[str, object] | None:
        """The record with what it lacks; None when it lacks nothing that is known of the guest."""
        named = any(_text(self.record, name) for name in NAMES)
        lacking = {
            "first_name": None if named else guest.first_name,
            "last_name": None if named else guest.last_name,
            "email": None if _text(self.record, "email") else guest.email,
            "phone": None if any(_text(self.record, name) for name in PHONES) else guest.phone,
        }
        return self._with(lacking)

    def corrected(self, guest: Customer) -> Mapping[str, object] | None:
        """The record as the guest is now called and reached; never blanked. None when it says just that."""
        known_phone = same_phone(guest.phone) in self.phones
        shown = next((name for name in PHONES if _text(self.record, name)), PHONES[0])
        told = {
            "first_name": guest.first_name,
            "last_name": guest.last_name,
            "email": None if same_email(guest.email) == self.email else guest.email,
            shown: None if known_phone else guest.phone,
        }
        return self._with({name: text for name, text in told.items() if text != _text(self.record, name)})

    def _with(self, told: Mapping[str, str | None]) -> Mapping[str, object] | None:
        additions = {name: text for name, text in told.items() if text}
        return {**self.record, **additions} if additions else None


def read_card(record: object) -> CustomerCard | None:
    """None for a record without an id."""
    known = as_object(record)
    ref = reference((known or {}).get("id"))
    return CustomerCard(ref, known) if known is not None and isinstance(ref, str) and ref else None


def new_card(guest: Customer, mark: str) -> Mapping[str, object]:
    """`mark` (`external_id`) finds again the card of a guest who left neither e-mail nor phone."""
    called = NAMELESS if guest == NOBODY else guest
    fields = {
        "first_name": called.first_name,
        "last_name": called.last_name,
        "email": called.email,
        "phone": called.phone,
        "external_id": mark,
    }
    return {name: text for name, text in fields.items() if text}


def _text(record: Mapping[str, object], name: str) -> str | None:
    value = blank_is_none(record.get(name))
    return value if isinstance(value, str) else None
