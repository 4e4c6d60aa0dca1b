"""The control API that only the till has: its operator, its catalogue, webhooks and switches."""

from collections.abc import Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.cassa.access import Access
from agent.sandbox.cassa.courier import Courier
from agent.sandbox.cassa.operator import Operator
from agent.sandbox.cassa.state import TillState
from agent.sandbox.control import post
from agent.sandbox.wire import Json


class Till(Protocol):
    @property
    def state(self) -> TillState: ...

    @property
    def operator(self) -> Operator: ...

    @property
    def access(self) -> Access: ...

    @property
    def courier(self) -> Courier: ...

    def edit_product(self, product: str, **fields: Any) -> Json: ...

    def delete_product(self, product: str) -> None: ...


def cassa_control(till: Till) -> list[BaseRoute]:
    def edit(request: Request, told: Json) -> object:
        return till.edit_product(request.path_params["product"], **told)

    def delete(request: Request, told: Json) -> object:
        till.delete_product(request.path_params["product"])
        return {}

    def webhook(request: Request, told: Json) -> object:
        till.courier.subscriptions.append((told["url"], told["entity"]))
        return {"webhooks": till.courier.subscriptions}

    def switches(request: Request, told: Json) -> object:
        if "put_replaces" in told:
            till.state.put_replaces = bool(told["put_replaces"])
        if "budget" in told:
            till.access.budget = told["budget"]
        return {"put_replaces": till.state.put_replaces, "budget": till.access.budget}

    return [
        post("/orders/{order}/{step}", lambda request, told: _operate(till.operator, request, told)),
        post("/products/{product}/edit", edit),
        post("/products/{product}/delete", delete),
        post("/webhooks", webhook),
        post("/switches", switches),
    ]


def _operate(operator: Operator, request: Request, told: Json) -> Json:
    """One step of the operator, by its name in the path."""
    order, step = request.path_params["order"], request.path_params["step"]
    plain: dict[str, Callable[[str], Json]] = {
        "accept": operator.accept,
        "prepare": operator.prepare,
        "ready": operator.ready,
        "ship": operator.ship,
        "complete": operator.complete,
        "cancel": operator.cancel,
        "delete": operator.delete,
    }
    if step == "reject":
        return operator.reject(order, told.get("reason"))
    if step == "receipt":
        return operator.print_receipt(order, processed=bool(told.get("processed", True)))
    if step not in plain:
        raise LookupError(f"no step {step}: reject, receipt, {', '.join(plain)}")
    return plain[step](order)
