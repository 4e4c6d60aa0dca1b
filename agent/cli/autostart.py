"""`campanello autostart`: whether the program starts with this user's session."""

import os

import click

from agent.autostart import autostart_of
from agent.cli.session import Session, as_json, show, told
from agent.texts import _


@click.command()
@click.argument("switch", type=click.Choice(["on", "off", "status"]), default="status")
@as_json
@click.pass_obj
def autostart(session: Session, switch: str, as_json: bool) -> None:
    """Start Campanello when this user logs in: on, off, or how it stands."""
    with told():
        held = autostart_of(session.home, os.environ)
        if switch != "status":
            held.turn(switch == "on")
        on = held.on()
    if as_json:
        show({"on": on})
    elif on:
        click.echo(_("Campanello starts when this user logs in."))
    else:
        click.echo(_("Campanello does not start by itself."))
