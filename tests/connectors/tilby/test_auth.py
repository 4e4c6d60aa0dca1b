"""Tilby's tokens: the static one, and the refresh token that must never be lost."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx
from structlog.testing import capture_logs

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.failures import AuthRefused, Malformed, Transient, Unavailable
from tests.connectors.clocks import StandingClock

BASE = "https://till.test/v2"
TOKEN_URL = "https://auth.test/oauth/token"
SESSION = {"id": 3, "username": "gino", "shop": {"id": 12, "name": "Da Gino"}}


class Keyring:
    """What composition gives: the vault, with its moods."""

    def __init__(self, refresh_token: str) -> None:
        self.held = {"refresh_token": refresh_token}
        self.writes: list[str] = []
        self.broken = False

    def keep(self, name: str, value: str) -> None:
        if self.broken:
            raise Unavailable("keyring.locked", backend="")
        self.held[name] = value
        self.writes.append(value)

    def read(self, name: str) -> str | None:
        if self.broken:
            raise Unavailable("keyring.locked", backend="")
        return self.held.get(name)


class TokenDoor:
    """Where tokens are bought: single use, as the harder of what the vendor may do."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.good = {keyring.held["refresh_token"]}
        self.shown: list[str] = []
        self.rotates = True
        self.answers: list[httpx.Response | Exception] = []
        self.given = 0
        self.held = threading.Event()
        self.held.set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        form = dict(parse_qsl(request.content.decode(), strict_parsing=True))
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert form["grant_type"] == "refresh_token"
        assert self.held.wait(5)
        self.shown.append(form["refresh_token"])
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if form["refresh_token"] not in self.good:
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.given += 1
        told: dict[str, object] = {"access_token": f"a{self.given}", "expires_in": 600}
        if self.rotates:
            self.good = {f"r{self.given}"}
            told["refresh_token"] = f"r{self.given}"
        return httpx.Response(200, json=told)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring("r0")


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(f"{BASE}/sessions/me", name="me").respond(json=SESSION)
        yield router


@pytest.fixture
def door(keyring: Keyring, wire: respx.MockRouter) -> TokenDoor:
    door = TokenDoor(keyring)
    wire.post(TOKEN_URL).mock(side_effect=door)
    return door


Open = Callable[..., Tilby]


@pytest.fixture
def opened(clock: StandingClock, keyring: Keyring) -> Iterator[Open]:
    connectors: list[Tilby] = []

    def open_it(token_url: str | None = TOKEN_URL, **secrets: str) -> Tilby:
        settings = Settings(base_url=BASE, token_url=token_url, calls_per_second=100)
        around = Surroundings(
            clock,
            ZoneInfo("Europe/Rome"),
            lambda side, ahead: None,
            "crm",
            keep_secret=keyring.keep,
            read_secret=keyring.read,
        )
        connectors.append(open_tilby(settings, secrets or {"refresh_token": keyring.held["refresh_token"]}, around))
        return connectors[-1]

    yield open_it
    for connector in connectors:
        connector.close()


def bearers(wire: respx.MockRouter) -> list[str]:
    return [call.request.headers["Authorization"] for call in wire.routes["me"].calls]


