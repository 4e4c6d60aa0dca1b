"""Cassa in Cloud on loopback with its connector."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from agent.connectors.pos.cassa_in_cloud.client import CassaInCloud
from agent.connectors.pos.cassa_in_cloud.manifest import open_cassa_in_cloud
from agent.connectors.pos.cassa_in_cloud.query import milliseconds
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.orders import Option, OrderKind, OrderLine, OrderState
from agent.domain.ports import OrderTill, TillDraft
from agent.sandbox import CassaServer, Fault, Faults
from agent.sandbox.cassa.state import TillOrder
from agent.sandbox.dishes import DISHES, PIZZA_EXTRAS, PIZZA_WITHOUT, Choice, Value
from tests.connectors.making import portal_order
from tests.contract.world import GUEST, SHORT, UNKNOWN_WORD, surroundings

PIZZA = next(dish for dish in DISHES if dish.name == "Margherita")
DESSERT = next(dish for dish in DISHES if dish.name == "Tiramisù")


def option(choice: Choice, value: Value) -> Option:
    return Option(f"{choice.id}:{value.id}", value.name, value.price)


LINES = (
    OrderLine(
        "1",
        PIZZA.id,
        PIZZA.name,
        2,
        PIZZA.takeaway,
        (option(PIZZA_EXTRAS, PIZZA_EXTRAS.values[0]),),
        (option(PIZZA_WITHOUT, PIZZA_WITHOUT.values[2]),),
    ),
    OrderLine("2", DESSERT.id, DESSERT.name, 1, DESSERT.takeaway),
)


class CassaWorld:
    """Fulfils `TillWorld`."""

    read_path = r"^/documents/orders$"
    write_path = r"^/documents/orders/batch$"

    def __init__(self) -> None:
        self.server = CassaServer()
        self.server.start()
        self.skews: list[float] = []
        self.connector = self.opened()
        self.secrets = (self.server.api_key, "Bearer", "eyJ")
        self.guests_words = ("maria.rossi", "1234567", "Rossi")
        self._began = datetime.now(UTC).replace(microsecond=0)

    @property
    def till(self) -> OrderTill:
        return self.connector

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def opened(self, *, wrong_credentials: bool = False, **settings: object) -> CassaInCloud:
        told = {"base_url": self.server.base_url, "sales_point": self.server.sales_point, **settings}
        key = "sbagliata" if wrong_credentials else self.server.api_key
        return open_cassa_in_cloud(Settings.model_validate(told), {"api_key": key}, surroundings(self.skews), SHORT)

    def read(self) -> object:
        self.connector.guest(GUEST)
        return list(self.connector.orders_since(datetime.now(UTC) - timedelta(hours=1)))

    def write(self) -> object:
        return self.connector.place_order(self.draft(1))

    def written(self) -> int:
        return self.count_of(self.draft(1).external_id)

    def found_again(self) -> bool:
        draft = self.draft(1)
        return self.connector.find_order(draft.external_id, draft.order.created_at) is not None

    def down(self) -> None:
        self.server.down()

    def close(self) -> None:
        self.connector.close()
        self.server.stop()

    def draft(self, number: int, *, state: OrderState = OrderState.NEW) -> TillDraft:
        order = portal_order(
            kind=OrderKind.TAKEAWAY,
            due_at=self._began + timedelta(minutes=45),
            customer=GUEST,
            lines=LINES,
            total=sum((line.total for line in LINES), Decimal("0.00")),
        )
        order = replace(order, ref=str(number), created_at=self._began)
        return TillDraft(f"plateform:{number}", order, state, None, None)

    def crowd(self, many: int, at: datetime) -> frozenset[str]:
        with self.server.state.lock:
            refs = [self.server.state.new_id() for _ in range(many)]
            for ref in refs:
                content = {
                    "id": ref,
                    "externalId": None,
                    "isExternalOrder": False,
                    "status": "NOT_PROCESSED",
                    "externalWorkflowStatus": None,
                    "date": milliseconds(at),
                    "document": {"idSalesPoint": self.server.sales_point, "rows": []},
                }
                self.server.state.orders[ref] = TillOrder(content)
        return frozenset(refs)

    def count_of(self, external_id: str) -> int:
        return self.server.state.creations[external_id]

    def amount_of(self, ref: str) -> str:
        amount = self.server.order(ref)["document"]["amount"]
        assert isinstance(amount, Decimal | int)
        return f"{amount:.2f}"

    def operate(self, ref: str, step: str) -> None:
        if step == "receipt":
            self.server.operator.print_receipt(ref)
        elif step == "reject":
            self.server.operator.reject(ref, "Forno rotto")
        else:
            getattr(self.server.operator, step)(ref)

    def say_unknown_word(self, ref: str) -> None:
        with self.server.state.lock:
            self.server.state.orders[ref].content["externalWorkflowStatus"] = UNKNOWN_WORD

    def end_session(self, *, for_good: bool = False) -> None:
        if for_good:
            self.faults.add(Fault("expire_token", path=r"^/(?!apikey)", times=None))
        else:
            self.server.expire_tokens()

    def sessions(self) -> int:
        return self.server.access.issued

    def known_guest(self, **fields: object) -> str:
        return str(self.server.add_customer(**fields)["id"])

    def guest_card(self, ref: str) -> dict[str, object]:
        with self.server.state.lock:
            return deepcopy(self.server.state.customers[ref].content)

    def guest_count(self) -> int:
        with self.server.state.lock:
            return len(self.server.state.customers)

    def blanked(self) -> list[str]:
        with self.server.state.lock:
            writes = [write for customer in self.server.state.customers.values() for write in customer.writes]
        return [name for write in writes for name in write.blanked]
