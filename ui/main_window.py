"""The window: opens where it stood, speaks the language that was chosen, and hides where a tray can bring it back.

What stands in it is in `ui.interior`.
"""

from collections.abc import Callable

import structlog
from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QSystemTrayIcon, QVBoxLayout, QWidget

from agent.domain.failures import Unavailable
from agent.texts import _
from ui.bridge import Bridge
from ui.components import Button, ButtonKind, Dialog, Text
from ui.interior import Interior
from ui.settings.applied import PLACE, apply_preferences
from ui.theme import Size

log = structlog.get_logger("face")

LEAST = QSize(1000, 700)
FIRST = QSize(1024, 768)
FRAME = 32
"""Pixels that the desktop's own title bar may take: on a till of 1024x768 the foot of the rail must stay in sight."""


class MainWindow(QWidget):
    """`show_order` and `open_screen` bring it to the front."""

    quit_wanted = Signal()
    """Asked and answered: the program is to end. Only where no tray can bring a closed window back."""
    sound_wanted = Signal(object)
    """A `Sound` to be tried, from the settings."""
    face_examination_wanted = Signal(object)
    """Whoever holds the bell examines it, and tells the checks by the given function."""
    reservation_seen = Signal(int)
    """A person opened its sheet."""
    set_up_wanted = Signal(object)
    """The link that is to be changed; None: a new one."""
    remove_wanted = Signal(str, bool, bool)
    """The link, and whether its data and its credentials go too."""

    def __init__(self, bridge: Bridge, *, has_tray: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable) -> None:
        super().__init__()
        self._bridge = bridge
        self._has_tray = has_tray
        self.setWindowTitle("Campanello")
        self.setMinimumSize(LEAST)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        preferences = bridge.agent.preferences()
        apply_preferences(preferences)
        self.interior = self._make_interior()
        self._whole.addWidget(self.interior)
        self.resize(FIRST.boundedTo(self.screen().availableSize() - QSize(0, FRAME)))
        self.restoreGeometry(QByteArray.fromBase64(preferences.get(PLACE, "").encode()))
        bridge.preferences_changed.connect(self._apply)

    def open_screen(self, name: str) -> None:
        self.interior.open(name)
        self.bring_up()

    def show_order(self, order_id: int) -> None:
        self.interior.show_order(order_id)
        self.bring_up()

    def show_reservation(self, reservation_id: int) -> None:
        self.interior.show_reservation(reservation_id)
        self.bring_up()

    def bring_up(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _apply(self) -> None:
        """Another language means other texts everywhere: the interior is built anew, in the same room."""
        try:
            if not apply_preferences(self._bridge.agent.preferences()):
                return
        except Unavailable as unavailable:
            self.interior.tell_trouble(unavailable.failure)
            return
        # Not from within the event of the button that asked for it: that button goes too.
        QTimer.singleShot(0, self, self._rebuild)

    def _rebuild(self) -> None:
        before, self.interior = self.interior, self._make_interior()
        self._whole.replaceWidget(before, self.interior)
        self.interior.open(before.current)
        before.deleteLater()

    def _make_interior(self) -> Interior:
        made = Interior(self._bridge)
        made.sound_wanted.connect(self.sound_wanted)
        made.face_examination_wanted.connect(self.face_examination_wanted)
        made.reservation_seen.connect(self.reservation_seen)
        made.set_up_wanted.connect(self.set_up_wanted)
        made.remove_wanted.connect(self.remove_wanted)
        return made

    def _ask_to_end(self) -> None:
        """Without a tray a closed window is gone, and nothing would ring: that is asked, not guessed."""
        dialog = Dialog(self, _("End Campanello?"))
        dialog.body.addWidget(Text(_("While it is ended no order rings on this PC."), Size.LIST, wrap=True))
        end = dialog.add_button(Button(_("End"), ButtonKind.DANGER))
        stay = dialog.add_button(Button(_("Put it aside"), ButtonKind.PRIMARY))
        end.clicked.connect(dialog.accept)
        stay.clicked.connect(dialog.reject)
        stay.clicked.connect(self.showMinimized)
        dialog.closed.connect(lambda accepted: self.quit_wanted.emit() if accepted else None)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        try:
            self._bridge.agent.prefer(PLACE, bytes(self.saveGeometry().toBase64().data()).decode())
        except Unavailable as unavailable:
            # The size is not worth a sentence to whoever is leaving.
            log.warning("window_place_not_kept", failure=unavailable.failure.message)
        if self._has_tray():
            self.hide()
        else:
            self._ask_to_end()
