"""One bad record in an answer: it is set aside or read for what it says, the others arrive, no pass hangs.

Judged at the two servers. `CAMPANELLO_EXAMPLES` asks for more than the suite's own.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from agent.domain.failures import Side
from agent.sandbox import CrmSandbox, MenuSandbox, Sandbox
from tests.bad_input.restaurants import LONGEST_PASS, Banco, Crm, Sala, Ways, told
from tests.bad_input.spoiling import Spoiling, spoilings

EXAMPLES: Final = max(int(os.environ.get("CAMPANELLO_EXAMPLES", "60")) // 6, 1)

Made = Banco | Sala | Crm


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


PAIRS: Final = {"banco": banco, "sala": sala, "crm": crm}


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


def played(opened: Callable[[], "contextmanager[tuple[Made, Ways]]"], side: Side, how: Spoiling) -> None:
    with opened() as (made, ways):
        made.settles()
        made.begins()
        ways.spoil(side, how)
        passes(made)
        made.goes_on()
        passes(made)
        assert made.arrived() == []
        ways.spoil(side, None)
        passes(made)
        passes(made)
        assert made.all_arrived() == [], "once it can be read it arrives too"


def passes(made: Made) -> None:
    """Nothing but told failures, and in time."""
    began = time.monotonic()
    reports = made.hand.passes(2, full=True)
    assert time.monotonic() - began < LONGEST_PASS
    assert "agent.defect" not in told(reports)
