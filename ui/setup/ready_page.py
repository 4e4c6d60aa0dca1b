"""The last page: it rings, and it starts with the PC."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Sound
from agent.texts import _
from ui.components import Button, Card, Text
from ui.theme import Size, Space, Tone, Weight


class ReadyPage(QWidget):
    sound_wanted = Signal(object)

    def __init__(self, more: QWidget | None = None) -> None:
        """`more`: what this system offers besides, as starting with the PC."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.BASE)
        column.addWidget(Text(_("Press the button: does everybody at the till hear it?"), Size.LIST, wrap=True))
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(Space.BASE)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(Text(_("The sound of a new order"), Size.LIST, Weight.SEMIBOLD))
        quiet = _("If it is too quiet, turn up this PC's loudspeaker, then the volume in the settings.")
        words.addWidget(Text(quiet, tone=Tone.NEUTRAL, wrap=True))
        row.addLayout(words, 1)
        self.sound_button = Button(_("Try the sound"), icon_name="sound")
        self.sound_button.clicked.connect(lambda: self.sound_wanted.emit(Sound.ORDER))
        row.addWidget(self.sound_button)
        card.body.addLayout(row)
        column.addWidget(card)
        if more is not None:
            column.addWidget(more)
        column.addStretch(1)
