"""Rooms and tables: the till's are kept for the map; where the portal takes them, what differs is proposed first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

import structlog

from agent.domain.alignment import FindingArea
from agent.domain.alignment_checks import floor_findings
from agent.domain.events import AlignmentChanged, Event
from agent.domain.failures import Conflict, Refused
from agent.domain.floor import Room
from agent.domain.history import Entry
from agent.domain.ledger import Books, Ledger
from agent.domain.menu_difference import floor_difference
from agent.domain.menu_ports import FloorPortal
from agent.domain.orders import Actor
from agent.domain.ports import Clock
from agent.domain.proposals import FloorProposal, Proposal, ProposalKind, ProposalState, WaitReason
from agent.domain.reservation_ports import FloorTill

log = structlog.get_logger("floor")


def merged(till: Sequence[Room], portal: Sequence[Room]) -> tuple[Room, ...]:
    """The till's rooms, then those that the portal alone has: a replacement must not lose them unasked. Pure.

    A room of the same name is the same room, whatever its code; where it stands now, tables carry no `free`.
    """
    own = tuple(replace(room, tables=tuple(replace(table, free=None) for table in room.tables)) for room in till)
    codes, names = {room.code for room in own}, {room.name for room in own}
    return (*own, *(room for room in portal if room.code not in codes and room.name not in names))


class FloorFlow:
    """The rooms of one link, for its lane's thread."""

    def __init__(self, link: str, books: Books, clock: Clock, publish: Callable[[Event], None]) -> None:
        self._link = link
        self._books = books
        self._clock = clock
        self._publish = publish
        self._till: tuple[Room, ...] | None = None

    @property
    def has_read(self) -> bool:
        return self._till is not None

    def keep(self, till: FloorTill) -> None:
        """The till's rooms into the books, when they changed."""
        self._till = None
        rooms = till.rooms()
        with self._books.reading() as ledger:
            same = ledger.rooms(self._link) == rooms
        if not same:
            with self._books.writing() as ledger:
                ledger.save_rooms(self._link, rooms)
            self._publish(AlignmentChanged(self._link))
        self._till = rooms

    def settle(self, portal: FloorPortal) -> None:
        """Compares, proposes, and sends what a person approved."""
        till, self._till = self._till, None
        if till is None:
            return
        shown = portal.portal_rooms()
        with self._books.writing() as ledger:
            approved = self._compared(ledger, till, shown)
        self._publish(AlignmentChanged(self._link))
        if approved is not None:
            self._send(portal, till, approved)

    def _compared(self, ledger: Ledger, till: Sequence[Room], shown: tuple[Room, ...]) -> FloorProposal | None:
        now = self._clock.now()
        standing = cast(FloorProposal | None, ledger.open_proposal(self._link, ProposalKind.FLOOR))
        ledger.save_findings(self._link, FindingArea.FLOOR, floor_findings(self._link, till, shown), now)
        if standing is not None and standing.state is ProposalState.APPROVED:
            if floor_difference(shown, standing.wanted).empty:
                self._sent(ledger, standing)
                return None
            if standing.before == shown and _without(merged(till, shown), standing) == standing.wanted:
                return standing
        target = merged(till, shown)
        if standing is not None and (standing.before, standing.wanted) == (shown, target):
            return None
        if standing is not None:
            ledger.save_proposal(replace(standing, state=ProposalState.SUPERSEDED))
        if not floor_difference(shown, target).empty:
            ledger.add_proposal(
                Proposal(0, self._link, ProposalState.WAITING, now, shown, target, (WaitReason.ASKED_ALWAYS,))
            )
        return None

    def _send(self, portal: FloorPortal, till: Sequence[Room], approved: FloorProposal) -> None:
        try:
            shown = portal.publish_rooms(approved.wanted)
        except (Refused, Conflict) as refused:
            with self._books.writing() as ledger:
                now = self._clock.now()
                ledger.save_proposal(replace(approved, state=ProposalState.REFUSED, failure=refused.failure))
                failure = {"failure": refused.failure.message}
                ledger.record(None, self._link, [Entry(now, Actor.PORTAL, "history.floor_refused", failure)])
            log.warning("refused", link=self._link, failure=refused.failure.message)
        else:
            with self._books.writing() as ledger:
                self._sent(ledger, approved)
                found = floor_findings(self._link, till, shown)
                ledger.save_findings(self._link, FindingArea.FLOOR, found, self._clock.now())
        self._publish(AlignmentChanged(self._link))

    def _sent(self, ledger: Ledger, approved: FloorProposal) -> None:
        now = self._clock.now()
        ledger.save_proposal(replace(approved, state=ProposalState.SENT, sent_at=now, failure=None))
        tables = sum(len(room.tables) for room in approved.wanted)
        counts = {"rooms": str(len(approved.wanted)), "tables": str(tables)}
        by = approved.decided_by or Actor.AGENT
        ledger.record(None, self._link, [Entry(now, by, "history.floor_sent", counts)])


def _without(rooms: tuple[Room, ...], approved: FloorProposal) -> tuple[Room, ...]:
    """Less the rooms that a person unticked."""
    kept = {room.code for room in approved.wanted}
    return tuple(room for room in rooms if room.code in kept)
