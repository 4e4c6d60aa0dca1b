"""Plateform on loopback: its address and credentials, its guests and back office, what a judge may ask."""

import copy
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from starlette.routing import BaseRoute

from agent.sandbox.gate import Answer
from agent.sandbox.plateform import menu as menus
from agent.sandbox.plateform.bodies import Menu
from agent.sandbox.plateform.control import plateform_control
from agent.sandbox.plateform.counter import Counter
from agent.sandbox.plateform.entities import Notice
from agent.sandbox.plateform.refusal import error_body
from agent.sandbox.plateform.routes import Api, refused_login
from agent.sandbox.plateform.state import PortalState
from agent.sandbox.system import SystemServer, wall
from agent.sandbox.wire import Json, encoded

RESTAURANT_NAME = "Trattoria da Gino"


class PlateformServer(SystemServer[PortalState]):
    prefix = "/v1"

    def __init__(self, *, clock: Callable[[], datetime] = wall, port: int = 0, seed: int = 4711) -> None:
        self.restaurant_id = "4711"
        self.api_key = "chiave-plateform-di-prova-7Q2M"
        super().__init__("sandbox-plateform", PortalState, clock, port)
        dice = random.Random(seed)  # noqa: S311 - chooses made-up dishes, guards nothing
        self._counter = Counter(self.state, dice)

    def place_order(self, **overrides: Any) -> Json:
        """A guest orders; the order as on the wire. Any field of an order can be given.

        `total` adds up unless it is given. `lines` may be short: `{"name": "Margherita", "quantity": 2,
        "additions": ["Rucola"]}`; a dish that is not on the menu brings product_ref, name and unit_price.
        `customer` is found again by e-mail, then phone. Instants as datetime or ISO text; `accept_by=None`: no limit.
        Raises TypeError for a field that orders do not have, LookupError for an unknown dish or option.
        """
        return self._counter.place_order(overrides)

    def cancel_order(self, id_: int) -> Json:
        """The guest cancels. Raises Refusal when it is over already."""
        return self._counter.cancel_order(id_)

    def decide(
        self, id_: int, status: str, *, ready_at: datetime | str | None = None, reason: str | None = None
    ) -> Json:
        """Someone decides in the portal's back office, where a late rejection is always possible."""
        return self._counter.decide(id_, status, ready_at, reason)

    def book(self, **overrides: Any) -> Json:
        """A guest books a table; what is not given is made up.

        Fields: covers customer duration_minutes notes starts_at status tables zone. Raises TypeError for another one.
        """
        return self._counter.book(overrides)

    def crowd(self, count: int, days: int) -> list[int]:
        """So many confirmed bookings, spread evenly over so many days from tomorrow on. Answers their ids."""
        return self._counter.crowd(count, days)

    def guest_changes(self, id_: int, **fields: Any) -> Json:
        """The guest changes those fields of `book`, all but status and tables. Raises Refusal when it is over."""
        return self._counter.guest_changes(id_, fields)

    def guest_cancels(self, id_: int) -> Json:
        """Raises Refusal where a guest can't any more."""
        return self._counter.change_reservation(id_, "cancellato", "guest")

    def alive_again(self, id_: int, status: str = "confermato") -> Json:
        """One that was rifiutato, non_arrivato or cancellato counts again. Raises Refusal for another one."""
        return self._counter.alive_again(id_, status)

    def change_reservation(self, id_: int, status: str, *, by: str = "back_office") -> Json:
        """Someone in the portal's back office gives it that state. Raises Refusal when it may not follow."""
        return self._counter.change_reservation(id_, status, by)

    def set_menu(self, menu: Json) -> None:
        """The menu is this from now on, nothing of the old one stays."""
        Menu.model_validate(menu)
        with self.state.lock:
            self.state.menu = copy.deepcopy(menu)

    def edit_product(self, product: str, **fields: Any) -> Json:
        """In the back office: on sale or not, and what only the portal has. Raises LookupError, KeyError."""
        with self.state.lock:
            return menus.edited(self.state.menu, product, **fields)

    def remove_product(self, product: str) -> None:
        """Taken away by hand, as no import does. Raises LookupError."""
        with self.state.lock:
            menus.removed(self.state.menu, product)

    def product(self, product: str) -> Json:
        """As it stands, by its name or reference, with what only the portal has. Raises LookupError."""
        with self.state.lock:
            return menus.edited(self.state.menu, product)

    def add_customer(self, **fields: Any) -> Json:
        return self._counter.guest(fields).wire()

    def order(self, id_: int) -> Json:
        """The order with its history and how often `received` came, as it is now."""
        with self.state.lock:
            self.state.settle()
            return self.state.orders[id_].story()

    def reservation(self, id_: int) -> Json:
        """The reservation with its history, as it is now."""
        with self.state.lock:
            return self.state.reservations[id_].story()

    def reservations(self) -> list[Json]:
        """All of them as on the wire, in the order of their booking."""
        with self.state.lock:
            return [reservation.wire() for reservation in self.state.reservations.values()]

    def sales(self) -> list[Json]:
        """What was sold, each with the id of its reservation."""
        with self.state.lock:
            return [dict(sale) for sale in self.state.sales.values()]

    def notices(self, id_: int, kind: str | None = None) -> list[Notice]:
        """What the guest of that order or reservation was told."""
        with self.state.lock:
            self.state.settle()
            return [note for note in self.state.notices if note.id == id_ and kind in (None, note.kind)]

    def state_json(self) -> Json:
        return self.state.whole()

    def routes(self) -> Sequence[BaseRoute]:
        account = {"id": int(self.restaurant_id), "name": RESTAURANT_NAME, "timezone": "Europe/Rome"}
        return Api(self.state, account, lambda: (self.restaurant_id, self.api_key)).routes(self.prefix)

    def control(self) -> Sequence[BaseRoute]:
        return plateform_control(self)

    def unknown(self) -> object:
        return error_body("not_found", "no such address")

    def expire(self) -> Answer:
        """There are no sessions: the request is refused as if the key had just been changed."""
        return Answer.of(401, "application/json", encoded(refused_login().body))
