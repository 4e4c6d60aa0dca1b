"""What the doctor examines of the door for notices."""

from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

from agent.composition import Link
from agent.configuration import WebhookConfiguration
from agent.diagnostics.doctor import Check, Examination
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.health import Status
from agent.domain.webhooks import DoorStatus
from agent.listening import hooks_of
from agent.webhooks.probe import greets


def examinations(
    wanted: WebhookConfiguration | None,
    links: Sequence[Link],
    status: Callable[[], Status],
    working: Callable[[], bool],
) -> tuple[Examination, ...]:
    """None where the configuration says nothing of notices."""
    wishes = [link.name for link in links if link.webhook]
    if wanted is None:
        return tuple(Examination("webhook", link, partial(_not_configured, link)) for link in wishes)

    def door() -> tuple[Check, ...]:
        told = status().webhook
        last = (_last(told, link.name, side) for link, side, _scheme in hooks_of(links))
        return (_open(wanted, told, at_work=working()), *last)

    return (Examination("webhook", "", door),)


def _not_configured(link: str) -> tuple[Check, ...]:
    return (Check("webhook", False, link, failure=Failure(FailureKind.LOCAL, "webhook.not_configured")),)


def _open(wanted: WebhookConfiguration, told: DoorStatus | None, *, at_work: bool) -> Check:
    """Asked at the door itself, as a vendor would; what the agent says of it is only the reason when it is shut."""
    params = MappingProxyType({"listen": wanted.listen})
    if not at_work:
        return Check("webhook", None, params=params)
    try:
        if greets(wanted.host, wanted.port):
            return Check("webhook", True, params=params)
        shut = Failure(FailureKind.LOCAL, "webhook.port_taken", {**params, "error": "EADDRINUSE"})
    except OSError as error:
        shut = Failure(FailureKind.LOCAL, "webhook.no_address", {**params, "error": type(error).__name__})
    return Check("webhook", False, params=params, failure=told.failure if told and told.failure else shut)


def _last(told: DoorStatus | None, link: str, side: Side) -> Check:
    """The last verified notice of that side; that none has come yet is no fault, but says what may be missing."""
    subject = f"{link}/{side.value}"
    hooks = told.hooks if told else ()
    hook = next((hook for hook in hooks if (hook.link, hook.side) == (link, side)), None)
    if hook is None or hook.last_accepted_at is None:
        refused = str(hook.refused if hook else 0)
        return Check("notices", None, subject, MappingProxyType({"link": link, "refused": refused}))
    params = {"moment": hook.last_accepted_at.isoformat(), "accepted": str(hook.accepted), "refused": str(hook.refused)}
    return Check("notices", True, subject, MappingProxyType(params))
