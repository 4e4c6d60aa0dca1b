"""The mark beside the clock: how things are by shape, colour, number and words, and the menu.

It shows what it is told and says what was chosen. A desktop without a tray shows nothing of it; nothing relies on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from agent.domain.bell import Card, CardKind, Quiet
from agent.domain.health import LinkHealth, Status
from agent.texts import _, format_time, ngettext
from ui import first_mark
from ui.components import TrayState, tray_icon
from ui.reservations.announcer import reservations_text

PAUSE = timedelta(minutes=30)

ALIGNMENT = "alignment"
"""The key of its screen, whose module is loaded with the window only."""


@dataclass(frozen=True)
class TrayFace:
    state: TrayState
    count: int
    """Orders that wait."""
    words: str
    reservations: int = 0
    """Those whose guest waits for an answer."""
    alignment: str = ""
    """Articles at risk and previews that wait, in words; empty: all fits."""

    @property
    def number(self) -> int:
        """What stands on the icon."""
        return self.count + self.reservations


def tray_face(
    status: Status | None,
    cards: Sequence[Card],
    quiet: Quiet | None,
    trouble: str,
    zone: ZoneInfo,
    reservations: int = 0,
    alignment: str = "",
) -> TrayFace:
    """How things are. `status` None: not known yet. What waits comes first, then what needs a person. Pure.

    `alignment`: as `alignment_text`; it never hides an order that waits.
    """
    waiting = sum(card.kind is CardKind.DECIDE for card in cards)
    to_read = sum(card.kind in (CardKind.ALARM, CardKind.MISSED) for card in cards)
    links = () if status is None else status.links
    offline = [link.name for link in links if link.health is LinkHealth.OFFLINE and not link.paused]
    attention = [link.name for link in links if link.health is LinkHealth.ATTENTION and not link.paused]
    paused = bool(links) and all(link.paused for link in links)
    words = []
    if waiting:
        words.append(waiting_text(waiting))
    if reservations:
        words.append(reservations_text(reservations))
    if to_read:
        words.append(ngettext("{count} notice to read", "{count} notices to read", to_read).format(count=to_read))
    if trouble:
        words.append(trouble)
    if alignment:
        words.append(alignment)
    words += [_("{link}: offline").format(link=name) for name in offline]
    words += [_("{link}: needs attention").format(link=name) for name in attention]
    if paused:
        words.append(_("All links are paused"))
    if quiet is not None:
        words.append(_("Quiet until {time}").format(time=format_time(quiet.until, zone)))
    asked = bool(waiting or reservations)
    state = _state(
        asked, bool(to_read or trouble or attention or alignment), bool(offline), paused or quiet is not None
    )
    return TrayFace(state, waiting, "\n".join(["Campanello", *(words or [_("All well")])]), reservations, alignment)


def waiting_text(count: int) -> str:
    return ngettext("{count} order waits", "{count} orders wait", count).format(count=count)


def alignment_text(at_risk: int, previews: int) -> str:
    """`3 articles at risk, 1 preview waits`; empty: all fits."""
    words = []
    if at_risk:
        words.append(ngettext("{count} article at risk", "{count} articles at risk", at_risk).format(count=at_risk))
    if previews:
        words.append(ngettext("{count} preview waits", "{count} previews wait", previews).format(count=previews))
    return ", ".join(words)


def _state(waiting: bool, attention: bool, offline: bool, paused: bool) -> TrayState:
    if waiting:
        return TrayState.WAITING
    if attention:
        return TrayState.ATTENTION
    if offline:
        return TrayState.OFFLINE
    return TrayState.PAUSED if paused else TrayState.WELL


class Tray(QObject):
    window_wanted = Signal()
    bell_wanted = Signal()
    reservations_wanted = Signal()
    sync_wanted = Signal()
    quiet_wanted = Signal(bool)
    """Quiet for a while, or sounding again."""
    screen_wanted = Signal(str)
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Shown already where the program was started in the usual way.
        self.icon = first_mark.taken(self) or QSystemTrayIcon(self)
        self.menu = QMenu()
        self._face: TrayFace | None = None
        self._quiet = False
        self.open = self._add("", self.window_wanted)
        self.sync = self._add("", self.sync_wanted)
        self.waiting = self._add("", self.bell_wanted)
        self.reservations = self._add("", self.reservations_wanted)
        self.alignment = self.menu.addAction("")
        self.alignment.triggered.connect(lambda: self.screen_wanted.emit(ALIGNMENT))
        self.pause = self.menu.addAction("")
        self.pause.triggered.connect(lambda: self.quiet_wanted.emit(not self._quiet))
        self.menu.addSeparator()
        self.screens: dict[str, QAction] = {}
        for name in ("connections", "settings", "diagnosis"):
            self.screens[name] = self.menu.addAction("")
            self.screens[name].triggered.connect(lambda _on=False, name=name: self.screen_wanted.emit(name))
        self.menu.addSeparator()
        self.quit = self._add("", self.quit_wanted)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.set_ready(ready=False)
        self.show_face(TrayFace(TrayState.WELL, 0, "Campanello"), None)

    def show(self) -> None:
        """Also where there is no tray yet: at log-in it may come after us."""
        self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    def set_ready(self, *, ready: bool) -> None:
        """Before the agent is at work only opening and quitting make sense."""
        actions = (self.sync, self.waiting, self.reservations, self.alignment, self.pause)
        for action in (*actions, *self.screens.values()):
            action.setEnabled(ready)
        self._ready = ready

    def show_face(self, face: TrayFace, quiet_until: str | None) -> None:
        """`quiet_until`: the time as told, while it is quiet."""
        if self._face is None or (face.state, face.number) != (self._face.state, self._face.number):
            self.icon.setIcon(tray_icon(face.state, face.number))
        self._face = face
        self._quiet = quiet_until is not None
        self.icon.setToolTip(face.words)
        self._name(face.count, face.reservations, quiet_until)
        self.alignment.setText(face.alignment)
        self.alignment.setVisible(bool(face.alignment))

    @property
    def face(self) -> TrayFace | None:
        return self._face

    def _name(self, count: int, reservations: int, quiet_until: str | None) -> None:
        """In the language of this moment."""
        self.open.setText(_("Open"))
        self.sync.setText(_("Synchronise now"))
        self.waiting.setText(waiting_text(count))
        self.waiting.setEnabled(self._ready and count > 0)
        self.reservations.setText(reservations_text(reservations))
        self.reservations.setVisible(reservations > 0)
        again = _("Sound again (quiet until {time})")
        self.pause.setText(again.format(time=quiet_until) if quiet_until else _("Pause for 30 min"))
        names = {"connections": _("Connections"), "settings": _("Settings"), "diagnosis": _("Diagnostics")}
        for name, action in self.screens.items():
            action.setText(names[name])
        self.quit.setText(_("Quit ({waiting})").format(waiting=waiting_text(count)) if count else _("Quit"))

    def _add(self, text: str, signal: object) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda: signal.emit())  # type: ignore[attr-defined]  # a bound signal has no type
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click on the mark: to what waits, else to the window."""
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            if self._face is not None and self._face.count:
                self.bell_wanted.emit()
            elif self._face is not None and self._face.reservations:
                self.reservations_wanted.emit()
            else:
                self.window_wanted.emit()


def pause_until(now: datetime) -> datetime:
    return now + PAUSE
