"""Lasagna Marketing on loopback: its address and credentials, its guests and back office, what a judge may ask."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from starlette.routing import BaseRoute

from agent.sandbox.gate import Answer
from agent.sandbox.lasagna.access import Access
from agent.sandbox.lasagna.control import lasagna_control
from agent.sandbox.lasagna.counter import Counter
from agent.sandbox.lasagna.courier import Courier
from agent.sandbox.lasagna.office import Office
from agent.sandbox.lasagna.refusal import error_body
from agent.sandbox.lasagna.routes import Api
from agent.sandbox.lasagna.state import LasagnaState, Switches
from agent.sandbox.system import SystemServer, wall
from agent.sandbox.totals import Totals
from agent.sandbox.wire import Json

RESTAURANT_ID = "r-4712"
RESTAURANT_NAME = "Trattoria da Gino"


class LasagnaServer(SystemServer[LasagnaState]):
    def __init__(
        self, *, clock: Callable[[], datetime] = wall, port: int = 0, token_seconds: int = 3600, seed: int = 4712
    ) -> None:
        self.client_id = "cliente-lasagna-di-prova"
        self.client_secret = "segreto-lasagna-di-prova-3K6P"  # noqa: S105 - of a made-up restaurant
        self.access = Access(clock, lambda: (self.client_id, self.client_secret), token_seconds)
        self.courier = Courier(self.now)
        super().__init__("sandbox-lasagna", LasagnaState, clock, port)
        self.state.publish = self.courier.publish
        self.office = Office(self.state)
        self._counter = Counter(self.state, random.Random(seed))  # noqa: S311 - plays guests, guards nothing

    @property
    def switches(self) -> Switches:
        return self.state.switches

    def start(self) -> None:
        super().start()
        self.courier.start()

    def stop(self) -> None:
        self.courier.stop()
        super().stop()

    def book(self, **fields: Any) -> Json:
        """A guest books; the reservation as on the wire. What is not given is made up, the state is da_confermare.

        Fields: answers covers duration_minutes external_id guest notes starts_at status table_code. `starts_at` as
        datetime or ISO text. Raises TypeError for another field, ValueError for a value that is not of its type.
        """
        return self._counter.book(fields)

    def change(self, id_: str, *, by: str = "guest", **fields: Any) -> Json:
        """The guest (or `by="back_office"`) changes those fields, the guest's own data one by one.

        A change of nothing keeps the revision. Raises as `book`, and LookupError.
        """
        return self._counter.change(id_, fields, by)

    def cancel(self, id_: str) -> Json:
        """The guest does not come."""
        return self._counter.change(id_, {"status": "annullata"})

    def book_again(self, id_: str, status: str = "da_confermare") -> Json:
        """An annullata reservation lives again. Raises ValueError when it was alive."""
        with self.state.lock:
            if self._counter.known(id_).content["status"] != "annullata":
                raise ValueError("the reservation is not annullata")
            return self._counter.change(id_, {"status": status})

    def set_state(self, id_: str, status: str) -> Json:
        """Someone in the back office."""
        return self._counter.change(id_, {"status": status}, "back_office")

    def set_table(self, id_: str, table_code: str | None) -> Json:
        """Someone in the back office; None takes the table away."""
        return self._counter.change(id_, {"table_code": table_code}, "back_office")

    def reservation(self, id_: str) -> Json:
        """As on the wire, with its history. Raises LookupError."""
        with self.state.lock:
            return self._counter.known(id_).story()

    def reservations(self) -> list[Json]:
        """All of them as on the wire, annullate too, in the order of their creation."""
        with self.state.lock:
            return [reservation.wire() for reservation in self.state.reservations.values()]

    def sales(self) -> list[Json]:
        """As they were told, each receipt once."""
        with self.state.lock:
            return list(self.state.sales.values())

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What this portal was told that guests spent on these days, both inclusive."""
        return self.state.totals(first, last)

    def expire_tokens(self) -> None:
        with self.state.lock:
            self.access.expire()

    def state_json(self) -> Json:
        with self.state.lock:
            deliveries = [delivery.wire() for delivery in self.courier.deliveries]
            tokens = {"tokens_issued": dict(self.access.issued), "refresh_replays": self.access.replays}
            return {**self.state.whole(), **tokens, "webhooks": deliveries}

    def routes(self) -> Sequence[BaseRoute]:
        account = {"restaurant_id": RESTAURANT_ID, "name": RESTAURANT_NAME, "timezone": "Europe/Rome"}
        return Api(self.state, self.access, self.courier, account).routes()

    def control(self) -> Sequence[BaseRoute]:
        return lasagna_control(self)

    def unknown(self) -> object:
        return error_body("not_found", "there is no such thing")

    def expire(self) -> Answer | None:
        self.expire_tokens()
        return None
