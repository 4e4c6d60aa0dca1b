"""Who may speak to the till: the static token, or access tokens that a refresh token makes."""

import httpx
import pytest

from agent.sandbox import CrmSandbox, Fault, TilbyServer
from tests.sandbox.test_tilby_bookings import refused
from tests.sandbox.visitors import HandClock, visitor


def refresh(server: TilbyServer, token: str) -> httpx.Response:
    with visitor(server.base_url) as client:
        return client.post(server.token_url, data={"grant_type": "refresh_token", "refresh_token": token})


def session(server: TilbyServer, token: str) -> httpx.Response:
    with visitor(server.base_url) as client:
        return client.get("/sessions/me", headers={"Authorization": f"Bearer {token}"})


def test_the_static_token(crm: CrmSandbox, tilby: httpx.Client) -> None:
    assert tilby.get("/sessions/me").status_code == 200
    for shown in ("", "Bearer", "Bearer x y", "Bearer sbagliato", f"Basic {crm.tilby.token}"):
        assert refused(tilby.get("/rooms", headers={"Authorization": shown})) == 401
    crm.tilby.switches.refuses_with_403 = True
    assert refused(session(crm.tilby, "sbagliato")) == 403
    crm.tilby.token = ""
    assert refused(tilby.get("/sessions/me")) == 403


def test_an_access_token_lives_as_long_as_it_says(crm: CrmSandbox, clock: HandClock) -> None:
    crm.tilby.access.token_seconds = 60
    told = refresh(crm.tilby, crm.tilby.refresh_token).json()
    assert told["expires_in"] == 60
    clock.go(seconds=59)
    assert session(crm.tilby, told["access_token"]).status_code == 200
    clock.go(seconds=1)
    assert session(crm.tilby, told["access_token"]).status_code == 401
    again = refresh(crm.tilby, told["refresh_token"]).json()
    assert session(crm.tilby, again["access_token"]).status_code == 200
    crm.tilby.faults.add(Fault("expire_token", path="/sessions"))
    assert session(crm.tilby, again["access_token"]).status_code == 401
    assert refresh(crm.tilby, again["refresh_token"]).status_code == 200
    assert crm.tilby.state_json()["tokens_issued"] == 3


@pytest.mark.parametrize(
    ("rotates", "serves", "status"), [(True, False, 400), (True, True, 200), (False, False, 200), (False, True, 200)]
)
def test_whether_there_is_a_new_refresh_token(crm: CrmSandbox, rotates: bool, serves: bool, status: int) -> None:
    crm.tilby.switches.rotates_refresh = rotates
    crm.tilby.switches.old_refresh_serves = serves
    told = refresh(crm.tilby, crm.tilby.refresh_token).json()
    assert ("refresh_token" in told) is rotates
    assert refresh(crm.tilby, crm.tilby.refresh_token).status_code == status


def test_what_gets_no_token(crm: CrmSandbox) -> None:
    assert refresh(crm.tilby, "mai-visto").json() == {"error": "invalid_grant"}
    with visitor(crm.tilby.base_url) as client:
        assert client.post(crm.tilby.token_url, json={"grant_type": "refresh_token"}).status_code == 400
        assert client.post(crm.tilby.token_url, data={"grant_type": "password"}).status_code == 400
    crm.tilby.access.revoke()
    assert refresh(crm.tilby, crm.tilby.refresh_token).status_code == 400


def test_the_token_address_can_be_elsewhere() -> None:
    with TilbyServer(token_path="/accesso/rinnovo") as server:
        assert server.token_url.endswith("/accesso/rinnovo")
        assert refresh(server, server.refresh_token).status_code == 200
