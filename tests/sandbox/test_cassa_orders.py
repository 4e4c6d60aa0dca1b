"""Orders at the till: how they come in, what the operator does, what is read back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from agent.sandbox import NotPossible, Sandbox
from agent.sandbox.dishes import DISHES, till_id
from agent.sandbox.instants import to_ms
from tests.sandbox.visitors import HandClock

MARGHERITA = next(dish for dish in DISHES if dish.name == "Margherita")
EXTRAS = MARGHERITA.choices[0]


def draft(external_id: str | None = "plateform:1", **fields: Any) -> dict[str, Any]:
    row = {
        "idProductVariant": MARGHERITA.variant_id,
        "idSalesMode": till_id("salesmode", "plateform_takeaway"),
        "quantity": 2,
        "price": 8.5,
        "rowModifierValues": [{"idOption": EXTRAS.id, "idValue": EXTRAS.values[0].id, "price": 2.5}],
    }
    return {
        "externalId": external_id,
        "isExternalOrder": True,
        "deliveryMode": "PICKUP",
        "document": {"idSalesPoint": 77, "amount": 17.0, "rows": [row]},
        **fields,
    }


def send(till: httpx.Client, *drafts: dict[str, Any]) -> httpx.Response:
    return till.post("/documents/orders/batch", json={"create": drafts})


def listed(till: httpx.Client, first: int, last: int, **more: Any) -> httpx.Response:
    window = {"start": 0, "limit": 100, "datetimeFrom": first, "datetimeTo": last}
    return till.get("/documents/orders", params={**window, **more})


def test_a_batch_becomes_orders(sandbox: Sandbox, till: httpx.Client, clock: HandClock) -> None:
    answer = send(till, draft("plateform:1"), draft("plateform:2", prepay=True))
    details = answer.json()["batchResponse"]["createDetails"]
    assert [(d["index"], d["externalId"]) for d in details] == [(0, "plateform:1"), (1, "plateform:2")]
    order = till.get(f"/documents/orders/{details[0]['id']}").json()["order"]
    assert (order["status"], order["externalWorkflowStatus"]) == ("NOT_PROCESSED", "REQUESTED")
    assert (order["date"], order["prepay"]) == (to_ms(clock()), False)
    (row,) = order["document"]["rows"]
    assert (row["rowNumber"], row["idProduct"], row["price"]) == (1, MARGHERITA.id, 8.5)
    assert sandbox.cassa.state.creations == {"plateform:1": 1, "plateform:2": 1}


def test_an_external_id_exists_once_and_the_whole_batch_is_refused(sandbox: Sandbox, till: httpx.Client) -> None:
    send(till, draft("plateform:1"))
    answer = send(till, draft("plateform:2"), draft("plateform:1"))
    assert (answer.status_code, answer.json()["error"]) == (400, "ConflictValue")
    assert send(till, draft("plateform:3"), draft("plateform:3")).json()["error"] == "ConflictValue"
    assert sandbox.cassa.state.creations == {"plateform:1": 1}
    assert sandbox.cassa.state.conflicts == {"plateform:1": 1, "plateform:3": 1}


def wrong_row(**fields: Any) -> dict[str, Any]:
    wrong = draft()
    wrong["document"]["rows"][0] |= fields
    return wrong


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (wrong_row(idProductVariant="nessuno"), "InvalidParams"),
        (wrong_row(idProductVariant=MARGHERITA.id), "InvalidParams"),
        (wrong_row(idProductVariant=None), "InvalidParams"),
        (wrong_row(idSalesMode="nessuno"), "InvalidParams"),
        (wrong_row(rowModifierValues=[{"idOption": EXTRAS.id, "idValue": "nessuno"}]), "InvalidParams"),
        (wrong_row(quantity=0), "InvalidParams"),
        (draft(externalWorkflowStatus="PENDING"), "InvalidParams"),
        (draft(deliveryMode="ASPORTO"), "InvalidParams"),
        (draft(document={"idSalesPoint": 77, "idCustomer": "nessuno", "rows": []}), "InvalidParams"),
        (draft(document={"idSalesPoint": 78, "rows": []}), "InvalidIdSalesPoint"),
        (draft(document={"idSalesPoint": 77}), "InvalidParams"),
    ],
)
def test_what_the_till_does_not_know_is_refused(
    sandbox: Sandbox, till: httpx.Client, wrong: dict[str, Any], error: str
) -> None:
    answer = send(till, draft("plateform:0"), wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert sandbox.cassa.state.orders == {}


def test_a_wanted_time_in_the_past_is_refused(till: httpx.Client, clock: HandClock) -> None:
    assert send(till, draft(dueDate=to_ms(clock()))).json()["error"] == "InvalidParams"
    assert send(till, draft(dueDate=to_ms(clock()) + 1)).status_code == 200


def test_the_cost_of_shipping_needs_no_product(till: httpx.Client) -> None:
    shipping = draft()
    shipping["document"]["rows"].append({"quantity": 1, "price": 2.5, "shippingCost": True})
    assert send(till, shipping).status_code == 200


def test_windows_of_days(till: httpx.Client, clock: HandClock) -> None:
    now, day = to_ms(clock()), 86_400_000
    send(till, draft("plateform:old", date=now - 2 * day), draft("plateform:new"))
    window = listed(till, now - day, now).json()
    assert ([o["externalId"] for o in window["orders"]], window["totalCount"]) == (["plateform:new"], 1)
    both = listed(till, now - 3 * day + 1, now).json()["orders"]
    assert [order["externalId"] for order in both] == ["plateform:old", "plateform:new"]
    for first, last in ((now - 3 * day, now), (now, now - 1)):
        assert listed(till, first, last).json()["error"] == "InvalidParams"
    days = listed(till, '"2026-11-22"', '"2026-11-23"')  # type: ignore[arg-type]  # the other form of a moment
    assert [order["externalId"] for order in days.json()["orders"]] == ["plateform:new"]
    assert till.get("/documents/orders", params={"start": 0, "limit": 9}).json()["error"] == "InvalidParams"
    assert listed(till, now, now, externalId='"plateform:new"').status_code == 200


def test_the_operator_works_an_order_off(sandbox: Sandbox, till: httpx.Client, clock: HandClock) -> None:
    id_ = send(till, draft()).json()["batchResponse"]["createDetails"][0]["id"]
    operator = sandbox.cassa.operator
    for step in (operator.accept, operator.prepare, operator.ready, operator.ship):
        clock.go(minutes=5)
        step("plateform:1")
    receipt = operator.print_receipt(id_)
    operator.complete(id_)
    order = till.get(f"/documents/orders/{id_}").json()["order"]
    assert (order["status"], order["externalWorkflowStatus"]) == ("PROCESSED", "COMPLETED")
    window = {"start": 0, "limit": 10, "datetimeFrom": to_ms(clock()) - 1000, "datetimeTo": to_ms(clock())}
    told = till.get("/documents/receipts", params=window).json()
    assert (told["totalCount"], told["currency"]) == (1, {"code": "EUR"})
    assert told["receipts"][0]["id"] == receipt["id"]
    assert told["receipts"][0]["document"]["orderSummary"]["id"] == id_
    history = [(step["status"], step["by"]) for step in sandbox.cassa.order(id_)["history"]]
    assert history == [
        ("REQUESTED", "api"),
        *[(status, "operator") for status in ("ACCEPTED", "PROCESSING", "READY", "SHIPPING", "SHIPPING", "COMPLETED")],
    ]


def test_a_receipt_can_come_before_the_order_is_processed(sandbox: Sandbox, till: httpx.Client) -> None:
    send(till, draft())
    sandbox.cassa.operator.print_receipt("plateform:1", processed=False)
    assert sandbox.cassa.order("plateform:1")["status"] == "NOT_PROCESSED"
    assert len(sandbox.cassa.state.receipts) == 1


def test_the_operator_rejects_with_and_without_a_reason(sandbox: Sandbox, till: httpx.Client) -> None:
    send(till, draft("a"), draft("b", externalWorkflowStatus="ACCEPTED"))
    assert sandbox.cassa.operator.reject("a", "Forno guasto")["rejectionReason"] == "Forno guasto"
    assert sandbox.cassa.operator.reject("b")["rejectionReason"] is None
    for impossible in (sandbox.cassa.operator.accept, sandbox.cassa.operator.cancel, sandbox.cassa.operator.reject):
        with pytest.raises(NotPossible, match="REJECTED"):
            impossible("a")
    with pytest.raises(NotPossible):
        sandbox.cassa.operator.print_receipt("a")


def test_a_deleted_order_is_gone_but_for_the_judge(sandbox: Sandbox, till: httpx.Client, clock: HandClock) -> None:
    id_ = send(till, draft()).json()["batchResponse"]["createDetails"][0]["id"]
    sandbox.cassa.operator.delete(id_)
    assert till.get(f"/documents/orders/{id_}").json()["error"] == "InvalidId"
    assert listed(till, to_ms(clock() - timedelta(hours=1)), to_ms(clock())).json()["totalCount"] == 0
    assert sandbox.cassa.order("plateform:1")["deleted"] is True
    with pytest.raises(LookupError):
        sandbox.cassa.operator.accept(id_)


def test_the_operator_sees_only_external_orders(sandbox: Sandbox, till: httpx.Client) -> None:
    assert send(till, draft(isExternalOrder=False)).status_code == 200
    with pytest.raises(LookupError, match="screen"):
        sandbox.cassa.operator.accept("plateform:1")


def test_there_is_no_call_to_accept_or_close(till: httpx.Client) -> None:
    id_ = send(till, draft()).json()["batchResponse"]["createDetails"][0]["id"]
    for method, path in (("PUT", ""), ("DELETE", ""), ("PUT", "/accept"), ("POST", "/accept"), ("PUT", "/status")):
        answer = till.request(method, f"/documents/orders/{id_}{path}", json={"externalWorkflowStatus": "ACCEPTED"})
        assert answer.status_code in (404, 405)
    assert till.get(f"/documents/orders/{id_}").json()["order"]["externalWorkflowStatus"] == "REQUESTED"


def test_prepayment(sandbox: Sandbox, till: httpx.Client) -> None:
    id_ = send(till, draft(prepay=True)).json()["batchResponse"]["createDetails"][0]["id"]
    path = f"/documents/orders/{id_}/prepayment"
    assert till.put(path, json={"prepaymentStatus": "WAITING", "prepaymentTransactionId": "t1"}).status_code == 200
    order = till.get(f"/documents/orders/{id_}").json()["order"]
    assert (order["prepaymentStatus"], order["prepaymentTransactionId"]) == ("WAITING", "t1")
    assert till.put(path, json={}).json()["error"] == "InvalidParams"
    acted = [effect.effect.split(" ", 2)[2] for effect in sandbox.cassa.state.acted]
    assert acted == ["created as plateform:1", "prepayment WAITING"]
