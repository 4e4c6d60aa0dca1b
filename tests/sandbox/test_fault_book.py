"""Which fault strikes which request, without a server."""

from typing import Any

import pytest

from agent.sandbox import Fault
from agent.sandbox.faults import Faults


def test_a_fault_until_it_is_cleared() -> None:
    faults = Faults()
    fault = faults.add(Fault("error", path="limit=5", times=None))
    assert [faults.striking("GET", "/v1/orders", "limit=5") for _ in range(5)] == [fault] * 5
    assert faults.striking("GET", "/v1/orders", "limit=6") is None
    faults.clear()
    assert faults.striking("GET", "/v1/orders", "limit=5") is None
    assert fault.struck == 5


@pytest.mark.parametrize("fields", [{"kind": "explode"}, {"kind": "skew"}, {"kind": "error", "path": "("}])
def test_a_fault_that_can_not_be(fields: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"explode|seconds|unterminated"):
        Fault(**fields)
