"""The face at work on a screen, timed from within: `python -m tests.bench.counter_process FOLDER`. Tells JSON."""

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agent.app import Agent
from agent.domain.bell import Sound
from agent.domain.commands import RejectOrder
from agent.domain.orders import Actor, OrderState
from agent.home import Home
from agent.store import Ledger, Store
from agent.vault import MemoryVault
from tests.bench.portal_process import Portal
from ui import theme
from ui.application import Face
from ui.bell.decide import DecideContent
from ui.bell.sound_silent import SilentPlayer

RUNS = 30
PRESSES = 100
MANY = 50
PATIENCE = 30.0

CONFIGURATION = "calls_per_10_minutes = 100000\n[links.settings]\norder_poll_seconds = 3600\n"
"""Nothing is read but when the measurement says so, as a notice of the portal would."""


class StampingPlayer(SilentPlayer):
    """Notes when a sound was begun."""

    def __init__(self) -> None:
        super().__init__()
        self.began = 0.0

    def play_loop(self, sound: Sound, volume: int) -> None:
        self.began = time.monotonic()
        super().play_loop(sound, volume)


class Nobody:
    """Keeps no PC awake."""

    def hold(self, reason: str) -> None:
        return None

    def release(self) -> None:
        return None


class Painted(QObject):
    """When the bell was first painted with so many orders."""

    def __init__(self, face: Face, wanted: int) -> None:
        super().__init__()
        assert face.counter is not None
        self._bell = face.counter.bell
        self._wanted = wanted
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        paints = event.type() is QEvent.Type.Paint and isinstance(watched, QWidget)
        if paints and not self.at and len(self._bell.waiting.cards) >= self._wanted:
            assert isinstance(watched, QWidget)
            if watched.window() is self._bell.window:
                # The rest of the window is painted by the events right behind this one.
                QTimer.singleShot(0, self._stamp)
        return False

    def _stamp(self) -> None:
        self.at = self.at or time.monotonic()


class Counter:
    def __init__(self, app: QApplication, folder: Path, portal: Portal) -> None:
        self.app = app
        self.portal = portal
        home = Home.at(folder, {})
        home.configuration.write_text(portal.told["configuration"] + CONFIGURATION, encoding="utf-8")
        # Its connection and its certificates are made once, as a connector's are.
        self._asking = httpx.Client()
        self.player = StampingPlayer()
        self.face = Face(lambda: Agent(home, MemoryVault(portal.told["secrets"])), self.player, Nobody())

    @property
    def agent(self) -> Agent:
        assert self.face.bridge is not None
        return self.face.bridge.agent

    def begin(self) -> None:
        self.face.start()
        self.until(lambda: self.face.counter is not None)
        self.agent.sync()

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, "it did not happen"
            self.app.processEvents()
            time.sleep(0.0005)

    def rings(self, count: int) -> float:
        """Milliseconds from the portal's answer to the bell painted with all of them and its sound begun."""
        painted = Painted(self.face, count)
        self.app.installEventFilter(painted)
        self.player.began = 0.0
        self.portal.place(count)
        self._look()
        self.until(lambda: bool(painted.at and self.player.began))
        self.app.removeEventFilter(painted)
        took = max(painted.at, self.player.began) - self.portal.answered()
        self.clear()
        return took * 1000

    def clear(self) -> None:
        for sheet in self.agent.orders(states=[OrderState.NEW]):
            self.agent.submit(RejectOrder(sheet.order.id, "Chiusura"), Actor.CLI)
        assert self.face.counter is not None
        waiting = self.face.counter.bell.waiting
        self.until(lambda: not waiting.undecided and not waiting.reading)
        self.until(lambda: not any(link.outbox.waiting + link.outbox.sending for link in self.agent.status().links))

    def accepts(self) -> float:
        """Milliseconds from the press on "Accetta" to the decision on the disk."""
        self.portal.place(1)
        self._look()
        assert self.face.counter is not None
        bell = self.face.counter.bell
        self.until(lambda: bell.waiting.undecided == 1 and not bell.waiting.reading and bell.window.isVisible())
        content = bell.window.findChild(DecideContent)
        assert content is not None
        bell.window.guard.lift()
        self.app.processEvents()
        with committed() as commits:
            pressed = time.monotonic()
            QTest.mouseClick(content.accept_button, Qt.MouseButton.LeftButton)
            self.until(lambda: bool(commits))
        took = commits[0] - pressed
        self.until(lambda: bell.waiting.undecided == 0)
        self.portal.answered()
        return took * 1000

    def frame(self) -> float:
        """Milliseconds of one request over loopback and one painted frame of the bell."""
        assert self.face.counter is not None
        window = self.face.counter.bell.window
        began = time.monotonic()
        self._asking.get(self.portal.told["account"])
        window.repaint()
        self.app.processEvents()
        return (time.monotonic() - began) * 1000

    def _look(self) -> None:
        assert self.agent._work is not None
        self.agent._work.wake("banco")


@contextmanager
def committed() -> Iterator[list[float]]:
    """When each transaction of the store was on the disk."""
    writing, ends = Store.writing, []

    @contextmanager
    def stamped(store: Store) -> Iterator[Ledger]:
        with writing(store) as ledger:
            yield ledger
        ends.append(time.monotonic())

    Store.writing = stamped  # type: ignore[assignment, method-assign]  # no hook for watching
    try:
        yield ends
    finally:
        Store.writing = writing  # type: ignore[method-assign]  # as it was


def plain_commit(folder: Path) -> float:
    """Milliseconds of one commit of one row, with the disk waited for."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS t (x TEXT)")
    began = time.monotonic()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO t VALUES ('x')")
    connection.execute("COMMIT")
    took = time.monotonic() - began
    connection.close()
    return took * 1000


def main(folder: Path) -> None:
    app = QApplication(["campanello"])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    found: dict[str, list[Any]] = {name: [] for name in ("one", "many", "frame", "accept", "commit")}
    with Portal() as portal:
        counter = Counter(app, folder, portal)
        counter.begin()
        counter.rings(1)  # what is loaded at the first ring is loaded once
        for _run in range(RUNS):
            found["frame"].append(counter.frame())
            found["one"].append(counter.rings(1))
            found["many"].append(counter.rings(MANY))
        for _press in range(PRESSES):
            found["commit"].append(plain_commit(folder))
            found["accept"].append(counter.accepts())
        counter.face.quit()
        ended: list[bool] = []
        counter.face.gone.connect(ended.append)
        counter.until(lambda: bool(ended))
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
