"""How orders come into the till through its API: whole batches or nothing. No call here accepts or closes one."""

import copy

from agent.sandbox.cassa.bodies import Batch, OrderDraft, Row
from agent.sandbox.cassa.refusal import Refusal, invalid
from agent.sandbox.cassa.state import SALES_POINT, TillOrder, TillState
from agent.sandbox.instants import to_ms
from agent.sandbox.wire import Json


def create(state: TillState, batch: Batch, sent: Json) -> list[Json]:
    """The createDetails of the answer. Raises Refusal, and then nothing was created."""
    external_ids = [draft.externalId for draft in batch.create if draft.externalId is not None]
    taken = {order.external_id for order in state.live_orders()}
    for number, external_id in enumerate(external_ids):
        if external_id in taken or external_id in external_ids[:number]:
            state.conflicts[external_id] += 1
            raise Refusal("ConflictValue", f"externalId {external_id} exists already")
    for draft in batch.create:
        _check(state, draft)
    placed = [_enter(state, draft, sent["create"][index]) for index, draft in enumerate(batch.create)]
    return [{"index": index, "id": o.id, "externalId": o.external_id} for index, o in enumerate(placed)]


def _check(state: TillState, draft: OrderDraft) -> None:
    document = draft.document
    if document.idSalesPoint != SALES_POINT:
        raise Refusal("InvalidIdSalesPoint", f"no sales point {document.idSalesPoint}")
    if document.idCustomer is not None and document.idCustomer not in state.customers:
        raise invalid(f"no customer {document.idCustomer}")
    if draft.dueDate is not None and draft.dueDate <= to_ms(state.now()):
        raise invalid("dueDate is in the past")
    if state.largest_order is not None and (document.amount or 0) > state.largest_order:
        raise invalid("the amount is over the limit of this sales point")
    for row in document.rows:
        _check_row(state, row)


def _check_row(state: TillState, row: Row) -> None:
    if row.idProductVariant is None:
        if not row.shippingCost:
            raise invalid("a row needs its idProductVariant, unless it is the cost of shipping")
    elif state.variant_of(row.idProductVariant) is None:
        raise invalid(f"no product variant {row.idProductVariant}")
    if row.idSalesMode is not None and all(mode["id"] != row.idSalesMode for mode in state.sales_modes):
        raise invalid(f"no sales mode {row.idSalesMode}")
    for value in row.rowModifierValues:
        if not state.knows_value(value.idOption, value.idValue):
            raise invalid(f"no value {value.idValue} of option {value.idOption}")


def _enter(state: TillState, draft: OrderDraft, sent: Json) -> TillOrder:
    content: Json = {
        "externalId": None,
        "isExternalOrder": False,
        "rejectionReason": None,
        "prepay": False,
        "prepaymentStatus": None,
        "prepaymentTransactionId": None,
        **copy.deepcopy(sent),
        "id": state.new_id(),
        "status": "NOT_PROCESSED",
        "externalWorkflowStatus": draft.externalWorkflowStatus,
        "date": draft.date if draft.date is not None else to_ms(state.now()),
    }
    for number, row in enumerate(content["document"]["rows"], start=1):
        product = state.variant_of(row["idProductVariant"]) if row.get("idProductVariant") else None
        row.setdefault("rowNumber", number)
        if product is not None:
            row |= {"idProduct": product["id"], "idCategory": product["idCategory"]}
    order = TillOrder(content)
    state.orders[order.id] = order
    if order.external_id is not None:
        state.creations[order.external_id] += 1
    state.step(order, "api", "created")
    return order
