"""Proposals, what was last compared, and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import peewee

from agent.domain.alignment import Finding, FindingArea, Risk
from agent.domain.menu import Menu
from agent.domain.orders import Actor
from agent.domain.proposals import (
    AnyProposal,
    MenuLook,
    MenuProposal,
    MenuVersion,
    Proposal,
    ProposalKind,
    ProposalState,
    WaitReason,
)
from agent.store.forms import (
    MENU,
    ROOMS,
    TEXT_SET,
    TEXTS,
    failure_of,
    failure_text,
    params_of,
    params_text,
)
from agent.store.instants import instant_of, instant_or_none, text_of, text_or_none
from agent.store.tables import Tables

VERSIONS_KEPT = 10
"""Menus sent, of each link, that a person can go back to."""

OPEN = tuple(state.value for state in ProposalState if state.open)


class AlignmentShelf:
    _tables: Tables

    def proposal(self, proposal_id: int) -> AnyProposal | None:
        proposals = self._tables.proposals
        row = proposals.select().where(proposals.id == proposal_id).dicts().first()
        return None if row is None else _proposal_of(row)

    def open_proposal(self, link: str, kind: ProposalKind) -> AnyProposal | None:
        """The one that waits for a person or is to be sent; there is never more than one of a kind."""
        found = self._proposals(link, kind, OPEN, 1)
        return found[0] if found else None

    def last_proposal(self, link: str, kind: ProposalKind) -> AnyProposal | None:
        found = self._proposals(link, kind, tuple(state.value for state in ProposalState), 1)
        return found[0] if found else None

    def sent_menus(self, link: str, limit: int = VERSIONS_KEPT) -> tuple[MenuProposal, ...]:
        """Newest first."""
        return cast(
            tuple[MenuProposal, ...], self._proposals(link, ProposalKind.MENU, (ProposalState.SENT.value,), limit)
        )

    def standing_proposal(self, link: str, kind: ProposalKind) -> AnyProposal | None:
        """The open one; or the last one when the side refused it, which a person must hear of."""
        proposals = self._tables.proposals
        mine = (proposals.link == link) & (proposals.kind == kind.value)
        newest = proposals.select(proposals.id, proposals.state).where(mine).order_by(proposals.id.desc()).limit(1)
        row = newest.dicts().first()
        if row is not None and row["state"] == ProposalState.REFUSED.value:
            return self.proposal(row["id"])
        return self.open_proposal(link, kind)

    def menu_versions(self, link: str) -> tuple[MenuVersion, ...]:
        """As `sent_menus` without their menus, which take seconds to read where there are thousands of dishes."""
        proposals = self._tables.proposals
        mine = (proposals.link == link) & (proposals.kind == ProposalKind.MENU.value)
        query = (
            proposals.select(
                proposals.id,
                proposals.sent_at,
                proposals.decided_by,
                proposals.goes_back_to,
                peewee.fn.json_array_length(proposals.wanted, "$.dishes").alias("dishes"),
            )
            .where(mine & (proposals.state == ProposalState.SENT.value))
            .order_by(proposals.id.desc())
            .limit(VERSIONS_KEPT)
        )
        return tuple(
            MenuVersion(
                row["id"],
                instant_of(row["sent_at"]),
                None if row["decided_by"] is None else Actor(row["decided_by"]),
                int(row["dishes"]),
                row["goes_back_to"],
            )
            for row in query.dicts()
        )

    def add_proposal(self, proposal: AnyProposal) -> AnyProposal:
        made: int = self._tables.proposals.insert(**_columns_of(proposal)).execute()
        self._prune(proposal.link, proposal.kind)
        return replace(proposal, id=made)

    def save_proposal(self, proposal: AnyProposal) -> AnyProposal:
        proposals = self._tables.proposals
        proposals.update(**_columns_of(proposal)).where(proposals.id == proposal.id).execute()
        self._prune(proposal.link, proposal.kind)
        return proposal

    def menu_look(self, link: str) -> MenuLook:
        looks = self._tables.menu_looks
        row = looks.select().where(looks.link == link).dicts().first()
        if row is None:
            return MenuLook()
        return MenuLook(
            agreed=None if row["agreed"] is None else MENU.value(row["agreed"]),
            compared_at=instant_or_none(row["compared_at"]),
            changes_since=instant_or_none(row["changes_since"]),
            zero_allowed=TEXT_SET.value(row["zero_allowed"]),
            held=row["held"],
        )

    def save_menu_look(self, link: str, look: MenuLook) -> None:
        self._tables.menu_looks.insert(
            link=link,
            agreed=None if look.agreed is None else MENU.text(look.agreed),
            compared_at=text_or_none(look.compared_at),
            changes_since=text_or_none(look.changes_since),
            zero_allowed=TEXT_SET.text(look.zero_allowed),
            held=look.held,
        ).on_conflict_replace().execute()

    def findings(self, link: str | None = None) -> tuple[Finding, ...]:
        """Those that put orders at risk first, then by their first appearance."""
        findings = self._tables.findings
        query = findings.select()
        if link is not None:
            query = query.where(findings.link == link)
        found = [_finding_of(row) for row in query.dicts()]
        order = list(Risk)
        return tuple(sorted(found, key=lambda each: (order.index(each.risk), each.cause, each.article, each.key)))

    def save_findings(self, link: str, area: FindingArea, found: Sequence[Finding], now: datetime) -> bool:
        """Replaces all of that area; what was known before keeps its `since`. True: something is new or gone."""
        findings = self._tables.findings
        mine = (findings.link == link) & (findings.area == area.value)
        before = {each.key: each for each in (_finding_of(row) for row in findings.select().where(mine).dicts())}
        fresh = {each.key: each for each in found}
        for key, each in before.items():
            if key not in fresh:
                self._forget(link, each)
        changed = before.keys() != fresh.keys()
        for key, each in fresh.items():
            known = before.get(key)
            since = known.since if known is not None and known.since is not None else now
            if known is not None and replace(each, since=known.since) == known:
                continue
            findings.insert(**_finding_columns(replace(each, since=since))).on_conflict_replace().execute()
            changed = True
        return changed

    def count_findings(self, link: str, risk: Risk) -> int:
        findings = self._tables.findings
        mine = (findings.link == link) & (findings.risk == risk.value)
        return int(findings.select(peewee.fn.COUNT(findings.cause)).where(mine).tuples().first()[0])

    def _forget(self, link: str, finding: Finding) -> None:
        findings = self._tables.findings
        area, cause, ref, which = finding.key
        findings.delete().where(
            (findings.link == link)
            & (findings.area == area)
            & (findings.cause == cause)
            & (findings.ref == ref)
            & (findings.which == which)
        ).execute()

    def _proposals(self, link: str, kind: ProposalKind, states: Sequence[str], limit: int) -> tuple[AnyProposal, ...]:
        proposals = self._tables.proposals
        mine = (proposals.link == link) & (proposals.kind == kind.value) & proposals.state.in_(states)
        query = proposals.select().where(mine).order_by(proposals.id.desc()).limit(limit)
        return tuple(_proposal_of(row) for row in query.dicts())

    def _prune(self, link: str, kind: ProposalKind) -> None:
        """Sent ones beyond the last ten go, and all but the last of those that led to nothing."""
        proposals = self._tables.proposals
        mine = (proposals.link == link) & (proposals.kind == kind.value)
        for states, kept in (((ProposalState.SENT.value,), VERSIONS_KEPT), (_LED_TO_NOTHING, 1)):
            ended = mine & proposals.state.in_(states)
            old = proposals.select(proposals.id).where(ended).order_by(proposals.id.desc()).offset(kept).limit(-1)
            gone = [row[0] for row in old.tuples()]
            if gone:
                proposals.delete().where(proposals.id.in_(gone)).execute()


_LED_TO_NOTHING = (ProposalState.REFUSED.value, ProposalState.SUPERSEDED.value, ProposalState.DISCARDED.value)


def _proposal_of(row: Mapping[str, Any]) -> AnyProposal:
    form: Any = MENU if row["kind"] == ProposalKind.MENU.value else ROOMS
    return Proposal(
        id=row["id"],
        link=row["link"],
        state=ProposalState(row["state"]),
        made_at=instant_of(row["made_at"]),
        before=form.value(row["before"]),
        wanted=form.value(row["wanted"]),
        reasons=tuple(WaitReason(reason) for reason in TEXTS.value(row["reasons"])),
        decided_by=None if row["decided_by"] is None else Actor(row["decided_by"]),
        decided_at=instant_or_none(row["decided_at"]),
        sent_at=instant_or_none(row["sent_at"]),
        failure=failure_of(row["failure"]),
        goes_back_to=row["goes_back_to"],
        zero_allowed=TEXT_SET.value(row["zero_allowed"]),
    )


def _columns_of(proposal: AnyProposal) -> dict[str, object]:
    def text(value: object) -> str:
        return MENU.text(value) if isinstance(value, Menu) else ROOMS.text(cast(Any, value))

    return {
        "link": proposal.link,
        "kind": proposal.kind.value,
        "state": proposal.state.value,
        "made_at": text_of(proposal.made_at),
        "before": text(proposal.before),
        "wanted": text(proposal.wanted),
        "reasons": TEXTS.text(tuple(reason.value for reason in proposal.reasons)),
        "decided_by": None if proposal.decided_by is None else proposal.decided_by.value,
        "decided_at": text_or_none(proposal.decided_at),
        "sent_at": text_or_none(proposal.sent_at),
        "failure": failure_text(proposal.failure),
        "goes_back_to": proposal.goes_back_to,
        "zero_allowed": TEXT_SET.text(proposal.zero_allowed),
    }


def _finding_of(row: Mapping[str, Any]) -> Finding:
    return Finding(
        link=row["link"],
        area=FindingArea(row["area"]),
        cause=row["cause"],
        risk=Risk(row["risk"]),
        ref=row["ref"],
        article=row["article"],
        params=params_of(row["params"]),
        since=instant_of(row["since"]),
    )


def _finding_columns(finding: Finding) -> dict[str, object]:
    assert finding.since is not None
    return {
        "link": finding.link,
        "area": finding.area.value,
        "cause": finding.cause,
        "ref": finding.ref,
        "which": finding.params.get("which", ""),
        "risk": finding.risk.value,
        "article": finding.article,
        "params": params_text(finding.params),
        "since": text_of(finding.since),
    }
