"""The one style sheet, made from the tokens: what Qt's own widgets look like (fields, lists, tables, menus, bars).

Our components paint themselves and are not in here. Fonts come from `typeface`; the one size set here is
that of Qt's own fields and menus, which nobody else gives a font: in a sheet it would silently win over theirs.
"""

from string import Template

import resources
from ui.theme.measures import COMPACT, RADIUS, RADIUS_SMALL, TOUCH
from ui.theme.tokens import Tokens
from ui.theme.typeface import Size

_TEXT = Template("""
QWidget { selection-background-color: $brass; selection-color: $on_brass; }
QWidget:disabled { color: $disabled; }
QToolTip { background: $panel; color: $on_panel; border: 1px solid $panel_line; padding: 6px 8px; }

QLabel[tone="muted"] { color: $muted; }
QLabel[tone="brass"] { color: $brass; }
QLabel[tone="waiting"] { color: $waiting; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="info"] { color: $info; }
QLabel[tone="on_panel"] { color: $on_panel; }
QLabel[tone="panel_muted"] { color: $panel_muted; }
QLabel[tone="panel_brass"] { color: $panel_brass; }
QLabel:disabled { color: $disabled; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QTimeEdit, QDateEdit, QComboBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: ${radius}px; padding: 0 11px;
  placeholder-text-color: $muted;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${field}px; }
QLineEdit { lineedit-password-character: 8226; }
QLineEdit[tall="true"] { min-height: ${tall}px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {
  border: none; padding: 0; min-height: 0; background: transparent;
}
QComboBox, QAbstractSpinBox, QAbstractSpinBox QLineEdit, QPlainTextEdit, QTextEdit, QCheckBox, QRadioButton, QMenu {
  font-size: ${list}px;
}
QPlainTextEdit, QTextEdit { padding: 7px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QSpinBox:hover, QTimeEdit:hover, QDateEdit:hover,
QComboBox:hover { border-color: $ink; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QTimeEdit:focus,
QDateEdit:focus, QComboBox:focus { border: 2px solid $focus; padding: 0 10px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 6px; }
QLineEdit[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {
  background: $ground; border-color: $line; color: $disabled;
}
QLineEdit:read-only { background: $ground; border-color: $line; }

QPushButton, QToolButton {
  background: $raised; color: $ink; border: 1px solid $border; border-radius: ${radius}px; padding: 0 16px;
  min-height: ${field}px;
}
QToolButton { padding: 0 8px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 0 15px; }
QToolButton:focus { padding: 0 7px; }
QLineEdit QToolButton, QLineEdit QToolButton:focus, QTabBar QToolButton {
  background: transparent; border: none; padding: 0; min-height: 0;
}
QPushButton:default { background: $brass; color: $on_brass; border-color: $brass; }
QPushButton:default:hover { background: $brass_hover; }
QPushButton:disabled, QToolButton:disabled { background: transparent; color: $disabled; border-color: $line; }

QComboBox::drop-down { border: none; width: 32px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$art-down.svg"); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; outline: none; }
QComboBox QAbstractItemView::item { min-height: ${field}px; padding: 0 8px; border-radius: ${small}px; color: $ink; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
  background: $brass_soft; color: $ink;
}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
QTimeEdit::up-button, QTimeEdit::down-button, QDateEdit::up-button, QDateEdit::down-button {
  border: none; width: 28px; background: transparent;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow, QDateEdit::up-arrow {
  image: url("$art-up.svg"); width: 14px; height: 14px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow, QDateEdit::down-arrow {
  image: url("$art-down.svg"); width: 14px; height: 14px;
}

QCheckBox, QRadioButton { color: $ink; spacing: 10px; min-height: 32px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 20px; height: 20px; border: 1px solid $edge; border-radius: 5px; background: $surface;
}
QRadioButton::indicator { border-radius: 11px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $ink; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus; width: 18px; height: 18px; }
QCheckBox::indicator:checked { background: $brass; border-color: $brass; image: url("$art-check.svg"); }
QCheckBox::indicator:checked:focus { border-color: $ink; }
QRadioButton::indicator:checked { background: $surface; border: 6px solid $brass; width: 10px; height: 10px; }
QRadioButton::indicator:checked:focus { border-color: $brass_pressed; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $ground; }

QSlider { min-height: 32px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $brass; }
QSlider::handle:horizontal {
  width: 20px; height: 20px; margin: -9px 0; border-radius: 11px; background: $raised; border: 1px solid $edge;
}
QSlider::handle:horizontal:hover { border-color: $brass; }
QSlider::handle:horizontal:focus { border: 2px solid $focus; width: 18px; height: 18px; }
QSlider::sub-page:horizontal:disabled { background: $disabled; }

QAbstractItemView {
  background: $surface; color: $ink; border: none; outline: none; gridline-color: $line;
  alternate-background-color: $ground; selection-background-color: $brass_soft; selection-color: $ink;
}
QAbstractItemView::item { padding: 4px 8px; border: none; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $brass_soft; color: $ink; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; padding: 8px; text-align: left;
}
QTableCornerButton::section { background: $surface; border: none; }

QMenu { background: $raised; color: $ink; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 9px 24px 9px 12px; border-radius: ${small}px; margin: 1px 0; background: transparent; }
QMenu::item:selected { background: $brass_soft; color: $ink; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 48px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 48px; margin: 3px 2px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QProgressBar { background: $sunken; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $brass; border-radius: 2px; }
QGroupBox { border: 1px solid $line; border-radius: ${radius}px; margin-top: 10px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $muted; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 10px 16px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $brass; }
QSplitter::handle { background: $line; }
QScrollArea, QScrollArea > QWidget > QWidget#page { background: transparent; border: none; }
""")


def make_sheet(tokens: Tokens, scheme: str) -> str:
    """The sheet in those tokens; `scheme` ("light", "dark") chooses the small drawings that a sheet can only name."""
    colours = {token.value: colour for token, colour in tokens.items()}
    art = resources.path("icons", "sheet", scheme).as_posix()
    return _TEXT.substitute(
        colours, radius=RADIUS, small=RADIUS_SMALL, field=COMPACT - 2, tall=TOUCH - 2, list=int(Size.LIST), art=art
    )
