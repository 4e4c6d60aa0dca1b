"""The doctor: every item tried on the sandbox with a fault of its own, a remedy for each, and an end in time."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.diagnostics.doctor import Check, Examination, examine
from agent.domain.failures import Side, Unavailable
from agent.sandbox import Fault, Sandbox
from agent.sentences import check_sentence
from agent.vault import secret_name
from tests.journeys.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Sandbox() as sandbox:
        world = World(tmp_path / "home", sandbox)
        world.start(lanes=False)
        world.sync()
        yield world
        world.stop()


def found(world: World, name: str) -> list[Check]:
    return [check for check in world.agent.doctor() if check.name == name]


def test_all_is_well_on_a_good_link(world: World) -> None:
    checks = world.agent.doctor()
    assert {check.name for check in checks if check.ok is False} == set()
    assert {"keyring", "database", "disk", "log", "clock", "agent", "credentials", "prerequisite", "flow"} <= {
        check.name for check in checks
    }
    assert all(check_sentence(check).title for check in checks)


def test_wrong_credentials_are_told_with_what_to_do(world: World) -> None:
    world.vault.write(secret_name("banco", Side.POS, "api_key"), "sbagliata")
    (bad,) = [check for check in found(world, "credentials") if not check.ok]
    assert bad.subject == "banco/pos"
    assert "secret set" in check_sentence(bad).remedy


def test_a_sales_mode_that_is_misspelled_is_told_by_name(world: World) -> None:
    for mode in world.till.state.sales_modes:
        mode["description"] = mode["description"].capitalize()
    bad = [check for check in found(world, "prerequisite") if not check.ok]
    assert any("Plateform_delivery" in check_sentence(check).title for check in bad)


def test_a_wrong_clock_is_told(world: World) -> None:
    world.portal.faults.add(Fault("skew", seconds=120))
    world.sync()
    (clock,) = found(world, "clock")
    assert clock.ok is False


def test_a_locked_keyring_is_told() -> None:
    def locked() -> tuple[Check, ...]:
        raise Unavailable("keyring.locked")

    (check,) = examine([Examination("keyring", "", locked)])
    assert check.ok is False
    assert "Unlock" in check_sentence(check).remedy


def test_what_does_not_answer_is_left_behind_in_time() -> None:
    release = threading.Event()

    def stuck() -> tuple[Check, ...]:
        release.wait(10)
        return ()

    began = time.monotonic()
    checks = examine([Examination("keyring", "", stuck), Examination("log", "", lambda: (Check("log", True),))], 0.2)
    release.set()
    assert time.monotonic() - began < 2
    assert [(check.name, check.ok) for check in checks] == [("keyring", None), ("log", True)]


def test_a_broken_examination_hides_nothing_of_the_others() -> None:
    def broken() -> tuple[Check, ...]:
        raise ZeroDivisionError("maria@example.org")

    checks = examine([Examination("disk", "", broken), Examination("log", "", lambda: (Check("log", True),))])
    assert [(check.name, check.ok) for check in checks] == [("disk", False), ("log", True)]
    assert "ZeroDivisionError" in check_sentence(checks[0]).title
    assert "maria" not in str(check_sentence(checks[0]))


def test_what_hangs_does_not_keep_the_process() -> None:
    code = (
        "import time; from agent.diagnostics.doctor import Examination, examine\n"
        "print(examine([Examination('keyring', '', lambda: time.sleep(60) or ())], 0.1)[0].ok)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == "None\n"


def test_nothing_to_examine_takes_no_time() -> None:
    assert examine([]) == ()
