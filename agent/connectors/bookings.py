"""What all connectors do alike with the values of a reservation, so that two readings of one thing are equal. Pure."""

from datetime import datetime

from agent.connectors.fields import blank_is_none, readable
from agent.domain.orders import Customer
from agent.domain.reservations import Answer

MOST_COVERS = 10_000
MOST_MINUTES = 7 * 24 * 60
"""A longer stay is a slip of the pen, and no day's plan could show it."""


def person(first: str | None, last: str | None, email: str | None, phone: str | None) -> Customer:
    """A guest without the side's own id, blanks dropped: "" and a missing field are the same."""
    return Customer("", _plain(first), _plain(last), _plain(email), _plain(phone))


def plain_person(customer: Customer) -> Customer:
    return person(customer.first_name, customer.last_name, customer.email, customer.phone)


def plain_text(text: str | None) -> str:
    """Lines end in one way, whatever system wrote them; no blanks around."""
    if not text:
        return ""
    plain = readable(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert isinstance(plain, str)
    return plain


def plain_answers(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(plain_text(each.question), plain_text(each.answer)) for each in answers)


def whole_second(instant: datetime) -> datetime:
    """No guest books a fraction of one, and not every side keeps it."""
    return instant.replace(microsecond=0) if instant.microsecond else instant


def _plain(text: str | None) -> str | None:
    plain = blank_is_none(text)
    return plain if isinstance(plain, str) else None
