"""What exactly goes over the wire to Lasagna."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest
import respx

from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.manifest import open_lasagna
from agent.connectors.portals.lasagna.mapping import read_reservation
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.failures import AuthRefused, Conflict, Gone, Malformed, Refused, Transient
from agent.domain.reservation_ports import Days, ReservationSide
from agent.domain.reservations import Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.webhooks import WebhookSide
from tests.connectors.lasagna.making import REF, wire_reservation
from tests.contract.world import surroundings

BASE = "https://portal.test"
API = "/api/v1"
RESERVATIONS = f"{API}/reservations"
DAYS = Days(date(2026, 11, 22), date(2026, 11, 30))
SINCE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture
def portal() -> Iterator[Lasagna]:
    secrets = {"client_id": "casa", "client_secret": "à&=+"}
    connector = open_lasagna(Settings(base_url=BASE), secrets, surroundings([]))
    yield connector
    connector.close()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        pair = {"access_token": "a1", "refresh_token": "r1", "expires_in": 3600, "token_type": "Bearer"}
        router.post("/oauth/token", name="token").respond(json=pair)
        yield router


def page(*items: object, number: int = 1, pages: int = 1) -> httpx.Response:
    return httpx.Response(200, json={"items": list(items), "page": number, "pages": pages, "total": 99})


def asked(route: respx.Route, number: int = -1) -> httpx.Request:
    request: httpx.Request = route.calls[number].request
    return request


def seen(**changes: object) -> SideReservation:
    said = read_reservation(wire_reservation(**changes))
    assert isinstance(said, SideReservation)
    return said


def draft(pair_ref: str = "4711", ignore: frozenset[str] = frozenset()) -> ReservationDraft:
    return ReservationDraft(pair_ref, seen().booking, ignore)


def test_it_fulfils_the_port(portal: Lasagna) -> None:
    side: ReservationSide = portal
    assert isinstance(portal, WebhookSide)
    assert side.prerequisites() == ()
    assert side.budget_used is None


def test_who_it_is(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.get(f"{API}/me").respond(json={"restaurant_id": 12, "name": "Da Gino", "timezone": "Europe/Rome"})
    account = portal.test()
    assert (account.name, account.detail, account.zone) == ("Da Gino", "12", "Europe/Rome")
    assert asked(route).headers["Authorization"] == "Bearer a1"


def test_the_query_of_changes(portal: Lasagna, wire: respx.MockRouter) -> None:
    late = wire_reservation(id="two", updated_at="2026-11-23T19:00:00Z")
    route = wire.get(RESERVATIONS).mock(side_effect=[page(wire_reservation(), {"id": "x"}, pages=2), page(late)])
    first, second = portal.reservations(changed_since=SINCE)
    assert [record.ref for record in first.set_aside] == ["x"]
    assert (first.upto, second.upto) == (seen().changed_at, datetime(2026, 11, 23, 19, 0, tzinfo=UTC))
    assert asked(route, 0).url.raw_path == (
        b"/api/v1/reservations?updated_since=2026-11-23T18%3A00%3A00%2B00%3A00&page=1&per_page=100"
    )
    assert dict(asked(route, 1).url.params) == {
        "updated_since": "2026-11-23T18:58:00.250000+00:00",
        "page": "1",
        "per_page": "100",
    }


def test_a_window_of_days(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.get(RESERVATIONS).mock(side_effect=[page(wire_reservation())])
    (found,) = portal.reservations(DAYS)
    assert ([said.ref for said in found.records], found.upto) == ([REF], None)
    assert dict(asked(route).url.params) == {"from": "2026-11-22", "to": "2026-11-30", "page": "1", "per_page": "100"}


def test_an_empty_list_has_no_pages(portal: Lasagna, wire: respx.MockRouter) -> None:
    wire.get(RESERVATIONS).mock(side_effect=[page(pages=0)])
    (found,) = portal.reservations(changed_since=SINCE)
    assert (found.records, found.upto) == ((), None)


@pytest.mark.parametrize("body", [[], {}, {"items": None, "pages": 1}, {"items": [], "pages": "1"}, {"items": []}])
def test_a_listing_that_is_none(portal: Lasagna, wire: respx.MockRouter, body: object) -> None:
    wire.get(RESERVATIONS).respond(json=body)
    with pytest.raises(Malformed):
        list(portal.reservations(DAYS))


def test_creating(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.post(RESERVATIONS).respond(201, json=wire_reservation(external_id="4711", origin="pos"))
    made = portal.create_reservation(draft(), key="k")
    assert (made.pair_ref, made.own) == ("4711", True)
    assert json.loads(asked(route).content) == {
        "external_id": "4711",
        "starts_at": "2026-11-24T20:30:00+01:00",
        "duration_minutes": 60,
        "covers": 4,
        "table_code": "101",
        "notes": "seggiolone\nper favore",
        "answers": [{"question": "Allergie?", "answer": "noci"}],
        "guest": {
            "first_name": "Maria",
            "last_name": "",
            "email": "maria.rossi@example.test",
            "phone": "333 1234567",
        },
        "status": "da_confermare",
    }


def test_a_state_that_nobody_knows_is_created_to_be_confirmed(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.post(RESERVATIONS).respond(201, json=wire_reservation())
    booking = replace(seen().booking, state=None)
    portal.create_reservation(ReservationDraft("1", booking), key="k")
    assert json.loads(asked(route).content)["status"] == "da_confermare"


@pytest.mark.parametrize("wrapped", [False, True])
def test_what_was_created_already_is_the_answer(portal: Lasagna, wire: respx.MockRouter, wrapped: bool) -> None:
    stored = wire_reservation(external_id="4711", origin="pos", revision=9)
    wire.post(RESERVATIONS).respond(409, json={"error": "exists", "reservation": stored} if wrapped else stored)
    assert portal.create_reservation(draft(), key="k").version == "9"


@pytest.mark.parametrize(
    ("stored", "ignore"),
    [
        (wire_reservation(external_id="other"), frozenset()),
        (wire_reservation(external_id="4711"), frozenset({REF})),
        ({"error": "exists"}, frozenset()),
        (None, frozenset()),
    ],
)
def test_another_one_under_that_id_is_a_conflict(
    portal: Lasagna, wire: respx.MockRouter, stored: object, ignore: frozenset[str]
) -> None:
    wire.post(RESERVATIONS).respond(409, json=stored)
    with pytest.raises(Conflict) as caught:
        portal.create_reservation(draft(ignore=ignore), key="k")
    assert caught.value.failure.acted is False


def test_looked_for_on_its_days(portal: Lasagna, wire: respx.MockRouter) -> None:
    late = replace(seen().booking, starts_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))  # the 25th in Rome
    route = wire.get(RESERVATIONS).mock(
        side_effect=lambda request: page(
            wire_reservation(),
            wire_reservation(id="old", external_id="4711"),
            wire_reservation(id="b", external_id="4711"),
        )
    )
    found = portal.find_reservation(ReservationDraft("4711", late, frozenset({"old"})))
    assert found is not None
    assert found.ref == "b"
    assert (asked(route).url.params["from"], asked(route).url.params["to"]) == ("2026-11-24", "2026-11-26")
    assert portal.find_reservation(ReservationDraft("4712", late)) is None


def test_a_change_names_what_it_changes(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.patch(f"{RESERVATIONS}/{REF}").respond(json=wire_reservation(covers=5, revision=4))
    wanted = replace(seen().booking, covers=5, state=ReservationState.SEATED, notes="x")
    answered = portal.change_reservation(seen(), wanted, frozenset({Field.COVERS, Field.STATE}), key="k", message="m")
    assert (answered.version, answered.booking.covers) == ("4", 5)
    assert json.loads(asked(route).content) == {"covers": 5, "status": "arrivato"}
    assert asked(route).headers["If-Match"] == '"3"'


def test_nothing_to_change_is_not_sent(portal: Lasagna) -> None:
    assert portal.change_reservation(seen(), seen().booking, frozenset(), key="k") == seen()


def test_a_state_that_nobody_knows_is_not_written(portal: Lasagna) -> None:
    with pytest.raises(Refused) as caught:
        portal.change_reservation(seen(), replace(seen().booking, state=None), frozenset({Field.STATE}), key="k")
    assert caught.value.failure.message == "side.not_offered"


def test_a_stale_revision_is_a_conflict(portal: Lasagna, wire: respx.MockRouter) -> None:
    wire.patch(f"{RESERVATIONS}/{REF}").respond(412, json=wire_reservation(revision=4))
    with pytest.raises(Conflict) as caught:
        portal.change_reservation(seen(), seen().booking, frozenset({Field.COVERS}), key="k")
    assert caught.value.failure.acted is False


def test_a_refusal_keeps_its_words(portal: Lasagna, wire: respx.MockRouter) -> None:
    body = {"error": "invalid", "error_description": "maria@example.test", "field": "table_code"}
    wire.patch(f"{RESERVATIONS}/{REF}").respond(422, json=body)
    with pytest.raises(Refused) as caught:
        portal.change_reservation(seen(), seen().booking, frozenset({Field.TABLES}), key="k")
    params = caught.value.failure.params
    assert (params["code"], params["field"]) == ("invalid", "table_code")
    assert "maria" not in str(caught.value)


def test_one_that_is_not_there_and_a_stranger(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.get(f"{RESERVATIONS}/{REF}")
    route.respond(404, json={"error": "not_found"})
    with pytest.raises(Gone):
        portal.reservation(REF)
    route.respond(404, html="<h1>nginx</h1>")
    with pytest.raises(Transient) as caught:
        portal.reservation(REF)
    assert caught.value.failure.message == "side.stranger"


def test_an_answer_to_a_write_that_cannot_be_read(portal: Lasagna, wire: respx.MockRouter) -> None:
    wire.post(RESERVATIONS).respond(201, json={"ok": True})
    with pytest.raises(Malformed) as caught:
        portal.create_reservation(draft(), key="k")
    assert caught.value.failure.acted is None


def test_a_forbidden_call(portal: Lasagna, wire: respx.MockRouter) -> None:
    wire.get(f"{API}/me").respond(403, json={"error": "forbidden"})
    with pytest.raises(AuthRefused):
        portal.test()


def test_the_webhook(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.post(f"{API}/webhooks").respond(201, json={"id": "w1", "secret": "segreto-w"})
    made = portal.register_webhook("https://pc.test/hooks/crm/portal")
    assert made.secret == "segreto-w"
    assert "segreto-w" not in repr(made)
    assert json.loads(asked(route).content) == {
        "url": "https://pc.test/hooks/crm/portal",
        "events": ["reservation.created", "reservation.updated", "reservation.status_changed"],
    }
