"""The alignment screen: what does not fit with its remedy, and what is to be sent, shown first."""

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.commands import AllowPriceZero, ApproveProposal, Command, DiscardProposal, FollowTill, GoBackToMenu
from agent.domain.failures import Failure, Side
from agent.domain.proposals import AnyProposal, ProposalKind, ProposalState
from agent.sentences import Sentence, sentence
from agent.texts import N_, _, format_age, format_instant
from ui.alignment.findings_page import FindingsPage
from ui.alignment.floor_page import FloorPage
from ui.alignment.menu_page import MenuPage
from ui.alignment.reads import Leaf, read, waiting
from ui.alignment.versions_page import VersionsPage
from ui.bridge import Bridge
from ui.components import Banner, Button, Dropdown, ElidedLabel, ProgressLine, Segmented
from ui.connections.synchronising import PassTold
from ui.orders.house import House
from ui.orders.room import Room
from ui.orders.spot import Spot
from ui.orders.submission import submit
from ui.theme import Size, Space, Token, Tone

GATHER = 400
"""Milliseconds in which changes are gathered before everything is read again."""

ALL = ""

MENU_FLOWS = ("menu",)
FLOOR_FLOWS = ("floor",)


class View(Enum):
    FINDINGS = N_("To mend")
    PREVIEW = N_("Preview")
    VERSIONS = N_("Versions")
    FLOOR = N_("Rooms and tables")


