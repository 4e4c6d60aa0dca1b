"""Plateform and Menu as one restaurant's pair, and crowds large enough for a far window."""

import tomllib
from datetime import UTC, datetime

import httpx

from agent.sandbox import MenuSandbox, Sandbox, Towns
from agent.sandbox.instants import parse_iso
from tests.sandbox.menu_client import MenuClient, menu_client
from tests.sandbox.test_lifecycle import connects
from tests.sandbox.visitors import portal_client


def test_the_pair_of_the_dining_room() -> None:
    sala = MenuSandbox()
    with sala:
        ports = sala.plateform.port, sala.menu.port
        (link,) = tomllib.loads(sala.configuration() + "[links.settings]\nnear_minutes = 3\n")["links"]
        assert link == {
            "name": "sala",
            "pair": "plateform_passepartout",
            "zone": "Europe/Rome",
            "portal": {"base_url": f"http://127.0.0.1:{ports[0]}/v1", "restaurant_id": "4711"},
            "pos": {"base_url": f"http://127.0.0.1:{ports[1]}/AdapterWS", "company": "DEMO"},
            "settings": {"near_minutes": 3},
        }
        assert sala.secrets() == {
            "sala/portal/api_key": sala.plateform.api_key,
            "sala/pos/user": sala.menu.user,
            "sala/pos/password": sala.menu.password,
        }
    assert [connects(port) for port in ports] == [False, False]
    with sala, menu_client(sala.menu) as asker:
        assert (sala.plateform.port, sala.menu.port) == ports, "the ports are kept"
        asker.call("PingLogin")


def test_it_is_one_restaurant_with_the_others() -> None:
    with Towns(Sandbox(), MenuSandbox()) as every:
        assert [link["name"] for link in tomllib.loads(every.configuration())["links"]] == ["banco", "sala"]


def test_the_same_seed_is_the_same_restaurant() -> None:
    told = []
    for _ in range(2):
        sala = MenuSandbox(clock=lambda: datetime(2026, 11, 23, 18, 30, tzinfo=UTC), seed=9)
        row = sala.menu.host.book()
        sala.menu.host.pay(sala.menu.host.open_check(row["IdGestionale"])["IdGestionale"])
        sala.plateform.book()
        told.append((sala.menu.state_json(), sala.plateform.reservations()))
    assert told[0] == told[1]


def test_a_crowd_on_both_sides(sala: MenuSandbox, asker: MenuClient) -> None:
    booked = sala.plateform.crowd(10_000, 60)
    phoned = sala.menu.host.crowd(10_000, 60)
    assert len(set(booked)) == len(set(phoned)) == 10_000
    days = {parse_iso(row["DataOra"]).date() for row in sala.menu.reservations()}
    assert len(days) == 60
    assert (min(days).isoformat(), max(days).isoformat()) == ("2026-11-24", "2027-01-22")
    assert {reservation["status"] for reservation in sala.plateform.reservations()} == {"confermato"}
    assert 166 <= len(asker.day("GetPrenotazioniMenuGiorno", "2026-12-24")) <= 167
    met: set[int] = set()
    query: dict[str, str | int] = {"from": "2026-11-22", "to": "2027-01-23", "limit": 200}
    with portal_client(sala.plateform) as portal:
        while True:
            page = portal.get("/reservations", params=query).raise_for_status().json()
            met |= {reservation["id"] for reservation in page["data"]}
            if page["next_cursor"] is None:
                break
            query = {"cursor": page["next_cursor"], "limit": 200}
    assert met == set(booked)


def test_a_crowd_by_the_control_api(sala: MenuSandbox) -> None:
    for server in (sala.plateform, sala.menu):
        told = httpx.post(f"{server.control_url}/crowd", json={"count": 5, "days": 2}).json()
        assert len(told["ids"]) == 5
