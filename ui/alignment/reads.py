"""Findings, previews with their differences, versions: what the screen shows. For tasks, not for the face's thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.alignment import Finding, articles_at_risk
from agent.domain.menu_difference import FloorDifference, floor_difference, menu_difference
from agent.domain.proposals import AnyProposal
from agent.reading import FloorSheet, MenuSheet
from ui.alignment.changes import ChangeFace, faces_of
from ui.alignment.face import FREE, GroupFace, groups_of


class AlignmentReads(Protocol):
    """The part of `agent.app.Agent` that reads the alignment."""

    def findings(self, link: str | None = None) -> tuple[Finding, ...]: ...

    def menu_sheet(self, link: str) -> MenuSheet | None: ...

    def floor_sheet(self, link: str) -> FloorSheet | None: ...

    def proposals_waiting(self) -> tuple[AnyProposal, ...]: ...


@dataclass(frozen=True)
class Free:
    """A dish whose price at the till is 0, and whether a person said that this is meant."""

    ref: str
    name: str
    allowed: bool


@dataclass(frozen=True)
class MenuPart:
    sheet: MenuSheet
    faces: tuple[ChangeFace, ...]
    """Of the proposal that is shown; empty without one."""
    free: tuple[Free, ...]


@dataclass(frozen=True)
class FloorPart:
    sheet: FloorSheet
    difference: FloorDifference | None
    portal_alone: frozenset[str]
    """Codes of the rooms that only the portal has."""


@dataclass(frozen=True)
class Leaf:
    """Everything, of all links. `menus` and `floors` by link."""

    findings: tuple[Finding, ...]
    groups: tuple[GroupFace, ...]
    menus: Mapping[str, MenuPart]
    floors: Mapping[str, FloorPart]

    @property
    def links(self) -> frozenset[str]:
        return frozenset({*self.menus, *self.floors})

    def compared_at(self, link: str | None) -> datetime | None:
        """Of that link; of all of them, the one that was compared longest ago."""
        instants = [part.sheet.compared_at for name, part in self.menus.items() if link in (None, name)]
        return min((at for at in instants if at is not None), default=None) if all(instants) else None


def read(agent: AlignmentReads, links: Sequence[str], zone: Callable[[str], ZoneInfo]) -> Leaf:
    findings = tuple(each for each in agent.findings() if each.link in links)
    menus = {link: agent.menu_sheet(link) for link in links}
    floors = {link: agent.floor_sheet(link) for link in links}
    return Leaf(
        findings,
        groups_of(findings, zone),
        {link: _menu_part(sheet, findings) for link, sheet in menus.items() if sheet is not None},
        {link: _floor_part(sheet) for link, sheet in floors.items() if sheet is not None},
    )


def waiting(agent: AlignmentReads) -> int:
    """The number on the rail: articles that put orders at risk, and what waits to be looked at."""
    return articles_at_risk(agent.findings()) + len(agent.proposals_waiting())


def _menu_part(sheet: MenuSheet, findings: Sequence[Finding]) -> MenuPart:
    proposal = sheet.proposal
    refs = {each.ref: each.article for each in findings if each.link == sheet.link and each.cause == FREE}
    if proposal is None:
        return MenuPart(sheet, (), tuple(Free(ref, name, ref in sheet.zero_allowed) for ref, name in refs.items()))
    difference = menu_difference(proposal.before, proposal.wanted)
    names = {change.ref: change.name for change in difference.dishes}
    shown = [ref for ref in names if ref in refs or ref in sheet.zero_allowed]
    free = tuple(Free(ref, names[ref], ref in sheet.zero_allowed) for ref in shown)
    return MenuPart(sheet, faces_of(difference, refs.keys() - sheet.zero_allowed), free)


def _floor_part(sheet: FloorSheet) -> FloorPart:
    proposal = sheet.proposal
    if proposal is None:
        return FloorPart(sheet, None, frozenset())
    own = {room.code for room in sheet.till_rooms}
    alone = frozenset(room.code for room in proposal.wanted if room.code not in own)
    return FloorPart(sheet, floor_difference(proposal.before, proposal.wanted), alone)
