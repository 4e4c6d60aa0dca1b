"""What a start that failed says: a window with the sentence, the folder to look into, and another try."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.failures import Failure
from agent.sentences import sentence
from agent.texts import _
from ui.bell.order_head import Sign
from ui.components import Button, ButtonKind, Text, TouchScroll
from ui.theme import Size, Space, Tone, Weight

WIDTH = 640


class TroubleWindow(QWidget):
    again = Signal()
    quit_wanted = Signal()

    def __init__(self, failure: Failure, folder: Path) -> None:
        super().__init__()
        said = sentence(failure)
        self.setWindowTitle("Campanello")
        self.setAccessibleName(said.title)
        self.setMinimumWidth(WIDTH)
        self._folder = folder
        whole = QHBoxLayout(self)
        whole.setContentsMargins(Space.BROAD, Space.BROAD, Space.BROAD, Space.BROAD)
        whole.setSpacing(Space.BASE)
        whole.addWidget(Sign("warning", Tone.WAITING, Space.BROAD + Space.SNUG), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.CLOSE)
        column.addWidget(Text(said.title, Size.TITLE, Weight.SEMIBOLD, wrap=True))
        column.addWidget(self._told(said.message))
        column.addWidget(Text(said.remedy, Size.LIST, Weight.SEMIBOLD, wrap=True))
        column.addStretch(1)
        column.addSpacing(Space.SNUG)
        column.addLayout(self._buttons())
        whole.addLayout(column, 1)

    def _told(self, message: str) -> QWidget:
        """A wrong file may have many problems: they scroll."""
        text = Text(message, Size.LIST, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if message.count("\n") < 8:
            return text
        scroll = TouchScroll()
        scroll.setMinimumHeight(240)
        scroll.column.addWidget(text)
        return scroll

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        self.folder_button = Button(_("Open the folder"))
        self.folder_button.clicked.connect(self._open_folder)
        self.quit_button = Button(_("Quit"))
        self.quit_button.clicked.connect(self.quit_wanted)
        self.again_button = Button(_("Try again"), ButtonKind.PRIMARY, "sync")
        self.again_button.clicked.connect(self.again)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        row.addWidget(self.quit_button)
        row.addWidget(self.again_button)
        return row

    def _open_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.quit_wanted.emit()
        event.accept()
