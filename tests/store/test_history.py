"""Time lines, and the feed by which processes tell each other what they did."""

from types import MappingProxyType

from agent.domain.history import Entry
from agent.domain.ledger import Change
from agent.domain.orders import Actor
from agent.store import Ledger, Store
from tests.store.engine import opens
from tests.store.making import LINK, PRECISE, keep

CALLED = Entry(
    PRECISE, Actor.SCREEN, "history.called", MappingProxyType({"note": "È stanco, «richiamare»", "vuoto": ""})
)


def test_an_entry_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    order = keep(ledger)
    ledger.record(order, LINK, [CALLED])
    (entry,) = ledger.history(order.id)
    assert entry == Entry(
        PRECISE, Actor.SCREEN, "history.called", CALLED.params, id=entry.id, link=LINK, order_id=order.id
    )
    assert entry.id > 0


def test_every_actor_is_kept(ledger: Ledger) -> None:
    order = keep(ledger)
    ledger.record(order, LINK, [Entry(PRECISE, actor, "history.x") for actor in Actor])
    assert [entry.actor for entry in ledger.history(order.id)] == list(Actor)


def test_a_time_line_is_of_one_order_in_the_order_of_recording(ledger: Ledger) -> None:
    first, second = keep(ledger, 1), keep(ledger, 2)
    for order, what in ((first, "a"), (second, "b"), (first, "c")):
        ledger.record(order, LINK, [Entry(PRECISE, Actor.AGENT, what)])
    assert [entry.what for entry in ledger.history(first.id)] == ["a", "c"]
    assert ledger.history(99) == ()


def test_the_activity_is_of_all_newest_first_page_by_page(ledger: Ledger) -> None:
    order = keep(ledger)
    ledger.record(order, LINK, [Entry(PRECISE, Actor.AGENT, what) for what in "ab"])
    ledger.record(None, "sala", [Entry(PRECISE, Actor.AGENT, "c")])
    newest = ledger.activity(limit=2)
    assert [(entry.what, entry.link, entry.order_id) for entry in newest] == [
        ("c", "sala", None),
        ("b", LINK, order.id),
    ]
    assert [entry.what for entry in ledger.activity(before_id=newest[-1].id)] == ["a"]
    assert [entry.what for entry in ledger.activity(link="sala")] == ["c"]
    assert ledger.activity(link="nessuno") == ()


def test_recording_nothing_is_nothing(ledger: Ledger) -> None:
    ledger.record(None, LINK, [])
    assert ledger.last_change() == 0
    assert ledger.activity() == ()


def test_the_feed_says_who_did_what_since_then(store: Store) -> None:
    with store.writing() as ledger:
        order = keep(ledger)
        ledger.record(order, LINK, [Entry(PRECISE, Actor.AGENT, "a")])
        known = ledger.last_change()
    other = opens(store._path)
    try:
        with other.writing() as ledger:
            ledger.record(None, "sala", [Entry(PRECISE, Actor.CLI, "b")])
            ledger.record(order, LINK, [Entry(PRECISE, Actor.CLI, "c")])
    finally:
        other.close()
    with store.reading() as ledger:
        assert ledger.changes_after(known) == (
            Change(known + 1, "sala", None, other.origin, "b"),
            Change(known + 2, LINK, order.id, other.origin, "c"),
        )
        assert ledger.changes_after(ledger.last_change()) == ()
        assert ledger.changes_after(0)[0].origin == store.origin != other.origin
