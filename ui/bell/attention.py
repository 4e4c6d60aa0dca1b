"""What the person at the bell is busy with: the card that was opened by hand, the refusals not read yet, the fold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from agent.domain.bell import Card, CardKind, Stage
from agent.sentences import Sentence

HOLDS = timedelta(seconds=20)
"""A card that a person touched stays open so long, though another one has become more urgent."""

REFUSAL_SHOWN = timedelta(seconds=12)

_RINGING = (CardKind.DECIDE, CardKind.ALARM)


class Attention:
    def __init__(self) -> None:
        self.folded = False
        self.unfold = False
        """Something new came while it was folded."""
        self._chosen: int | None = None
        self._since: datetime | None = None
        self._seen: set[tuple[CardKind, int, bool]] = set()
        self._refusals: dict[int, tuple[str, Sentence, datetime]] = {}

    def touch(self, order_id: int) -> None:
        """A person opened that card, or pressed something on it."""
        self._chosen, self._since = order_id, None

    def chosen(self, now: datetime, *, held: bool) -> int | None:
        """The order whose card stays open; `held`: a sheet on it is open."""
        if self._since is None or held:
            self._since = now
        if now - self._since > HOLDS:
            self._chosen = None
        return self._chosen

    def look(self, cards: Sequence[Card], visible: bool) -> None:
        """Notes what has been shown, and whether any of it is new."""
        seen = {(card.kind, card.order.id, card.stage >= Stage.WIDE) for card in cards if card.kind in _RINGING}
        self.unfold = self.folded and (not visible or bool(seen - self._seen))
        self._seen = seen

    def refused(self, order_id: int, code: str, said: Sentence, now: datetime) -> None:
        self._refusals[order_id] = (code, said, now)

    def refusals(self, now: datetime) -> dict[int, tuple[str, Sentence]]:
        """Those still to be told."""
        self._refusals = {order_id: told for order_id, told in self._refusals.items() if now - told[2] <= REFUSAL_SHOWN}
        return {order_id: (code, said) for order_id, (code, said, _at) in self._refusals.items()}