class AlignmentScreen(Room):
    title = N_("Alignment")
    icon = "alignment"
    key = "alignment"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.house = House(bridge.agent.links, bridge.agent.clock)
        known = bridge.agent.links
        self._menus = tuple(link.name for link in known if link.menu_rules is not None)
        self._floors = tuple(link.name for link in known if link.publishes_floor)
        self._links = tuple(link.name for link in known if link.name in {*self._menus, *self._floors})
        self._portals = {link.name: link.manifest(Side.PORTAL).title for link in known}
        self._leaf: Leaf | None = None
        self._reading = False
        self._again = False
        self._comparing: list[str] = []
        self._kept: str | None = None
        """The link that stands there while all are chosen: it stays when it waits no more."""
        self.findings = FindingsPage()
        self.preview = MenuPage()
        self.versions = VersionsPage()
        self.floor = FloorPage()
        self._refusal = Spot()
        self._progress = ProgressLine()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        self._count()

    def enter(self) -> None:
        self._refusal.clear()
        self.read()
        chosen = next(each for each in self.views.buttons() if each.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Everything anew, off the face's thread; what is asked meanwhile is read after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._progress.begin()
        self.run(partial(read, self.bridge.agent, self._links, self.house.zone), self._take, self._fail)

    def submit(self, command: Command) -> None:
        """Does what was pressed; what does not count is said on top."""
        self._refusal.clear()
        refused = submit(self.bridge, command)
        if refused is not None:
            banner = Banner(Tone.BAD, refused.title, refused.message, refused.remedy, dismissible=True)
            banner.dismissed.connect(self._refusal.clear)
            self._refusal.fill([banner])
        else:
            self._tell_done(command)
        self.read()

    def look_at(self, view: View, link: str | None = None) -> None:
        if link is not None and len(self._links) > 1:
            self.links.set_current(link)
        self.views.set_current(view.name)

    @property
    def ready(self) -> bool:
        """What is shown is what was read, and nothing is under way."""
        return self._leaf is not None and not self._reading and not self._comparing

    @property
    def view(self) -> View:
        return View[self.views.current]

    @property
    def link(self) -> str | None:
        """The one that is looked at; None: all, where that makes sense."""
        chosen = self.links.current or None
        if self.view is View.FINDINGS:
            return chosen
        able = self._floors if self.view is View.FLOOR else self._menus
        if chosen in able:
            return chosen
        if self._kept in able:
            return self._kept
        return next((link for link in able if self._waits(link)), able[0] if able else None)

    def _lay_out(self) -> None:
        views = [view for view in View if view is not View.FLOOR or self._floors]
        views = [view for view in views if self._menus or view in (View.FINDINGS, View.FLOOR)]
        self.views = Segmented([(view.name, _(view.value)) for view in views], compact=True)
        self.links = Dropdown([(ALL, _("All links")), *((name, name) for name in self._links)], _("Which link"))
        self.links.setVisible(len(self._links) > 1)
        self.compare_button = Button(_("Compare now"), icon_name="sync", compact=True)
        self._when = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        row = QHBoxLayout()
        row.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        row.setSpacing(Space.CLOSE)
        row.addWidget(self.views)
        row.addWidget(self.links)
        row.addStretch(1)
        row.addWidget(self.compare_button)
        self._stack = QStackedLayout()
        self._pages = {
            View.FINDINGS: self.findings,
            View.PREVIEW: self.preview,
            View.VERSIONS: self.versions,
            View.FLOOR: self.floor,
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        below = QVBoxLayout()
        below.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        below.setSpacing(Space.SNUG)
        for part in (self._when, self._progress, self._refusal):
            below.addWidget(part)
        column = QVBoxLayout(self)
        # A card brings the room of its shadow: what has none stands as far in.
        column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, 0)
        column.setSpacing(Space.SNUG)
        column.addLayout(row)
        column.addLayout(below)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.bridge.alignment_changed.connect(self._changed)
        self.bridge.pass_ended.connect(self._changed)
        self.bridge.flow_progress.connect(self._show_progress)
        self._gathering.timeout.connect(self._read_changed)
        self.views.chosen.connect(lambda _key: self._choose())
        self.links.chosen.connect(lambda _key: self._choose())
        self.compare_button.clicked.connect(self.compare)
        for page in (self.findings, self.preview):
            page.compare_wanted.connect(self.compare)
        for commanding in (self.findings, self.preview, self.versions, self.floor):
            commanding.commanded.connect(self.submit)
        self.findings.preview_wanted.connect(self._look_at_preview)
        self.floor.read_wanted.connect(self.compare)

    def compare(self) -> None:
        """Both sides read whole now, off the face's thread: of the link that is looked at, or of all in turn."""
        if self._comparing:
            return
        if self.view is View.FLOOR:
            wanted = [self.link] if self.link else []
        elif self.link is None:
            wanted = list(self._menus)
        else:
            wanted = [self.link] if self.link in self._menus else []
        self._comparing = [link for link in wanted if link]
        if self._comparing:
            self._refusal.clear()
            self._progress.begin()
            self._busy()
            self._compare_next(FLOOR_FLOWS if self.view is View.FLOOR else MENU_FLOWS)

    def _compare_next(self, flows: tuple[str, ...]) -> None:
        link = self._comparing[0]
        self.run(partial(self.bridge.agent.look, link, flows), partial(self._compared, flows), self._not_compared)

    def _compared(self, flows: tuple[str, ...], reports: Sequence[PassTold]) -> None:
        failures = [failure for report in reports for failure in report.failures]
        if failures:
            self._not_compared(failures[0])
        elif not reports:
            self._over()
            self._complain(Sentence(_("The comparison did not end in time"), _("It goes on by itself.")))
        elif len(self._comparing) > 1:
            del self._comparing[0]
            self._compare_next(flows)
        else:
            self._over()
            self.told.emit(Sentence(_("Compared: this is how it stands now")))

    def _not_compared(self, failure: Failure) -> None:
        self._over()
        self._complain(sentence(failure))

    def _over(self) -> None:
        self._comparing = []
        self._progress.end()
        self._busy()
        self.read()

    def _complain(self, told: Sentence) -> None:
        banner = Banner(Tone.BAD, told.title, told.message, told.remedy, dismissible=True)
        banner.dismissed.connect(self._refusal.clear)
        self._refusal.fill([banner])

    def _busy(self) -> None:
        self.compare_button.set_busy(bool(self._comparing))
        for button in (self.preview.publish_button, self.preview.discard_button):
            button.setEnabled(not self._comparing)

    def _show_progress(self, link: str, _flow: str, done: int, whole: int | None) -> None:
        if link in self._comparing[:1] and whole:
            self._progress.set_share(done / whole)

    def _take(self, leaf: Leaf) -> None:
        self._read_over()
        self._leaf = leaf
        self._show()
        self._count()
        if self._again:
            self._again = False
            self.read()

    def _read_over(self) -> None:
        self._reading = False
        if not self._comparing:
            self._progress.end()

    def _fail(self, failure: Failure) -> None:
        self._read_over()
        self.complain(failure)

    def _choose(self) -> None:
        self._kept = None
        self._show()

    def _show(self) -> None:
        """The view and the link that are chosen, as they were last read."""
        view, link = self.view, self.link
        self._stack.setCurrentWidget(self._pages[view])
        reads = view is View.FLOOR
        self.compare_button.setText(_("Read the rooms from the till") if reads else _("Compare now"))
        self.compare_button.updateGeometry()
        if self._leaf is None:
            return
        if view is not View.FINDINGS:
            self._kept = link
        self.findings.show_leaf(self._leaf, self.links.current or None)
        menu = self._leaf.menus.get(link or "")
        if menu is not None and view in (View.PREVIEW, View.VERSIONS):
            self.preview.show_part(menu, self._portals[menu.sheet.link], self.house.zone(menu.sheet.link))
            self.versions.show_sheet(menu.sheet, self.house.zone(menu.sheet.link))
        floor = self._leaf.floors.get(link or "")
        if floor is not None and view is View.FLOOR:
            self.floor.show_part(floor, self._portals[floor.sheet.link], self.house.zone(floor.sheet.link))
        self._tell_when(view, link)

    def _tell_when(self, view: View, link: str | None) -> None:
        """When it was last compared; whose that is, where several links could be meant."""
        able = self._floors if view is View.FLOOR else self._menus
        shown = [name for name in able if link in (None, name)]
        named = len(self._links) > 1 and not self.links.current
        if view is View.FLOOR:
            told = shown if named else []
        else:
            told = [f"{name}: {self._compared_text(name)}" if named else self._compared_text(name) for name in shown]
        self._when.set_text("  ·  ".join(told))

    def _compared_text(self, link: str) -> str:
        at = self._leaf.compared_at(link) if self._leaf is not None else None
        if at is None:
            return _("never compared yet")
        age, instant = format_age(self.bridge.now() - at), format_instant(at, self.house.zone(link))
        return _("compared {age} ({instant})").format(age=age, instant=instant)

    def _waits(self, link: str) -> bool:
        part = self._leaf.menus.get(link) if self._leaf is not None and self.view is not View.FLOOR else None
        floor = self._leaf.floors.get(link) if self._leaf is not None and self.view is View.FLOOR else None
        proposal: AnyProposal | None = part.sheet.proposal if part else floor.sheet.proposal if floor else None
        return proposal is not None and proposal.state is ProposalState.WAITING

    def _look_at_preview(self, link: str, kind: ProposalKind) -> None:
        self.look_at(View.PREVIEW if kind is ProposalKind.MENU else View.FLOOR, link)

    def _tell_done(self, command: Command) -> None:
        """What was done, in passing; that it was sent is only said when the portal has it."""
        match command:
            case ApproveProposal():
                self.told.emit(Sentence(_("Approved: it is about to leave")))
            case DiscardProposal():
                self.told.emit(Sentence(_("Not sent. “Compare now” shows it again")))
            case GoBackToMenu():
                self.look_at(View.PREVIEW, self.link)
                self.told.emit(Sentence(_("This is what would change")))
            case FollowTill():
                self.told.emit(Sentence(_("The till's own menu counts again")))
            case AllowPriceZero(allowed=allowed):
                told = _("It may be sold for nothing") if allowed else _("It is not sold for nothing")
                self.told.emit(Sentence(told))

    def _count(self) -> None:
        self.run(partial(waiting, self.bridge.agent), self.counted.emit)

    def _changed(self, *_what: object) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _read_changed(self) -> None:
        if self.isVisible():
            self.read()
        else:
            self._count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
