"""Cassa in Cloud's records: states row by row, articles, receipts, and any JSON at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.cassa_in_cloud.mapping import (
    Article,
    read_article,
    read_created_id,
    read_printed_order,
    read_sales_mode,
    read_sales_point,
    read_till_order,
)
from agent.domain.orders import OrderState, TillOrder
from agent.domain.ports import SetAside
from tests.connectors.plateform.test_mapping import ANY_JSON

ORDER = {"id": "o-1", "externalId": "plateform:901", "status": "NOT_PROCESSED", "externalWorkflowStatus": "REQUESTED"}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("REQUESTED", OrderState.NEW),
        ("ACCEPTED", OrderState.ACCEPTED),
        ("PROCESSING", OrderState.IN_PREPARATION),
        ("READY", OrderState.READY),
        ("SHIPPING", OrderState.OUT_FOR_DELIVERY),
        ("SHIPPED", OrderState.OUT_FOR_DELIVERY),
        ("DELIVERING", OrderState.OUT_FOR_DELIVERY),
        ("COMPLETED", OrderState.COMPLETED),
        ("REJECTED", OrderState.REJECTED),
        ("CANCELED", OrderState.CANCELLED),
        ("CANCELLED", None),
        ("PARKED", None),
    ],
)
def test_each_word(word: str, state: OrderState | None) -> None:
    assert read_till_order({**ORDER, "externalWorkflowStatus": word}) == TillOrder("o-1", "plateform:901", state, word)


@pytest.mark.parametrize("word", ["REQUESTED", "READY", "COMPLETED", "PARKED", None])
def test_a_document_completes_the_order(word: str | None) -> None:
    read = read_till_order({**ORDER, "status": "PROCESSED", "externalWorkflowStatus": word})
    assert read == TillOrder("o-1", "plateform:901", OrderState.COMPLETED, "PROCESSED", None, printed=True)


def test_an_order_of_the_till_itself() -> None:
    assert read_till_order({"id": 7, "status": "PARTIALLY_PROCESSED"}) == TillOrder(
        "7", None, None, "PARTIALLY_PROCESSED"
    )
    assert read_till_order({"id": 7}) == TillOrder("7", None, None, "")


def test_a_reason() -> None:
    read = read_till_order({**ORDER, "externalWorkflowStatus": "REJECTED", "rejectionReason": " Forno rotto "})
    assert isinstance(read, TillOrder)
    assert read.rejection_reason == "Forno rotto"


def test_an_article() -> None:
    product = {
        "id": "p-1",
        "idCategory": "c-1",
        "idDepartment": 3,
        "department": {"idTax": "t-1", "tax": {"rate": 10}},
        "variants": [{"id": "v-1"}, {"id": "v-2"}],
        "modifiers": [{"idOption": 9, "values": [{"idValue": 91, "price": 2}, "rubbish", {"idValue": None}]}, None],
    }
    assert read_article(product) == Article("v-1", "c-1", 3, "t-1", {"9:91": (9, 91)})


@pytest.mark.parametrize("product", [{"id": "p-1"}, {"id": "p-1", "variants": []}, {"variants": [{"id": "v"}]}, None])
def test_a_product_that_no_row_can_name(product: object) -> None:
    assert read_article(product) is None


@pytest.mark.parametrize(
    ("batch", "ref"),
    [
        ({"batchResponse": {"createDetails": [{"index": 0, "id": "o-1", "externalId": "x"}]}}, "o-1"),
        ({"batchResponse": {"createDetails": [{"index": 0, "id": 71}]}}, 71),
        (
            {"batchResponse": {"createDetails": [{"id": "o", "externalId": "y"}, {"id": "o-1", "externalId": "x"}]}},
            "o-1",
        ),
        ({"batchResponse": {"createDetails": [{"id": "o", "externalId": "y"}]}}, None),
        ({"batchResponse": {"createDetails": [{"index": 0, "error": "InvalidParams"}]}}, None),
        ({"batchResponse": {"createDetails": []}}, None),
        ({"batchResponse": []}, None),
        ([], None),
    ],
)
def test_the_id_of_a_created_order(batch: object, ref: object) -> None:
    assert read_created_id(batch, "x") == ref


def test_the_order_that_a_receipt_closes() -> None:
    assert read_printed_order({"id": "r", "document": {"orderSummary": {"id": 71}}}) == "71"
    assert read_printed_order({"id": "r", "document": {"amount": 3}}) is None


@given(ANY_JSON | st.fixed_dictionaries(dict.fromkeys(ORDER, ANY_JSON)))
def test_any_json_is_read_or_set_aside(record: object) -> None:
    assert isinstance(read_till_order(record), TillOrder | SetAside)
    assert read_article(record) is None
    read_sales_mode(record)
    read_sales_point(record)
    assert read_printed_order(record) is None
    assert read_created_id(record, "x") is None


@given(st.fixed_dictionaries({"id": st.just("p"), "variants": ANY_JSON, "modifiers": ANY_JSON, "department": ANY_JSON}))
def test_any_json_in_a_product(record: object) -> None:
    assert isinstance(read_article(record), Article | None)
