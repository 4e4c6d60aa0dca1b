"""The three pairs, each with a server between on both sides, three guests, and what must arrive of two of them.

`GUASTO` is the name of the one whose records are made bad. What is asked of the others is asked of the two systems'
own state, never of ours.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol, Self

from agent.domain.commands import ApproveProposal
from agent.domain.failures import Side
from agent.domain.proposals import ProposalKind, ProposalState
from agent.sandbox import CrmSandbox, MenuSandbox, Sandbox
from agent.sandbox.town import Town
from agent.sync.link_pass import PassReport
from tests.bad_input.between import Answered, Asked, Between, Spoil, honest
from tests.bad_input.spoiling import Spoiling, spoiled
from tests.journeys.by_hand import ByHand

GUASTO: Final = "Guasto"
GOOD: Final = ("Ada", "Bice")
DISH: Final = "Diavola"
"""The dish of which the till's record is made bad, where the menu travels; nobody orders it."""

LONGEST_PASS: Final = 20.0
"""Seconds, for a pass of half a hundred requests on a loaded machine. What hangs takes a minute and more."""


def chosen(record: Any) -> bool:
    text = record if isinstance(record, str) else json.dumps(record)
    return GUASTO in text or f'"{DISH}"' in text


class Restaurant(Protocol):
    """One pair at work."""

    hand: ByHand

    def arrived(self) -> list[str]:
        """Of `GOOD`, what does not stand on both sides as it should; empty: all is well."""
        ...


class Ways:
    """A server between for both systems of a town; the agent is told of these alone. Fulfils what `ByHand` needs."""

    def __init__(self, town: Town, ports: Callable[[], tuple[int, int]]) -> None:
        self._town = town
        self._ports = ports
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._town)
        portal, pos = self._ports()
        self.portal = self._open.enter_context(Between(portal))
        self.pos = self._open.enter_context(Between(pos))
        self._moved = {portal: self.portal.port, pos: self.pos.port}
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def configuration(self) -> str:
        text = self._town.configuration()
        for real, between in self._moved.items():
            text = text.replace(f":{real}/", f":{between}/")
        return text

    def secrets(self) -> dict[str, str]:
        return self._town.secrets()

    def spoil(self, side: Side, how: Spoiling | Spoil | None) -> None:
        """That side's answers from now on; None: they are honest again."""
        between = self.portal if side is Side.PORTAL else self.pos
        if isinstance(how, Spoiling):
            between.spoil = _record(how)
        else:
            between.spoil = how or honest


def _record(how: Spoiling) -> Spoil:
    def spoil(asked: Asked, answered: Answered) -> Answered:
        return spoiled(answered, chosen, how) if reads(asked) else answered

    return spoil


def reads(asked: Asked) -> bool:
    return asked.method == "GET" or asked.name.startswith(("Get", "PingLogin"))


class Banco:
    """Plateform and Cassa in Cloud: orders, and the menu that was approved long ago."""

    def __init__(self, folder: Path, ways: Ways, town: Sandbox) -> None:
        self.town, self.portal, self.till = town, town.plateform, town.cassa
        self.hand = ByHand(folder, ways)  # type: ignore[arg-type]  # of a town it asks what `Ways` has
        self.refs: dict[str, int] = {}

    def settles(self) -> None:
        """The first passes of an honest day."""
        self.hand.passes()
        approves(self.hand)
        self.hand.passes()

    def begins(self, *names: str) -> None:
        for name in names:
            guest = {
                "first_name": "X",
                "last_name": name,
                "email": f"{name}@posta.invalid",
                "phone": f"+39333{len(name)}",
            }
            lines = [{"name": "Tiramisù", "quantity": 1}]
            self.refs[name] = int(self.portal.place_order(customer=guest, lines=lines, notes=name)["id"])

    def goes_on(self) -> None:
        """The till's people accept what there is; in the kitchen two prices change, one of them the bad dish's."""
        for name in (*GOOD, GUASTO):
            if self._at_till(name):
                self.till.operator.accept(f"plateform:{self.refs[name]}")
        for dish in ("Marinara", DISH):
            self.till.chef.set_price(dish, "plateform_takeaway", "7.77")

    def arrived(self) -> list[str]:
        missing = [f"{name} is not at the till" for name in GOOD if not self._at_till(name)]
        return missing + [f"{name} is not accepted" for name in GOOD if self._status(name) != "confermato"]

    def all_arrived(self) -> list[str]:
        late = [] if self._at_till(GUASTO) == 1 else [f"{GUASTO} is {self._at_till(GUASTO)} times at the till"]
        price = self.portal.product(DISH)["price_takeaway"]
        return self.arrived() + late + ([] if price == "7.77" else [f"{DISH} costs {price}"])

    def _at_till(self, name: str) -> int:
        orders = self.till.state_json()["orders"]
        return sum(1 for order in orders if order["externalId"] == f"plateform:{self.refs[name]}")

    def _status(self, name: str) -> str:
        return str(self.portal.order(self.refs[name])["status"])


