"""Rooms and tables: shown as a difference first, the portal's own rooms kept unless a person unticks them."""

import pytest

from agent.domain.commands import ApproveProposal
from agent.domain.failures import DecisionRefused, Transient
from agent.domain.floor import Room, Table
from agent.domain.proposals import ProposalKind, ProposalState
from tests.alignment.conftest import LINK, Pair
from tests.alignment.sides import refused

SALA = Room("1", "Sala", (Table("101", "7", 4), Table("102", "7a", 2)))
GIARDINO = Room("g", "Giardino", (Table("g1", "30", 6),))


def test_nothing_is_sent_unseen_and_the_portals_own_room_stays(pair: Pair) -> None:
    pair.till.rooms_now, pair.portal.rooms_now = (SALA,), (GIARDINO,)
    pair.compare_floor()
    waiting = pair.floor_waiting()
    assert waiting is not None
    assert (waiting.before, waiting.wanted, pair.portal.writes) == ((GIARDINO,), (SALA, GIARDINO), 0)
    pair.say(ApproveProposal(waiting.id))
    pair.compare_floor()
    assert list(pair.portal.rooms_now) == [SALA, GIARDINO]
    pair.compare_floor()
    assert (pair.portal.writes, pair.floor_waiting(), pair.findings()) == (1, None, ())
    with pair.store.reading() as ledger:
        assert ledger.rooms(LINK) == (SALA,)


def test_a_room_that_a_person_unticks_goes(pair: Pair) -> None:
    pair.till.rooms_now, pair.portal.rooms_now = (SALA,), (GIARDINO,)
    pair.compare_floor()
    waiting = pair.floor_waiting()
    assert waiting is not None
    with pytest.raises(DecisionRefused):
        pair.say(ApproveProposal(waiting.id, frozenset({"nessuna"})))
    pair.say(ApproveProposal(waiting.id, frozenset({"g"})))
    pair.compare_floor()
    assert pair.portal.rooms_now == (SALA,)


def test_near_misses_are_found_before_and_gone_after(pair: Pair) -> None:
    pair.till.rooms_now = (SALA,)
    pair.portal.rooms_now = (Room("1", "Sala", (Table("101", "7", 4), Table("x", "7A", 2))),)
    pair.compare_floor()
    assert [(each.cause, each.params["near"]) for each in pair.findings()] == [("finding.table_near", "7A")]
    waiting = pair.floor_waiting()
    assert waiting is not None
    pair.say(ApproveProposal(waiting.id))
    pair.compare_floor()
    assert pair.findings() == ()


def test_a_lost_answer_is_found_out(pair: Pair) -> None:
    pair.till.rooms_now = (SALA,)
    pair.compare_floor()
    waiting = pair.floor_waiting()
    assert waiting is not None
    pair.say(ApproveProposal(waiting.id))
    pair.portal.loses_answers = 1
    with pytest.raises(Transient):
        pair.compare_floor()
    pair.restart()
    pair.compare_floor()
    with pair.store.reading() as ledger:
        last = ledger.last_proposal(LINK, ProposalKind.FLOOR)
    assert last is not None
    assert (last.state, pair.portal.writes) == (ProposalState.SENT, 1)


def test_a_refusal_is_kept_with_its_reason(pair: Pair) -> None:
    pair.till.rooms_now = (SALA,)
    pair.compare_floor()
    waiting = pair.floor_waiting()
    assert waiting is not None
    pair.say(ApproveProposal(waiting.id))
    pair.portal.fails = [refused()]
    pair.compare_floor()
    assert pair.history()[-1] == "history.floor_refused"
    assert pair.portal.rooms_now == ()
