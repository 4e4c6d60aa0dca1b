"""Tilby on loopback: its address and credentials, its host, what a judge may ask."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from starlette.routing import BaseRoute

from agent.sandbox.door import LOOPBACK
from agent.sandbox.gate import Answer
from agent.sandbox.system import SystemServer, wall
from agent.sandbox.tilby import bodies, customers
from agent.sandbox.tilby.access import Access
from agent.sandbox.tilby.carte import uuid_of
from agent.sandbox.tilby.cashier import Cashier
from agent.sandbox.tilby.chef import Chef
from agent.sandbox.tilby.control import tilby_control
from agent.sandbox.tilby.courier import Courier
from agent.sandbox.tilby.host import Host
from agent.sandbox.tilby.refusal import error_body
from agent.sandbox.tilby.routes import Api
from agent.sandbox.tilby.state import STATUSES, Switches, TilbyState
from agent.sandbox.totals import Totals
from agent.sandbox.wire import Json, encoded

CLIENT_ID = "campanello-sandbox"
SHOP = {"id": 12, "name": "trattoriadagino", "uuid": uuid_of("shop", 12)}


class TilbyServer(SystemServer[TilbyState]):
    prefix = "/v2"

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        port: int = 0,
        token_seconds: int = 3600,
        token_path: str = "/oauth/token",  # noqa: S107 - an address
        seed: int = 4712,
    ) -> None:
        """`token_path`: where refresh tokens are taken; it has no part in `base_url`."""
        self.token = "token-tilby-di-prova-8H2C"  # noqa: S105 - of a made-up restaurant
        """The static one; empty: none is valid."""
        self.refresh_token = "rinnovo-tilby-di-prova-6D1V"  # noqa: S105 - of a made-up restaurant
        """The first one; with `rotates_refresh` it serves once."""
        self._token_path = token_path
        self.access = Access(clock, lambda: self.token, self.refresh_token, token_seconds)
        self.courier = Courier(lambda: self.state.stamp(), CLIENT_ID)
        super().__init__("sandbox-tilby", TilbyState, clock, port)
        self.state.publish = self.courier.publish
        self.chef = Chef(self.state)
        self.cashier = Cashier(self.state)
        self.host = Host(self.state, random.Random(seed))  # noqa: S311 - plays callers, guards nothing

    @property
    def switches(self) -> Switches:
        return self.state.switches

    @property
    def token_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{self._token_path}"

    def start(self) -> None:
        super().start()
        self.courier.start()

    def stop(self) -> None:
        self.courier.stop()
        super().stop()

    def add_customer(self, **fields: Any) -> Json:
        """A customer who is at the till already."""
        with self.state.lock:
            return customers.create(self.state, bodies.Customer.model_validate(fields))

    def set_statuses(self, **codes: str) -> dict[str, str]:
        """The till's own codes of some of the seven states; bookings that are there keep theirs. Raises LookupError."""
        if odd := set(codes) - set(STATUSES):
            raise LookupError(f"no state {sorted(odd)[0]}: {', '.join(STATUSES)}")
        with self.state.lock:
            self.state.statuses |= codes
            return dict(self.state.statuses)

    def booking(self, id_: int) -> Json:
        """As on the wire, with its history, deleted or not. Raises LookupError."""
        with self.state.lock:
            if id_ not in self.state.bookings:
                raise LookupError(f"no booking {id_} at the till")
            return self.state.story(self.state.bookings[id_])

    def bookings(self) -> list[Json]:
        """All of them as on the wire, the deleted ones too, in the order of their creation."""
        with self.state.lock:
            return [self.state.wire(booking) for booking in self.state.bookings.values()]

    def customers(self) -> list[Json]:
        with self.state.lock:
            return [dict(customer) for customer in self.state.customers.values()]

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What this till itself counts of its sales of these days, both inclusive."""
        return self.cashier.totals(first, last)

    def expire_tokens(self) -> None:
        """Access tokens; the static one stays."""
        with self.state.lock:
            self.access.expire()

    def state_json(self) -> Json:
        with self.state.lock:
            deliveries = [delivery.wire() for delivery in self.courier.deliveries]
            return {**self.state.whole(), "tokens_issued": self.access.issued, "webhooks": deliveries}

    def routes(self) -> Sequence[BaseRoute]:
        session = {"id": 7, "username": "campanello", "role": "api", "client_id": CLIENT_ID, "shop": SHOP}
        return Api(self.state, self.access, self.courier, session).routes(self.prefix, self._token_path)

    def control(self) -> Sequence[BaseRoute]:
        return tilby_control(self)

    def unknown(self) -> object:
        return error_body(404)

    def expire(self) -> Answer | None:
        """Ends the access tokens; where none was ever made, refuses this request as if the static one had changed."""
        self.expire_tokens()
        if self.access.issued:
            return None
        return Answer.of(401, "application/json", encoded(error_body(401)))
