"""The parts of the settings: each shows one choice and says what was chosen; none keeps anything by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from agent.domain.bell import Sound
from agent.texts import N_, _
from ui.components import Button, Card, Chip, FlowLayout, Segmented, Switch, Text
from ui.theme import Size, Space, Tone, Weight

MINUTES = (5, 10, 15, 20, 25, 30, 40, 45, 60, 75, 90)
MOST_PRESETS = 5
"""More do not fit beside each other on the bell."""

SOUNDS = {
    Sound.ORDER: N_("New order"),
    Sound.ORDER_URGENT: N_("New order, after a minute"),
    Sound.CANCELLED: N_("Order cancelled"),
    Sound.RESERVATION: N_("Reservation that waits for an answer"),
    Sound.FAULT: N_("Something went wrong"),
    Sound.REMINDER: N_("Reminder"),
}
"""Those that something in this version plays."""


class SettingsCard(Card):
    def __init__(self, title: str, explained: str = "") -> None:
        super().__init__(padding=Space.WIDE - Space.TIGHT)
        head = QVBoxLayout()
        head.setSpacing(Space.HAIR)
        head.addWidget(Text(title, Size.LIST, Weight.SEMIBOLD))
        if explained:
            head.addWidget(Text(explained, tone=Tone.NEUTRAL, wrap=True))
        self.body.addLayout(head)


class ChoiceCard(SettingsCard):
    """One of a few, side by side."""

    chosen = Signal(str)

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], current: str, explained: str = "") -> None:
        super().__init__(title, explained)
        self.choices = Segmented(list(choices))
        keys = [key for key, _text in choices]
        self.choices.set_current(current if current in keys else keys[0])
        self.choices.setAccessibleName(title)
        self.choices.chosen.connect(self.chosen)
        self.body.addWidget(self.choices, 0, Qt.AlignmentFlag.AlignLeft)


class SwitchCard(SettingsCard):
    """One thing that is on or off; None: the system does not tell."""

    switched = Signal(bool)

    def __init__(self, title: str, explained: str, label: str, on: bool | None) -> None:
        super().__init__(title, explained)
        self.switch = Switch(label)
        self.switch.setEnabled(on is not None)
        self.switch.setChecked(bool(on))
        self.switch.clicked.connect(self.switched)
        self.body.addWidget(self.switch)

    def show_on(self, on: bool) -> None:
        self.switch.setChecked(on)


class SoundCard(SettingsCard):
    """Volume in per cent, kept when the finger leaves; and each sound to be tried."""

    volume_chosen = Signal(int)
    tried = Signal(object)

    def __init__(self, volume: int) -> None:
        super().__init__(_("Sound"), _("The order that waits rings until somebody answers it."))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setValue(volume)
        self.slider.setAccessibleName(_("Volume"))
        self._percent = Text("", Size.LIST, Weight.SEMIBOLD, tabular=True)
        self._percent.setFixedWidth(56)
        self._silent = Text(_("At 0 % nothing is heard: an order would only be seen."), tone=Tone.WAITING, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(Space.BASE)
        row.addWidget(Text(_("Volume"), Size.LIST))
        row.addWidget(self.slider, 1)
        row.addWidget(self._percent)
        self.body.addLayout(row)
        self.body.addWidget(self._silent)
        self.body.addLayout(self._sounds())
        self.slider.valueChanged.connect(self._tell)
        self.slider.sliderReleased.connect(lambda: self.volume_chosen.emit(self.slider.value()))
        self.slider.valueChanged.connect(self._keep_keyed)
        self._tell(volume)

    def _sounds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.BASE)
        grid.setVerticalSpacing(Space.SNUG)
        grid.setColumnStretch(0, 1)
        for row, (sound, name) in enumerate(SOUNDS.items()):
            grid.addWidget(Text(_(name), Size.LIST), row, 0)
            button = Button(_("Try"), icon_name="play", compact=True)
            button.setAccessibleName(_("Try: {sound}").format(sound=_(name)))
            button.clicked.connect(lambda _on=False, sound=sound: self.tried.emit(sound))
            grid.addWidget(button, row, 1)
        return grid

    def _tell(self, volume: int) -> None:
        self._percent.setText(f"{volume} %")
        self._silent.setVisible(volume == 0)

    def _keep_keyed(self, volume: int) -> None:
        """Keys and wheel move it without a release."""
        if not self.slider.isSliderDown():
            self.volume_chosen.emit(volume)


class PresetCard(SettingsCard):
    """Up to five numbers of minutes."""

    chosen = Signal(tuple)

    def __init__(self, presets: Sequence[int]) -> None:
        super().__init__(
            _("Minutes to choose from"),
            _("The buttons beside “Accept”, on the bell and on an order's sheet; up to {most}.").format(
                most=MOST_PRESETS
            ),
        )
        self.chips = {minutes: Chip(_("{count} min").format(count=minutes)) for minutes in sorted({*MINUTES, *presets})}
        holder = QWidget()
        flow = FlowLayout(holder)
        for minutes, chip in self.chips.items():
            chip.setChecked(minutes in presets)
            chip.clicked.connect(lambda _on=False, chip=chip: self._pressed(chip))
            flow.addWidget(chip)
        self.body.addWidget(holder)

    @property
    def presets(self) -> tuple[int, ...]:
        return tuple(minutes for minutes, chip in self.chips.items() if chip.isChecked())

    def _pressed(self, chip: Chip) -> None:
        """Never none, never more than fit: the press that would do that is taken back."""
        if not 1 <= len(self.presets) <= MOST_PRESETS:
            chip.setChecked(not chip.isChecked())
            return
        self.chosen.emit(self.presets)
