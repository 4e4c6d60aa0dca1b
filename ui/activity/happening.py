"""What happened as one row: the entry of the history, and whose order it was. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from agent.domain.history import Entry
from agent.sentences import sentence_of, word
from agent.texts import N_, _, format_instant
from ui.theme import Tone


@dataclass(frozen=True)
class Happening:
    entry: Entry
    code: str = ""
    guest: str = ""

    @property
    def opens(self) -> bool:
        """Whether there is a sheet behind it."""
        return self.entry.order_id is not None or self.entry.reservation_id is not None


class Kind(Enum):
    """What the list can be narrowed to; the value is its name on the screen."""

    ARRIVALS = N_("Arrivals")
    DECISIONS = N_("Decisions")
    PORTAL = N_("Portal")
    TILL = N_("Till")
    TROUBLE = N_("Trouble")
    LINKS = N_("Connections")


_KINDS: Mapping[str, Kind] = {
    "history.arrived": Kind.ARRIVALS,
    "history.accepted": Kind.DECISIONS,
    "history.postponed": Kind.DECISIONS,
    "history.rejected": Kind.DECISIONS,
    "history.closed": Kind.DECISIONS,
    "history.undone": Kind.DECISIONS,
    "history.acknowledged": Kind.DECISIONS,
    "history.portal_told": Kind.PORTAL,
    "history.portal_state": Kind.PORTAL,
    "history.sent_to_till": Kind.TILL,
    "history.till_state": Kind.TILL,
    "history.overtaken": Kind.TROUBLE,
    "history.contrary": Kind.TROUBLE,
    "history.parked": Kind.TROUBLE,
    "history.retried": Kind.TROUBLE,
    "history.resolved": Kind.TROUBLE,
    "history.paused": Kind.LINKS,
    "history.lane_given_up": Kind.LINKS,
    "history.resumed": Kind.LINKS,
    "history.reservation_heard": Kind.ARRIVALS,
    "history.reservation_chosen": Kind.DECISIONS,
    "history.reservation_table": Kind.DECISIONS,
    "history.reservation_undone": Kind.DECISIONS,
    "history.reservation_moved": Kind.DECISIONS,
    "history.reservation_accepted_as_is": Kind.DECISIONS,
    "history.reservation_recreated": Kind.DECISIONS,
    "history.reservation_attached": Kind.TILL,
    "history.reservation_paid": Kind.TILL,
    "history.check_opened": Kind.TILL,
    "history.sold": Kind.TILL,
    "history.reservation_closed": Kind.TILL,
    "history.reservation_conflict": Kind.TROUBLE,
    "history.reservation_reopened": Kind.TROUBLE,
    "history.reservation_refused": Kind.TROUBLE,
    "history.check_reopened": Kind.TROUBLE,
    "history.sale_differs": Kind.TROUBLE,
    "history.menu_approved": Kind.DECISIONS,
    "history.menu_discarded": Kind.DECISIONS,
    "history.menu_going_back": Kind.DECISIONS,
    "history.menu_follows_till": Kind.DECISIONS,
    "history.price_zero_allowed": Kind.DECISIONS,
    "history.price_zero_forbidden": Kind.DECISIONS,
    "history.floor_approved": Kind.DECISIONS,
    "history.floor_discarded": Kind.DECISIONS,
    "history.menu_refused": Kind.TROUBLE,
    "history.floor_refused": Kind.TROUBLE,
}

_ICONS: Mapping[str, str] = {
    "history.arrived": "bell",
    "history.accepted": "check",
    "history.postponed": "clock",
    "history.rejected": "cross",
    "history.closed": "check-circle",
    "history.undone": "undo",
    "history.reservation_heard": "reservations",
    "history.reservation_table": "table",
    "history.reservation_undone": "undo",
    "history.reservation_moved": "clock",
    "history.reservation_accepted_as_is": "check-circle",
    "history.sold": "euro",
    "history.sale_told": "euro",
    "history.menu_waits": "alignment",
    "history.menu_going_back": "history",
    "history.paused": "pause",
    "history.lane_given_up": "warning",
    "history.resumed": "play",
}

_KIND_ICONS = {
    Kind.ARRIVALS: "bell",
    Kind.DECISIONS: "check",
    Kind.PORTAL: "portal",
    Kind.TILL: "till",
    Kind.TROUBLE: "warning",
    Kind.LINKS: "connections",
}

_TONES = {Kind.ARRIVALS: Tone.BRASS, Kind.TROUBLE: Tone.BAD}


def kind_of(entry: Entry) -> Kind:
    """What a later version writes, and has no place here, is told among the portal's."""
    return _KINDS.get(entry.what, Kind.PORTAL)


def icon_of(entry: Entry) -> str:
    return _ICONS.get(entry.what, _KIND_ICONS[kind_of(entry)])


def tone_of(entry: Entry) -> Tone:
    settled = entry.what in ("history.retried", "history.resolved")
    return Tone.NEUTRAL if settled else _TONES.get(kind_of(entry), Tone.NEUTRAL)


def told(entry: Entry, zone: ZoneInfo) -> str:
    return sentence_of(entry.what, entry.params, zone).title


def time_text(entry: Entry, zone: ZoneInfo, now: datetime) -> str:
    """With seconds today; with the day before."""
    today = entry.at.astimezone(zone).date() == now.astimezone(zone).date()
    return f"{entry.at.astimezone(zone):%H:%M:%S}" if today else format_instant(entry.at, zone)


def spoken(happening: Happening, zone: ZoneInfo, now: datetime) -> str:
    entry = happening.entry
    about = ""
    if happening.code:
        booked = entry.reservation_id is not None
        about = (_("Reservation {code}") if booked else _("Order {code}")).format(code=happening.code)
    parts = (time_text(entry, zone, now), about, happening.guest, told(entry, zone), word(entry.actor))
    return ", ".join(part for part in parts if part)
