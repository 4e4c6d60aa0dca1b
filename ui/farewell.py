"""What a stop that takes a moment says, so that nobody starts the program again or pulls the plug."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.texts import _, ngettext
from ui.components import ProgressLine, Text
from ui.theme import Size, Space, Tone, Weight


class Farewell(QWidget):
    """`waiting`: so many orders nobody has decided."""

    def __init__(self, waiting: int) -> None:
        super().__init__()
        self.setWindowTitle("Campanello")
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        column.setSpacing(Space.CLOSE)
        column.addWidget(Text(_("Campanello is ending …"), Size.TITLE, Weight.SEMIBOLD))
        column.addWidget(Text(_("What is not sent yet is kept and leaves at the next start."), Size.LIST, wrap=True))
        if waiting:
            column.addWidget(Text(waiting_told(waiting), Size.LIST, Weight.SEMIBOLD, Tone.WAITING, wrap=True))
        progress = ProgressLine()
        column.addWidget(progress)
        progress.begin()


def waiting_told(count: int) -> str:
    """That orders are left alone."""
    return ngettext(
        "{count} order still waits for an answer: answer it on the portal.",
        "{count} orders still wait for an answer: answer them on the portal.",
        count,
    ).format(count=count)
