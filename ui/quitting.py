"""`campanello running` and `campanello quit`: does a face or an agent work here; it is asked to end, and awaited.

For installers, updates and people at a terminal: what is not sent stays kept, as after "Quit".
"""

import sys

import click

from agent.cli.session import FAILED, Session, told
from agent.texts import _


@click.command("running")
@click.pass_obj
def running_command(session: Session) -> None:
    """Exit status 0: a Campanello of this home runs; 1: none does. Says nothing: for scripts."""
    from ui.door import door_name, is_there  # Qt, of which no other command knows

    with told():
        if not is_there(door_name(session.home.id)) and not session.agent().running_elsewhere():
            sys.exit(FAILED)


@click.command("quit")
@click.option(
    "--wait", "seconds", default=60, show_default=True, type=click.IntRange(1, 3600), help="How long to wait for it."
)
@click.pass_obj
def quit_command(session: Session, seconds: int) -> None:
    """End the Campanello that runs. Exit status 0: none runs any more; 1: it did not end in time."""
    from ui.door import door_name  # Qt, of which no other command knows
    from ui.single_instance import Farewell, ask_to_quit

    home = session.home
    farewell = ask_to_quit(door_name(home.id), seconds)
    if farewell is Farewell.STAYS:
        click.echo(_("Campanello has not ended in time. It may wait for the keyring: look at its window."), err=True)
        sys.exit(FAILED)
    ended = farewell is Farewell.ENDED
    with told():
        agent = session.agent()
        if agent.running_elsewhere():
            # Without a face, as by `campanello run`.
            ended = True
            with session.opened() as opened:
                if not opened.quit_elsewhere(float(seconds)):
                    click.echo(_("Campanello has not ended in time."), err=True)
                    sys.exit(FAILED)
    click.echo(_("Campanello has ended.") if ended else _("Campanello was not running."))
