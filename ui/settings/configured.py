"""What is configured in the file and only shown here: who decides, how often each link is read, where the file is."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from agent.domain.orders import DecisionMode, OrderPolicy
from agent.texts import N_, _, ngettext
from ui.components import KeyValues, Text
from ui.connections.link_card import FLOWS
from ui.settings.parts import SettingsCard
from ui.theme import Size, Tone, Weight

MODES = {
    DecisionMode.SHARED: N_("the till or this PC, whoever is first"),
    DecisionMode.BELL_FIRST: N_("this PC; the till gets the order once it is accepted"),
}


class ConfiguredLink(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def policy(self) -> OrderPolicy | None: ...

    @property
    def guest_data_months(self) -> int: ...

    @property
    def cadence(self) -> Mapping[str, timedelta]: ...


class ConfiguredCard(SettingsCard):
    def __init__(self, links: Iterable[ConfiguredLink], file: Path) -> None:
        super().__init__(
            _("From the configuration file"),
            _("These are changed in the file, by whoever set the program up; they count after the next start."),
        )
        for link in links:
            self.body.addWidget(Text(link.name, Size.LIST, Weight.SEMIBOLD))
            facts = KeyValues()
            for name, value in facts_of(link):
                facts.put(name, value)
            self.body.addWidget(facts)
        place = Text(str(file), tone=Tone.NEUTRAL, wrap=True)
        place.setAccessibleName(_("File: {path}").format(path=file))
        self.body.addWidget(place)


def facts_of(link: ConfiguredLink) -> tuple[tuple[str, str], ...]:
    policy = link.policy
    return (
        *(_of_orders(policy) if policy is not None else ()),
        *(
            (
                _("{flow}: read every").format(flow=_(FLOWS.get(flow, flow))),
                every_text(cadence),
            )
            for flow, cadence in link.cadence.items()
        ),
        (_("Guests' data are kept"), kept_text(link.guest_data_months)),
    )


def kept_text(months: int) -> str:
    return ngettext("{count} month", "{count} months", months).format(count=months) if months else _("for ever")


def every_text(cadence: timedelta) -> str:
    """In the largest unit that needs no fraction."""
    seconds = round(cadence.total_seconds())
    for size, text in ((3600, _("{count} h")), (60, _("{count} min"))):
        if seconds and seconds % size == 0:
            return text.format(count=seconds // size)
    return _("{count} s").format(count=seconds)


def _of_orders(policy: OrderPolicy) -> tuple[tuple[str, str], ...]:
    minutes = _("{count} min")
    return (
        (_("Who decides"), _(MODES[policy.decision])),
        (_("Time to answer"), minutes.format(count=round(policy.accept_within.total_seconds() / 60))),
        (_("Preparation"), minutes.format(count=round(policy.preparation.total_seconds() / 60))),
        (_("Reason when the till gives none"), policy.default_rejection_reason),
    )
