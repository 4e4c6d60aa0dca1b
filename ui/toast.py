"""The system's own notifications: one for each burst of news, beside the bell and never in its place.

They hold no guest's name or phone: they stay in the desktop's list after the order is long gone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.bell import Card, CardKind
from agent.sentences import sentence_of, word
from agent.texts import _, format_money, ngettext
from ui.bell.faces import due_text

Show = Callable[[str, str], None]

_TOLD = (CardKind.DECIDE, CardKind.ALARM)


class Toasts:
    """Remembers what was told; `show(title, text)` is the tray's."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._told: set[tuple[CardKind, int]] = set()

    def look(self, cards: Sequence[Card], zone: Callable[[str], ZoneInfo], now: datetime) -> None:
        """Tells what is new among these."""
        telling = [card for card in cards if card.kind in _TOLD]
        fresh = [card for card in telling if (card.kind, card.order.id) not in self._told]
        self._told = {(card.kind, card.order.id) for card in telling}
        if len(fresh) > 1:
            title = ngettext("{count} piece of news", "{count} pieces of news", len(fresh)).format(count=len(fresh))
            self._show(title, ", ".join(card.order.portal.code for card in fresh))
        elif fresh:
            self._show(*_told(fresh[0], zone(fresh[0].order.link), now))


def _told(card: Card, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    order = card.order
    code = order.portal.code
    if card.kind is CardKind.ALARM:
        said = sentence_of(f"notice.{order.notices[0].kind.value}", {})
        return f"{code}: {said.title}", said.remedy
    what = f"{word(order.portal.kind)} {due_text(order, zone, now)}, {format_money(order.portal.total)}"
    return _("New order {code}").format(code=code), what
