"""Starts the face of a home, with all that stands around it: the log, the mark of a crash, the keeper.

Without the terminal's commands and what they are made of: the program that runs all evening has no use for them.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agent.app import Agent
from agent.autostart import program
from agent.clock import wall
from agent.diagnostics.crash import CrashMark
from agent.diagnostics.log import quiet_log, start_log
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.kept import Kept
from agent.keyring_process import lasting_vault
from agent.texts import use_language
from ui.own_import import own_import


def start_restaurant(home: Home) -> None:
    """The face of a restaurant, until somebody quits."""
    quiet_log()
    use_language(None)
    start_face(lambda: Agent(home, lasting_vault(home.keyring_service)), home)


def start_face(
    make_agent: Callable[[], Agent],
    home: Home,
    *,
    show_window: bool = False,
    seconds: float | None = None,
    kept: bool = True,
) -> None:
    """Until somebody quits. A task that hangs, as in a keyring's dialogue, does not keep the process.

    `kept`: a crash is noticed, and the program started again once; a version that came by an update and has not shown
    that it works is started until it does, or until the version before comes back.
    """
    with own_import():
        from ui.process import run_face  # Qt, of which no other command knows

    with _logged(home):
        unproven = kept and make_agent().update_unproven
        mark, keeper = (CrashMark(home.data, wall), Kept(own_command(), always=unproven)) if kept else (None, None)
        clean = run_face(
            make_agent,
            home.id,
            mark=mark,
            keeper=keeper,
            keep_at_once=unproven,
            show_window=show_window,
            seconds=seconds,
        )
    if not clean:
        logging.shutdown()
        os._exit(0)


def own_command() -> list[str]:
    """What starts this program again with the same words."""
    return [*program(), *sys.argv[1:]]


@contextmanager
def _logged(home: Home) -> Iterator[None]:
    """A folder that cannot be written is told by the window, for the database needs it too."""
    try:
        stop = start_log(home.logs)
    except Unavailable:
        yield
        return
    try:
        yield
    finally:
        stop()
