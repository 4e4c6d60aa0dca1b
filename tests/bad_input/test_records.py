"""One bad record in an answer: it is set aside or read for what it says, the others arrive, no pass hangs.

Judged at the two servers. `CAMPANELLO_EXAMPLES` asks for more than the suite's own.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from agent.domain.failures import Side
from agent.sandbox import CrmSandbox, MenuSandbox, Sandbox
from tests.bad_input.restaurants import GOOD, GUASTO, LONGEST_PASS, Banco, Crm, Sala, Ways, told
from tests.bad_input.spoiling import Spoiling, spoilings

EXAMPLES: Final = max(int(os.environ.get("CAMPANELLO_EXAMPLES", "60")) // 6, 1)

Made = Banco | Sala | Crm
Opened = Callable[[], AbstractContextManager[tuple[Made, Ways]]]


@contextmanager
def banco() -> Iterator[tuple[Made, Ways]]:
    town = Sandbox()
    ways = Ways(town, lambda: (town.plateform.port, town.cassa.port))
    with tempfile.TemporaryDirectory() as folder, ways:
        made = Banco(Path(folder), ways, town)
        try:
            yield made, ways
        finally:
            made.hand.close()


@contextmanager
def sala() -> Iterator[tuple[Made, Ways]]:
    town = MenuSandbox()
    ways = Ways(town, lambda: (town.plateform.port, town.menu.port))
    with tempfile.TemporaryDirectory() as folder, ways:
        made = Sala(Path(folder), ways, town)
        try:
            yield made, ways
        finally:
            made.hand.close()


@contextmanager
def crm() -> Iterator[tuple[Made, Ways]]:
    town = CrmSandbox()
    ways = Ways(town, lambda: (town.lasagna.port, town.tilby.port))
    with tempfile.TemporaryDirectory() as folder, ways:
        made = Crm(Path(folder), ways, town)
        try:
            yield made, ways
        finally:
            made.hand.close()


PAIRS: Final[dict[str, Opened]] = {"banco": banco, "sala": sala, "crm": crm}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("pair", PAIRS)
def test_the_others_arrive_whatever_one_record_holds(pair: str, side: Side) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(spoilings)
    def plays(how: Spoiling) -> None:
        played(PAIRS[pair], side, how)

    plays()


def played(opened: Opened, side: Side, how: Spoiling) -> None:
    """The bad one comes between the two good ones, and is on the same pages as both."""
    with opened() as (made, ways):
        made.settles()
        made.begins(GOOD[0], GUASTO)
        ways.spoil(side, how)
        passes(made)
        made.begins(GOOD[1])
        passes(made)
        made.goes_on()
        passes(made)
        assert not (missing := made.arrived()), missing
        ways.spoil(side, None)
        passes(made, full=True)
        passes(made, full=True)
        # Once it can be read it arrives too.
        assert not (missing := made.all_arrived()), missing


def passes(made: Made, *, full: bool = False) -> None:
    """Nothing but told failures, and in time."""
    began = time.monotonic()
    reports = made.hand.passes(2, full=full)
    assert time.monotonic() - began < LONGEST_PASS
    with made.hand.store.reading() as ledger:
        parked = [row.failure.message for row in ledger.errands() if row.failure is not None]
    assert "agent.defect" not in [*told(reports), *parked]
