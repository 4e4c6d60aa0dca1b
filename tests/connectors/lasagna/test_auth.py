"""Lasagna's tokens: each refresh token shown once, one thread renews, and the credentials always begin anew."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

import httpx
import pytest
import respx

from agent.connectors.http import SideClient
from agent.connectors.portals.lasagna.auth import Access
from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.manifest import open_lasagna
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.failures import AuthRefused, Failed, Malformed, RateLimited, Side, Transient
from tests.connectors.clocks import StandingClock
from tests.contract.world import surroundings

BASE = "https://portal.test"


class TokenDoor:
    """The portal's /oauth/token: remembers what was shown, gives numbered pairs; `answers` are said first."""

    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []
        self.answers: list[httpx.Response | Exception] = []
        self.given = 0
        self.held = threading.Event()
        self.held.set()
        self.router: respx.MockRouter

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        self.shown.append(dict(parse_qsl(request.content.decode(), strict_parsing=True)))
        assert self.held.wait(5)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        self.given += 1
        pair = {"access_token": f"a{self.given}", "refresh_token": f"r{self.given}", "expires_in": 600}
        return httpx.Response(200, json={**pair, "token_type": "Bearer"})

    @property
    def kinds(self) -> list[str]:
        return [form["grant_type"] for form in self.shown]

    @property
    def refreshes(self) -> list[str]:
        return [form["refresh_token"] for form in self.shown if "refresh_token" in form]


@pytest.fixture
def door() -> Iterator[TokenDoor]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        door = TokenDoor()
        router.post("/oauth/token").mock(side_effect=door)
        door.router = router
        yield door


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def access(clock: StandingClock) -> Iterator[Access]:
    client = SideClient("Lasagna Marketing", Side.PORTAL, BASE, lambda side, ahead: None)
    yield Access(client, "casa", "à&=+", clock)
    client.close()


def refused(error: str, status: int) -> httpx.Response:
    return httpx.Response(status, json={"error": error})


def test_the_first_token_is_bought_with_the_credentials(access: Access, door: TokenDoor) -> None:
    assert (access.token(), access.token()) == ("a1", "a1")
    assert door.shown == [{"grant_type": "client_credentials", "client_id": "casa", "client_secret": "à&=+"}]


def test_it_is_renewed_before_it_ends_each_time_with_the_newest(
    access: Access, door: TokenDoor, clock: StandingClock
) -> None:
    access.token()
    clock.advance(timedelta(seconds=539))
    assert access.token() == "a1"
    clock.advance(timedelta(seconds=1))
    assert access.token() == "a2"
    clock.advance(timedelta(seconds=600))
    assert access.token() == "a3"
    assert door.refreshes == ["r1", "r2"]


def test_a_dead_refresh_token_begins_anew(access: Access, door: TokenDoor, clock: StandingClock) -> None:
    access.token()
    clock.advance(timedelta(hours=1))
    door.answers = [refused("invalid_grant", 400)]
    assert access.token() == "a2"
    assert door.kinds == ["client_credentials", "refresh_token", "client_credentials"]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_wrong_credentials(access: Access, door: TokenDoor, status: int) -> None:
    door.answers = [refused("invalid_client", status)]
    with pytest.raises(AuthRefused) as caught:
        access.token()
    assert caught.value.failure.message == "side.credentials_refused"
    assert access.token() == "a1"  # asked again with what may be right by now


def test_a_refresh_whose_answer_was_lost_is_not_shown_again(
    access: Access, door: TokenDoor, clock: StandingClock
) -> None:
    access.token()
    clock.advance(timedelta(hours=1))
    door.answers = [httpx.ReadTimeout("lost")]
    with pytest.raises(Transient) as caught:
        access.token()
    assert caught.value.failure.acted is False  # of the reservation nothing was asked
    assert access.token() == "a2"
    assert door.refreshes == ["r1"]
    assert door.kinds[-1] == "client_credentials"


def test_told_to_wait_the_refresh_token_stays_good(access: Access, door: TokenDoor, clock: StandingClock) -> None:
    access.token()
    clock.advance(timedelta(hours=1))
    door.answers = [httpx.Response(429, headers={"Retry-After": "3"})]
    with pytest.raises(RateLimited):
        access.token()
    access.token()
    assert door.refreshes == ["r1", "r1"]


@pytest.mark.parametrize("body", [{}, {"access_token": ""}, {"access_token": "a b"}, {"access_token": 7}, [], "x"])
def test_an_answer_without_a_token(access: Access, door: TokenDoor, body: object) -> None:
    door.answers = [httpx.Response(200, json=body)]
    with pytest.raises(Malformed) as caught:
        access.token()
    assert caught.value.failure.acted is False


def test_two_threads_at_once_refresh_once(access: Access, door: TokenDoor, clock: StandingClock) -> None:
    access.token()
    clock.advance(timedelta(hours=1))
    door.held.clear()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(access.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    door.held.set()
    for thread in threads:
        thread.join(5)
    assert found == ["a2"] * 8
    assert door.refreshes == ["r1"]


def test_two_threads_refused_at_once_refresh_once(access: Access, door: TokenDoor) -> None:
    old = access.token()
    door.held.clear()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(access.instead_of(old))) for _ in range(8)]
    for thread in threads:
        thread.start()
    door.held.set()
    for thread in threads:
        thread.join(5)
    assert found == ["a2"] * 8
    assert door.refreshes == ["r1"]


@pytest.fixture
def portal(clock: StandingClock) -> Iterator[Lasagna]:
    around = surroundings([])
    connector = open_lasagna(Settings(base_url=BASE), {"client_id": "casa", "client_secret": "s"}, around)
    yield connector
    connector.close()


def test_a_refused_token_is_renewed_and_the_call_made_again(portal: Lasagna, door: TokenDoor) -> None:
    me = {"restaurant_id": 1, "name": "Da Gino", "timezone": "Europe/Rome"}
    route = door.router.get("/api/v1/me").mock(
        side_effect=[refused("invalid_token", 401), httpx.Response(200, json=me)]
    )
    assert portal.test().name == "Da Gino"
    assert [call.request.headers["Authorization"] for call in route.calls] == ["Bearer a1", "Bearer a2"]


def test_once_only(portal: Lasagna, door: TokenDoor) -> None:
    route = door.router.get("/api/v1/me").mock(side_effect=lambda request: refused("invalid_token", 401))
    with pytest.raises(AuthRefused):
        portal.test()
    assert route.call_count == 2


def test_no_secret_is_told(portal: Lasagna, door: TokenDoor, capsys: pytest.CaptureFixture[str]) -> None:
    door.answers = [refused("invalid_client", 401)]
    with pytest.raises(Failed) as caught:
        portal.test()
    assert "casa" not in repr(caught.value) + str(caught.value.failure)
