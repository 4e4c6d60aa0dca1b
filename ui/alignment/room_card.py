"""One room of the preview: its tables that come, change or go; a room that only the portal has may stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent.domain.floor import Room, Table
from agent.domain.menu_difference import TableChange, TableChangeKind
from agent.texts import _, ngettext
from ui.alignment.reads import FloorPart
from ui.components import Card, StateBadge, Switch, Text
from ui.theme import Size, Space, Tone, Weight

SIGNS = {
    TableChangeKind.NEW: (Tone.GOOD, "plus"),
    TableChangeKind.CHANGED: (Tone.INFO, "edit"),
    TableChangeKind.REMOVED: (Tone.BAD, "minus"),
}


@dataclass(frozen=True)
class Line:
    """Tables of one kind, in words."""

    kind: TableChangeKind
    tables: str


@dataclass(frozen=True)
class RoomFace:
    code: str
    name: str
    tables: str
    """How many it has."""
    mark: tuple[Tone, str, str | None] | None
    """What happens to the room as a whole."""
    lines: tuple[Line, ...] = ()
    renamed: str = ""
    portal_alone: bool = False


def till_faces(rooms: Sequence[Room]) -> tuple[RoomFace, ...]:
    """The till's rooms as they are."""
    return tuple(RoomFace(room.code, room.name, _count(room), None) for room in rooms)


def faces_of(part: FloorPart) -> tuple[RoomFace, ...]:
    """Every room that will stand there, then those that go."""
    proposal, difference = part.sheet.proposal, part.difference
    assert proposal is not None, "it is shown"
    assert difference is not None, "it was compared"
    rooms = {change.code: change for change in difference.rooms}
    made = []
    for room in proposal.wanted:
        change = rooms.get(room.code)
        lines = _lines([each for each in difference.tables if each.room == room.name])
        mark: tuple[Tone, str, str | None] | None = None
        renamed = ""
        if change is not None and change.before is None:
            mark = (Tone.GOOD, _("New room"), "plus")
        elif change is not None:
            mark, renamed = (Tone.INFO, _("Renamed"), "edit"), change.before or ""
        elif room.code in part.portal_alone:
            mark = (Tone.NEUTRAL, _("Only on the portal"), "portal")
        elif not lines:
            mark = (Tone.NEUTRAL, _("Unchanged"), "check")
        alone = room.code in part.portal_alone
        made.append(RoomFace(room.code, room.name, _count(room), mark, lines, renamed, alone))
    for change in difference.rooms:
        if change.after is None and change.before is not None:
            gone = _lines([each for each in difference.tables if each.room == change.before])
            made.append(RoomFace(change.code, change.before, "", (Tone.BAD, _("Room removed"), "minus"), gone))
    return tuple(made)


class RoomCard(Card):
    """`stays(code, bool)` of a room that only the portal has."""

    stays = Signal(str, bool)

    def __init__(
        self, face: RoomFace, portal: str, *, stays: bool, may_choose: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, padding=Space.CLOSE)
        self.face = face
        self.body.setSpacing(Space.SNUG)
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        row.addWidget(Text(face.name, Size.LIST, Weight.SEMIBOLD))
        row.addWidget(Text(face.tables, tone=Tone.NEUTRAL, tabular=True))
        if face.mark is not None:
            row.addWidget(StateBadge(*face.mark))
        row.addStretch(1)
        if face.portal_alone:
            self.switch = Switch(_("Stays on {portal}").format(portal=portal))
            self.switch.setAccessibleName(_("{room} stays on {portal}").format(room=face.name, portal=portal))
            self.switch.setChecked(stays)
            self.switch.setEnabled(may_choose)
            self.switch.toggled.connect(lambda on: self.stays.emit(face.code, on))
            row.addWidget(self.switch)
        self.body.addLayout(row)
        if face.renamed:
            told = _("Until now: {name}").format(name=face.renamed)
            self.body.addWidget(Text(told, tone=Tone.NEUTRAL, wrap=True))
        for line in face.lines:
            self.body.addLayout(_told(line))


def _told(line: Line) -> QHBoxLayout:
    names = {
        TableChangeKind.NEW: _("New tables"),
        TableChangeKind.CHANGED: _("Changed tables"),
        TableChangeKind.REMOVED: _("Removed tables"),
    }
    tone, icon = SIGNS[line.kind]
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    row.addWidget(StateBadge(tone, names[line.kind], icon))
    row.addWidget(Text(line.tables, tabular=True, wrap=True), 1)
    return row


def _lines(changes: Sequence[TableChange]) -> tuple[Line, ...]:
    made = []
    for kind in TableChangeKind:
        told = [_table_told(each) for each in changes if each.kind is kind]
        if told:
            made.append(Line(kind, ",  ".join(told)))
    return tuple(made)


def _table_told(change: TableChange) -> str:
    """`T4 (2 covers)`, `T4: 2 → 4 covers`, `7a → 7A`."""
    before, after = change.before, change.after
    if before is None or after is None:
        return _named(after or before)
    told = after.name if before.name == after.name else f"{before.name} → {after.name}"
    if before.covers != after.covers:
        return _("{table}: {before} → {after} covers").format(table=told, before=before.covers, after=after.covers)
    return told if before.name != after.name else _("{table}: from another room").format(table=told)


def _named(table: Table | None) -> str:
    return "" if table is None else _("{name} ({covers})").format(name=table.name, covers=table.covers)


def _count(room: Room) -> str:
    tables = ngettext("{count} table", "{count} tables", len(room.tables)).format(count=len(room.tables))
    covers = sum(table.covers for table in room.tables)
    return _("{tables}, {covers} covers").format(tables=tables, covers=covers)
