"""Where a proposal stands, in words: it waits, it is about to leave, it was refused. Never “sent” before it is."""

from zoneinfo import ZoneInfo

from agent.domain.orders import Actor
from agent.domain.proposals import AnyProposal, ProposalState
from agent.reading import MenuSheet
from agent.sentences import sentence, word
from agent.texts import _, format_instant
from ui.components import Banner
from ui.theme import Tone


def proposal_banner(proposal: AnyProposal, what: str, zone: ZoneInfo) -> Banner:
    """`what`: “Menu”, or “Rooms and tables”. A refused one has a button that tries again."""
    if proposal.state is ProposalState.APPROVED:
        return Banner(Tone.INFO, _("{what}: about to leave").format(what=what), _approved(proposal, zone), "", "")
    if proposal.state is ProposalState.REFUSED:
        why = sentence(proposal.failure) if proposal.failure is not None else None
        title = _("{what}: refused by the portal").format(what=what)
        remedy = _("Take the cause away, then press “Try again”: both sides are compared anew.")
        return Banner(Tone.BAD, title, why.title if why else "", remedy, _("Try again"))
    reasons = " ".join(word(reason) for reason in proposal.reasons)
    return Banner(Tone.WAITING, _("{what}: waits for you").format(what=what), reasons)


def held_banner(sheet: MenuSheet, zone: ZoneInfo) -> Banner:
    """An earlier menu stands on the portal."""
    held = next((version for version in sheet.versions if version.id == sheet.held), None)
    when = format_instant(held.sent_at, zone) if held is not None else "–"
    return Banner(
        Tone.INFO,
        _("An earlier menu is held on the portal ({instant})").format(instant=when),
        _("Only what changes at the till from now on is sent."),
        "",
        _("Follow the till again"),
        icon_name="history",
    )


def _approved(proposal: AnyProposal, zone: ZoneInfo) -> str:
    goes = _("It leaves by itself as soon as the portal can be reached.")
    if proposal.decided_at is None or proposal.decided_by is None:
        return goes
    when = format_instant(proposal.decided_at, zone)
    if proposal.decided_by is Actor.AGENT:
        decided = _("A small change, so nobody is asked ({instant}).").format(instant=when)
    else:
        decided = _("Approved: {instant}, {who}.").format(instant=when, who=word(proposal.decided_by))
    return f"{decided} {goes}"
