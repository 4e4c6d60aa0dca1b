"""What is to be set up, and what a person has typed of it so far. No widget here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agent.domain.failures import Side
from agent.setting_up import LinkDraft, PairOffer, SideOffer

NAMES: Mapping[str, str] = {
    "plateform_cassa_in_cloud": "asporto",
    "plateform_passepartout": "sala",
    "lasagna_tilby": "crm",
}
"""What a link is called before anybody says otherwise."""


@dataclass(frozen=True)
class Typed:
    """Of one link. Secrets never leave this object but to be tried and kept."""

    offer: PairOffer
    name: str
    zone: str = "Europe/Rome"
    values: Mapping[Side, Mapping[str, str]] = field(default_factory=dict)
    secrets: Mapping[tuple[Side, str], str] = field(default_factory=dict, repr=False)
    kept: LinkDraft | None = None
    """The link as it stands in the file, when it is changed."""

    def with_side(self, side: Side, values: Mapping[str, str], secrets: Mapping[str, str]) -> "Typed":
        own = {(side, name): value for name, value in secrets.items() if value}
        others = {key: value for key, value in self.secrets.items() if key[0] is not side}
        # Without fields only credentials were asked for: the rest stays as it is in the file.
        typed = {**self.values, side: dict(values)} if values else self.values
        return replace(self, values=typed, secrets={**others, **own})

    def value(self, side: Side, name: str) -> str:
        """What stands in the field when its page is opened."""
        if side in self.values:
            return self.values[side].get(name, "")
        if self.kept is not None:
            return str(_part(self.kept, side).get(name, ""))
        return next(each.default for each in self.offer.side(side).fields if each.name == name)

    def draft(self) -> LinkDraft:
        """Fields left empty are left out, so that the program's own defaults count."""
        parts = {side: self._part(side) for side in Side}
        settings = self.kept.settings if self.kept is not None else {}
        return LinkDraft(self.name, self.offer.pair, self.zone, parts[Side.PORTAL], parts[Side.POS], settings)

    def _part(self, side: Side) -> Mapping[str, object]:
        kept = dict(_part(self.kept, side)) if self.kept is not None else {}
        asked: SideOffer = self.offer.side(side)
        for each in asked.fields:
            text = self.value(side, each.name).strip()
            if text:
                kept[each.name] = int(text) if text.isdigit() and each.number else text
            else:
                kept.pop(each.name, None)
        if side in self.values and _at_home(str(kept.get("base_url", ""))):
            kept["allow_plain_http"] = True
        return kept


def begun(offer: PairOffer, taken: frozenset[str]) -> Typed:
    """A new link of that pair, with a name that no other has."""
    plain = NAMES.get(offer.pair, offer.pair)
    free = next(name for name in (plain, *(f"{plain}-{number}" for number in range(2, 100))) if name not in taken)
    return Typed(offer, free)


def changed(offer: PairOffer, kept: LinkDraft) -> Typed:
    return Typed(offer, kept.name, kept.zone, kept=kept)


def _part(draft: LinkDraft, side: Side) -> Mapping[str, object]:
    return draft.portal if side is Side.PORTAL else draft.pos


def _at_home(address: str) -> bool:
    """Plain http is said on purpose by whoever types it: a till on the restaurant's own network has nothing else."""
    return address.lower().startswith("http://")
