"""The whole application takes the theme, and follows the desktop unless told otherwise."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from installer.make_icons import SHEET, sheet_drawing
from ui import theme
from ui.theme.sheet import make_sheet


def test_no_role_of_the_palette_is_qts_own(qapp: QApplication, either_scheme: theme.Theme) -> None:
    ours = {QColor(colour).name() for colour in either_scheme.tokens.values()}
    roles = [role for role in QPalette.ColorRole if role.name not in ("NoRole", "NColorRoles")]
    assert len(roles) > 18
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in roles:
            assert qapp.palette().color(group, role).name() in ours, (group, role)


def test_the_sheet_is_whole(either_scheme: theme.Theme) -> None:
    sheet = make_sheet(either_scheme.tokens, "dark" if either_scheme.dark else "light")
    assert "$" not in sheet
    drawings = re.findall(r'url\("(.+?)"\)', sheet)
    assert len(drawings) >= 3
    for drawing in drawings:
        assert Path(drawing).is_file()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(SHEET))
def test_the_sheets_drawings_have_the_tokens_colours(scheme: str, name: str) -> None:
    tokens = theme.LIGHT if scheme == "light" else theme.DARK
    kept = resources.path("icons", "sheet", f"{scheme}-{name}.svg").read_text(encoding="utf-8")
    assert kept == sheet_drawing(name, dict(tokens)), "run python -m installer.make_icons"


def test_it_says_when_it_changes(qtbot: QtBot, qapp: QApplication, light: theme.Theme) -> None:
    with qtbot.waitSignal(light.changed):
        theme.apply(qapp, theme.Scheme.DARK)
    assert light.dark
    assert light.colour(theme.Token.GROUND) == QColor(theme.DARK[theme.Token.GROUND])


def test_it_follows_the_desktop(
    qtbot: QtBot, qapp: QApplication, light: theme.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, theme.Scheme.SYSTEM)
    was_dark = light.dark
    monkeypatch.setattr(theme.Theme, "_system_is_dark", staticmethod(lambda _app: not was_dark))
    with qtbot.waitSignal(light.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert light.dark is not was_dark


def test_a_persons_choice_stands_against_the_desktop(
    qtbot: QtBot, qapp: QApplication, light: theme.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme.Theme, "_system_is_dark", staticmethod(lambda _app: True))
    with qtbot.assertNotEmitted(light.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not light.dark
