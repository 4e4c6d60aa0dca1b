"""What the commands about menus, rooms and findings share: whose they are, what waits, the comparison on demand."""

import sys
from collections.abc import Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from agent.app import Agent
from agent.cli.session import FAILED, complain, show
from agent.cli.words import report as told_report
from agent.domain.failures import DecisionRefused, Unavailable
from agent.domain.proposals import AnyProposal, ProposalState
from agent.reading import FloorSheet, MenuSheet
from agent.sentences import sentence, word
from agent.texts import _

UTC = ZoneInfo("UTC")

Sheet = TypeVar("Sheet", MenuSheet, FloorSheet)

for_link = click.option("--link", help="Needed where several links have one.")
seconds_to_wait = click.option("--seconds", default=60, show_default=True, type=click.IntRange(1, 3600))


def one_of(sheets: Sequence[Sheet], link: str | None) -> Sheet:
    """The only one. Several, or none: a usage error that says so."""
    if len(sheets) > 1:
        names = ", ".join(sheet.link for sheet in sheets)
        raise click.UsageError(_("Several links have one; choose with --link: {names}").format(names=names))
    if not sheets:
        raise click.UsageError(_("No link has one.") if link is None else _("“{link}” has none.").format(link=link))
    return sheets[0]


def link_names(agent: Agent, link: str | None) -> tuple[str, ...]:
    check_link(agent, link)
    return tuple(known.name for known in agent.links if link in (None, known.name))


def check_link(agent: Agent, link: str | None) -> None:
    """Raises `Unavailable` for a link that is not configured."""
    names = [known.name for known in agent.links]
    if link is not None and link not in names:
        raise Unavailable("configuration.unknown_link", link=link, known=", ".join(names))


def standing(proposal: AnyProposal | None, wanted: int | None) -> int:
    """The number of what waits. Raises `DecisionRefused` when nothing does."""
    if wanted is not None:
        return wanted
    if proposal is None:
        raise DecisionRefused("decision.proposal_over")
    return proposal.id


def compare(agent: Agent, link: str, flow: str, seconds: int, as_json: bool) -> None:
    """Both sides read now. What could not be read is said, and ends the command."""
    reports = agent.look(link, (flow,), float(seconds))
    if as_json:
        show({"links": [told_report(report) for report in reports]})
    failures = [failure for report in reports for failure in report.failures]
    for failure in () if as_json else failures:
        complain(failure)
    if not reports and not as_json:
        click.echo(_("The comparison did not end in time"), err=True)
    if failures or not reports:
        sys.exit(FAILED)


def tell_kept(agent: Agent, as_json: bool) -> None:
    if not as_json and not agent.running_elsewhere():
        click.echo(_("Kept. No agent is running: `campanello sync` sends it."))


def tell_proposal(proposal: AnyProposal) -> None:
    click.echo(_("Number {id}: {state}").format(id=proposal.id, state=word(proposal.state)))
    for reason in proposal.reasons:
        click.echo(f"  {word(reason)}")
    if proposal.state is ProposalState.REFUSED and proposal.failure is not None:
        click.echo(f"  {sentence(proposal.failure).title}")
