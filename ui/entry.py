"""The command `campanello`: alone it starts the face, with a command it is the terminal. Only here both meet.

Qt is imported only when the face starts.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from agent.app import Agent
from agent.cli import main as terminal
from agent.cli.session import Session
from agent.diagnostics.doctor import Check
from agent.texts import LANGUAGES, _, language, use_language
from ui.begin import has_screen
from ui.quitting import quit_command, running_command
from ui.start import start_face, start_restaurant

HEADLESS_SECONDS = 60.0
"""How long the demo plays where nobody can close its window."""

ORDER_EVERY = 30.0
"""Seconds between two orders of the demo, about."""

TILL_PACE = 30.0
"""Seconds that the demo's till takes for each step: a person at the bell is faster."""

BOOKING_EVERY = 60.0
"""Seconds between two reservations of the demo, about, on each of its portals."""

HOST_PACE = 45.0
"""Seconds that the demo's hosts take for each step of a party."""

MARK = "demo"
"""A file of this name says that the folder is a demo's and may be written over."""


def main() -> None:
    """The console script."""
    campanello(prog_name="campanello")


@click.pass_context
def _begin(context: click.Context, home: Path | None) -> None:
    assert terminal.callback is not None
    context.invoke(terminal.callback, home=home)
    held = context.find_object(Session)
    if held is not None:
        held.face_checks = _face_checks
    if context.invoked_subcommand is None:
        assert held is not None
        if not has_screen():
            click.echo(_("There is no screen here. Without one, use: campanello run"), err=True)
            context.exit(1)
        start_restaurant(held.home)


def _face_checks(agent: Agent) -> tuple[Check, ...]:
    from ui.diagnosis.alone import face_checks  # Qt, of which no other command knows

    return face_checks(agent)


@click.command()
@click.option("--headless", is_flag=True, help="Without a window: told line by line in the terminal.")
@click.option("--seconds", type=click.FloatRange(min=1), help="End by itself after so long.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="it", show_default=True)
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="A folder to play in, and to keep.")
def demo(headless: bool, seconds: float | None, lang: str, home: Path | None) -> None:
    """Play on the sandbox: guests order, the till works, nothing is real."""
    use_language(lang)
    with _playground(home) as folder:
        if headless or not _window_possible():
            from agent.demo import headless as play  # the sandbox's servers are of no use to other commands

            sys.exit(play(folder, seconds=seconds or HEADLESS_SECONDS, echo=click.echo))
        play_in_window(folder, seconds)


def play_in_window(folder: Path, seconds: float | None) -> None:
    """The face on the sandbox, with guests who order and book at once and then every so often."""
    from agent.demo import stage
    from agent.sandbox import BusyHost, BusyTill, RestlessDiners, RestlessGuest, RestlessParties, WholeSandbox

    with WholeSandbox() as world:
        home, vault = stage(folder, world)
        _keep_language(Agent(home, vault))
        plateform = world.banco.plateform
        routines = (
            RestlessGuest(plateform, every=ORDER_EVERY),
            BusyTill(world.banco.cassa, portal=plateform, pace=TILL_PACE),
            RestlessDiners(world.crm.lasagna, every=BOOKING_EVERY),
            BusyHost(world.crm.tilby, pace=HOST_PACE),
            RestlessParties(plateform, world.sala.menu, every=BOOKING_EVERY, pace=HOST_PACE),
        )
        plateform.place_order()
        world.crm.lasagna.book(status="da_confermare")
        for routine in routines:
            routine.start()
        try:
            start_face(lambda: Agent(home, vault), home, show_window=True, seconds=seconds, kept=False)
        finally:
            for routine in routines:
                routine.stop()


def _keep_language(agent: Agent) -> None:
    """As the person's choice on this home: the face follows what is kept."""
    agent.open()
    agent.prefer("language", language())
    agent.stop()


def _window_possible() -> bool:
    """As `has_screen`, but a platform without a screen is no reason to play where nobody looks."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextmanager
def _playground(home: Path | None) -> Iterator[Path]:
    """A folder with nothing of an earlier play in it; never a restaurant's own."""
    if home is None:
        with tempfile.TemporaryDirectory(prefix="campanello-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    mark = home / MARK
    if (home / "campanello.toml").exists() and not mark.exists():
        raise click.UsageError(
            _("{folder} belongs to a restaurant; the demo needs a folder of its own").format(folder=home)
        )
    home.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for old in home.glob("campanello.db*"):
        old.unlink()
    yield home


campanello = click.Group(
    "campanello",
    callback=_begin,
    params=terminal.params,
    commands={**terminal.commands, "demo": demo, "quit": quit_command, "running": running_command},
    invoke_without_command=True,
    context_settings=terminal.context_settings,
    help=terminal.help,
)
