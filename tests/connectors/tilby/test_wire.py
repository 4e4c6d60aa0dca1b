"""What exactly goes over the wire for Tilby's bookings."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest
import respx

from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.mapping import read_booking
from agent.domain.failures import AuthRefused, Conflict, Gone, Malformed, Refused, Transient
from agent.domain.reservation_ports import Days, FloorTill, ReservationSide
from agent.domain.reservations import NOBODY, Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.webhooks import WebhookSide
from tests.connectors.tilby.making import STATES, wire_booking, wire_customer

S = ReservationState
SINCE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
EMPTY = {"error_code": 404, "error": {"type": "NotFound", "code": 50}}
UNKNOWN = {"error_code": 404, "error": {"type": "NotFound", "code": 40}}


def page(*results: object, number: int = 0, pages: int = 1) -> httpx.Response:
    told = {"total": 9, "pages": pages, "per_page": 100, "page": number, "results": list(results)}
    return httpx.Response(200, json=told)


def asked(route: respx.Route, number: int = -1) -> httpx.Request:
    request: httpx.Request = route.calls[number].request
    return request


def sent(route: respx.Route, number: int = -1) -> Mapping[str, object]:
    body = json.loads(asked(route, number).content)
    assert isinstance(body, dict)
    return body


def seen(**changes: object) -> SideReservation:
    said = read_booking(wire_booking(**changes), STATES)
    assert isinstance(said, SideReservation)
    return said


def test_it_fulfils_the_ports(till: Tilby) -> None:
    side: ReservationSide = till
    floor: FloorTill = till
    assert (side.budget_used, floor) == (0.0, till)
    assert side.prerequisites() == ()


def test_the_query_of_changes(till: Tilby, wire: respx.MockRouter) -> None:
    late = wire_booking(id=902, updated_at="2026-11-23T19:00:00.000Z")
    route = wire.get("/bookings").mock(side_effect=[page(wire_booking(), {"id": 7}, pages=2), page(late)])
    first, second = till.reservations(changed_since=SINCE)
    assert [record.ref for record in first.set_aside] == ["7"]
    assert (first.upto, second.upto) == (seen().changed_at, datetime(2026, 11, 23, 19, 0, tzinfo=UTC))
    assert asked(route, 0).headers["Authorization"] == "Bearer t0k"
    assert dict(asked(route, 0).url.params) == {
        "updated_at_since": "2026-11-23T18:00:00+00:00",
        "orderby_asc": "updated_at",
        "pagination": "true",
        "per_page": "100",
        "page": "0",
    }
    assert b"%2B00%3A00" in asked(route, 0).url.raw_path
    assert asked(route, 1).url.params["updated_at_since"] == "2026-11-23T18:58:00.250000+00:00"
    assert asked(route, 1).url.params["page"] == "0"


def test_a_window_is_of_the_restaurants_days(till: Tilby, wire: respx.MockRouter) -> None:
    """The 25th of October 2026 has 25 hours in Rome."""
    route = wire.get("/bookings").mock(side_effect=[page(wire_booking())])
    (found,) = till.reservations(Days(date(2026, 10, 24), date(2026, 10, 25)))
    assert ([said.ref for said in found.records], found.upto) == (["901"], None)
    assert asked(route).url.params["booked_for_since"] == "2026-10-24T00:00:00+02:00"
    assert asked(route).url.params["booked_for_max"] == "2026-10-25T23:59:59+01:00"


def test_nothing_found_may_be_a_404(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/bookings")
    route.respond(404, json=EMPTY)
    (found,) = till.reservations(changed_since=SINCE)
    assert (found.records, found.upto) == ((), None)
    assert till.find_reservation(ReservationDraft("L-1", seen().booking)) is None
    route.respond(404, json={**EMPTY, "error": {"code": "50"}})
    assert [page.records for page in till.reservations()] == [()]


def test_any_other_404_of_a_list_is_none(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/bookings")
    route.respond(404, json=UNKNOWN)
    with pytest.raises(Gone):
        list(till.reservations())
    route.respond(404, html="<h1>nginx</h1>")
    with pytest.raises(Transient):
        list(till.reservations())


def test_a_list_that_takes_no_notice_of_paging(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/bookings").respond(json=[wire_booking(), wire_booking(id=902)])
    (found,) = till.reservations()
    assert [said.ref for said in found.records] == ["901", "902"]
    assert route.call_count == 1


@pytest.mark.parametrize("body", [{}, {"results": None, "pages": 1}, {"results": [], "pages": "1"}, "x", 7])
def test_a_listing_that_is_none(till: Tilby, wire: respx.MockRouter, body: object) -> None:
    wire.get("/bookings").respond(json=body)
    with pytest.raises(Malformed):
        list(till.reservations())


def test_a_list_without_its_customers_asks_for_each_once(till: Tilby, wire: respx.MockRouter) -> None:
    bare = {name: value for name, value in wire_booking().items() if name != "customer"}
    wire.get("/bookings").mock(side_effect=[page(bare, {**bare, "id": 902}, {**bare, "id": 903, "customer_id": 56})])
    known = wire.get("/customers/55").respond(json=wire_customer())
    wire.get("/customers/56").respond(404, json=UNKNOWN)
    (found,) = till.reservations()
    assert [said.booking.guest.first_name for said in found.records] == ["Maria", "Maria", None]
    assert known.call_count == 1


def test_looked_for_by_its_mark(till: Tilby, wire: respx.MockRouter) -> None:
    gone = wire_booking(id=1, deleted_at="2026-11-23T19:00:00.000Z")
    route = wire.get("/bookings").mock(
        side_effect=lambda request: page(
            gone, wire_booking(id=2), wire_booking(id=3), wire_booking(id=4, source="lasagna:L-12")
        )
    )
    booking = seen().booking
    found = till.find_reservation(ReservationDraft("L-1", booking, frozenset({"2"})))
    assert found is not None
    assert found.ref == "3"
    assert asked(route).url.params["source"] == "lasagna:L-1"
    only_gone = till.find_reservation(ReservationDraft("L-1", booking, frozenset({"2", "3"})))
    assert only_gone is not None
    assert only_gone.booking.state is S.CANCELLED
    assert till.find_reservation(ReservationDraft("L-2", booking)) is None


def test_creating_for_a_known_guest(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.post("/bookings").respond(201, json=wire_booking(id=910))
    draft = ReservationDraft("L-1", seen().booking, guest_ref="55")
    assert till.create_reservation(draft, key="k").ref == "910"
    assert sent(route)["customer_id"] == 55
    assert sent(route)["source"] == "lasagna:L-1"


def test_what_is_void_is_never_created(till: Tilby) -> None:
    with pytest.raises(Refused) as caught:
        till.create_reservation(ReservationDraft("L-1", replace(seen().booking, state=S.NO_SHOW)), key="k")
    assert caught.value.failure.message == "side.not_offered"


def test_an_answer_to_a_write_that_cannot_be_read(till: Tilby, wire: respx.MockRouter) -> None:
    wire.post("/bookings").respond(201, json={"ok": True})
    with pytest.raises(Malformed) as caught:
        till.create_reservation(ReservationDraft("L-1", seen().booking, guest_ref="55"), key="k")
    assert caught.value.failure.acted is None


def test_a_change_puts_the_whole_record(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking())
    route = wire.put("/bookings/901").respond(json=wire_booking(people=6, status="arrived"))
    wanted = replace(seen().booking, covers=6, state=S.SEATED, notes="not named")
    answered = till.change_reservation(seen(), wanted, frozenset({Field.COVERS, Field.STATE}), key="k", message="m")
    assert (answered.booking.covers, answered.booking.state) == (6, S.ARRIVED)
    assert sent(route) == {**wire_booking(), "people": 6, "status": "arrived"}


def test_nothing_to_change_is_not_put(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking())
    assert till.change_reservation(seen(), seen().booking, frozenset(Field) - {Field.ANSWERS}, key="k") == seen()


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"updated_at": "2026-11-23T18:59:00.000Z"},
        {"people": 5},  # in the same second, with the same stamp
        {"status": "unknown"},
        {"customer_id": 56},
        {"deleted_at": "2026-11-23T19:00:00.000Z"},
    ],
)
def test_somebody_wrote_in_between(till: Tilby, wire: respx.MockRouter, meanwhile: dict[str, object]) -> None:
    wire.get("/bookings/901").respond(json=wire_booking(**meanwhile))
    with pytest.raises(Conflict) as caught:
        till.change_reservation(seen(), replace(seen().booking, covers=6), frozenset({Field.COVERS}), key="k")
    assert caught.value.failure.acted is False


def test_a_state_that_nobody_knows_is_not_written(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking())
    with pytest.raises(Refused):
        till.change_reservation(seen(), replace(seen().booking, state=None), frozenset({Field.STATE}), key="k")


def test_an_unknown_code_stays_when_something_else_changes(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking(status="boh"))
    route = wire.put("/bookings/901").respond(json=wire_booking(status="boh", people=6))
    before = seen(status="boh")
    said = till.change_reservation(before, replace(before.booking, covers=6), frozenset({Field.COVERS}), key="k")
    assert (sent(route)["status"], said.status, said.booking.state) == ("boh", "boh", None)


@pytest.mark.parametrize("state", [S.CANCELLED, S.REJECTED, S.NO_SHOW])
def test_what_is_void_is_deleted(till: Tilby, wire: respx.MockRouter, state: ReservationState) -> None:
    deleted = wire_booking(deleted_at="2026-11-23T19:00:00.000Z")
    wire.get("/bookings/901").mock(
        side_effect=[httpx.Response(200, json=wire_booking()), httpx.Response(200, json=deleted)]
    )
    route = wire.delete("/bookings/901").respond(204)
    said = till.change_reservation(seen(), replace(seen().booking, state=state), frozenset({Field.STATE}), key="k")
    assert (said.booking.state, said.status, route.call_count) == (S.CANCELLED, "deleted_at", 1)


def test_a_till_that_shows_nothing_of_what_was_deleted(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").mock(
        side_effect=[httpx.Response(200, json=wire_booking()), httpx.Response(404, json=UNKNOWN)]
    )
    wire.delete("/bookings/901").respond(404, json=UNKNOWN)  # somebody was faster
    said = till.change_reservation(
        seen(), replace(seen().booking, state=S.CANCELLED), frozenset({Field.STATE}), key="k"
    )
    assert (said.booking.state, said.booking.covers, said.status) == (S.CANCELLED, 4, "deleted_at")


def test_a_success_that_deleted_nothing_is_none(till: Tilby, wire: respx.MockRouter) -> None:
    """A page of somebody in between, for one."""
    wire.get("/bookings/901").respond(json=wire_booking())
    wire.delete("/bookings/901").respond(200, text="<title>Wi-Fi</title>", headers={"Content-Type": "text/html"})
    with pytest.raises(Malformed):
        till.change_reservation(seen(), replace(seen().booking, state=S.CANCELLED), frozenset({Field.STATE}), key="k")


def test_deleted_already_is_what_was_wanted(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking(deleted_at="2026-11-23T19:00:00.000Z"))
    said = till.change_reservation(
        seen(), replace(seen().booking, state=S.CANCELLED), frozenset({Field.STATE}), key="k"
    )
    assert said.booking.state is S.CANCELLED


def test_other_fields_go_before_the_end(till: Tilby, wire: respx.MockRouter) -> None:
    deleted = wire_booking(people=6, deleted_at="2026-11-23T19:00:00.000Z")
    wire.get("/bookings/901").mock(
        side_effect=[httpx.Response(200, json=wire_booking()), httpx.Response(200, json=deleted)]
    )
    put = wire.put("/bookings/901").respond(json=wire_booking(people=6))
    delete = wire.delete("/bookings/901").respond(204)
    wanted = replace(seen().booking, covers=6, state=S.CANCELLED)
    till.change_reservation(seen(), wanted, frozenset({Field.COVERS, Field.STATE}), key="k")
    assert sent(put) == {**wire_booking(), "people": 6}
    assert delete.call_count == 1


def test_one_that_is_gone_and_a_stranger(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/bookings/901")
    for body in (UNKNOWN, EMPTY):
        route.respond(404, json=body)
        with pytest.raises(Gone):
            till.reservation("901")
        with pytest.raises(Gone):
            till.change_reservation(seen(), seen().booking, frozenset({Field.COVERS}), key="k")
    route.respond(404, html="<h1>nginx</h1>")
    with pytest.raises(Transient) as caught:
        till.reservation("901")
    assert caught.value.failure.message == "side.stranger"


def test_a_refusal_keeps_its_word(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/bookings/901").respond(json=wire_booking())
    wire.put("/bookings/901").respond(422, json={"error_code": 422, "error": {"type": "ValidationError", "code": 30}})
    with pytest.raises(Refused) as caught:
        till.change_reservation(seen(), replace(seen().booking, covers=6), frozenset({Field.COVERS}), key="k")
    assert caught.value.failure.params["code"] == "ValidationError"


def test_a_till_that_wants_a_customer_for_a_booking_taken_without_one(till: Tilby, wire: respx.MockRouter) -> None:
    bare = wire_booking(customer_id=None, customer=None)
    before = seen(customer_id=None, customer=None)
    assert before.booking.guest == NOBODY
    wire.get("/bookings/901").respond(json=bare)
    refused = httpx.Response(422, json={"error_code": 422, "error": {"type": "ValidationError", "code": 30}})
    ok = httpx.Response(
        200, json={**bare, "people": 6, "customer_id": 70, "customer": {"id": 70, "first_name": "Ospite"}}
    )
    put = wire.put("/bookings/901").mock(side_effect=[refused, ok])
    wire.get("/customers").respond(404, json=EMPTY)
    post = wire.post("/customers").respond(201, json={"id": 70})
    said = till.change_reservation(before, replace(before.booking, covers=6), frozenset({Field.COVERS}), key="k")
    assert (said.booking.guest, said.booking.covers) == (NOBODY, 6)
    assert sent(post) == {"first_name": "Ospite", "external_id": "tilby:901"}
    assert (sent(put, 0)["customer_id"], sent(put, 1)["customer_id"]) == (None, 70)


def test_credentials(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/sessions/me").respond(json={"id": 3, "username": "gino", "role": "admin", "client_id": 9, "shop": None})
    assert till.test().name == "gino"
    wire.get("/sessions/me").respond(401, json={"error_code": 401, "error": {"type": "Unauthorized", "code": 20}})
    with pytest.raises(AuthRefused):
        till.test()


def test_rooms(till: Tilby, wire: respx.MockRouter) -> None:
    room = {"id": 1, "name": "Sala", "floor": 0, "tables": [{"id": 101, "name": "1", "covers": 2}]}
    route = wire.get("/rooms").mock(side_effect=[page(room, pages=2), page({**room, "id": 2}, number=1, pages=2)])
    assert [found.code for found in till.rooms()] == ["1", "2"]
    assert [asked(route, number).url.params["page"] for number in (0, 1)] == ["0", "1"]


def test_the_webhook_is_asked_for_once(till: Tilby, wire: respx.MockRouter) -> None:
    url = "https://pc.test/hooks/crm/pos/s3greto"
    there = [
        {"id": 5, "entity_type": "bookings", "event_type": "CREATED", "url": url},
        {"id": 6, "entity_type": "bookings", "event_type": "UPDATED", "url": "https://old.test/"},
        {"id": 7, "entity_type": "sales", "event_type": "DELETED", "url": url},
    ]
    wire.get("/webhooks").mock(side_effect=[page(*there)])
    route = wire.post("/webhooks").mock(
        side_effect=[httpx.Response(201, json={"result": {"id": 8}}), httpx.Response(201, json={"result": {"id": 9}})]
    )
    hooks: WebhookSide = till
    assert hooks.register_webhook(url).secret is None
    assert [sent(route, number) for number in (0, 1)] == [
        {"entity_type": "bookings", "event_type": event, "url": url, "email": "gino@example.test"}
        for event in ("UPDATED", "DELETED")
    ]
