"""One side's page: its fields, each with where it is found; the try; what the side said."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.setting_up import SideOffer, Trial
from agent.texts import _
from ui.components import Banner, ProgressLine, Text, TextInput
from ui.connections.sides import SideTold, side_view
from ui.orders.spot import Spot
from ui.setup.order import Typed
from ui.theme import Size, Space, Tone


class SidePage(QWidget):
    """`typed` whenever something is typed: what was tried before says nothing any more."""

    typed = Signal()
    submitted = Signal()

    def __init__(self, offer: SideOffer, typed: Typed, *, secrets_alone: frozenset[str] | None = None) -> None:
        """`secrets_alone`: these credentials are all that is asked for; the rest stands in the configuration."""
        super().__init__()
        self._offer = offer
        self.entries: dict[str, TextInput] = {}
        self.secrets: dict[str, TextInput] = {}
        self._told = Spot()
        self._progress = ProgressLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.BASE)
        for each in offer.fields if secrets_alone is None else ():
            entry = TextInput(_(each.label), hint=_(each.where), placeholder=each.example)
            entry.set_text(typed.value(offer.side, each.name))
            self.entries[each.name] = entry
        for secret in offer.secrets:
            if secrets_alone is not None and secret.name not in secrets_alone:
                continue
            keepable = typed.kept is not None and secrets_alone is None
            kept = _("kept already: leave it empty to keep it") if keepable else ""
            entry = TextInput(_(secret.label), hint=_(secret.where), placeholder=kept, secret=True)
            entry.set_text(typed.secrets.get((offer.side, secret.name), ""))
            self.secrets[secret.name] = entry
        for entry in (*self.entries.values(), *self.secrets.values()):
            entry.changed.connect(self._changed)
            entry.submitted.connect(self.submitted)
            column.addWidget(entry)
        if self.secrets:
            column.addWidget(
                Text(
                    _("Kept by the system's own keyring on this PC, in no file."),
                    Size.TEXT,
                    tone=Tone.NEUTRAL,
                    wrap=True,
                )
            )
        column.addWidget(self._progress)
        column.addWidget(self._told)
        column.addStretch(1)

    def values(self) -> Mapping[str, str]:
        return {name: entry.text.strip() for name, entry in self.entries.items()}

    def secret_values(self) -> Mapping[str, str]:
        return {name: entry.text.strip() for name, entry in self.secrets.items() if entry.text.strip()}

    def first_gap(self, *, kept: bool) -> TextInput | None:
        """The first that must not be empty and is. `kept`: credentials may stay as they are in the keyring."""
        required = {secret.name for secret in self._offer.secrets if secret.required and not kept}
        entries = [*self.entries.values(), *(entry for name, entry in self.secrets.items() if name in required)]
        return next((entry for entry in entries if not entry.text.strip()), None)

    def show_wrong(self, problems: Mapping[str, str]) -> None:
        """By the name of the field; another problem stands below them all."""
        for name, entry in self.entries.items():
            entry.show_wrong(problems.get(name, ""))
        others = [told for name, told in problems.items() if name not in self.entries]
        self._told.fill(Banner(Tone.BAD, told) for told in others)

    def trying(self) -> None:
        self._told.clear()
        self._progress.begin()

    @property
    def said(self) -> QWidget:
        """Where what came of a trial stands."""
        return self._told

    def show_trial(self, trial: Trial) -> None:
        self._progress.end()
        self._told.fill([side_view(SideTold(self._offer.title, trial.account, trial.failure, trial.prerequisites))])

    def _changed(self) -> None:
        for entry in (*self.entries.values(), *self.secrets.values()):
            entry.show_wrong("")
        self._told.clear()
        self.typed.emit()
