"""Databases that past versions left are opened, brought to the present form, and everything in them is still there.

A new version adds its file (see `old/make.py`) and its line here.
"""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.failures import Failure, FailureKind, Side, Unavailable
from agent.domain.floor import Room, Table
from agent.domain.health import FlowHealth
from agent.domain.orders import Actor, OrderState
from agent.store import Ledger, Store, migrations
from tests.store.engine import bare, opens
from tests.store.old.make import AT, orders, reservation

OLD = Path(__file__).with_name("old")
TIMED_OUT = Failure(FailureKind.TRANSIENT, "side.timeout", {"system": "Plateform"}, Side.PORTAL)


@pytest.fixture(params=["v1.db", "v2.db", "v3.db", "v4.db"])
def old(request: pytest.FixtureRequest, file: Path) -> Path:
    """A copy: the stored one stays as it is."""
    file.parent.mkdir()
    shutil.copyfile(OLD / request.param, file)
    return file


@pytest.fixture
def past(old: Path) -> Iterator[Ledger]:
    store = opens(old)
    with store.writing() as ledger:
        yield ledger
    store.close()


def test_the_orders_are_the_same(past: Ledger) -> None:
    new, full = past.orders()
    expected_full, expected_new = orders()
    assert full.portal == expected_full.portal
    assert new.portal == expected_new.portal
    assert (full.till, full.decision, full.notices) == (
        expected_full.till,
        expected_full.decision,
        expected_full.notices,
    )
    assert (full.promised_at, full.sent_by) == (AT + timedelta(minutes=30), AT + timedelta(seconds=5))
    assert (full.unmatched, full.till_missing_since, full.preparation_told) == (("1",), AT, True)
    assert (new.state, new.till, new.decision, new.notices) == (OrderState.NEW, None, None, ())
    assert (full.version, new.version) == (1, 1)
    assert full.portal.total == Decimal("29.01")


def test_what_is_owed_is_still_owed(past: Ledger) -> None:
    parked, sending = past.errands()
    assert (parked.kind, parked.state, parked.failure) == (ErrandKind.COMPLETE, ErrandState.PARKED, TIMED_OUT)
    assert (sending.kind, sending.state, sending.attempts) == (ErrandKind.CREATE, ErrandState.SENDING, 1)
    (done, _parked) = past.errands_of(parked.order_id or 0, open_only=False)
    assert (done.idempotency_key, done.payload, done.state) == ("done", {"minutes": "30"}, ErrandState.DONE)
    assert past.due_errands("banco", AT) == (sending,)


def test_the_rest_is_the_same(past: Ledger) -> None:
    (entry,) = past.activity()
    assert (entry.at, entry.actor, entry.what, dict(entry.params)) == (
        AT,
        Actor.PORTAL,
        "history.arrived",
        {"code": "A37"},
    )
    assert past.cursor("banco", "orders") == AT
    assert past.flow_health("banco") == {"orders": FlowHealth(AT, AT, TIMED_OUT)}
    assert past.set_aside_since("banco", AT) == 1
    assert past.guest_ref("banco", "9") == "c1"
    assert past.paused("sala")
    assert past.preferences() == {"language": "it"}
    assert past.open_requests() == ()


def test_reservations_are_the_same_where_there_were_some(old: Path) -> None:
    store = opens(old)
    with store.reading() as ledger:
        found = ledger.reservations()
        rooms = ledger.rooms("sala")
    store.close()
    if old_version(old) < 3:
        assert (found, rooms) == ((), ())
        return
    (held,) = found
    assert replace(held, id=0, version=0) == reservation()
    assert rooms == (Room("1", "Sala", (Table("7", "7", 4),)),)


def old_version(old: Path) -> int:
    """Of the copy that the upgrade left."""
    (copy,) = old.parent.glob("*.before-*")
    with bare(copy) as connection:
        return migrations.version_of(connection)


def test_it_is_worked_on_as_any_other(past: Ledger) -> None:
    new, _full = past.orders()
    assert past.save_order(new).version == 2
    assert [order.portal.code for order in past.orders(search="niccolo")] == ["A38", "A37"]
    assert len(past.standing_orders()) == 2


def test_it_has_the_present_form_and_the_past_one_lies_beside_it(old: Path) -> None:
    with bare(old) as past:
        was = migrations.version_of(past)
    opens(old).close()
    with bare(old) as upgraded, bare(old.with_name(f"{old.name}.present")) as fresh:
        migrations.migrate(fresh, old.with_name(f"{old.name}.present"))
        schema = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        assert upgraded.execute(schema).fetchall() == fresh.execute(schema).fetchall()
        assert migrations.version_of(upgraded) == len(migrations.STEPS)
    (copy,) = old.parent.glob("*.before-*")
    with bare(copy) as connection:
        assert migrations.version_of(connection) == was
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (2,)


def test_several_that_open_it_at_once_all_have_it_and_the_copy_is_whole(old: Path) -> None:
    before = version(old)
    stores = [Store(old) for _ in range(6)]
    together, failed = threading.Barrier(len(stores), timeout=20), []

    def open_one(store: Store) -> None:
        together.wait()
        try:
            store.open()
        except Unavailable as trouble:
            failed.append(trouble.failure)

    threads = [threading.Thread(target=open_one, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for store in stores:
        store.close()
    assert failed == []
    copy = old.with_name(f"{old.name}.before-{before + 1}")
    with bare(copy) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    assert version(copy) == before
    assert not old.with_name(f"{old.name}.copying").exists()


def version(file: Path) -> int:
    with bare(file) as connection:
        return migrations.version_of(connection)
