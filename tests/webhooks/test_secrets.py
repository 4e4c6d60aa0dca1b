"""The secrets of the door: a new one counts without a restart, and a vault that is locked keeps nobody waiting."""

import threading
import time
from collections.abc import Iterator

import pytest

from agent.domain.failures import Side, Unavailable
from agent.webhooks import key
from agent.webhooks.door import Door
from agent.webhooks.hook import HookPlan
from agent.webhooks.schemes import SCHEMES
from tests.webhooks import vendors
from tests.webhooks.conftest import Doorway
from tests.webhooks.vendors import SECRET, body

CASSA = "/hooks/banco/pos"


def test_a_new_secret_counts_at_once_and_the_old_one_no_more(doorway: Doorway) -> None:
    first, second, third = body(id=1), body(id=2), body(id=3)
    assert doorway.post(CASSA, first, vendors.cassa(first)).status_code == 200
    doorway.vault.write("banco/pos", "nuovo")
    assert doorway.post(CASSA, second, vendors.cassa(second, "nuovo")).status_code == 200
    assert doorway.post(CASSA, third, vendors.cassa(third)).status_code == 401
    assert doorway.tally("banco", Side.POS).refused == 1


def test_a_secret_that_was_taken_away_refuses_all_from_the_next_reading_on(doorway: Doorway) -> None:
    doorway.vault.delete("banco/pos")
    sent = body(id=1)
    assert doorway.post(CASSA, sent, vendors.cassa(sent, "another")).status_code == 401
    assert doorway.post(CASSA, sent, vendors.cassa(sent)).status_code == 401


class Locked:
    """A vault that waits for a person, or refuses, or answers."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.refuses = False
        self.readings = 0

    def read(self) -> str | None:
        self.readings += 1
        if self.refuses:
            raise Unavailable("keyring.locked")
        assert self.opened.wait(20)
        return SECRET


@pytest.fixture
def vault() -> Iterator[Locked]:
    vault = Locked()
    yield vault
    vault.opened.set()


@pytest.fixture
def doorway_of(vault: Locked) -> Iterator[Doorway]:
    doorway = Doorway()
    doorway.door = Door(
        "127.0.0.1",
        0,
        [HookPlan("banco", Side.POS, SCHEMES["cassa_in_cloud"], vault.read)],
        doorway._wake,
        now=lambda: vendors.NOW,
        monotonic=lambda: time.monotonic() + doorway.later,
    )
    yield doorway
    vault.opened.set()
    doorway.door.stop()


def test_a_vault_that_never_answers_blocks_neither_the_start_nor_an_answer(vault: Locked, doorway_of: Doorway) -> None:
    began = time.monotonic()
    doorway_of.door.start()
    sent = body()
    assert doorway_of.post(CASSA, sent, vendors.cassa(sent)).status_code == 401
    assert time.monotonic() - began < key.PATIENCE + 1
    began = time.monotonic()
    assert doorway_of.post(CASSA, sent, vendors.cassa(sent)).status_code == 401
    assert time.monotonic() - began < key.PATIENCE / 2, "who comes later does not wait for it"
    vault.opened.set()
    until = time.monotonic() + 5
    while doorway_of.post(CASSA, sent, vendors.cassa(sent)).status_code != 200:
        assert time.monotonic() < until, "the reading that was under way has its answer now"
        time.sleep(0.02)
    assert vault.readings == 1


def test_a_notice_that_comes_while_the_first_reading_is_under_way_waits_a_moment(
    vault: Locked, doorway_of: Doorway
) -> None:
    doorway_of.door.start()
    threading.Timer(0.2, vault.opened.set).start()
    sent = body()
    assert doorway_of.post(CASSA, sent, vendors.cassa(sent)).status_code == 200


def test_a_locked_vault_leaves_the_secret_that_was_known(
    vault: Locked, doorway_of: Doorway, capsys: pytest.CaptureFixture[str]
) -> None:
    vault.opened.set()
    doorway_of.door.start()
    sent, other = body(id=1), body(id=2)
    assert doorway_of.post(CASSA, sent, vendors.cassa(sent)).status_code == 200
    vault.refuses = True
    for _time in range(2):
        assert doorway_of.post(CASSA, other, vendors.cassa(other, "another")).status_code == 401
    assert doorway_of.post(CASSA, other, vendors.cassa(other)).status_code == 200
    assert capsys.readouterr().out.count("webhook_secret_unreadable") == 1


def test_strangers_do_not_keep_the_vault_busy(vault: Locked, doorway_of: Doorway) -> None:
    vault.opened.set()
    doorway_of.door.start()
    with doorway_of.client() as client:
        for _time in range(20):
            assert client.post(CASSA, content=b"x").status_code == 401
    assert vault.readings <= 1 + key.AGAIN_AT_ONCE + 1
    before = vault.readings
    doorway_of.later = 60.0
    doorway_of.post(CASSA, b"x")
    assert vault.readings == before + 1
