"""Which card is open, which are lines, which only tell what happened. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.bell import Card, CardKind


@dataclass(frozen=True)
class Arrangement:
    opened: Card | None = None
    rows: tuple[Card, ...] = ()
    missed: tuple[Card, ...] = ()
    """What one card lists together."""
    decided: tuple[Card, ...] = ()


def arrange(cards: Sequence[Card], chosen: int | None) -> Arrangement:
    """`cards` in the bell's order. `chosen`: the order whose card a person opened; else the first one is open."""
    missed = tuple(card for card in cards if card.kind is CardKind.MISSED)
    decided = tuple(card for card in cards if card.kind is CardKind.DECIDED)
    asking = [card for card in cards if card.kind is not CardKind.DECIDED and card not in missed[1:]]
    if not asking:
        return Arrangement(decided=decided)
    opened = next((card for card in asking if card.order.id == chosen), asking[0])
    return Arrangement(opened, tuple(card for card in asking if card is not opened), missed, decided)


def shuffled(before: Sequence[object], after: Sequence[object]) -> bool:
    """Whether something else now stands where something stood."""
    return any(old != new for old, new in zip(before, after, strict=False))
