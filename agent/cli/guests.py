"""`campanello guests`: what this PC knows of one person, removed."""

import click

from agent.cli.session import Session, as_json, show
from agent.cli.words import Json
from agent.domain.forgetting import Erasure
from agent.texts import _


@click.group()
def guests() -> None:
    """Guests' data on this PC."""


@guests.command("erase")
@click.argument("identity", metavar="EMAIL|PHONE")
@click.option("--yes", is_flag=True, help="Without asking.")
@as_json
@click.pass_obj
def erase(session: Session, identity: str, yes: bool, as_json: bool) -> None:
    """Remove a person from database, time lines, logs and older copies; the figures stay."""
    with session.opened() as agent:
        if not yes:
            click.confirm(_("Remove everything that this PC knows of that person?"), abort=True, err=True)
        erasure = agent.erase_guest(identity)
        if as_json:
            show(_words(erasure))
            return
        for line in told(erasure):
            click.echo(line)


def told(erasure: Erasure) -> list[str]:
    if erasure.nothing and not erasure.kept_orders and not erasure.kept_reservations:
        lines = [_("Nobody with that e-mail or number is known here.")]
    else:
        lines = [
            _("Removed from {orders} orders and {reservations} reservations; their figures stay.").format(
                orders=erasure.orders, reservations=erasure.reservations
            ),
            _("Removed from {lines} lines of time lines, {pairs} customer pairs and {places} places in logs.").format(
                lines=erasure.lines_of_time, pairs=erasure.pairs, places=erasure.log_places
            ),
        ]
    if erasure.copies:
        lines.append(_("Older copies of the database are gone: {files}").format(files=", ".join(erasure.copies)))
    kept = (*erasure.kept_orders, *erasure.kept_reservations)
    if kept:
        lines.append(
            _("Still under way, and kept until they are over: {codes}. Repeat the command then.").format(
                codes=", ".join(kept)
            )
        )
    lines.append(_("This PC keeps no pictures of its screens."))
    lines.append(_("Not reached: the till, the portal, and copies of this PC elsewhere. Erase the person there too."))
    return lines


def _words(erasure: Erasure) -> dict[str, Json]:
    return {
        "orders": erasure.orders,
        "reservations": erasure.reservations,
        "lines_of_time": erasure.lines_of_time,
        "pairs": erasure.pairs,
        "log_places": erasure.log_places,
        "copies": list(erasure.copies),
        "kept_orders": list(erasure.kept_orders),
        "kept_reservations": list(erasure.kept_reservations),
    }
