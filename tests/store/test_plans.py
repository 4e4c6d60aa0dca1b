"""What is asked often goes by an index: the number of stored orders must not be felt on an evening."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.failures import Side
from agent.domain.orders import OrderState
from agent.domain.reservations import ReservationState
from agent.store import Ledger, Store
from tests.domain.making import NOON
from tests.store.engine import database_of
from tests.store.making import LINK, keep

SMALL = {
    "orders_standing",
    "outbox_open",
    "outbox_open_order",
    "outbox_open_state",
    "reservations_asking",
    "reservations_checked",
    "reservations_pending",
}
"""Partial indexes: they hold what is open, however much there was."""

ASKED: dict[str, Callable[[Ledger], object]] = {
    "order": lambda ledger: ledger.order(1),
    "order_of_portal": lambda ledger: ledger.order_of_portal(LINK, "501"),
    "order_of_till": lambda ledger: ledger.order_of_till(LINK, "t1"),
    "standing_orders": lambda ledger: ledger.standing_orders(),
    "standing_orders of a link": lambda ledger: ledger.standing_orders(LINK),
    "orders of a link": lambda ledger: ledger.orders(link=LINK, limit=50),
    "orders of a state": lambda ledger: ledger.orders(states=[OrderState.READY], limit=50),
    "orders of a link and a state": lambda ledger: ledger.orders(link=LINK, states=[OrderState.READY], limit=50),
    "save_order": lambda ledger: _save(ledger),
    "due_errands": lambda ledger: ledger.due_errands(LINK, NOON),
    "next_due": lambda ledger: ledger.next_due(LINK),
    "errand": lambda ledger: ledger.errand(1),
    "errands": lambda ledger: ledger.errands(),
    "errands of a link": lambda ledger: ledger.errands(LINK),
    "errands of a state": lambda ledger: ledger.errands(states=[ErrandState.PARKED]),
    "errands_of": lambda ledger: ledger.errands_of(1),
    "errands_of, the done ones too": lambda ledger: ledger.errands_of(1, open_only=False),
    "finish_errand": lambda ledger: ledger.finish_errand(1),
    "withdraw": lambda ledger: ledger.withdraw(1, [ErrandKind.ACCEPT]),
    "clear_waits": lambda ledger: ledger.clear_waits(LINK, NOON),
    "clear_waits_of": lambda ledger: ledger.clear_waits_of(1, NOON),
    "outbox_count": lambda ledger: ledger.outbox_count(LINK),
    "history": lambda ledger: ledger.history(1),
    "activity of a link": lambda ledger: ledger.activity(link=LINK),
    "last_change": lambda ledger: ledger.last_change(),
    "changes_after": lambda ledger: ledger.changes_after(1),
    "known_refs": lambda ledger: ledger.known_refs(LINK, Side.POS, ["t1", "t2"]),
    "reservations_of": lambda ledger: ledger.reservations_of(LINK, Side.POS, ["t1", "t2"]),
    "forgotten_reservations": lambda ledger: ledger.forgotten_reservations([1, 2]),
    "reservations of some days": lambda ledger: ledger.reservations(starting=(NOON, NOON + timedelta(days=1))),
    "reservations that wait for an answer": lambda ledger: ledger.reservations(states=[ReservationState.PENDING]),
    "asking_reservations": lambda ledger: ledger.asking_reservations(),
    "asking_reservations of a link": lambda ledger: ledger.asking_reservations(LINK),
    "reservations_with_checks": lambda ledger: ledger.reservations_with_checks(LINK, NOON),
    "refs_starting": lambda ledger: ledger.refs_starting(LINK, Side.POS, NOON, NOON + timedelta(days=1)),
}


def _save(ledger: Ledger) -> None:
    order = ledger.order(1)
    assert order is not None
    ledger.save_order(order)


@pytest.fixture
def plans(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of SQLite's plan of every statement, as they are asked."""
    database = database_of(store)
    lines: list[str] = []
    execute: Callable[..., Any] = database.execute_sql

    def explained(sql: str, params: Any = None, *rest: Any) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            lines.extend(row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", params, *rest).fetchall())
        return execute(sql, params, *rest)

    monkeypatch.setattr(database, "execute_sql", explained)
    return lines


def full_scans(lines: list[str]) -> list[str]:
    """Those that walk through a table, or through an index that grows with it."""
    scans = (re.fullmatch(r"SCAN \S+(?: USING (?:COVERING )?INDEX (\S+))?", line) for line in lines)
    return [scan.string for scan in scans if scan and scan.group(1) not in SMALL]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_often_goes_by_an_index(store: Store, plans: list[str], asked: str) -> None:
    with store.writing() as ledger:
        keep(ledger)
        plans.clear()
        ASKED[asked](ledger)
    assert plans
    assert full_scans(plans) == []


def test_those_that_ask_are_found_among_themselves_and_not_among_all_of_a_link(store: Store, plans: list[str]) -> None:
    with store.writing() as ledger:
        ledger.asking_reservations(LINK)
    assert [line for line in plans if "reservations_day" in line] == []
    assert any("INTEGER PRIMARY KEY" in line for line in plans)


def test_those_that_wait_for_an_answer_are_found_by_their_own_index(store: Store, plans: list[str]) -> None:
    with store.writing() as ledger:
        ledger.reservations(starting=(NOON, NOON + timedelta(days=400)), states=[ReservationState.PENDING])
    assert any("reservations_pending" in line for line in plans)


@pytest.mark.parametrize("asked", ["orders of a link", "orders of a link and a state", "activity of a link"])
def test_a_page_is_not_sorted_out_of_all_there_is(store: Store, plans: list[str], asked: str) -> None:
    with store.writing() as ledger:
        ASKED[asked](ledger)
    assert plans
    assert [line for line in plans if "ORDER BY" in line] == []


def test_the_search_reads_the_index_and_no_order(store: Store, plans: list[str]) -> None:
    with store.writing() as ledger:
        ledger.orders(search="rossi 123")
    assert full_scans(plans) == ["SCAN matching USING COVERING INDEX orders_search"]


def test_counting_reads_an_index(store: Store, plans: list[str]) -> None:
    with store.writing() as ledger:
        ledger.count_orders()
        ledger.count_orders(LINK)
    assert [line for line in plans if "ORDER" not in line] != []
    assert all("COVERING INDEX orders" in line for line in plans if line.startswith(("SCAN", "SEARCH")))


def test_a_year_of_statistics_reads_no_order_and_no_sale(store: Store, plans: list[str]) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    since, until = NOON - timedelta(days=300), NOON
    with store.writing() as ledger:
        for link in (None, LINK):
            ledger.order_facts(since, until, link)
            ledger.taken(first, last, link)
            ledger.taken_by_day(first, last, link)
            ledger.taken_by_hour(first, last, link)
            ledger.taken_by_source(first, last, link)
    used = [line for line in plans if line.startswith(("SCAN", "SEARCH"))]
    assert len(used) == 2 * (3 + 4)
    assert [line for line in used if "USING COVERING INDEX" not in line] == []
    assert full_scans(plans) == []
