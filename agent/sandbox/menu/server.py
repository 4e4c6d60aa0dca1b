"""Passepartout Menu on loopback: its address and login, its host, what a judge may ask."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime

from starlette.routing import BaseRoute

from agent.sandbox.gate import Answer
from agent.sandbox.menu.control import menu_control
from agent.sandbox.menu.host import Host
from agent.sandbox.menu.routes import Login, Service, login_refused
from agent.sandbox.menu.soap import CONTENT_TYPE
from agent.sandbox.menu.state import MenuState, Switches
from agent.sandbox.system import SystemServer, wall
from agent.sandbox.totals import Totals
from agent.sandbox.wire import Json

NO_ENDPOINT = b"<!doctype html><title>Service</title><p>Endpoint not found.</p>"


class MenuServer(SystemServer[MenuState]):
    prefix = "/AdapterWS"

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        port: int = 0,
        company: str = "DEMO",
        seed: int = 4713,
    ) -> None:
        self.company = company
        self.user = "portale"
        self.password = "parola-menu-di-prova-3K7P"  # noqa: S105 - of a made-up restaurant
        self._dice = random.Random(seed)  # noqa: S311 - plays callers, guards nothing
        super().__init__("sandbox-menu", MenuState, clock, port)

    @property
    def host(self) -> Host:
        return Host(self.state, self._dice)

    @property
    def switches(self) -> Switches:
        return self.state.switches

    def reservation(self, id_: int) -> Json:
        """By the names of the wire, with its history. Raises LookupError."""
        with self.state.lock:
            if id_ not in self.state.reservations:
                raise LookupError(f"no reservation {id_} at the till")
            return self.state.reservations[id_].story()

    def reservations(self) -> list[Json]:
        """All of them by the names of the wire, in the order of their creation; those that are Mancata too."""
        with self.state.lock:
            return [row.wire() for row in self.state.reservations.values()]

    def tagged(self, tag: str) -> list[Json]:
        """Those that carry that Tag."""
        return [row for row in self.reservations() if row["Tag"] == tag]

    def checks(self) -> list[Json]:
        """All comande, paid ones too."""
        with self.state.lock:
            return [check.wire() for check in self.state.checks.values()]

    def bills(self) -> list[Json]:
        with self.state.lock:
            return [bill.wire() for bill in self.state.bills.values()]

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What this till itself counts of its bills of these days, both inclusive."""
        return self.host.totals(first, last)

    def state_json(self) -> Json:
        return self.state.whole()

    def routes(self) -> Sequence[BaseRoute]:
        return Service(self.state, lambda: Login(self.company, self.user, self.password)).routes(self.prefix)

    def control(self) -> Sequence[BaseRoute]:
        return menu_control(self)

    def unknown(self) -> object:
        return NO_ENDPOINT

    def expire(self) -> Answer:
        """There are no sessions: the call is refused as if the password had just been changed."""
        return Answer.of(500, CONTENT_TYPE, bytes(login_refused().answer().body))
