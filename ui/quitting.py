"""`campanello quit`: the face of this home, or the agent that works without one, is asked to end, and waited for.

For installers, updates and people at a terminal: what is not sent stays kept, as after "Quit".
"""

import sys

import click

from agent.cli.session import FAILED, Session, told
from agent.texts import _


@click.command("quit")
@click.option(
    "--wait", "seconds", default=60, show_default=True, type=click.IntRange(1, 3600), help="How long to wait for it."
)
@click.pass_obj
def quit_command(session: Session, seconds: int) -> None:
    """End the Campanello that runs. Exit status 0: none runs any more; 1: it did not end in time."""
    from ui.single_instance import Farewell, ask_to_quit, door_name  # Qt, of which no other command knows

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
