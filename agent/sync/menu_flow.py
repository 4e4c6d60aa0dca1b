"""The menu's way to the portal: look at the till, compare with the portal, propose, and send what may be sent.

Two steps in one pass, because they ask two sides: `look` at the till, then `settle` at the portal. What is sent is kept
before it leaves; a menu replaces all, so after an unknown outcome the portal is read again and compared.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

import structlog

from agent.domain import alignment_checks, menu_plan
from agent.domain.alignment import FindingArea
from agent.domain.events import AlignmentChanged, Event
from agent.domain.failures import Conflict, Refused
from agent.domain.history import Entry
from agent.domain.ledger import Books, Ledger
from agent.domain.menu import Menu, TillMenu
from agent.domain.menu_difference import ChangeKind, MenuDifference, menu_difference
from agent.domain.menu_plan import MenuRules
from agent.domain.menu_ports import MenuPortal, MenuTill
from agent.domain.orders import Actor
from agent.domain.ports import Clock
from agent.domain.proposals import MenuLook, MenuProposal, Proposal, ProposalKind, ProposalState

OVERLAP = timedelta(minutes=2)
"""Asked again at every look: a change may show a little after the instant that it carries."""

log = structlog.get_logger("menu")


@dataclass(frozen=True)
class _Read:
    """What the till said, and when it was asked."""

    menu: TillMenu
    at: datetime
    whole: bool
    """A person, the night or the start asked for the comparison."""


class MenuFlow:
    """The menu of one link, for its lane's thread."""

    def __init__(
        self, link: str, rules: MenuRules, books: Books, clock: Clock, publish: Callable[[Event], None]
    ) -> None:
        self._link = link
        self._rules = rules
        self._books = books
        self._clock = clock
        self._publish = publish
        self._read: _Read | None = None
        self._owed = False
        """The till told of a change that was not compared yet: it may not tell again."""

    @property
    def has_read(self) -> bool:
        """Whether the portal is to be asked in this pass."""
        return self._read is not None

    def look(self, till: MenuTill, *, whole: bool) -> None:
        """One cheap request; the whole menu when something changed, is to be sent, or the comparison is wanted."""
        self._read = None
        with self._books.reading() as ledger:
            look = ledger.menu_look(self._link)
            standing = ledger.open_proposal(self._link, ProposalKind.MENU)
        asked_at = self._clock.now()
        to_send = standing is not None and standing.state is ProposalState.APPROVED
        since = None if whole or self._owed or to_send or look.compared_at is None else look.changes_since
        if since is not None and not till.menu_changed(since):
            return
        self._owed = True
        self._read = _Read(till.menu(), asked_at, whole)

    def settle(self, portal: MenuPortal) -> None:
        """Compares, proposes, and sends. Raises `Failed` when the portal can't be asked, or the outcome is unknown."""
        read, self._read = self._read, None
        if read is None:
            return
        shown = portal.portal_menu()
        with self._books.writing() as ledger:
            approved = self._compared(ledger, portal, read, shown)
        self._owed = False
        self._publish(AlignmentChanged(self._link))
        if approved is not None:
            self._send(portal, read, approved)

    def _compared(self, ledger: Ledger, portal: MenuPortal, read: _Read, shown: Menu) -> MenuProposal | None:
        """What is to be sent now, if anything."""
        now = self._clock.now()
        look = ledger.menu_look(self._link)
        standing = cast(MenuProposal | None, ledger.open_proposal(self._link, ProposalKind.MENU))
        held = _menu_of(ledger, look.held)
        own = menu_plan.wanted(read.menu, shown, look.agreed, held, look.zero_allowed, self._rules)
        going_back = standing is not None and standing.goes_back_to is not None
        target = standing.wanted if standing is not None and going_back else portal.as_published(own)
        before = menu_plan.comparable(shown, target, self._rules)
        difference = menu_difference(before, target)
        look = replace(look, compared_at=now, changes_since=read.at - OVERLAP)
        ledger.save_menu_look(self._link, look)
        self._keep_findings(ledger, read.menu, shown, look, now)
        if difference.empty:
            self._fits(ledger, standing, read, look, now)
            return None
        wanted = self._proposed(ledger, standing, before, target, difference, look, read, now)
        return wanted if wanted is not None and wanted.state is ProposalState.APPROVED else None

    def _fits(self, ledger: Ledger, standing: MenuProposal | None, read: _Read, look: MenuLook, now: datetime) -> None:
        """The portal shows what it should: what was to be sent has arrived, or is not needed any more."""
        if standing is not None and standing.state is ProposalState.APPROVED:
            # Sent in an earlier life, or by the call whose answer was lost.
            self._sent(ledger, standing, read, now)
        elif standing is not None:
            ledger.save_proposal(replace(standing, state=ProposalState.SUPERSEDED))
        if look.agreed is None:
            ledger.save_menu_look(self._link, replace(look, agreed=menu_plan.agreed_on(read.menu, look.zero_allowed)))

    def _proposed(
        self,
        ledger: Ledger,
        standing: MenuProposal | None,
        before: Menu,
        target: Menu,
        difference: MenuDifference,
        look: MenuLook,
        read: _Read,
        now: datetime,
    ) -> MenuProposal | None:
        if standing is not None:
            if (standing.before, standing.wanted) == (before, target):
                return standing
            if standing.goes_back_to is not None and standing.state is ProposalState.WAITING:
                # It is shown against what stands there now.
                return cast(MenuProposal, ledger.save_proposal(replace(standing, before=before)))
            ledger.save_proposal(replace(standing, state=ProposalState.SUPERSEDED))
        elif self._refused_before(ledger, before, target) and not read.whole:
            return None
        reasons = menu_plan.wait_reasons(
            difference,
            self._rules,
            first=look.agreed is None,
            free=menu_plan.free_dishes(read.menu, look.zero_allowed),
        )
        if standing is not None and standing.goes_back_to is not None:
            reasons = standing.reasons
        made: MenuProposal = Proposal(
            0,
            self._link,
            ProposalState.WAITING if reasons else ProposalState.APPROVED,
            now,
            before,
            target,
            reasons,
            decided_by=None if reasons else Actor.AGENT,
            decided_at=None if reasons else now,
            goes_back_to=standing.goes_back_to if standing is not None else None,
            zero_allowed=look.zero_allowed,
        )
        if reasons:
            ledger.record(None, self._link, [Entry(now, Actor.AGENT, "history.menu_waits", _counts(difference))])
        return cast(MenuProposal, ledger.add_proposal(made))

    def _refused_before(self, ledger: Ledger, before: Menu, target: Menu) -> bool:
        """The same was refused, or a person said no to it: it is not tried again by itself."""
        last = ledger.last_proposal(self._link, ProposalKind.MENU)
        no = (ProposalState.REFUSED, ProposalState.DISCARDED)
        return last is not None and last.state in no and (last.before, last.wanted) == (before, target)

    def _send(self, portal: MenuPortal, read: _Read, approved: MenuProposal) -> None:
        try:
            shown = portal.publish_menu(approved.wanted, key=f"menu:{self._link}:{approved.id}")
        except (Refused, Conflict) as refused:
            with self._books.writing() as ledger:
                now = self._clock.now()
                ledger.save_proposal(replace(approved, state=ProposalState.REFUSED, failure=refused.failure))
                failure = {"failure": refused.failure.message}
                ledger.record(None, self._link, [Entry(now, Actor.PORTAL, "history.menu_refused", failure)])
            self._publish(AlignmentChanged(self._link))
            log.warning("refused", link=self._link, failure=refused.failure.message)
            return
        with self._books.writing() as ledger:
            now = self._clock.now()
            self._sent(ledger, approved, read, now)
            self._keep_findings(ledger, read.menu, shown, ledger.menu_look(self._link), now)
        self._publish(AlignmentChanged(self._link))

    def _sent(self, ledger: Ledger, approved: MenuProposal, read: _Read, now: datetime) -> None:
        ledger.save_proposal(replace(approved, state=ProposalState.SENT, sent_at=now, failure=None))
        look = ledger.menu_look(self._link)
        # What stands there is held on to, with whatever the till changed since: the latest, not the first one.
        held = approved.id if approved.goes_back_to is not None or look.held is not None else None
        ledger.save_menu_look(
            self._link, replace(look, agreed=menu_plan.agreed_on(read.menu, look.zero_allowed), held=held)
        )
        counts = _counts(menu_difference(approved.before, approved.wanted))
        by = approved.decided_by or Actor.AGENT
        ledger.record(None, self._link, [Entry(now, by, "history.menu_sent", counts)])

    def _keep_findings(self, ledger: Ledger, till: TillMenu, shown: Menu, look: MenuLook, now: datetime) -> None:
        held = None if look.held is None else ledger.proposal(look.held)
        found = alignment_checks.menu_findings(
            self._link, till, shown, self._rules, look.zero_allowed, held.sent_at if held is not None else None
        )
        ledger.save_findings(self._link, FindingArea.MENU, found, now)


def _menu_of(ledger: Ledger, proposal_id: int | None) -> Menu | None:
    held = None if proposal_id is None else ledger.proposal(proposal_id)
    return held.wanted if held is not None and isinstance(held.wanted, Menu) else None


def _counts(difference: MenuDifference) -> dict[str, str]:
    changed = len(difference.dishes) - len(difference.of(ChangeKind.NEW)) - difference.gone
    return {
        "new": str(len(difference.of(ChangeKind.NEW))),
        "changed": str(changed),
        "gone": str(difference.gone),
    }
