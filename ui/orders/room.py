"""A room of the window: what every screen may ask of the window that it stands in."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agent.domain.failures import Failure
from agent.sentences import Sentence, sentence
from agent.texts import _
from ui.bridge import Bridge
from ui.components import SaveForm

R = TypeVar("R")


READING_WIDTH = 1040
"""Pixels; on a wide screen text that goes further is read with the finger on the line."""


class Room(QWidget):
    """Screens know nothing of each other: they say what they want, and the window does it."""

    counted = Signal(int)
    """So many things wait here: the number on the rail."""
    order_wanted = Signal(int)
    reservation_wanted = Signal(int)
    screen_wanted = Signal(str)
    told = Signal(object)
    """A `Sentence` of what was done, shown in passing."""
    trouble = Signal(object)
    """A `Sentence` that the person must see and put away."""

    title: ClassVar[str]
    """Message id of its name on the rail."""
    icon: ClassVar[str]
    key: ClassVar[str]

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge

    def begin(self) -> None:
        """The window listens now: read what it must know before anybody comes here."""

    def enter(self) -> None:
        """The person came here: read what may have changed, and take the keyboard."""

    def complain(self, failure: Failure) -> None:
        """Something could not be read or done."""
        self.trouble.emit(sentence(failure))

    def run(
        self,
        work: Callable[[], R],
        done: Callable[[R], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """As `Bridge.run`; what comes back after the screen is gone (the language was changed) is dropped."""
        self.bridge.run(work, while_alive(self, done), while_alive(self, failed or self.complain))

    def save_by(self, form: SaveForm, write: Callable[[Path], object]) -> None:
        """Writes where the person says by that form, and tells of it; what fails is said on the form."""

        def refused(failure: Failure) -> None:
            said = sentence(failure)
            form.show_wrong(f"{said.title}. {said.remedy}")

        def save(file: Path) -> None:
            def saved(_nothing: object) -> None:
                form.accept()
                self.told.emit(Sentence(_("Saved as {file}").format(file=file.name)))

            # A sheet that was closed meanwhile hears nothing; the file is written all the same.
            self.run(lambda: write(file), while_alive(form, saved), while_alive(form, refused))

        form.save_wanted.connect(save)
        form.open()


def while_alive(owner: QObject, then: Callable[[R], None]) -> Callable[[R], None]:
    def answer(result: R) -> None:
        if shiboken6.isValid(owner):
            then(result)

    return answer
