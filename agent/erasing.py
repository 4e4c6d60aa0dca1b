"""Removes one person from this PC: database, logs, older copies. Says what it removed, and what it must leave.

What it can't reach is said by whoever asks: the till, the portal, backups elsewhere.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from agent.connectors.identity import same_email, same_phone
from agent.domain.failures import DecisionRefused, Unavailable
from agent.domain.forgetting import Erasure, Person
from agent.domain.orders import Customer
from agent.home import Home
from agent.store import Store
from agent.store.retention_shelf import Subject

OVER_AFTER = timedelta(days=1)
"""A reservation that began longer ago than this needs its guest no more."""

SHORTEST = 5
"""Characters: anything shorter stands in other words too."""

HIDDEN = b"*"


def person_of(identity: str) -> Person:
    """Raises `DecisionRefused` for what is neither an e-mail nor a number."""
    text = identity.strip()
    if "@" in text:
        return Person(email=same_email(text))
    phone = same_phone(text)
    if phone is None:
        raise DecisionRefused("decision.no_identity")
    return Person(phone=phone)


def erase(identity: str, home: Home, store: Store, now: datetime) -> Erasure:
    """Raises `DecisionRefused`, or `Unavailable` when the database can't be written. May be called again."""
    person = person_of(identity)
    with store.reading() as ledger:
        orders = [each for each in ledger.order_subjects() if _is(person, each)]
        reservations = [each for each in ledger.reservation_subjects(now - OVER_AFTER) if _is(person, each)]
    every = (*orders, *reservations)
    guests = [guest for each in every for guest in each.customers if _same(person, guest)]
    with store.writing() as ledger:
        lines = ledger.forget_orders([each.id for each in orders if each.over], now)
        lines += ledger.forget_reservations([each.id for each in reservations if each.over], now)
        pairs = ledger.unpair_guests(
            [(each.link, guest.ref) for each in every for guest in each.customers if guest.ref and _same(person, guest)]
        )
    places = blank_logs(home.logs, words_of(person, guests))
    copies = _copies_gone(home)
    store.compact()
    return Erasure(
        orders=sum(each.over for each in orders),
        reservations=sum(each.over for each in reservations),
        lines_of_time=lines,
        pairs=pairs,
        log_places=places,
        copies=copies,
        kept_orders=tuple(each.code for each in orders if not each.over),
        kept_reservations=tuple(each.code or str(each.id) for each in reservations if not each.over),
    )


def words_of(person: Person, guests: Iterable[Customer]) -> frozenset[str]:
    """All the ways in which that person may stand in a text."""
    words = {person.email, person.phone}
    for guest in guests:
        phone = same_phone(guest.phone)
        words |= {guest.email, guest.phone, guest.name, phone}
        if phone is not None:
            words |= {phone.removeprefix("+"), phone.removeprefix("+39")}
    return frozenset(word for word in words if word and len(word) >= SHORTEST)


def blank_logs(folder: Path, words: Collection[str]) -> int:
    """In place and without another length: a running program goes on writing at the end. How many places there were."""
    found = 0
    for log in sorted(folder.glob("campanello.log*")) if folder.is_dir() else ():
        try:
            found += _blanked(log, words)
        except OSError as error:
            raise Unavailable("store.read_only", file=log.name, error=type(error).__name__) from error
    return found


def _blanked(log: Path, words: Collection[str]) -> int:
    found = 0
    with log.open("r+b") as stream:
        content = stream.read()
        lowered = content.lower()
        for word in sorted({word.lower().encode() for word in words}, key=len, reverse=True):
            at = lowered.find(word)
            while at >= 0:
                stream.seek(at)
                stream.write(HIDDEN * len(word))
                found += 1
                at = lowered.find(word, at + len(word))
    return found


def _copies_gone(home: Home) -> tuple[str, ...]:
    """What an update or an import left: it holds whom the database does not hold any more."""
    gone = []
    for copy in sorted(home.data.glob(f"{home.database.name}.before-*")):
        copy.unlink(missing_ok=True)
        gone.append(copy.name)
    return tuple(gone)


def _is(person: Person, subject: Subject) -> bool:
    return any(_same(person, guest) for guest in subject.customers)


def _same(person: Person, guest: Customer) -> bool:
    if person.email is not None:
        return same_email(guest.email) == person.email
    return person.phone is not None and same_phone(guest.phone) == person.phone
