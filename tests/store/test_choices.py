"""Pauses and preferences, what processes ask each other, and how much there is of everything."""

from datetime import timedelta

from agent.domain.errands import Errand, ErrandKind
from agent.domain.ledger import Request
from agent.store import Ledger
from tests.domain.making import NOON
from tests.store.making import LINK, PRECISE, full_order


def test_a_link_is_paused_until_it_is_resumed(ledger: Ledger) -> None:
    assert not ledger.paused(LINK)
    ledger.set_paused(LINK, True)
    ledger.set_paused(LINK, True)
    assert ledger.paused(LINK)
    assert not ledger.paused("sala")
    ledger.set_paused(LINK, False)
    ledger.set_paused(LINK, False)
    assert not ledger.paused(LINK)


def test_the_last_choice_counts(ledger: Ledger) -> None:
    assert ledger.preference("language") is None
    ledger.set_preference("language", "en")
    ledger.set_preference("language", "it – così")
    ledger.set_preference("volume", "")
    assert ledger.preference("language") == "it – così"
    assert ledger.preferences() == {"language": "it – così", "volume": ""}


def test_a_request_is_open_until_it_is_answered(ledger: Ledger) -> None:
    first, second = ledger.ask("sync", LINK, PRECISE), ledger.ask("stop", None, PRECISE)
    waiting = Request(first, "sync", LINK, PRECISE, None, None), Request(second, "stop", None, PRECISE, None, None)
    assert ledger.open_requests() == waiting
    ledger.answer(first, "è fatto", PRECISE + timedelta(seconds=1))
    assert ledger.request(first) == Request(first, "sync", LINK, PRECISE, PRECISE + timedelta(seconds=1), "è fatto")
    assert ledger.open_requests() == waiting[1:]
    assert ledger.request(99) is None


def test_a_request_is_forgotten_after_a_day(ledger: Ledger) -> None:
    old = ledger.ask("sync", LINK, NOON)
    ledger.ask("sync", LINK, NOON + timedelta(days=1))
    assert ledger.request(old) is not None, "a day to the instant is still kept"
    ledger.ask("sync", LINK, NOON + timedelta(days=1, microseconds=1))
    assert ledger.request(old) is None
    assert len(ledger.open_requests()) == 2


def test_everything_is_counted(ledger: Ledger) -> None:
    assert set(ledger.table_counts().values()) == {0}
    order = ledger.add_order(full_order())
    ledger.announce(order, Errand(ErrandKind.ACCEPT), key="k", now=NOON)
    ledger.set_paused(LINK, True)
    counted = {name: count for name, count in ledger.table_counts().items() if count}
    assert counted == {"orders": 1, "order_lines": 2, "outbox": 1, "paused_links": 1}
