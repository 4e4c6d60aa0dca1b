"""The diagnosis: the doctor is asked when the person comes here or presses the button, never behind his back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.failures import Failure
from agent.texts import N_, _, format_time, ngettext
from ui import theme
from ui.bridge import Bridge
from ui.components import Button, Card, EmptyState, Hairline, ProgressLine, SaveForm, StateBadge, Text, TouchScroll
from ui.diagnosis.findings import Checked, Finding, findings_of
from ui.orders.house import House
from ui.orders.room import READING_WIDTH, Room, while_alive
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone, Weight


class DiagnosisScreen(Room):
    title = N_("Diagnostics")
    icon = "diagnostics"
    key = "diagnosis"

    face_examination_wanted = Signal(object)
    """The face is to examine itself, and to tell its checks by the given function."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._house = House(bridge.agent.links, bridge.agent.clock)
        self._under_way = False
        self._asked = False
        self._agents: tuple[Checked, ...] | None = None
        self._faces: tuple[Checked, ...] = ()
        self.save_button = Button(_("Save bundle …"), icon_name="download", compact=True)
        self.save_button.clicked.connect(self.save)
        self.examine_button = Button(_("Examine again"), icon_name="diagnostics", compact=True)
        self.examine_button.clicked.connect(self.examine)
        self._progress = ProgressLine()
        self._summary = Text("", Size.LIST, wrap=True)
        self._list = Spot(spacing=0)
        self._lay_out()

    def enter(self) -> None:
        if not self._asked:
            self.examine()

    def examine(self) -> None:
        """Everything, off the face's thread; up to 15 seconds."""
        if self._under_way:
            return
        self._under_way = self._asked = True
        self.examine_button.set_busy(True)
        self._summary.setText(_("Everything is being examined; a slow network may take 15 seconds."))
        self._progress.begin()
        self._agents, self._faces = None, ()
        self.run(self.bridge.agent.doctor, self._take, self._fail)
        self.face_examination_wanted.emit(while_alive(self, self._take_faces))

    def save(self) -> SaveForm:
        """For support: log, configuration, versions, what the doctor finds; without credentials and guests' data."""
        explained = _("For support: the log and what was found here. No credentials and no guest's data are in it.")
        day = self._house.now().astimezone(self._house.main_zone).date()
        name = f"campanello-{_('diagnostics')}-{day.isoformat()}.zip"
        form = SaveForm(self.window(), _("Save the diagnostics bundle"), explained, name)
        self.save_by(form, self.bridge.agent.save_bundle)
        return form

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        head.setSpacing(Space.BASE)
        head.addWidget(self._summary, 1)
        head.addWidget(self.save_button)
        head.addWidget(self.examine_button)
        self._card = Card()
        self._card.body.addWidget(self._list)
        scroll = TouchScroll()
        scroll.column.addWidget(self._card)
        scroll.column.addStretch(1)
        page = scroll.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        self._waiting = EmptyState("diagnostics", _("Nothing was examined yet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.BASE, Space.BASE, Space.BASE, 0)
        column.setSpacing(Space.TIGHT)
        above = QWidget()
        above.setMaximumWidth(READING_WIDTH)
        above.setLayout(head)
        column.addWidget(above)
        column.addWidget(self._progress)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(scroll)
        column.addLayout(self._stack, 1)

    def _take(self, checks: Sequence[Checked]) -> None:
        self._over()
        self._agents = tuple(checks)
        self._show()

    def _take_faces(self, checks: Sequence[Checked]) -> None:
        """The sound takes its time: the rest may stand there already."""
        self._faces = tuple(checks)
        if self._agents is not None:
            self._show()

    def _show(self) -> None:
        assert self._agents is not None
        findings = findings_of((*self._faces, *self._agents))
        bad = sum(finding.tone is Tone.BAD for finding in findings)
        at = format_time(self._house.now(), self._house.main_zone)
        told = ngettext("{count} thing is to be mended.", "{count} things are to be mended.", bad).format(count=bad)
        self._summary.setText(
            _("{time}: {what}").format(time=at, what=told if bad else _("everything that could be examined is well."))
        )
        rows: list[QWidget] = []
        for finding in findings:
            if rows:
                rows.append(Hairline())
            rows.append(finding_row(finding))
        self._list.fill(rows)
        self._stack.setCurrentIndex(1)
        self.counted.emit(bad)

    def _fail(self, failure: Failure) -> None:
        self._over()
        self._summary.setText("")
        self.complain(failure)

    def _over(self) -> None:
        self._under_way = False
        self._progress.end()
        self.examine_button.set_busy(False)


def finding_row(finding: Finding) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, Space.CLOSE, 0, Space.CLOSE)
    line.setSpacing(Space.BASE)
    badge = StateBadge(finding.tone, finding.verdict, finding.icon)
    spot = QWidget()
    spot.setFixedWidth(theme.RAIL + Space.VAST)
    held = QHBoxLayout(spot)
    held.setContentsMargins(0, 0, 0, 0)
    held.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    line.addWidget(spot, 0, Qt.AlignmentFlag.AlignTop)
    told = QVBoxLayout()
    told.setSpacing(Space.HAIR)
    weight = Weight.SEMIBOLD if finding.tone is Tone.BAD else Weight.REGULAR
    told.addWidget(Text(finding.told.title, Size.LIST, weight, wrap=True))
    for text in (finding.told.message, finding.told.remedy):
        if text:
            told.addWidget(Text(text, tone=Tone.NEUTRAL, wrap=True))
    line.addLayout(told, 1)
    if finding.subject:
        line.addWidget(Text(finding.subject, tone=Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
    row.setAccessibleName(" ".join(part for part in (finding.verdict, finding.subject, *finding.told) if part))
    return row
