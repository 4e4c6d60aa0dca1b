"""The person at the till: what no call of the API can do. Orders are named by the till's id or the external id."""

from agent.sandbox.cassa.state import TillOrder, TillState
from agent.sandbox.instants import ROME, day_start, to_ms
from agent.sandbox.wire import Json

OVER = ("REJECTED", "CANCELED", "COMPLETED")
ON_THE_WAY = ("SHIPPING", "SHIPPED", "DELIVERING")


class NotPossible(ValueError):
    """The till does not offer that for an order in this state."""


class Operator:
    """Every method answers the order as the API gives it; LookupError when the till's screen does not show it."""

    def __init__(self, state: TillState) -> None:
        self._state = state

    def accept(self, order: str) -> Json:
        return self._move(order, "ACCEPTED", ("REQUESTED",))

    def reject(self, order: str, reason: str | None = None) -> Json:
        """Also after it was accepted, as long as nobody cooks."""
        return self._move(order, "REJECTED", ("REQUESTED", "ACCEPTED"), rejectionReason=reason)

    def prepare(self, order: str) -> Json:
        return self._move(order, "PROCESSING", ("ACCEPTED",))

    def ready(self, order: str) -> Json:
        return self._move(order, "READY", ("ACCEPTED", "PROCESSING"))

    def ship(self, order: str) -> Json:
        return self._move(order, "SHIPPING", ("READY",))

    def complete(self, order: str) -> Json:
        return self._move(order, "COMPLETED", ("ACCEPTED", "PROCESSING", "READY", *ON_THE_WAY))

    def cancel(self, order: str) -> Json:
        return self._move(order, "CANCELED", ("REQUESTED", "ACCEPTED", "PROCESSING", "READY", *ON_THE_WAY))

    def delete(self, order: str) -> Json:
        """It is gone from the list and by id."""
        with self._state.lock:
            gone = self._shown(order)
            gone.deleted = True
            self._state.step(gone, "operator", "deleted")
            return dict(gone.content)

    def print_receipt(self, order: str, *, processed: bool = True) -> Json:
        """The fiscal document: a receipt that names the order, which becomes PROCESSED. Answers the receipt."""
        with self._state.lock:
            sold = self._shown(order)
            if sold.workflow in ("REJECTED", "CANCELED"):
                raise NotPossible(f"the order is {sold.workflow}")
            receipt = self._receipt(sold)
            self._state.receipts.append(receipt)
            self._state.publish("RECEIPT", "CREATE", receipt)
            if processed:
                sold.content["status"] = "PROCESSED"
            self._state.step(sold, "operator", f"receipt {receipt['number']}")
            return receipt

    def _move(self, name: str, status: str, allowed: tuple[str, ...], **more: str | None) -> Json:
        with self._state.lock:
            order = self._shown(name)
            if order.workflow not in allowed:
                raise NotPossible(f"the order is {order.workflow}: {status} is not offered")
            order.content |= {"externalWorkflowStatus": status, **more}
            self._state.step(order, "operator", status)
            return dict(order.content)

    def _shown(self, name: str) -> TillOrder:
        """Only orders that say isExternalOrder are on the screen."""
        shown = [order for order in self._state.live_orders() if order.content["isExternalOrder"]]
        found = next((order for order in shown if name in (order.id, order.external_id)), None)
        if found is None:
            raise LookupError(f"no order {name} on the till's screen")
        return found

    def _receipt(self, order: TillOrder) -> Json:
        now = self._state.now()
        document = order.content["document"]
        amount = document.get("amount")
        return {
            "id": self._state.new_id(),
            "number": len(self._state.receipts) + 1,
            "date": to_ms(day_start(now.astimezone(ROME).date())),
            "datetime": to_ms(now),
            "zNumber": 1,
            "document": {
                "amount": amount,
                "rows": document["rows"],
                "payments": [{"paymentType": "CASH", "amount": amount}],
                "orderSummary": {
                    "id": order.id,
                    "openingTime": order.content["date"],
                    "closingTime": to_ms(now),
                    "amount": amount,
                    "covers": 0,
                    "idTable": None,
                    "tableName": None,
                },
            },
        }