def test_a_static_token(opened: Open, wire: respx.MockRouter) -> None:
    account = opened(token_url=None, token="t0k").test()
    assert (account.name, account.detail) == ("Da Gino", "12")
    assert bearers(wire) == ["Bearer t0k"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_static_token_that_is_refused(opened: Open, wire: respx.MockRouter, status: int) -> None:
    route = wire.get(f"{BASE}/sessions/me").respond(status, json={"error_code": status, "error": {"code": 20}})
    with pytest.raises(AuthRefused):
        opened(token_url=None, token="t0k").test()
    assert route.call_count == 1


@pytest.mark.parametrize(
    ("secrets", "token_url", "message", "field"),
    [
        ({"webhook_path": "x"}, None, "side.credentials_missing", "token"),
        ({"webhook_path": "x"}, TOKEN_URL, "side.credentials_missing", "refresh_token"),
        ({"refresh_token": "r"}, None, "side.no_token_address", None),
    ],
)
def test_credentials_that_do_not_suffice(
    opened: Open, secrets: dict[str, str], token_url: str | None, message: str, field: str | None
) -> None:
    with pytest.raises(AuthRefused) as caught:
        opened(token_url, **secrets)
    failure = caught.value.failure
    assert (failure.message, failure.params.get("field")) == (message, field)


def test_a_new_refresh_token_is_kept_before_it_is_used(
    opened: Open, door: TokenDoor, keyring: Keyring, wire: respx.MockRouter, clock: StandingClock
) -> None:
    till = opened()
    till.test()
    assert keyring.writes == ["r1"]
    clock.advance(timedelta(seconds=539))
    till.test()
    assert door.shown == ["r0"]
    clock.advance(timedelta(seconds=1))
    till.test()
    assert (door.shown, keyring.writes) == (["r0", "r1"], ["r1", "r2"])
    assert bearers(wire) == ["Bearer a1", "Bearer a1", "Bearer a2"]


def test_a_till_that_gives_no_new_one(opened: Open, door: TokenDoor, keyring: Keyring, clock: StandingClock) -> None:
    door.rotates = False
    till = opened()
    till.test()
    clock.advance(timedelta(hours=1))
    till.test()
    assert (door.shown, keyring.writes) == (["r0", "r0"], [])


def test_the_new_one_is_kept_though_the_rest_of_the_answer_is_no_use(
    opened: Open, door: TokenDoor, keyring: Keyring
) -> None:
    door.answers = [httpx.Response(200, json={"refresh_token": "r9"})]
    door.good = {"r9"}
    till = opened()
    with pytest.raises(Malformed):
        till.test()
    assert keyring.writes == ["r9"]
    till.test()
    assert door.shown == ["r0", "r9"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_access_token_is_renewed_once(
    opened: Open, door: TokenDoor, wire: respx.MockRouter, status: int
) -> None:
    refused = httpx.Response(status, json={"error_code": status, "error": {"type": "Unauthorized", "code": 20}})
    wire.get(f"{BASE}/sessions/me", name="me").mock(side_effect=[refused, httpx.Response(200, json=SESSION)])
    assert opened().test().name == "Da Gino"
    assert bearers(wire) == ["Bearer a1", "Bearer a2"]


def test_a_dead_refresh_token(opened: Open, door: TokenDoor, keyring: Keyring) -> None:
    door.good = set()
    with pytest.raises(AuthRefused) as caught:
        opened().test()
    assert caught.value.failure.params["code"] == "invalid_grant"
    assert "r0" not in str(caught.value)


def test_another_process_was_faster(opened: Open, door: TokenDoor, keyring: Keyring, clock: StandingClock) -> None:
    till = opened()
    till.test()
    keyring.held["refresh_token"] = "r8"
    door.good = {"r8"}
    clock.advance(timedelta(hours=1))
    till.test()
    assert door.shown == ["r0", "r8"]


def test_another_process_was_faster_by_the_time_of_the_call(opened: Open, door: TokenDoor, keyring: Keyring) -> None:
    till = opened()
    door.good = {"r8"}

    class Late(dict[str, str]):
        reads = 0

        def get(self, name: str, default: object = None) -> str:
            self.reads += 1
            return "r0" if self.reads == 1 else "r8"

    keyring.held = Late(keyring.held)
    assert till.test().name == "Da Gino"
    assert door.shown == ["r0", "r8"]


def test_two_threads_at_once_refresh_once(opened: Open, door: TokenDoor) -> None:
    till = opened()
    door.held.clear()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(till.test().name)) for _ in range(6)]
    for thread in threads:
        thread.start()
    door.held.set()
    for thread in threads:
        thread.join(5)
    assert found == ["Da Gino"] * 6
    assert door.shown == ["r0"]


def test_two_connectors_of_one_link_do_not_show_a_refresh_token_twice(
    opened: Open, door: TokenDoor, keyring: Keyring
) -> None:
    tills = [opened(), opened()]
    door.held.clear()
    found: list[str] = []
    threads = [threading.Thread(target=lambda till=till: found.append(till.test().name)) for till in tills]
    for thread in threads:
        thread.start()
    door.held.set()
    for thread in threads:
        thread.join(5)
    assert found == ["Da Gino"] * 2
    assert sorted(door.shown) == ["r0", "r1"]
    assert keyring.held == {"refresh_token": "r2"}


def test_a_keyring_that_does_not_take_it_is_asked_again_and_the_till_goes_on(
    opened: Open, door: TokenDoor, keyring: Keyring, clock: StandingClock
) -> None:
    till = opened()
    keyring.broken = True
    with capture_logs() as logs:
        till.test()
    assert "tilby.refresh_token_not_kept" in [entry["event"] for entry in logs]
    assert "r1" not in str(logs)
    clock.advance(timedelta(hours=1))
    till.test()  # with the one in memory, not with the dead one of the keyring
    assert door.shown == ["r0", "r1"]
    keyring.broken = False
    clock.advance(timedelta(seconds=61))
    till.test()
    assert keyring.held["refresh_token"] == "r2"


def test_a_lost_answer_says_nothing_of_any_booking(opened: Open, door: TokenDoor) -> None:
    door.answers = [httpx.ReadTimeout("lost")]
    with pytest.raises(Transient) as caught:
        opened().test()
    assert caught.value.failure.acted is False
