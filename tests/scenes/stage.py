"""Puts one scene on the screen and takes its picture: real windows, a stopped clock, nothing that blinks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QRect, QTimer
from PySide6.QtGui import QColor, QCursor, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tests.scenes.restaurant import WHOLE, Restaurant
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.theme import Scheme

CONFIGURATION = Path("/home/trattoria/.config/campanello/campanello.toml")
"""What the settings show in place of the picture's own folder, which is another one each time."""

TILL = QColor("#9AA7B2")
"""In place of the till's program, over which the bell stands."""

LONGEST = 5_000
"""Milliseconds that a scene may take to be ready."""


class Stage:
    """One restaurant with its bridge, in one scheme, on a screen of that size. `shoot` is what is on all of it."""

    def __init__(
        self, app: QApplication, place: Restaurant, scheme: Scheme, size: tuple[int, int], language: str
    ) -> None:
        self.app = app
        self.place = place
        self._whole = QRect(0, 0, *size)
        place.agent.prefer("language", language)
        place.agent.prefer("appearance", scheme.value)
        place.agent.home = replace(place.agent.home, configuration=CONFIGURATION)
        self.bridge = Bridge(place.agent)
        self._windows: list[QWidget] = []
        # The pointer would colour what it stands on.
        QCursor.setPos(self._whole.bottomRight())

    def window(self) -> MainWindow:
        """The main window, as large as the screen."""
        made = MainWindow(self.bridge, has_tray=lambda: True)
        self.show(made)
        made.setGeometry(self._whole)
        return made

    def till(self) -> None:
        """What the bell stands over."""
        ground = QWidget()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, TILL)
        ground.setPalette(palette)
        ground.setAutoFillBackground(True)
        ground.setGeometry(self._whole)
        self.show(ground)

    def show(self, window: QWidget) -> None:
        self._windows.append(window)
        window.show()

    def wait(self, ready: Callable[[], bool] = lambda: True) -> None:
        """Until it is ready and drawn."""
        deadline = QDeadlineTimer(LONGEST)
        while not ready():
            if deadline.hasExpired():
                raise TimeoutError("the scene is not ready")
            self.pause(20)

    def pause(self, milliseconds: int = 150) -> None:
        """For what is laid out and drawn in its own time."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def shoot(self) -> QPixmap:
        self.pause()
        if self.app.platformName() == "offscreen":
            return self._windows[-1].grab()
        return self.app.primaryScreen().grabWindow(0)

    def close(self) -> None:
        for window in reversed(self._windows):
            window.hide()
            window.deleteLater()
        self.bridge.close()
        self.pause(0)


@contextmanager
def stage(app: QApplication, scheme: Scheme, size: tuple[int, int], language: str) -> Iterator[Stage]:
    with TemporaryDirectory(prefix="campanello-scene-") as folder:
        place = Restaurant(Path(folder), WHOLE)
        made = Stage(app, place, scheme, size, language)
        try:
            yield made
        finally:
            made.close()
            place.close()
