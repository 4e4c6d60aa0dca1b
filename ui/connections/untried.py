"""What of a pair rests on an assumption, because nobody tried it with the real systems yet; folded away."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.texts import _
from ui.components import Button, SectionTitle, Text
from ui.theme import Size, Space, Tone, Weight


class Untried(QWidget):
    """`fold` shows and hides the sentences of each system."""

    def __init__(self, systems: Sequence[tuple[str, Sequence[str]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        count = sum(len(sentences) for _system, sentences in systems)
        title = SectionTitle(_("What was never tried live ({count})").format(count=count), size=Size.LIST)
        self.fold = Button(_("Show"), icon_name="chevron-down", compact=True)
        self.fold.setAccessibleName(_("Show what was never tried live"))
        title.add(self.fold)
        self.fold.clicked.connect(self._turn)
        self._inside = QWidget()
        listed = QVBoxLayout(self._inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(Space.TIGHT)
        explained = _(
            "These points rest on the vendors' documents or on an assumption:"
            " nobody tried them with the real systems yet."
        )
        listed.addWidget(Text(explained, tone=Tone.NEUTRAL, wrap=True))
        for system, sentences in systems:
            listed.addSpacing(Space.TIGHT)
            listed.addWidget(Text(system, Size.TEXT, Weight.SEMIBOLD))
            for each in sentences:
                listed.addWidget(Text(f"•  {_(each)}", wrap=True))
        self._inside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(title)
        column.addWidget(self._inside)

    def _turn(self) -> None:
        opens = self._inside.isHidden()
        self._inside.setVisible(opens)
        self.fold.setText(_("Hide") if opens else _("Show"))
        self.fold.set_icon("chevron-up" if opens else "chevron-down")
