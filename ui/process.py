"""The process of the face: one application, one instance a home, ended by the person, by signals or by the session."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

import structlog
from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from agent.app import Agent
from agent.domain.crash import Crash
from ui import theme
from ui.application import STOP_SECONDS, Face
from ui.awake import make_inhibitor
from ui.bell.sound import make_player
from ui.door import door_name
from ui.garbage import GarbageRounds
from ui.interrupts import Interrupts
from ui.single_instance import SingleInstance

log = structlog.get_logger("face")


KEEP_AFTER = 3000
"""Milliseconds until the keeper is started: not on the way of the start, where no new version has to prove itself."""


class Mark(Protocol):
    def begin(self) -> Crash | None: ...

    def end(self) -> None: ...


class Keeper(Protocol):
    def start(self) -> None: ...

    def say_goodbye(self) -> None: ...


def run_face(
    make_agent: Callable[[], Agent],
    home_id: str | None,
    *,
    mark: Mark | None = None,
    keeper: Keeper | None = None,
    keep_at_once: bool = False,
    show_window: bool = False,
    seconds: float | None = None,
) -> bool:
    """Runs until somebody quits, or for that long. False: something that hangs was left behind, end the process hard.

    A second start for the same home shows the first one's window and returns at once. `mark`: notices at
    the next start that this run crashed; `keeper`: starts the program again when it does, also in its first moments
    when it has to `keep_at_once`.
    """
    app = _application()
    instance = SingleInstance(door_name(home_id), app)
    if not instance.claim():
        return True
    crashed = mark.begin() if mark is not None else None
    player = make_player(app)
    face = Face(make_agent, player, make_inhibitor(), show_window=show_window, crashed=crashed)
    interrupts = Interrupts(app)
    garbage = GarbageRounds(app)
    ends: list[bool] = []

    def gone(clean: bool) -> None:
        ends.append(clean)
        app.quit()

    def torn() -> None:
        """The session ends, or the Restart Manager closes us: on Windows the process is gone when this returns."""
        if ends:
            return
        ends.append(_cut_short(face))
        _sign_off(mark, keeper)

    face.gone.connect(gone)
    # Also by `app.quit` in `gone`, after the end: then there is nothing left to do.
    app.aboutToQuit.connect(torn)
    instance.asked.connect(face.show)
    instance.quit_wanted.connect(face.quit)
    instance.examination_wanted.connect(face.examine)
    interrupts.came.connect(face.quit)
    interrupts.start()
    garbage.start()
    if keeper is not None and keep_at_once:
        keeper.start()
    elif keeper is not None:
        QTimer.singleShot(KEEP_AFTER, face, keeper.start)
    if seconds is not None:
        QTimer.singleShot(round(seconds * 1000), face, face.quit)
    hook, sys.excepthook = sys.excepthook, _log_defect
    try:
        face.start()
        app.exec()
        torn()
    finally:
        sys.excepthook = hook
        garbage.stop()
        interrupts.stop()
        instance.leave()
        player.close()
        # Reached by an exception too: one that Python could tell is in the log, and no crash of the process.
        _sign_off(mark, keeper)
    return ends[0]


def _sign_off(mark: Mark | None, keeper: Keeper | None) -> None:
    """This end is no crash, and nobody is to start the program again. Can be called twice."""
    if keeper is not None:
        keeper.say_goodbye()
    if mark is not None:
        mark.end()


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["campanello"])
    app.setApplicationName("Campanello")
    app.setDesktopFileName("campanello")
    app.setWindowIcon(QIcon(str(resources.path("icons", "app", "campanello-256.png"))))
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    return app


def _cut_short(face: Face) -> bool:
    """The session ends and takes the loop with it: the agent still stops as it should."""
    if face.counter is not None:
        face.counter.stop()
    if face.bridge is None:
        return True
    face.bridge.agent.stop(STOP_SECONDS)
    return face.bridge.close()


def _log_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A defect in one reaction of the face is told in the log; the bell goes on. Its text may quote a guest."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
    log.error("defect", error=kind.__name__, where=where)
