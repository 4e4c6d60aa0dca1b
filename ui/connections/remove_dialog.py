"""What becomes of a link's data and credentials when it is removed: asked, with what it means, and nothing assumed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent.texts import _
from ui.components import Button, ButtonKind, Dialog, Switch, Text
from ui.theme import Size, Tone

WIDTH = 560


class RemoveDialog(Dialog):
    decided = Signal(bool, bool)
    """Whether its data, and its credentials, go too."""

    def __init__(self, window: QWidget, link: str) -> None:
        super().__init__(window, _("Remove “{link}”?").format(link=link), width=WIDTH)
        explained = _(
            "Nothing is read and nothing is sent for it any more. What is on the portal and at the till stays."
        )
        self.body.addWidget(Text(explained, Size.LIST, wrap=True))
        self.data = Switch(_("Delete its orders, reservations and figures from this PC"))
        self.secrets = Switch(_("Delete its credentials from this PC's keyring"))
        self.secrets.setChecked(True)
        for each in (self.data, self.secrets):
            self.body.addWidget(each)
        self.body.addWidget(Text(_("What is not sent yet is not sent any more."), tone=Tone.NEUTRAL, wrap=True))
        stay = self.add_button(Button(_("Keep it")))
        self.remove_button = self.add_button(Button(_("Remove it"), ButtonKind.DANGER))
        stay.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self.accept)
        self.closed.connect(self._over)

    def _over(self, accepted: bool) -> None:
        if accepted:
            self.decided.emit(self.data.isChecked(), self.secrets.isChecked())
