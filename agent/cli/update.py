"""`campanello update`: is there a newer version, and install it now."""

import shlex
import sys

import click

from agent.cli.session import FAILED, Session, as_json, show
from agent.texts import N_, _
from agent.update.updates import Standing, Verdict

_LOOKS = {
    Standing.CURRENT: N_("Nothing newer is offered."),
    Standing.READY: N_("Version {version} is ready: {file}"),
    Standing.BAD: N_("Version {version} did not work on this PC and is not taken again."),
}

_VERDICTS = {
    Verdict.NOTHING: N_("No newer version is ready. “campanello update check” looks for one."),
    Verdict.WAITS: N_("An order waits, or something is still to be sent. With --even-so it is installed all the same."),
    Verdict.LATER: N_("It is not the hour for it."),
    Verdict.UNPROVEN: N_("This version is new itself, and has not shown yet that it works."),
    Verdict.GIVEN_UP: N_("Its setup was run several times and brought nothing."),
    Verdict.BY_HAND: N_("On this system an administrator installs it: sudo apt install {file}"),
    Verdict.BEGUN: N_("The setup runs. Campanello ends and comes back by itself."),
}


@click.group()
def update() -> None:
    """Newer versions of the program."""


@update.command("check")
@as_json
@click.pass_obj
def check_update(session: Session, as_json: bool) -> None:
    """Ask the reseller's repository now; a newer version is downloaded and verified."""
    with session.opened() as agent:
        look = agent.look_for_update()
    if as_json:
        file = None if look.file is None else str(look.file)
        show({"version": look.version, "standing": look.standing.value, "file": file})
    else:
        click.echo(_(_LOOKS[look.standing]).format(version=look.version, file=look.file))


@update.command("install")
@click.option("--even-so", is_flag=True, help="Although an order waits.")
@as_json
@click.pass_obj
def install_update(session: Session, even_so: bool, as_json: bool) -> None:
    """Install the version that is ready, whatever the hour."""
    with session.opened() as agent:
        ready = agent.updates.page.ready
        verdict = agent.install_update(even_so=even_so)
        file = None if ready is None else shlex.quote(str(agent.updates.folder / ready.file))
    if as_json:
        show({"verdict": verdict.value})
    else:
        click.echo(_(_VERDICTS[verdict]).format(file=file))
    if verdict is not Verdict.BEGUN:
        sys.exit(FAILED)