class Sala:
    """Plateform and Passepartout Menu: reservations, and what staff says of them."""

    def __init__(self, folder: Path, ways: Ways, town: MenuSandbox) -> None:
        self.portal, self.till = town.plateform, town.menu
        self.hand = ByHand(folder, ways)  # type: ignore[arg-type]  # of a town it asks what `Ways` has
        self.refs: dict[str, int] = {}

    def settles(self) -> None:
        self.hand.passes()

    def begins(self, *names: str) -> None:
        soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
        for name in names:
            guest = {"first_name": "X", "last_name": name, "email": f"{name}@posta.invalid"}
            booked = self.portal.book(customer=guest, notes=name, starts_at=soon, status="confermato", covers=3)
            self.refs[name] = int(booked["id"])

    def goes_on(self) -> None:
        """They come, and eat."""
        for name in (*GOOD, GUASTO):
            for row in self._rows(name)[:1]:
                self.till.host.attach(row["IdGestionale"])

    def arrived(self) -> list[str]:
        wrong = [f"{name} is {len(self._rows(name))} times at the till" for name in GOOD if len(self._rows(name)) != 1]
        return wrong + [f"{name} is {self._status(name)}" for name in GOOD if self._status(name) != "arrivato"]

    def all_arrived(self) -> list[str]:
        rows = len(self._rows(GUASTO))
        return self.arrived() + ([] if rows == 1 else [f"{GUASTO} is {rows} times at the till"])

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return list(self.till.tagged(f"plateform:{self.refs[name]}"))

    def _status(self, name: str) -> str:
        return str(self.portal.reservation(self.refs[name])["status"])


class Crm:
    """Lasagna and Tilby: reservations of both sides."""

    def __init__(self, folder: Path, ways: Ways, town: CrmSandbox) -> None:
        self.portal, self.till = town.lasagna, town.tilby
        self.hand = ByHand(folder, ways, "calls_per_second = 100\n")  # type: ignore[arg-type]  # as above

    def settles(self) -> None:
        self.hand.passes()
        approves(self.hand)
        self.hand.passes()

    def begins(self, *names: str) -> None:
        evening = (datetime.now(UTC) + timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)
        for name in names:
            guest = {"first_name": "X", "last_name": name, "email": f"{name}@posta.invalid"}
            self.portal.book(guest=guest, status="confermata", starts_at=evening, covers=3, notes=name)
            self.till.host.book(
                customer={**guest, "email": f"t{name}@posta.invalid"}, booked_for=evening, notes=f"t{name}"
            )

    def goes_on(self) -> None:
        for booking in self.till.bookings():
            if not booking["deleted_at"]:
                self.till.host.change(booking["id"], people=7)
        for dish in ("Marinara", DISH):
            self.till.chef.set_price(dish, "7.77")

    def arrived(self) -> list[str]:
        return [wrong for name in GOOD for wrong in self._wrong(name)]

    def all_arrived(self) -> list[str]:
        """A record whose id was another one for a while may have been taken for another one: that is no doubling."""
        (booked,) = [
            each["id"] for each in self.portal.reservations() if each["notes"] == GUASTO and not each["external_id"]
        ]
        (called,) = [
            str(each["id"]) for each in self.till.bookings() if each["notes"] == f"t{GUASTO}" and not each["source"]
        ]
        there = [each for each in self.till.bookings() if each["source"] == f"lasagna:{booked}"]
        here = [each for each in self.portal.reservations() if each["external_id"] == called]
        return self.arrived() + [f"{GUASTO} is {len(found)} times there" for found in (there, here) if len(found) != 1]

    def _wrong(self, name: str) -> list[str]:
        """Of the one who booked at the portal, and of the one who called the till."""
        portal = [each for each in self.portal.reservations() if (each["guest"] or {}).get("last_name") == name]
        till = [
            each
            for each in self.till.bookings()
            if not each["deleted_at"] and (each["customer"] or {}).get("last_name") == name
        ]
        wrong = [f"{name} is {len(found)} times there, not twice" for found in (portal, till) if len(found) != 2]
        return wrong + [f"{name} has {each['covers']} covers" for each in portal if each["covers"] != 7]


def approves(hand: ByHand) -> None:
    """Whatever proposal waits for a person."""
    from agent.desk import follow
    from agent.domain.orders import Actor

    policies = {hand.link.name: hand.link.policy} if hand.link.policy is not None else {}
    for kind in ProposalKind:
        with hand.store.writing() as ledger:
            standing = ledger.open_proposal(hand.link.name, kind)
            if standing is not None and standing.state is ProposalState.WAITING:
                follow(ledger, ApproveProposal(standing.id), policies, {}, Actor.SCREEN, hand.clock.now())


def told(reports: list[PassReport]) -> list[str]:
    """The failures' messages."""
    return [failure.message for report in reports for failure in report.failures]
