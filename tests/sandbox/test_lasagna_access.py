"""Tokens of the portal: they expire, and a refresh token serves once."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox, Fault
from tests.sandbox.visitors import HandClock, portal_token, visitor


def refresh(crm: CrmSandbox, token: str) -> httpx.Response:
    with visitor(crm.lasagna.base_url) as client:
        return client.post("/oauth/token", data={"grant_type": "refresh_token", "refresh_token": token})


def me(crm: CrmSandbox, told: dict[str, Any]) -> int:
    with visitor(crm.lasagna.base_url) as client:
        headers = {"Authorization": f"Bearer {told['access_token']}"}
        return client.get("/api/v1/me", headers=headers).status_code


def test_a_token_lives_as_long_as_it_says(crm: CrmSandbox, clock: HandClock) -> None:
    crm.lasagna.access.token_seconds = 120
    told = portal_token(crm.lasagna)
    assert (told["expires_in"], told["token_type"]) == (120, "Bearer")
    clock.go(seconds=119)
    assert me(crm, told) == 200
    clock.go(seconds=1)
    assert me(crm, told) == 401
    again = refresh(crm, told["refresh_token"]).json()
    assert me(crm, again) == 200
    assert again["refresh_token"] != told["refresh_token"]


def test_a_refresh_token_used_twice_kills_what_was_made_from_it(crm: CrmSandbox) -> None:
    first, other = portal_token(crm.lasagna), portal_token(crm.lasagna)
    second = refresh(crm, first["refresh_token"]).json()
    third = refresh(crm, second["refresh_token"]).json()
    assert me(crm, third) == 200
    replayed = refresh(crm, first["refresh_token"])
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    assert [me(crm, told) for told in (second, third)] == [401, 401]
    assert refresh(crm, third["refresh_token"]).status_code == 400, "its refresh token is dead too"
    assert me(crm, other) == 200, "what was not made from it lives"
    assert me(crm, portal_token(crm.lasagna)) == 200
    assert crm.lasagna.state_json()["refresh_replays"] == 1


@pytest.mark.parametrize("ends", [True, False])
def test_whether_a_refresh_ends_the_token_before_it(crm: CrmSandbox, ends: bool) -> None:
    crm.lasagna.switches.refresh_ends_access = ends
    told = portal_token(crm.lasagna)
    refresh(crm, told["refresh_token"])
    assert me(crm, told) == (401 if ends else 200)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"grant_type": "refresh_token", "refresh_token": "mai-visto"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_what_gets_no_token(crm: CrmSandbox, form: dict[str, str], status: int, error: str) -> None:
    with visitor(crm.lasagna.base_url) as client:
        answer = client.post("/oauth/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_form_must_be_a_form(crm: CrmSandbox) -> None:
    form = {"grant_type": "client_credentials", "client_id": crm.lasagna.client_id}
    with visitor(crm.lasagna.base_url) as client:
        answer = client.post("/oauth/token", json=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer sbagliato", "Basic abc"])
def test_without_a_token_nothing_is_said(lasagna: httpx.Client, shown: str) -> None:
    answer = lasagna.get("/reservations", headers={"Authorization": shown})
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_token"})


def test_expire_and_revoke(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    told = portal_token(crm.lasagna)
    crm.lasagna.faults.add(Fault("expire_token"))
    assert lasagna.get("/me").status_code == 401
    assert me(crm, told) == 401
    again = refresh(crm, told["refresh_token"])
    assert again.status_code == 200, "refresh tokens outlive the others"
    crm.lasagna.access.revoke()
    assert refresh(crm, again.json()["refresh_token"]).status_code == 400


def test_a_lost_answer_has_used_the_refresh_token(crm: CrmSandbox) -> None:
    told = portal_token(crm.lasagna)
    crm.lasagna.faults.add(Fault("lose_answer", path="/oauth/token"))
    with pytest.raises(httpx.RemoteProtocolError):
        refresh(crm, told["refresh_token"])
    assert refresh(crm, told["refresh_token"]).status_code == 400
