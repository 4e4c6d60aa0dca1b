"""What every connector must do when its side, or what stands between, misbehaves."""

import logging
import threading
import time
import traceback
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from agent.domain.failures import AuthRefused, Failed, Malformed, RateLimited, Transient
from agent.sandbox import Fault
from tests.contract.world import World


def failure_of(world: World, *, write: bool) -> Failed:
    call = world.write if write else world.read
    with pytest.raises(Failed) as caught:
        call()
    return caught.value


def strike(world: World, fault: Fault, *, write: bool) -> Fault:
    fault.path = world.write_path if write else world.read_path
    return world.faults.add(fault)


class SideContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_the_credentials_are_tried_with_one_cheap_call(self, world: World) -> None:
        assert world.connector.test().name

    def test_wrong_credentials(self, world: World) -> None:
        connector = world.opened(wrong_credentials=True)
        with pytest.raises(AuthRefused) as caught:
            connector.test()
        connector.close()
        assert caught.value.failure.message == "side.credentials_refused"

    @pytest.mark.parametrize("write", [False, True])
    def test_too_many_calls_with_seconds(self, world: World, write: bool) -> None:
        strike(world, Fault("rate_limit", retry_after=7), write=write)
        failed = failure_of(world, write=write)
        assert isinstance(failed, RateLimited)
        assert (failed.failure.after, failed.failure.acted) == (timedelta(seconds=7), False)
        assert world.written() == 0

    def test_too_many_calls_with_a_date(self, world: World) -> None:
        strike(world, Fault("rate_limit", retry_after=datetime.now(UTC) + timedelta(seconds=40)), write=True)
        failed = failure_of(world, write=True)
        assert isinstance(failed, RateLimited)
        assert failed.failure.after is not None
        assert timedelta(seconds=35) <= failed.failure.after <= timedelta(seconds=41)

    def test_unavailable_and_it_says_until_when(self, world: World) -> None:
        strike(world, Fault("error", status=503, retry_after=9), write=False)
        failed = failure_of(world, write=False)
        assert isinstance(failed, RateLimited)
        assert failed.failure.after == timedelta(seconds=9)

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    @pytest.mark.parametrize(("write", "acted"), [(False, False), (True, None)])
    def test_a_server_in_trouble(self, world: World, status: int, write: bool, acted: bool | None) -> None:
        strike(world, Fault("error", status=status), write=write)
        failed = failure_of(world, write=write)
        assert isinstance(failed, Transient)
        assert (failed.failure.message, failed.failure.acted) == ("side.server_error", acted)

    @pytest.mark.parametrize(("write", "acted"), [(False, False), (True, None)])
    def test_a_page_of_somebody_else(self, world: World, write: bool, acted: bool | None) -> None:
        strike(world, Fault("malformed"), write=write)
        failed = failure_of(world, write=write)
        assert isinstance(failed, Malformed)
        assert failed.failure.acted is acted

    def test_a_404_of_somebody_else_is_not_the_sides_word(self, world: World) -> None:
        strike(world, Fault("error", status=404), write=False)
        failed = failure_of(world, write=False)
        assert isinstance(failed, Transient)
        assert (failed.failure.message, failed.failure.acted) == ("side.stranger", False)

    @pytest.mark.parametrize(("write", "acted"), [(False, False), (True, None)])
    def test_half_an_answer(self, world: World, write: bool, acted: bool | None) -> None:
        strike(world, Fault("cut"), write=write)
        failed = failure_of(world, write=write)
        assert isinstance(failed, Transient)
        assert failed.failure.acted is acted

    @pytest.mark.parametrize(("write", "acted"), [(False, False), (True, None)])
    def test_a_connection_that_breaks(self, world: World, write: bool, acted: bool | None) -> None:
        strike(world, Fault("refuse"), write=write)
        failed = failure_of(world, write=write)
        assert isinstance(failed, Transient)
        assert failed.failure.acted is acted

    def test_an_answer_lost_after_acting(self, world: World) -> None:
        strike(world, Fault("lose_answer"), write=True)
        failed = failure_of(world, write=True)
        assert isinstance(failed, Transient)
        assert failed.failure.acted is None
        assert world.written() == 1
        assert world.found_again()
        assert world.written() == 1

    @pytest.mark.parametrize(("write", "acted"), [(False, False), (True, None)])
    def test_a_side_that_hangs_is_left_at_the_deadline(self, world: World, write: bool, acted: bool | None) -> None:
        strike(world, Fault("hang"), write=write)
        began = time.monotonic()
        failed = failure_of(world, write=write)
        assert time.monotonic() - began < 3
        assert isinstance(failed, Transient)
        assert (failed.failure.message, failed.failure.acted) == ("side.timeout", acted)

    @pytest.mark.parametrize("write", [False, True])
    def test_a_side_that_is_not_there(self, world: World, write: bool) -> None:
        world.down()
        failed = failure_of(world, write=write)
        assert isinstance(failed, Transient)
        assert (failed.failure.message, failed.failure.acted) == ("side.unreachable", False)

    def test_it_works_again_after_every_failure(self, world: World) -> None:
        for kind in ("refuse", "cut", "malformed", "error"):
            strike(world, Fault(kind), write=False)
            failure_of(world, write=False)
        world.read()

    def test_closing_ends_a_call_under_way(self, world: World) -> None:
        hanging = strike(world, Fault("hang"), write=False)
        caught: list[Failed] = []
        thread = threading.Thread(target=lambda: caught.append(failure_of(world, write=False)))
        thread.start()
        deadline = time.monotonic() + 5
        while not hanging.struck and time.monotonic() < deadline:
            time.sleep(0.005)
        began = time.monotonic()
        world.connector.close()
        thread.join(5)
        assert time.monotonic() - began < 0.9
        assert isinstance(caught[0], Transient)
        assert isinstance(failure_of(world, write=False), Transient)

    def test_the_sides_clock_is_told(self, world: World) -> None:
        world.faults.add(Fault("skew", seconds=600))
        world.read()
        assert -602 < world.skews[-1] < -598

    def test_nothing_secret_is_told(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        failures: list[Failed] = []
        with capture_logs() as logged:
            world.connector.test()
            world.read()
            for kind in ("refuse", "cut", "malformed", "error", "rate_limit", "expire_token", "hang"):
                for write in (False, True):
                    strike(world, Fault(kind, times=None), write=write)
                    failures.append(failure_of(world, write=write))
                    world.faults.clear()
            connector = world.opened(wrong_credentials=True)
            with pytest.raises(AuthRefused) as refused:
                connector.test()
            connector.close()
            failures.append(refused.value)
            world.read()
        # The sandbox is a server in this process, and its own access log is no business of a connector.
        foreign = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
        told = [repr(line) for line in logged] + foreign
        for failed in failures:
            told += [str(failed), repr(failed), repr(failed.failure), *traceback.format_exception(failed)]
        told.append(repr(world.connector))
        assert len(logged) > 10
        everything = "\n".join(told)
        for word in (*world.secrets, *world.guests_words):
            assert word not in everything
