"""`campanello links` and `campanello secret`: what is joined, whether it works, and its credentials."""

import sys
from collections.abc import Iterable

import click

from agent.cli import words
from agent.cli.session import FAILED, WRONG_USAGE, Session, as_json, complain, show
from agent.domain.failures import Side
from agent.registering import Registration
from agent.sentences import sentence_of
from agent.texts import _
from agent.vault import secret_name


@click.group()
def links() -> None:
    """The links of this PC."""


@links.command("list")
@as_json
@click.pass_obj
def list_links(session: Session, as_json: bool) -> None:
    """What is joined to what."""
    with session.opened() as agent:
        if as_json:
            show([{"name": link.name, "pair": link.pair, "zone": link.configuration.zone.key} for link in agent.links])
            return
        for link in agent.links:
            click.echo(f"{link.name}  {link.recipe.title}  {link.configuration.zone.key}")


@links.command("test")
@click.argument("link", required=False)
@as_json
@click.pass_obj
def test_links(session: Session, link: str | None, as_json: bool) -> None:
    """Try the credentials and what the pair needs on both sides."""
    with session.opened() as agent:
        names = [known.name for known in agent.links]
        if link is not None and link not in names:
            raise click.UsageError(
                _("There is no link “{link}”. Known: {known}").format(link=link, known=", ".join(names))
            )
        tests = [test for name in names if link in (None, name) for test in agent.test(name)]
        if as_json:
            show([words.side_test(test) for test in tests])
        for test in tests if not as_json else ():
            if test.failure is not None:
                complain(test.failure)
                continue
            assert test.account is not None
            click.echo(f"{test.link}/{test.side.value}: {test.account.name}")
            for wanted in test.prerequisites:
                said = sentence_of(wanted.name, dict(wanted.params))
                sign = {True: "+", False: "-", None: "?"}[wanted.fulfilled]
                click.echo(f"  {sign} {said.title}" + ("" if wanted.fulfilled else f"\n    {said.remedy}"))
        if any(test.failure or any(wanted.fulfilled is False for wanted in test.prerequisites) for test in tests):
            sys.exit(FAILED)


@links.command("webhook")
@click.argument("link")
@as_json
@click.pass_obj
def register_webhook(session: Session, link: str, as_json: bool) -> None:
    """Ask the vendors of a link to send notices here, or say what to enter in their back office."""
    with session.opened() as agent:
        registrations = agent.register_webhook(link)
        at_work = agent.running_elsewhere()
        if as_json:
            show([words.registration(registration) for registration in registrations])
        for registration in () if as_json else registrations:
            _tell(registration)
        if not at_work:
            click.echo(_("The program is not running: until it does, no notice is answered."), err=True)
        if any(registration.failure for registration in registrations):
            sys.exit(FAILED)


def _tell(registration: Registration) -> None:
    where = f"{registration.link}/{registration.side.value}"
    if registration.failure is not None:
        complain(registration.failure)
        return
    if registration.registered:
        click.echo(_("{where}: {system} sends its notices to {url}").format(**_named(registration, where)))
        return
    by_hand = _("{where}: enter this address in the back office of {system}, where webhooks are made:\n  {url}")
    click.echo(by_hand.format(**_named(registration, where)))
    if registration.secret is not None:
        keep = _("The back office then shows a secret. Keep it with:\n  campanello secret set {link} {side} {field}")
        click.echo(keep.format(link=registration.link, side=registration.side.value, field=registration.secret))


def _named(registration: Registration, where: str) -> dict[str, str]:
    return {"where": where, "system": registration.system, "url": registration.url}


@click.group()
def secret() -> None:
    """Credentials, kept by the operating system."""


@secret.command("set")
@click.argument("link")
@click.argument("side", type=click.Choice([side.value for side in Side]))
@click.argument("field")
@click.pass_obj
def set_secret(session: Session, link: str, side: str, field: str) -> None:
    """Keep a secret; its value is read from standard input (one line), never from the command line."""
    with session.opened() as agent:
        known = {configured.name: configured for configured in agent.links}
        if link not in known:
            click.echo(
                _("There is no link “{link}”. Known: {known}").format(link=link, known=", ".join(known)), err=True
            )
            sys.exit(WRONG_USAGE)
        fields = [wanted.name for wanted in known[link].manifest(Side(side)).secrets]
        if field not in fields:
            message = _("This side has no secret “{field}”. Known: {known}")
            click.echo(message.format(field=field, known=", ".join(fields)), err=True)
            sys.exit(WRONG_USAGE)
        value = _value()
        session.vault(session.home).write(secret_name(link, Side(side), field), value)
        click.echo(_("Kept."))


def _unknown(link: str, known: Iterable[str]) -> str:
    return _("There is no link “{link}”. Known: {known}").format(link=link, known=", ".join(known))


def _value() -> str:
    if sys.stdin.isatty():
        value: str = click.prompt(_("Value"), hide_input=True)
    else:
        value = sys.stdin.readline()
    value = value.strip()
    if not value:
        click.echo(_("Nothing came in on standard input."), err=True)
        sys.exit(WRONG_USAGE)
    return value
