"""The person at the till: what no call of the API can do. Orders are named by the till's id or the external id."""

from datetime import date
from decimal import Decimal
from typing import Any

from agent.sandbox.cassa.state import TillOrder, TillState
from agent.sandbox.instants import ROME, day_start, from_ms, to_ms
from agent.sandbox.totals import Sold, Totals, amount_of, summed
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

    def sell(
        self, amount: str | Decimal, *, covers: int = 0, table: str | None = None, customer: str | None = None
    ) -> Json:
        """A receipt of somebody at the counter or at a table, without an order of the portal. Answers the receipt."""
        with self._state.lock:
            now, total = to_ms(self._state.now()), amount_of(amount)
            seat = None if table is None else next(each for each in self._state.tables if each["name"] == table)
            receipt = self._document(total, [], customer)
            receipt["document"]["orderSummary"] = {
                "id": None,
                "openingTime": now,
                "closingTime": now,
                "amount": total,
                "covers": covers,
                "idTable": None if seat is None else seat["id"],
                "tableName": table,
            }
            self._state.receipts.append(receipt)
            self._state.publish("RECEIPT", "CREATE", receipt)
            return receipt

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What the till itself sums of its receipts, to the cent."""
        with self._state.lock:
            sold = [
                Sold(
                    from_ms(receipt["datetime"]),
                    amount_of(receipt["document"]["amount"]),
                    receipt["document"]["orderSummary"]["covers"],
                )
                for receipt in self._state.receipts
            ]
        return summed(sold, first, last)

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
        document = order.content["document"]
        receipt = self._document(document.get("amount"), document["rows"], document.get("idCustomer"))
        receipt["document"]["orderSummary"] = {
            "id": order.id,
            "openingTime": order.content["date"],
            "closingTime": receipt["datetime"],
            "amount": document.get("amount"),
            "covers": 0,
            "idTable": None,
            "tableName": None,
        }
        return receipt

    def _document(self, amount: Any, rows: list[Json], customer: str | None) -> Json:
        now = self._state.now()
        return {
            "id": self._state.new_id(),
            "number": len(self._state.receipts) + 1,
            "date": to_ms(day_start(now.astimezone(ROME).date())),
            "datetime": to_ms(now),
            "zNumber": 1,
            "document": {
                "amount": amount,
                "idCustomer": customer,
                "rows": rows,
                "payments": [{"paymentType": "CASH", "amount": amount}],
            },
        }
