"""The end of a process in the middle of a transaction leaves the last commit, and what was sent is known again."""

from pathlib import Path

from agent.store import soundness
from tests.store.engine import opens
from tests.store.processes import process


def test_a_kill_in_a_transaction_leaves_the_last_commit(file: Path) -> None:
    file.parent.mkdir()
    with process("tests.store.dying", file) as dying:
        dying.kill()
        assert dying.wait(timeout=10) != 0
    assert soundness.to_be_read_whole(file), "the log it left says that the end was not a good one"
    store = opens(file)
    try:
        with store.writing() as ledger:
            assert [order.portal.ref for order in ledger.orders()] == ["501"]
            assert ledger.table_counts()["order_lines"] == 1
    finally:
        store.close()
