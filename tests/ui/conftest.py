"""The face's tests run without a screen, in the face's own look."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.scenes.restaurant import TOML
from ui import theme


@pytest.fixture(autouse=True)
def taken_apart(qapp: QApplication) -> Iterator[None]:
    """What a test leaves is taken apart at its end, in the face's thread, and not in the middle of another test."""
    if not gc.get_freeze_count():
        # What was imported is never garbage: without it a round costs a tenth.
        gc.collect()
        gc.freeze()
    gc.disable()
    yield
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
    gc.enable()


@pytest.fixture
def configuration() -> str:
    """One link; a screen that needs more names its own."""
    return TOML


@pytest.fixture(autouse=True)
def own_autostart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A switch that a test turns is not this user's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg-config"))


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> theme.Theme:
    """The light theme is on when a test begins, whatever the one before it did."""
    current = theme.current()
    if current.scheme is not theme.Scheme.LIGHT:
        theme.apply(qapp, theme.Scheme.LIGHT)
    return current


@pytest.fixture(params=[theme.Scheme.LIGHT, theme.Scheme.DARK])
def either_scheme(request: pytest.FixtureRequest, qapp: QApplication, light: theme.Theme) -> Iterator[theme.Theme]:
    """The test runs twice, light and dark."""
    theme.apply(qapp, request.param)
    yield light
    theme.apply(qapp, theme.Scheme.LIGHT)
