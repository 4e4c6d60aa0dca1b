"""The settings screen: every choice is kept at once and applied at once; there is no button to save."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.failures import Unavailable
from agent.texts import N_, _
from ui.bridge import Bridge
from ui.components import TouchScroll
from ui.orders.room import READING_WIDTH, Room
from ui.orders.sheet_actions import preset_minutes
from ui.settings.autostart import AutostartCard
from ui.settings.configured import ConfiguredCard
from ui.settings.parts import ChoiceCard, PresetCard, SoundCard
from ui.settings.preferences import APPEARANCE, LANGUAGE, PRESETS, VOLUME, volume_of
from ui.theme import Space

SYSTEM = "system"


class SettingsScreen(Room):
    title = N_("Settings")
    icon = "settings"
    key = "settings"

    sound_wanted = Signal(object)
    """A `Sound` to be tried."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        kept = bridge.agent.preferences()
        self.language = ChoiceCard(
            _("Language"),
            [(SYSTEM, _("As the system")), ("it", "Italiano"), ("en", "English")],
            kept.get(LANGUAGE, SYSTEM),
        )
        self.appearance = ChoiceCard(
            _("Appearance"),
            [(SYSTEM, _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            kept.get(APPEARANCE, SYSTEM),
        )
        self.sound = SoundCard(volume_of(kept.get(VOLUME)))
        self.presets = PresetCard(preset_minutes(kept.get(PRESETS)))
        self.autostart = AutostartCard(bridge.agent.autostart)
        self.configured = ConfiguredCard(bridge.agent.links, bridge.agent.home.configuration)
        self._lay_out()
        self.language.chosen.connect(lambda code: self._keep(LANGUAGE, code))
        self.appearance.chosen.connect(lambda scheme: self._keep(APPEARANCE, scheme))
        self.sound.volume_chosen.connect(lambda volume: self._keep(VOLUME, str(volume)))
        self.sound.tried.connect(self.sound_wanted)
        self.autostart.refused.connect(self.complain)
        self.presets.chosen.connect(lambda minutes: self._keep(PRESETS, " ".join(map(str, minutes))))

    def _keep(self, name: str, value: str) -> None:
        try:
            self.bridge.agent.prefer(name, value)
        except Unavailable as unavailable:
            self.complain(unavailable.failure)

    def _lay_out(self) -> None:
        scroll = TouchScroll()
        scroll.column.setContentsMargins(Space.BASE, Space.CLOSE, Space.BASE, Space.WIDE)
        scroll.column.setSpacing(Space.TIGHT)
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(Space.TIGHT)
        side_by_side.addWidget(self.language, 1)
        side_by_side.addWidget(self.appearance, 1)
        scroll.column.addLayout(side_by_side)
        for card in (self.sound, self.presets, self.autostart, self.configured):
            scroll.column.addWidget(card)
        scroll.column.addStretch(1)
        page = scroll.widget()
        assert page is not None
        page.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
