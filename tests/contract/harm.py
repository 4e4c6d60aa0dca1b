"""Whatever only reads: what every call of it must do when its side, or what stands between, misbehaves."""

from collections.abc import Callable

import pytest

from agent.domain.failures import AuthRefused, Failed, Malformed, RateLimited, Transient
from agent.sandbox import Fault
from agent.sandbox.faults import FaultKind
from tests.contract.world import World

HARM: tuple[tuple[FaultKind, type[Failed]], ...] = (
    ("refuse", Transient),
    ("cut", Transient),
    ("error", Transient),
    ("malformed", Malformed),
    ("rate_limit", RateLimited),
    ("expire_token", AuthRefused),
)
"""While it lasts, and what a call then says."""


def stands_the_harm(world: World, path: str, call: Callable[[], object]) -> None:
    """Nothing but the failure comes out, nothing was done, and the next call is as the first one was."""
    first = call()
    for kind, expected in HARM:
        fault = world.faults.add(Fault(kind, path=path, times=None))
        with pytest.raises(Failed) as caught:
            call()
        assert fault.struck
        world.faults.clear()
        assert isinstance(caught.value, expected), kind
        assert caught.value.failure.acted is False, kind
        if kind != "expire_token":
            assert call() == first, kind
