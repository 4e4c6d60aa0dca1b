"""Plateform on loopback with its connector."""

import base64
from datetime import UTC, datetime, timedelta

from agent.connectors.portals.plateform.client import Plateform
from agent.connectors.portals.plateform.manifest import open_plateform
from agent.connectors.portals.plateform.mapping import STATES
from agent.connectors.portals.plateform.settings import Settings
from agent.domain.orders import OrderState
from agent.domain.ports import OrderPortal
from agent.sandbox import Faults, PlateformServer
from tests.contract.world import GUEST, SHORT, UNKNOWN_WORD, surroundings

WORDS = {state: word for word, state in STATES.items()}


class PlateformWorld:
    """Fulfils `PortalWorld`."""

    read_path = r"/v1/orders$"
    write_path = r"/v1/orders/\d+$"

    def __init__(self) -> None:
        self.server = PlateformServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector = self.opened()
        self._subject: str | None = None
        login = f"{self.server.restaurant_id}:{self.server.api_key}"
        self.secrets = (self.server.api_key, base64.b64encode(login.encode()).decode())
        self.guests_words: tuple[str, ...] = ("maria.rossi", "1234567", "Via Garibaldi")

    @property
    def portal(self) -> OrderPortal:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False) -> Plateform:
        settings = Settings(base_url=self.server.base_url, restaurant_id=self.server.restaurant_id)
        key = "sbagliata" if wrong_credentials else self.server.api_key
        return open_plateform(settings, {"api_key": key}, surroundings(self.skews), SHORT)

    def read(self) -> object:
        self._order()
        return list(self.connector.order_changes(datetime.now(UTC) - timedelta(days=1)))

    def write(self) -> object:
        ready = datetime.now(UTC) + timedelta(minutes=30)
        return self.connector.accept_order(self._order(), ready, key="contratto", version=1)

    def written(self) -> int:
        return 0 if self._subject is None else self.notices_of(self._subject)

    def found_again(self) -> bool:
        return self.connector.order(self._order()).state is OrderState.ACCEPTED

    def down(self) -> None:
        self._order()
        self.server.down()

    def close(self) -> None:
        self.connector.close()
        self.server.stop()

    def guest_orders(self, **fields: object) -> str:
        return str(self.server.place_order(**fields)["id"])

    def guest_cancels(self, ref: str) -> None:
        self.server.cancel_order(int(ref))

    def restaurant_decides(self, ref: str, state: OrderState) -> None:
        self.server.decide(int(ref), WORDS[state], ready_at=datetime.now(UTC), reason="chiusi")

    def state_of(self, ref: str) -> OrderState:
        return STATES[self.server.order(int(ref))["status"]]

    def notices_of(self, ref: str) -> int:
        return len(self.server.notices(int(ref)))

    def say_unknown_word(self, ref: str) -> None:
        with self.server.state.lock:
            self.server.state.orders[int(ref)].status = UNKNOWN_WORD

    def break_record(self, ref: str) -> None:
        with self.server.state.lock:
            self.server.state.orders[int(ref)].content["total"] = "boh"

    def received(self, ref: str) -> int:
        received: int = self.server.order(int(ref))["received"]
        return received

    def _order(self) -> str:
        """The one order that `read` and `write` are about."""
        if self._subject is None:
            customer = {"first_name": GUEST.first_name, "email": GUEST.email, "phone": GUEST.phone}
            address = {"street": "Via Garibaldi 7", "city": "Torino", "zip": "10121"}
            self._subject = self.guest_orders(type="delivery", customer=customer, address=address)
        return self._subject
