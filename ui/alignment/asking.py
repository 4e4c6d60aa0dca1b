"""The one question before something is published: with its numbers, since it overwrites what guests see."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from agent.texts import _
from ui.components import Button, ButtonKind, Dialog, Text
from ui.theme import Size, Tone, Weight


def ask_to_publish(window: QWidget, title: str, numbers: Sequence[str], warning: str) -> Dialog:
    """`closed(True)`: publish. The caller connects it, and opens the dialog."""
    dialog = Dialog(window, title)
    for line in numbers:
        dialog.body.addWidget(Text(line, Size.LIST, Weight.SEMIBOLD, tabular=True, wrap=True))
    if warning:
        dialog.body.addWidget(Text(warning, Size.TEXT, tone=Tone.NEUTRAL, wrap=True))
    back = dialog.add_button(Button(_("Back")))
    publish = dialog.add_button(Button(_("Publish"), ButtonKind.PRIMARY, "send"))
    back.clicked.connect(dialog.reject)
    publish.clicked.connect(dialog.accept)
    return dialog
