"""Over real sockets, against the real connectors and store. Judged by the two servers."""

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.domain.failures import FailureKind
from agent.sandbox import Sandbox
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.gate import Answer
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.town import Town
from tests.bad_input.spoiled import BODIES, body_of, gzipped, not_gzipped, records_of, spoiling, worsened
from tests.journeys.by_hand import ByHand
from tests.journeys.clouds import TOMORROW

SEEDS = range(int(os.environ.get("CAMPANELLO_EXAMPLES", "500")) // 50)
TOWNS: dict[str, type[Sandbox] | type[MenuSandbox] | type[CrmSandbox]] = {
    "banco": Sandbox,
    "sala": MenuSandbox,
    "crm": CrmSandbox,
}

MOST_SECONDS = 20.0
"""One whole look at both sides."""


@contextmanager
def restaurant(pair: str, folder: Path) -> Iterator[tuple[Any, ByHand]]:
    with TOWNS[pair]() as town:
        # Its own pace is tried elsewhere; here it would only be waited for.
        by_hand = ByHand(folder, town, "calls_per_second = 100\n" if pair == "crm" else "")
        try:
            yield town, by_hand
        finally:
            by_hand.close()


def guest(pair: str, town: Any, notes: str) -> str:
    """Somebody orders or books; the portal's id."""
    if pair == "banco":
        return str(town.plateform.place_order()["id"])
    if pair == "sala":
        return str(town.plateform.book(status="confermato", notes=notes)["id"])
    return str(town.lasagna.book(status="confermata", starts_at=TOMORROW, notes=notes)["id"])


def at_the_till(pair: str, town: Any, ref: str) -> int:
    """How often."""
    if pair == "banco":
        return sum(each["externalId"] == f"plateform:{ref}" for each in town.cassa.state_json()["orders"])
    if pair == "sala":
        return len(town.menu.tagged(f"plateform:{ref}"))
    return sum(each["source"] == f"lasagna:{ref}" for each in town.tilby.bookings())


def whole_look(by_hand: ByHand) -> list[str]:
    """The messages of what failed; a defect of ours is no failure of theirs."""
    began = time.monotonic()
    reports = by_hand.passes(full=True)
    assert time.monotonic() - began < MOST_SECONDS, "a lane would be stuck"
    failures = [failure for report in reports for failure in report.failures]
    assert not [failure for failure in failures if failure.message == "agent.defect"], failures
    assert all(isinstance(failure.kind, FailureKind) for failure in failures)
    return [failure.message for failure in failures]


@pytest.mark.parametrize("kind", [*BODIES, "a bomb of zeros", "not what it says"])
@pytest.mark.parametrize("pair", TOWNS)
def test_whole_answers_of_nonsense_fail_and_nothing_is_lost(
    pair: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil = {"a bomb of zeros": gzipped, "not what it says": not_gzipped}.get(kind) or body_of(kind)
    with restaurant(pair, tmp_path) as (town, by_hand):
        first = guest(pair, town, "finestra")
        by_hand.passes(2, full=True)
        second = guest(pair, town, "torta")
        with spoiling(monkeypatch, spoil) as struck:
            whole_look(by_hand)
        assert struck
        assert by_hand.passes(3, full=True)[-1].failures == []
        assert [at_the_till(pair, town, ref) for ref in (first, second)] == [1, 1]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pair", TOWNS)
def test_one_bad_record_is_set_aside_and_the_others_go_through(
    pair: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with restaurant(pair, tmp_path) as (town, by_hand):
        bad = guest(pair, town, "finestra")
        good = guest(pair, town, "torta")
        where: list[str] = []

        def spoil(_path: str, answer: Answer) -> None:
            records = records_of(answer)
            record = next((each for each in records or () if str(each.get("id")) == bad), None)
            if record is not None:
                # The same place in every page that has it.
                where.append(worsened(record, random.Random(f"{pair}/{seed}")))
                told = json.loads(answer.body)
                spoiled = [record if str(each.get("id")) == bad else each for each in records or ()]
                answer.body = json.dumps(_put(told, spoiled)).encode("utf-8", "surrogatepass")

        with spoiling(monkeypatch, spoil):
            for _look in range(3):
                whole_look(by_hand)
        assert where, "it was never in a page"
        assert at_the_till(pair, town, good) == 1, where[0]
        assert at_the_till(pair, town, bad) <= 1, where[0]
        by_hand.passes(3, full=True)
        assert at_the_till(pair, town, good) == 1


def _put(told: Any, records: list[Any]) -> Any:
    if isinstance(told, list):
        return records
    name = next(name for name, value in told.items() if isinstance(value, list) and value)
    return {**told, name: records}


def test_every_town_has_two_sides() -> None:
    assert all(issubclass(each, Town) for each in TOWNS.values())
