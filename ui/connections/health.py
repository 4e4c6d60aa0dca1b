"""How a link fares, as tone, shape and words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agent.domain.failures import Failure
from agent.domain.health import FlowHealth, LinkHealth, LinkStatus
from agent.sentences import Sentence, sentence, word
from agent.texts import _, format_age, ngettext
from ui.theme import Tone


@dataclass(frozen=True)
class HealthLook:
    tone: Tone
    icon: str
    text: str


RARE = frozenset({"reservations_far"})
"""Flows that are due a few times a day: their age tells nothing of how the link is."""

_LOOKS = {
    LinkHealth.OK: (Tone.GOOD, "check-circle"),
    LinkHealth.ATTENTION: (Tone.WAITING, "warning"),
    LinkHealth.OFFLINE: (Tone.BAD, "offline"),
}


def look_of(status: LinkStatus) -> HealthLook:
    if status.paused:
        return HealthLook(Tone.NEUTRAL, "pause", _("Paused"))
    tone, icon = _LOOKS[status.health]
    return HealthLook(tone, icon, word(status.health))


def last_success(status: LinkStatus) -> datetime | None:
    """Of the flow that is furthest behind, the rare ones aside; None while one of them never succeeded."""
    told = [flow.last_success for flow in _often(status)]
    known = [at for at in told if at is not None]
    return min(known) if known and len(known) == len(told) else None


def age_text(status: LinkStatus, now: datetime) -> str:
    at = last_success(status)
    return _("never yet") if at is None else format_age(now - at)


def standing_failure(status: LinkStatus) -> Failure | None:
    return next((flow.failure for flow in status.flows.values() if flow.failure is not None), None)


def attention_of(status: LinkStatus, now: datetime) -> Sentence | None:
    """What is wrong with a link, what it means, what to do; None when nothing is."""
    if status.paused or status.health is LinkHealth.OK:
        return None
    failure = standing_failure(status)
    if failure is not None:
        return sentence(failure)
    if status.outbox.parked:
        title = ngettext("{count} thing needs a person", "{count} things need a person", status.outbox.parked)
        return Sentence(
            title.format(count=status.outbox.parked),
            _("The program stopped there, so as not to do something wrong."),
            _("Look at it in Activity: there it can be tried again, or marked as resolved."),
        )
    if _behind(_often(status), now):
        return Sentence(
            _("“{link}” was not read for a while").format(link=status.name),
            _("New orders may not have been seen.")
            if "orders" in status.flows
            else _("New reservations and changes may not have been seen."),
            _("Press “Synchronise now”; if it stays, look at Diagnostics."),
        )
    return Sentence(
        _("“{link}” needs attention").format(link=status.name), "", _("Look at Diagnostics: it names the remedy.")
    )


def _often(status: LinkStatus) -> list[FlowHealth]:
    return [flow for name, flow in status.flows.items() if name not in RARE]


def _behind(flows: Iterable[FlowHealth], now: datetime) -> bool:
    return any(flow.last_success is None or (now - flow.last_success).total_seconds() > 60 for flow in flows)
