"""Tokens, mandatory headers, the budget and the size of bodies at the till."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CassaServer, Sandbox
from tests.sandbox.visitors import HandClock, visitor

LIST = {"start": 0, "limit": 10}


def error(answer: httpx.Response) -> tuple[int, str]:
    assert answer.json().keys() == {"error", "msg"}
    return answer.status_code, answer.json()["error"]


def test_a_token_lives_as_long_as_it_says(clock: HandClock) -> None:
    with CassaServer(clock=clock, token_seconds=120) as server, visitor(server.base_url) as client:
        told = client.post("/apikey/token", json={"apiKey": server.api_key}, headers={"X-Requested-With": "*"}).json()
        assert (told["expires_in"], told["token_type"]) == (120, "Bearer")
        headers = {"Authorization": f"Bearer {told['access_token']}", "X-Version": "1.0.0"}
        clock.go(seconds=119)
        assert client.get("/salespoint", params=LIST, headers=headers).status_code == 200
        clock.go(seconds=1)
        assert error(client.get("/salespoint", params=LIST, headers=headers)) == (401, "InvalidToken")


def test_a_wrong_key_gets_400(sandbox: Sandbox) -> None:
    url, headers = "/apikey/token", {"X-Requested-With": "*"}
    with visitor(sandbox.cassa.base_url) as client:
        answers = [
            client.post(url, json={"apiKey": "sbagliata"}, headers=headers),
            client.post(url, json={}, headers=headers),
            client.post(url, json={"apiKey": sandbox.cassa.api_key}),
            client.post(url, content=b'{"apiKey": "x"}', headers=headers),
        ]
    assert [error(answer) for answer in answers] == [(400, "InvalidApiKey"), *[(400, "InvalidParams")] * 3]
    assert sandbox.cassa.access.issued == 0


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer sbagliato", "Basic abc"])
def test_without_a_token_nothing_is_said(till: httpx.Client, token: str) -> None:
    assert error(till.get("/products", params=LIST, headers={"Authorization": token})) == (401, "InvalidToken")


def test_the_version_is_mandatory(till: httpx.Client) -> None:
    for version in ("", "1.0", "2.0.0"):
        assert error(till.get("/products", params=LIST, headers={"X-Version": version})) == (400, "InvalidParams")


def test_writing_needs_its_headers(sandbox: Sandbox, till: httpx.Client) -> None:
    for headers in ({"X-Requested-With": "XMLHttpRequest"}, {"Content-Type": "text/plain"}):
        answer = till.post("/customers", content=b'{"name": "Ada"}', headers=headers)
        assert error(answer) == (400, "InvalidParams")
    assert sandbox.cassa.state.customers == {}


def test_the_budget_of_ten_minutes(sandbox: Sandbox, till: httpx.Client, clock: HandClock) -> None:
    sandbox.cassa.access.budget = 3
    for _ in range(3):
        assert till.get("/salesmodes", params=LIST).status_code == 200
        clock.go(minutes=1)
    refused = till.get("/salesmodes", params=LIST)
    assert (*error(refused), refused.headers["retry-after"]) == (429, "TooManyRequests", "420")
    clock.go(minutes=7)
    assert till.get("/salesmodes", params=LIST).status_code == 200
    assert error(till.get("/salesmodes", params=LIST))[0] == 429
    sandbox.cassa.access.budget = None
    assert till.get("/salesmodes", params=LIST).status_code == 200


def test_a_body_of_more_than_100_kb(till: httpx.Client) -> None:
    customer: dict[str, Any] = {"name": "Ada", "note": "è" * 40_000}
    assert till.post("/customers", json=customer).status_code == 200
    customer["note"] = "è" * 52_000
    assert error(till.post("/customers", json=customer)) == (413, "RequestTooLarge")


def test_every_token_can_be_expired_at_once(sandbox: Sandbox, till: httpx.Client) -> None:
    assert till.get("/salesmodes", params=LIST).status_code == 200
    sandbox.cassa.expire_tokens()
    assert error(till.get("/salesmodes", params=LIST)) == (401, "InvalidToken")
