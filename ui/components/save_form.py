"""Where a file goes: a sheet within the window, since a dialog of the system can hide behind the till's program."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, Signal
from PySide6.QtWidgets import QWidget

from agent.texts import N_, _
from ui.components.button import Button, ButtonKind
from ui.components.dialog import Dialog
from ui.components.dropdown import Dropdown
from ui.components.fields import TextInput
from ui.components.texts import Text
from ui.theme import Tone

_PLACES = QStandardPaths.StandardLocation
_NAMES = {
    _PLACES.DocumentsLocation: N_("Documents"),
    _PLACES.DesktopLocation: N_("Desktop"),
    _PLACES.DownloadLocation: N_("Downloads"),
}
"""Qt names them in the system's language, which may be another one."""


class SaveForm(Dialog):
    """`save_wanted(Path)`; whoever writes it calls `accept`, or says with `show_wrong` why not."""

    save_wanted = Signal(object)

    def __init__(
        self, window: QWidget, title: str, explained: str, name: str, folders: dict[str, Path] | None = None
    ) -> None:
        """`name`: what is proposed, with the ending that every name gets. `folders`: by name; None: this PC's."""
        super().__init__(window, title)
        self._ending = Path(name).suffix
        self._folders = places() if folders is None else folders
        self.body.addWidget(Text(explained, tone=Tone.NEUTRAL, wrap=True))
        self.folder = Dropdown([(name, name) for name in self._folders], _("In which folder"))
        self.folder.setMaximumWidth(self.card.width())
        self.body.addWidget(self.folder)
        self.name = TextInput(_("Name of the file"))
        self.name.set_text(name)
        self.body.addWidget(self.name)
        back = self.add_button(Button(_("Back")))
        self.save_button = self.add_button(Button(_("Save"), ButtonKind.PRIMARY, "download"))
        back.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self.name.submitted.connect(self._save)
        self.name.changed.connect(lambda _text: self.name.show_wrong(""))

    @property
    def file(self) -> Path:
        name = self.name.text.strip()
        whole = name if name.lower().endswith(self._ending) else f"{name}{self._ending}"
        return self._folders[self.folder.current] / whole

    def show_wrong(self, why: str) -> None:
        self.save_button.set_busy(False)
        self.name.show_wrong(why)
        self.name.entry.setFocus()

    def _save(self) -> None:
        if self.save_button.busy:
            return
        if not self.name.text.strip() or set(self.name.text) & set('/\\:*?"<>|'):
            self.show_wrong(_("A name without these signs: {signs}").format(signs='/ \\ : * ? " < > |'))
            return
        self.save_button.set_busy(True)
        self.save_wanted.emit(self.file)


def places() -> dict[str, Path]:
    """The person's own folders and the sticks that are plugged in, by their names; the home where there is none."""
    found: dict[str, Path] = {}
    for place, name in _NAMES.items():
        folder = Path(QStandardPaths.writableLocation(place))
        if folder.is_dir() and folder not in found.values():
            found[_(name)] = folder
    for drive in QStorageInfo.mountedVolumes():
        folder = Path(drive.rootPath())
        if _is_stick(drive, folder):
            found.setdefault(drive.displayName() or str(folder), folder)
    return found or {str(Path.home()): Path.home()}


def _is_stick(drive: QStorageInfo, folder: Path) -> bool:
    if not drive.isValid() or not drive.isReady() or drive.isReadOnly() or drive.isRoot():
        return False
    # Windows: another letter than the system's. Linux: where desktops mount what is plugged in.
    letter = len(folder.parts) == 1 and folder.drive != "" and folder.drive != Path.home().drive
    return letter or folder.parts[:2] in (("/", "media"),) or folder.parts[:3] == ("/", "run", "media")
