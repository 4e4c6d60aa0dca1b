"""The desktop's notices: with buttons by a fake Windows, without by the tray; what they do, and what they never do."""

import threading
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from ui.notices import Action, ToastNotices, TrayNotices, make_notices
from ui.notices_windows import APP, WindowsToaster, make_toaster


class FakeToaster:
    def __init__(self) -> None:
        self.shown: list[tuple[str, str, Sequence[str]]] = []
        self.pressed: list[Callable[[int], None]] = []
        self.broken = False

    def show(self, title: str, text: str, labels: Sequence[str], pressed: Callable[[int], None]) -> None:
        if self.broken:
            raise OSError("no notices here")
        self.shown.append((title, text, labels))
        self.pressed.append(pressed)


class Desk:
    """A person's notice with two buttons, and what was done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.threads: list[int] = []
        self.toaster = FakeToaster()
        self.icon = QSystemTrayIcon()
        self.tray = TrayNotices(self.icon)
        self.notices = ToastNotices(self.toaster, self.tray)

    def actions(self, code: str) -> tuple[Action, Action]:
        def do(what: str) -> Callable[[], None]:
            def done() -> None:
                self.done.append(f"{what} {code}")
                self.threads.append(threading.get_ident())

            return done

        return Action("Show", do("show")), Action("Quiet", do("quiet"))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


def test_its_buttons_do_what_they_say_in_the_faces_thread(desk: Desk, qtbot: QtBot) -> None:
    desk.notices.show("New order A37", "Delivery", desk.actions("A37"))
    assert desk.toaster.shown == [("New order A37", "Delivery", ["Show", "Quiet"])]
    press = desk.toaster.pressed[0]
    thread = threading.Thread(target=lambda: press(1))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: desk.done == ["quiet A37"])
    assert desk.threads == [threading.get_ident()]


def test_a_button_of_an_older_notice_does_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.notices.show("New order A37", "", desk.actions("A37"))
    desk.notices.show("New order A38", "", desk.actions("A38"))
    desk.toaster.pressed[0](0)
    desk.toaster.pressed[1](7)
    desk.toaster.pressed[1](0)
    qtbot.waitUntil(lambda: desk.done == ["show A38"])


def test_what_windows_does_not_show_the_tray_does(desk: Desk) -> None:
    desk.toaster.broken = True
    desk.notices.show("New order A37", "", desk.actions("A37"))
    desk.icon.messageClicked.emit()
    assert desk.done == ["show A37"]


def test_without_windows_there_is_the_tray(qtbot: QtBot) -> None:
    icon = QSystemTrayIcon()
    assert isinstance(make_notices(icon), TrayNotices)


def fake_library(shown: list[Any], *, missing: bool = False) -> Any:
    """windows_toasts, as far as it is used."""

    class Toaster:
        def __init__(self, name: str, app: str) -> None:
            if missing:
                raise OSError("class not registered")
            self.names = (name, app)

        def show_toast(self, toast: Any) -> None:
            shown.append(toast)

    return SimpleNamespace(
        InteractableWindowsToaster=Toaster,
        ToastButton=lambda label, argument: (label, argument),
        ToastAudio=lambda *, silent: silent,
        Toast=lambda texts, **more: SimpleNamespace(texts=texts, **more),
    )


def test_a_toast_is_silent_and_has_its_buttons() -> None:
    shown: list[Any] = []
    pressed: list[int] = []
    toaster = WindowsToaster(fake_library(shown))
    assert toaster._toaster.names == (APP, APP)
    toaster.show("New order A37", "Delivery", ["Show", "Quiet"], pressed.append)
    (toast,) = shown
    assert (toast.texts, toast.audio) == (["New order A37", "Delivery"], True)
    assert toast.actions == [("Show", "0"), ("Quiet", "1")]
    for told in ("1", "3f1c5a52-9f0b", None):
        toast.on_activated(SimpleNamespace(arguments=told))
    assert pressed == [1, 0, 0], "the notice itself is the first button"


def test_a_windows_without_such_notices_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "windows_toasts", fake_library([], missing=True))
    assert make_toaster() is None
    monkeypatch.setitem(sys.modules, "windows_toasts", None)
    assert make_toaster() is None
