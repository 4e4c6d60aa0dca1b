"""Cassa in Cloud on loopback: its address and credentials, its operator, what a judge may ask."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from starlette.routing import BaseRoute

from agent.sandbox.cassa.access import Access
from agent.sandbox.cassa.chef import Chef
from agent.sandbox.cassa.control import cassa_control
from agent.sandbox.cassa.courier import Courier
from agent.sandbox.cassa.operator import Operator
from agent.sandbox.cassa.refusal import error_body
from agent.sandbox.cassa.routes import Api
from agent.sandbox.cassa.state import SALES_POINT, Customer, TillState
from agent.sandbox.gate import Answer
from agent.sandbox.instants import to_ms
from agent.sandbox.system import SystemServer, wall
from agent.sandbox.wire import Json

SIGNING_KEY = "firma-cassa-di-prova-X4R9"


class CassaServer(SystemServer[TillState]):
    def __init__(self, *, clock: Callable[[], datetime] = wall, port: int = 0, token_seconds: int = 3600) -> None:
        self.sales_point = SALES_POINT
        self.api_key = "chiave-cassa-di-prova-5T8W"
        self.webhook_secret = SIGNING_KEY
        self.access = Access(clock, SALES_POINT, token_seconds)
        self.courier = Courier(lambda: self.webhook_secret)
        super().__init__("sandbox-cassa", TillState, clock, port)
        self.state.publish = self.courier.publish

    @property
    def operator(self) -> Operator:
        return Operator(self.state)

    @property
    def chef(self) -> Chef:
        return Chef(self.state)

    @property
    def webhooks(self) -> list[tuple[str, str]]:
        """(url, entity) pairs that are told; append to it."""
        return self.courier.subscriptions

    def start(self) -> None:
        super().start()
        self.courier.start()

    def stop(self) -> None:
        self.courier.stop()
        super().stop()

    def expire_tokens(self) -> None:
        with self.state.lock:
            self.access.expire()

    def edit_product(self, product: str, **fields: Any) -> Json:
        """Someone edits a dish at the till; named by id or description. Raises LookupError."""
        with self.state.lock:
            found = self._product(product)
            found |= {**fields, "lastUpdate": to_ms(self.state.now())}
            self.state.publish("PRODUCT", "EDIT", found)
            return dict(found)

    def delete_product(self, product: str) -> None:
        with self.state.lock:
            gone = self.state.products.pop(self._product(product)["id"])
            self.state.publish("PRODUCT", "DELETE", gone)

    def add_customer(self, **fields: Any) -> Json:
        """A customer who is at the till already."""
        with self.state.lock:
            content = {"id": self.state.new_id(), "idSalesPoint": SALES_POINT, **fields}
            content["lastUpdate"] = to_ms(self.state.now())
            self.state.customers[content["id"]] = Customer(content)
            return dict(content)

    def order(self, name: str) -> Json:
        """The order with that id or external id and its history, deleted or not. Raises LookupError."""
        with self.state.lock:
            for order in reversed(self.state.orders.values()):
                if name in (order.id, order.external_id):
                    return order.story()
        raise LookupError(f"no order {name} at the till")

    def _product(self, name: str) -> Json:
        for product in self.state.products.values():
            if name in (product["id"], product["description"]):
                return product
        raise LookupError(f"no product {name} at the till")

    def routes(self) -> Sequence[BaseRoute]:
        return Api(self.state, self.access, lambda: self.api_key).routes()

    def control(self) -> Sequence[BaseRoute]:
        return cassa_control(self)

    def state_json(self) -> Json:
        with self.state.lock:
            deliveries = [delivery.wire() for delivery in self.courier.deliveries]
            return {**self.state.whole(), "tokens_issued": self.access.issued, "webhooks": deliveries}

    def unknown(self) -> object:
        return error_body("InvalidId", "there is no such thing")

    def expire(self) -> Answer | None:
        self.expire_tokens()
        return None
