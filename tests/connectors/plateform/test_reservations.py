"""What exactly goes over the wire for Plateform's reservations."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest
import respx

from agent.connectors.portals.plateform.client import Plateform
from agent.connectors.portals.plateform.manifest import open_plateform
from agent.connectors.portals.plateform.seats import read_reservation
from agent.connectors.portals.plateform.settings import Settings
from agent.domain.failures import Conflict, Gone, Malformed, Refused
from agent.domain.reservation_ports import Days, ReservationSide, SalePortal
from agent.domain.reservations import Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.sales import Sale
from tests.connectors.plateform.making import wire_reservation
from tests.contract.world import surroundings

BASE = "https://portal.test/v1"
DAYS = Days(date(2026, 11, 22), date(2026, 11, 30))
SINCE = datetime(2026, 11, 23, 19, 0, 5, 999_999, tzinfo=UTC)
STATE = frozenset({Field.STATE})
SALE = Sale("77", SINCE, 4, Decimal("86.50"))


@pytest.fixture
def portal() -> Iterator[Plateform]:
    settings = Settings(base_url=BASE, restaurant_id="4711")
    connector = open_plateform(settings, {"api_key": "k"}, surroundings([]))
    yield connector
    connector.close()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE) as router:
        yield router


def page(*records: object, cursor: str | None = None, tag: str | None = None) -> httpx.Response:
    headers = {"ETag": tag} if tag else {}
    return httpx.Response(200, json={"data": list(records), "next_cursor": cursor}, headers=headers)


def asked(route: respx.Route, number: int = -1) -> httpx.Request:
    request: httpx.Request = route.calls[number].request
    return request


def seen(**changes: object) -> SideReservation:
    said = read_reservation(wire_reservation(**changes))
    assert isinstance(said, SideReservation)
    return said


def test_it_fulfils_the_ports(portal: Plateform) -> None:
    side: ReservationSide = portal
    sales: SalePortal = portal
    assert (side.budget_used, sales) == (None, portal)


def test_a_window_of_days_to_its_end(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/reservations").mock(
        side_effect=[page(wire_reservation(), {"id": 9}, cursor="a+b/="), page(wire_reservation(id=72))]
    )
    first, second = portal.reservations(DAYS)
    assert [said.ref for said in (*first.records, *second.records)] == ["71", "72"]
    assert [aside.ref for aside in first.set_aside] == ["9"]
    assert (first.upto, second.upto) == (None, None)  # a window says nothing of the other days
    assert asked(route, 0).url.raw_path == b"/v1/reservations?from=2026-11-22&to=2026-11-30&limit=100"
    assert asked(route, 1).url.params["cursor"] == "a+b/="


def test_changes_of_all_days(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/reservations").mock(side_effect=[page(wire_reservation())])
    (found,) = portal.reservations(changed_since=SINCE)
    assert found.upto == datetime(2026, 11, 23, 18, 58, 0, 250_000, tzinfo=UTC)
    asked_for = dict(asked(route).url.params)
    assert asked_for == {
        "from": "2000-01-01",
        "to": "2100-01-01",
        "updated_since": "2026-11-23T19:00:05+00:00",
        "limit": "100",
    }
    assert b"%2B00%3A00" in asked(route).url.raw_path


def test_changes_that_were_seen_cost_no_page_but_a_window_is_always_whole(
    portal: Plateform, wire: respx.MockRouter
) -> None:
    route = wire.get("/reservations").mock(
        side_effect=[page(wire_reservation(), tag='"one"'), httpx.Response(304), page(tag='"w"'), page(tag='"w"')]
    )
    assert len(list(portal.reservations(DAYS, changed_since=SINCE))) == 1
    assert list(portal.reservations(DAYS, changed_since=SINCE)) == []
    assert asked(route).headers["If-None-Match"] == '"one"'
    for _ in range(2):
        assert len(list(portal.reservations(DAYS))) == 1
        assert "If-None-Match" not in asked(route).headers


def test_orders_and_reservations_have_a_tag_each(portal: Plateform, wire: respx.MockRouter) -> None:
    wire.get("/orders").mock(side_effect=lambda request: page(tag='"orders"'))
    route = wire.get("/reservations").mock(side_effect=lambda request: page(tag='"seats"'))
    for _ in range(2):
        list(portal.order_changes(SINCE))
        list(portal.reservations(changed_since=SINCE))
    assert asked(route).headers["If-None-Match"] == '"seats"'


def test_a_page_that_was_not_applied_leaves_no_tag(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/reservations").mock(side_effect=lambda request: page(wire_reservation(), tag='"one"'))
    next(portal.reservations(changed_since=SINCE))  # and then this PC fails
    list(portal.reservations(changed_since=SINCE))
    assert "If-None-Match" not in asked(route).headers


def test_the_state_alone_is_written(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.patch("/reservations/71").respond(json=wire_reservation(status="confermato", version=4))
    wanted = replace(seen().booking, state=ReservationState.ASSIGNED, covers=9, tables=("1",))
    answered = portal.change_reservation(seen(), wanted, STATE, key="campanello:caffè:71", message="A presto!")
    assert (answered.booking.state, answered.version) == (ReservationState.CONFIRMED, "4")
    assert json.loads(asked(route).content) == {"status": "confermato", "message": "A presto!"}
    assert asked(route).headers["If-Match"] == '"3"'
    assert asked(route).headers["Idempotency-Key"] == "campanello:caff%C3%A8:71"


def test_without_a_message_none_is_sent(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.patch("/reservations/71").respond(json=wire_reservation(status="arrivato"))
    wanted = replace(seen().booking, state=ReservationState.ARRIVED)
    portal.change_reservation(seen(status="confermato"), wanted, STATE, key="1")
    assert json.loads(asked(route).content) == {"status": "arrivato"}


def test_the_same_state_is_not_sent_again(portal: Plateform, wire: respx.MockRouter) -> None:
    """It would tell the guest again."""
    wire.get("/reservations/71").mock(
        side_effect=[
            httpx.Response(200, json=wire_reservation(status="confermato", version=5)),
            httpx.Response(200, json=wire_reservation(status="cancellato", version=6)),
        ]
    )
    before = seen(status="confermato")
    wanted = replace(before.booking, state=ReservationState.TO_ASSIGN)
    assert portal.change_reservation(before, wanted, STATE, key="1").version == "5"
    with pytest.raises(Conflict):
        portal.change_reservation(before, wanted, STATE, key="2")
    # A PATCH would have no route here, and fail.


@pytest.mark.parametrize("fields", [{Field.TABLES}, {Field.STATE, Field.COVERS}])
def test_other_fields_are_refused_before_anything_is_sent(portal: Plateform, fields: set[Field]) -> None:
    wanted = replace(seen().booking, state=ReservationState.CONFIRMED)
    with pytest.raises(Refused) as caught:
        portal.change_reservation(seen(), wanted, frozenset(fields), key="1")
    assert caught.value.failure.message == "side.not_offered"
    assert caught.value.failure.acted is False


def test_a_state_that_nobody_knows_is_not_written(portal: Plateform) -> None:
    with pytest.raises(Refused):
        portal.change_reservation(seen(), replace(seen().booking, state=None), STATE, key="1")


def test_nothing_is_created_on_the_portal(portal: Plateform) -> None:
    draft = ReservationDraft("77", seen().booking)
    assert portal.find_reservation(draft) is None
    with pytest.raises(Refused) as caught:
        portal.create_reservation(draft, key="1")
    failure = caught.value.failure
    assert (failure.message, failure.params["what"]) == ("side.not_offered", "create_reservation")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(409, {"error": {"code": "invalid_transition", "message": "terminato"}}, "invalid_transition"), (412, {}, "")],
)
def test_refused_states_and_stale_versions(
    portal: Plateform, wire: respx.MockRouter, status: int, body: object, code: str
) -> None:
    wire.patch("/reservations/71").respond(status, json=body)
    with pytest.raises(Conflict) as caught:
        portal.change_reservation(seen(), replace(seen().booking, state=ReservationState.ARRIVED), STATE, key="1")
    assert (caught.value.failure.params["code"], caught.value.failure.acted) == (code, False)


def test_an_answer_to_a_change_that_cannot_be_read(portal: Plateform, wire: respx.MockRouter) -> None:
    wire.patch("/reservations/71").respond(json={"ok": True})
    with pytest.raises(Malformed) as caught:
        portal.change_reservation(seen(), replace(seen().booking, state=ReservationState.ARRIVED), STATE, key="1")
    assert caught.value.failure.acted is None


def test_one_that_is_not_there(portal: Plateform, wire: respx.MockRouter) -> None:
    wire.get("/reservations/71").respond(404, json={"error": {"code": "not_found", "message": "x"}})
    with pytest.raises(Gone):
        portal.reservation("71")


def test_the_sale(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.post("/reservations/71/sale").respond(201, json={})
    portal.send_sale("71", "menu:77", SALE)
    told = json.loads(asked(route).content)
    assert told == {
        "receipt_id": "menu:77",
        "closed_at": "2026-11-23T19:00:05+00:00",
        "covers": 4,
        "total": "86.50",
        "lines": [],
    }


def test_a_page_of_somebody_in_between_has_kept_no_sale(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.post("/reservations/71/sale")
    for answer in (httpx.Response(201), httpx.Response(200, json={"receipt_id": "menu:77"})):
        route.mock(return_value=answer)
        portal.send_sale("71", "menu:77", SALE)
    route.mock(return_value=httpx.Response(200, html="<p>Benvenuti in hotel</p>"))
    with pytest.raises(Malformed):
        portal.send_sale("71", "menu:77", SALE)
