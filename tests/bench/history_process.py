"""The window over 100,000 orders, timed from within: `python -m tests.bench.history_process FOLDER`. Tells JSON.

No lane runs: what a poll costs is in other rows. Everything else is the product's: the window, its reads in their
threads, the database on the disk.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from tests.bench.result import RUNS
from tests.store.crowd import fill
from ui import theme
from ui.activity.model import ActivityModel
from ui.activity.screen import ActivityScreen
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.orders.columns import Column
from ui.orders.screen import OrdersScreen
from ui.orders.search_model import SearchModel

ORDERS = 100_000
PATIENCE = 60.0
NOTCHES = 400
"""Turns of the wheel in each list; a notch of it is 120."""

DRAGS = 40
"""Pulls of the bar to the end of what is loaded, each of which brings the next page."""

SEARCHES = ("rossi", "B37", "33300012", "zzyzx", "a")
"""A surname of many, a code, a part of a telephone number, what nobody is called, and one letter."""

CONFIGURATION = """
[[links]]
name = "banco"
pair = "plateform_cassa_in_cloud"
zone = "Europe/Rome"
[links.portal]
base_url = "http://127.0.0.1:9"
restaurant_id = "1"
[links.pos]
base_url = "http://127.0.0.1:9"
sales_point = 1
"""
"""Nobody is asked: no lane runs."""


class Painted(QObject):
    """When a widget was last painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.at = time.monotonic()
        return False


class House:
    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        home = Home.at(folder, {})
        home.configuration.write_text(CONFIGURATION, encoding="utf-8")
        fill(home.database, ORDERS)
        self.agent = Agent(home, MemoryVault({}))
        self.agent.open()
        self.bridge = Bridge(self.agent)
        self.frames: list[float] = []

    def turn(self, first: Callable[[], None] | None = None) -> None:
        """One round of the loop, beginning with that. As long as it takes nobody else would be answered: a frame."""
        began = time.monotonic()
        if first is not None:
            first()
        self.app.processEvents()
        self.frames.append((time.monotonic() - began) * 1000)

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, "it did not happen"
            self.turn()
            time.sleep(0.0005)

    def opens(self) -> tuple[MainWindow, float]:
        """Milliseconds from nothing to the board painted with what stands."""
        began = time.monotonic()
        window = MainWindow(self.bridge, has_tray=lambda: True)
        orders = window.interior.room("orders")
        assert isinstance(orders, OrdersScreen)
        painted = Painted(orders.columns)
        window.bring_up()
        self.until(lambda: sum(orders.board.count(column) for column in Column) > 0)
        painted.at = 0.0
        orders.columns.update()
        self.until(lambda: painted.at > 0)
        return window, (time.monotonic() - began) * 1000

    def frame(self, window: MainWindow) -> float:
        began = time.monotonic()
        window.repaint()
        return (time.monotonic() - began) * 1000

    def searches(self, orders: OrdersScreen, text: str) -> float:
        """Milliseconds from the end of the pause after the last key to the answer painted."""
        orders.search.setText("")
        self.until(lambda: not orders._pause.isActive())
        orders.search.setText(text)
        painted = Painted(orders.results)
        began = time.monotonic()
        QTest.keyClick(orders.search, Qt.Key.Key_Return)
        self.until(lambda: not orders.found.asking)
        settled = time.monotonic()
        orders.results.update()
        self.until(lambda: painted.at >= settled)
        return (painted.at - began) * 1000

    def scrolls(self, listed: QListView) -> Iterator[float]:
        """Each frame in milliseconds, while the wheel and then the bar take a person through the list."""
        self.until(lambda: listed.model().rowCount() > 0)
        self.frames.clear()
        for _notch in range(NOTCHES):
            self.turn(lambda: wheel(listed.viewport()))
        for _drag in range(DRAGS):
            before = listed.model().rowCount()
            self.until(partial(pulled, self, listed, before))
        yield from self.frames


def wheel(viewport: QWidget) -> None:
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle,
        viewport.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def pulled(house: House, listed: QListView, before: int) -> bool:
    """Pulls the bar to its end; whether the next page has come, or nothing follows."""
    bar, model = listed.verticalScrollBar(), listed.model()
    house.turn(lambda: bar.setValue(bar.maximum()))
    assert isinstance(model, SearchModel | ActivityModel)
    return model.rowCount() > before or not (model._asking or model.canFetchMore(QModelIndex()))


def main(folder: Path) -> None:
    app = QApplication(["campanello"])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    found: dict[str, list[float]] = {"open": [], "frame": [], "scroll": [], "search": []}
    house = House(app, folder)
    for _run in range(RUNS + 1):
        window, took = house.opens()
        if _run:  # the first one loads the screens
            found["open"].append(took)
            found["frame"].append(house.frame(window))
        if _run < RUNS:
            window.hide()
            shiboken6.delete(window)
    orders, activity = window.interior.room("orders"), window.interior.room("activity")
    assert isinstance(orders, OrdersScreen)
    assert isinstance(activity, ActivityScreen)
    for _run in range(RUNS):
        found["search"] += [house.searches(orders, text) for text in SEARCHES]
        found["frame"].append(house.frame(window))
    house.searches(orders, SEARCHES[0])
    found["scroll"] += house.scrolls(orders.results.found)
    window.open_screen("activity")
    found["scroll"] += house.scrolls(activity.list)
    print(json.dumps({**found, "rows": [orders.found.rowCount(), activity.model.rowCount()]}))
    house.bridge.close()
    house.agent.stop()
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
