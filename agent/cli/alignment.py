"""`campanello alignment`: what does not fit between the two sides."""

import click

from agent.cli.alignment_words import finding as finding_told
from agent.cli.proposals import UTC, check_link
from agent.cli.session import Session, as_json, show, zones_of
from agent.sentences import finding_detail, finding_sentence, word
from agent.texts import _


@click.command()
@click.option("--link", help="Only of that link.")
@as_json
@click.pass_obj
def alignment(session: Session, link: str | None, as_json: bool) -> None:
    """What does not fit between the two sides, what puts orders at risk first."""
    with session.opened() as agent:
        check_link(agent, link)
        found, zones = agent.findings(link), zones_of(agent)
        if as_json:
            show([finding_told(each, zones.get(each.link, UTC)) for each in found])
            return
        if not found:
            click.echo(_("Nothing to mend"))
        said = None
        for each in found:
            zone = zones.get(each.link, UTC)
            told = finding_sentence(each, zone)
            if (each.link, told) != said:
                said = (each.link, told)
                click.echo(f"{each.link}  {word(each.risk)}: {told.title}\n    {told.message}\n    {told.remedy}")
            line = "  ".join(part for part in (each.article, finding_detail(each, zone)) if part)
            if line:
                click.echo(f"  - {line}")
