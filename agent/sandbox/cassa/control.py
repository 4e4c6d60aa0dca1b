"""The control API that only the till has: its operator, its catalogue, webhooks and switches."""

from collections.abc import Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from agent.sandbox.cassa.access import Access
from agent.sandbox.cassa.chef import Chef
from agent.sandbox.cassa.courier import Courier
from agent.sandbox.cassa.operator import Operator
from agent.sandbox.cassa.state import TillState
from agent.sandbox.control import post
from agent.sandbox.totals import amount_of, span
from agent.sandbox.wire import Json


class Till(Protocol):
    @property
    def state(self) -> TillState: ...

    @property
    def operator(self) -> Operator: ...

    @property
    def chef(self) -> Chef: ...

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

    def limits(request: Request, told: Json) -> object:
        """The largest order that the till takes, in euro; null: any."""
        largest = told.get("largest_order")
        till.state.largest_order = None if largest is None else amount_of(largest)
        return {"largest_order": None if largest is None else str(till.state.largest_order)}

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
        post("/products", lambda request, told: till.chef.add(**told)),
        post("/products/{product}/{step}", lambda request, told: _catalogue(till.chef, request, told)),
        post("/categories/{name}/delete", lambda request, told: till.chef.delete_category(_name(request))),
        post("/options/{name}/delete", lambda request, told: till.chef.delete_option(_name(request))),
        post("/salesmodes/{name}/rename", lambda request, told: till.chef.rename_mode(_name(request), told["to"])),
        post("/receipts", lambda request, told: till.operator.sell(**told)),
        post("/totals", lambda request, told: till.operator.totals(*span(told)).wire()),
        post("/limits", limits),
        post("/webhooks", webhook),
        post("/switches", switches),
    ]


def _name(request: Request) -> str:
    return str(request.path_params["name"])


def _catalogue(chef: Chef, request: Request, told: Json) -> Json:
    product, step = request.path_params["product"], request.path_params["step"]
    steps: dict[str, Callable[[], Json]] = {
        "price": lambda: chef.set_price(product, **told),
        "switch": lambda: chef.switch(product, **told),
        "rename": lambda: chef.rename(product, told["to"]),
    }
    if step not in steps:
        raise LookupError(f"no step {step}: edit, delete, {', '.join(steps)}")
    return steps[step]()


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
