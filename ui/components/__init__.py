"""The pieces that every screen is made of; they paint themselves from `ui.theme` and know nothing of orders.

Components take their texts from the caller, already translated. What colour tells, a shape or a word tells too.
"""

from ui.components.badges import CountBadge, StateBadge
from ui.components.banner import Banner
from ui.components.button import Button, ButtonKind
from ui.components.calendar import Calendar
from ui.components.card import Card, OpeningCard
from ui.components.chip import Chip
from ui.components.countdown import Countdown
from ui.components.dialog import Dialog
from ui.components.drawing import SHADOW
from ui.components.dropdown import Dropdown
from ui.components.empty_state import EmptyState
from ui.components.fields import SearchField, TextInput
from ui.components.flow_layout import FlowLayout
from ui.components.icons import icon, paint_icon, pixmap
from ui.components.key_value import KeyValues
from ui.components.pressable import Pressable
from ui.components.progress_line import ProgressLine
from ui.components.rail import Rail, RailItem
from ui.components.save_form import SaveForm
from ui.components.segmented import Segmented
from ui.components.stepper import Stepper
from ui.components.switch import Switch
from ui.components.texts import ElidedLabel, Hairline, SectionTitle, Text
from ui.components.toast import Toast, ToastRow
from ui.components.top_bar import HealthPill, TopBar
from ui.components.touch_scroll import TouchScroll, make_kinetic
from ui.components.tray_mark import TrayState, tray_icon, tray_pixmap

__all__ = [
    "SHADOW",
    "Banner",
    "Button",
    "ButtonKind",
    "Calendar",
    "Card",
    "Chip",
    "CountBadge",
    "Countdown",
    "Dialog",
    "Dropdown",
    "ElidedLabel",
    "EmptyState",
    "FlowLayout",
    "Hairline",
    "HealthPill",
    "KeyValues",
    "OpeningCard",
    "Pressable",
    "ProgressLine",
    "Rail",
    "RailItem",
    "SaveForm",
    "SearchField",
    "SectionTitle",
    "Segmented",
    "StateBadge",
    "Stepper",
    "Switch",
    "Text",
    "TextInput",
    "Toast",
    "ToastRow",
    "TopBar",
    "TouchScroll",
    "TrayState",
    "icon",
    "make_kinetic",
    "paint_icon",
    "pixmap",
    "tray_icon",
    "tray_pixmap",
]
