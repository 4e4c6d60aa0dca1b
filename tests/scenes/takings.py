"""Weeks of a restaurant's sales, orders and reservations for the statistics, in one transaction and by fixed dice."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from agent.domain import decisions, road
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor, Customer, Order, OrderPolicy, OrderState, TillOrder
from agent.domain.reservations import Booking, Reservation, ReservationState
from agent.domain.step import Step
from agent.domain.takings import SaleSource, Taking
from agent.sync import steps
from tests.scenes.menu import order_from_portal
from tests.scenes.restaurant import Restaurant

BANCO, SALA, CRM = "banco", "sala", "crm"

HOURS = (12, 13, 13, 13, 14, 19, 20, 20, 20, 21, 21, 22)
"""When people pay: noon and evening."""


class Weeks:
    """`at` helps a test to say an hour of a day of the restaurant."""

    def __init__(self, place: Restaurant) -> None:
        self.place = place
        self.zone = place.agent.links[0].configuration.zone
        self.today = place.clock.at.astimezone(self.zone).date()
        self._policy = OrderPolicy(default_rejection_reason="Non possiamo preparare l'ordine")
        self._number = 0

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def sold(
        self,
        day: date,
        hour: int,
        total: str,
        covers: int = 0,
        *,
        link: str = SALA,
        source: SaleSource = SaleSource.WALK_IN,
        cancelled: bool = False,
    ) -> Taking:
        self._number += 1
        made = Taking(link, f"r{self._number}", self.at(day, hour, 10), Decimal(total), covers, source)
        made = replace(made, cancelled=cancelled)
        with self.place.store.writing() as ledger:
            ledger.save_takings([made], self.zone)
        return made

    def ordered(self, day: date, hour: int, state: OrderState, *, wait: float = 2, ready: float = 25) -> None:
        """An order of `banco`, accepted after `wait` minutes for in half an hour, ready `ready` minutes after that."""
        with self.place.store.writing() as ledger:
            self._order(ledger, self.at(day, hour), state, wait, ready)

    def booked(self, day: date, hour: int, state: ReservationState, covers: int = 2, *, link: str = SALA) -> None:
        with self.place.store.writing() as ledger:
            self._reservation(ledger, self.at(day, hour), state, covers, link)

    def fill(self, days: int, seed: int = 11) -> None:
        """Ordinary weeks up to today: busier at the end of the week, closed on Mondays."""
        dice = random.Random(seed)
        with self.place.store.writing() as ledger:
            for ago in range(days - 1, -1, -1):
                day = self.day(ago)
                if day.weekday() != 0:
                    self._ordinary(ledger, day, dice, 1.0 + 0.25 * max(day.weekday() - 2, 0))

    def _ordinary(self, ledger: Ledger, day: date, dice: random.Random, busy: float) -> None:
        takings = []
        for _sale in range(round(dice.randint(14, 22) * busy)):
            self._number += 1
            source, covers, link = dice.choice(
                (
                    (SaleSource.RESERVATION, dice.randint(2, 6), SALA),
                    (SaleSource.WALK_IN, dice.randint(1, 4), dice.choice((SALA, CRM))),
                    (SaleSource.ORDER, 0, BANCO),
                )
            )
            cents = dice.randint(900, 3200) * max(covers, 1)
            at = self.at(day, dice.choice(HOURS), dice.randint(0, 59))
            takings.append(Taking(link, f"r{self._number}", at, Decimal(cents).scaleb(-2), covers, source))
        ledger.save_takings(takings, self.zone)
        for _order in range(round(dice.randint(2, 4) * busy)):
            state = dice.choices((OrderState.COMPLETED, OrderState.REJECTED, OrderState.CANCELLED), weights=(17, 2, 1))[
                0
            ]
            at = self.at(day, dice.choice((12, 19, 20, 21)), dice.randint(0, 59))
            self._order(ledger, at, state, dice.uniform(0.4, 5), dice.randint(15, 36))
        for _party in range(round(dice.randint(3, 6) * busy)):
            came = dice.choices(
                (ReservationState.COMPLETED, ReservationState.NO_SHOW, ReservationState.CANCELLED), weights=(16, 1, 2)
            )[0]
            self._reservation(ledger, self.at(day, dice.choice((12, 20, 21))), came, dice.randint(2, 6), SALA)

    def _order(self, ledger: Ledger, at: datetime, state: OrderState, wait: float, ready: float) -> None:
        self._number += 1
        said = order_from_portal(10_000 + self._number, at, timedelta(minutes=45))
        held = self._write(ledger, road.arrive(said, BANCO, self._policy, at, first_look=False, while_off=False), at)
        then = at + timedelta(minutes=wait)
        if state is OrderState.REJECTED:
            held = self._write(ledger, decisions.reject(held, "Troppi ordini", self._policy, Actor.SCREEN, then), then)
        if state is OrderState.CANCELLED:
            gone = replace(held.portal, state=state, status="annullato", version=9, updated_at=then)
            held = self._write(ledger, road.portal_says(held, gone, self._policy, then, while_off=False), then)
        if state is OrderState.COMPLETED:
            step = decisions.accept(held, timedelta(minutes=30), self._policy, Actor.SCREEN, then)
            held = self._write(ledger, step, then)
            there = TillOrder(f"c{held.id}", f"plateform:{said.ref}", OrderState.ACCEPTED, "ACCEPTED")
            held = self._write(ledger, road.placed_at_till(held, there, (), self._policy, then), then)
            done = then + timedelta(minutes=ready)
            seen = replace(there, state=OrderState.READY, status="READY", printed=False)
            held = self._write(ledger, road.till_says(held, seen, self._policy, done), done)
            after = done + timedelta(minutes=9)
            over = replace(seen, state=OrderState.COMPLETED, status="COMPLETED", printed=True)
            held = self._write(ledger, road.till_says(held, over, self._policy, after), after)
        if held.notices:
            held = self._write(ledger, decisions.acknowledge(held, Actor.SCREEN, then), then)

    def _write(self, ledger: Ledger, step: Step | None, at: datetime) -> Order:
        assert step is not None
        held = steps.write(ledger, step, at)
        for errand in ledger.errands_of(held.id):
            ledger.finish_errand(errand.id)
        return held

    def _reservation(
        self, ledger: Ledger, at: datetime, state: ReservationState, covers: int, link: str
    ) -> Reservation:
        booking = Booking(at, covers, state, guest=Customer("", "Maria", "Rossi"))
        return ledger.add_reservation(Reservation(link, booking, at - timedelta(days=2)))


def fill(place: Restaurant, days: int = 70) -> Weeks:
    made = Weeks(place)
    made.fill(days)
    return made
