"""The figures in large type: each with its unit, what it is made of, and how it was in the span before. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from agent.domain.statistics import OrderFigures, Statistics
from agent.texts import _, format_count, format_duration, format_money, ngettext
from ui.statistics.reads import Leaf
from ui.theme import Tone

NONE = "–"
"""In place of a figure that nothing was counted for."""

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Change:
    """Against the span before; sign and words say what the colour says."""

    told: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class Figure:
    key: str
    name: str
    value: str
    unit: str
    detail: str
    change: Change | None

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        value = " ".join(part for part in (self.value, self.unit) if part)
        told = (f"{self.name}: {value}", self.detail, self.change.told if self.change else "")
        return ", ".join(part for part in told if part)


def figures_of(leaf: Leaf, *, orders: bool, reservations: bool) -> tuple[Figure, ...]:
    """`orders`, `reservations`: whether the links that are looked at have them."""
    found = [_takings(leaf), _covers(leaf), _per_cover(leaf)]
    if orders:
        found += [_accepted(leaf), _time_to_accept(leaf), _punctuality(leaf)]
    if reservations:
        found += [_booked(leaf), _no_shows(leaf)]
    return tuple(found)


def per_cover(statistics: Statistics) -> Decimal | None:
    """Euro, to the cent."""
    exact = statistics.total.per_cover
    return None if exact is None else exact.quantize(CENT, ROUND_HALF_UP)


def share(part: int, whole: int) -> int | None:
    """Per cent; None of nothing."""
    return None if whole == 0 else int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP))


def _takings(leaf: Leaf) -> Figure:
    now, before = leaf.now.total, leaf.before.total
    detail = ngettext("{count} sale", "{count} sales", now.sales).format(count=format_count(now.sales))
    change = _grown(now.takings, before.takings, format_money)
    return Figure("takings", _("Takings"), format_money(now.takings), "", detail, change)


def _covers(leaf: Leaf) -> Figure:
    now, before = leaf.now.total.covers, leaf.before.total.covers
    change = _grown(Decimal(now), Decimal(before), lambda count: format_count(int(count)))
    unit = ngettext("cover", "covers", now)
    return Figure("covers", _("Covers"), format_count(now), unit, _("where the till tells them"), change)


def _per_cover(leaf: Leaf) -> Figure:
    now, before = per_cover(leaf.now), per_cover(leaf.before)
    change = None if now is None or before is None else _grown(now, before, format_money)
    value = NONE if now is None else format_money(now)
    return Figure("per_cover", _("Average per cover"), value, "", _("of the sales with covers"), change)


def _accepted(leaf: Leaf) -> Figure:
    now, before = leaf.now.orders, leaf.before.orders
    change = _grown(Decimal(now.accepted), Decimal(before.accepted), lambda count: format_count(int(count)))
    parts = [
        ngettext("{count} rejected", "{count} rejected", now.rejected).format(count=format_count(now.rejected)),
        ngettext("{count} expired", "{count} expired", now.expired).format(count=format_count(now.expired)),
    ]
    unit = ngettext("order accepted", "orders accepted", now.accepted)
    return Figure("orders", _("Orders"), format_count(now.accepted), unit, " · ".join(parts), change)


def _time_to_accept(leaf: Leaf) -> Figure:
    now, before = leaf.now.orders.time_to_accept, leaf.before.orders.time_to_accept
    value = NONE if now is None else format_duration(now)
    change = None if now is None or before is None else _faster(now, before)
    return Figure("time", _("Time to accept"), value, "", _("half of the orders were faster"), change)


def _punctuality(leaf: Leaf) -> Figure:
    def on_time(orders: OrderFigures) -> int | None:
        return share(orders.on_time, orders.on_time + orders.late)

    orders = leaf.now.orders
    now, before = on_time(orders), on_time(leaf.before.orders)
    known = orders.on_time + orders.late
    detail = ngettext("{part} of {count} order", "{part} of {count} orders", known).format(
        part=format_count(orders.on_time), count=format_count(known)
    )
    value = NONE if now is None else f"{now}%"
    change = None if now is None or before is None else _points(now, before)
    return Figure("punctuality", _("Ready on time"), value, "", detail, change)


def _booked(leaf: Leaf) -> Figure:
    now, before = leaf.now.reservations, leaf.before.reservations
    change = _grown(Decimal(now.booked), Decimal(before.booked), lambda count: format_count(int(count)))
    detail = ngettext("{count} cover", "{count} covers", now.covers).format(count=format_count(now.covers))
    unit = ngettext("booked", "booked", now.booked)
    return Figure("booked", _("Reservations"), format_count(now.booked), unit, detail, change)


def _no_shows(leaf: Leaf) -> Figure:
    now, before = leaf.now.reservations, leaf.before.reservations
    detail = ngettext("of {count} reservation", "of {count} reservations", now.booked).format(
        count=format_count(now.booked)
    )
    part = share(now.no_shows, now.booked)
    unit = "" if part is None else f"({part}%)"
    change = _grown(
        Decimal(now.no_shows), Decimal(before.no_shows), lambda count: format_count(int(count)), liked=False
    )
    return Figure("no_shows", _("No-shows"), format_count(now.no_shows), unit, detail, change)


def _grown(now: Decimal, before: Decimal, told: Callable[[Decimal], str], *, liked: bool = True) -> Change | None:
    """`liked`: more is better."""
    if before <= 0:
        return None if now == before else Change(_("before: {value}").format(value=told(before)), Tone.NEUTRAL, "dot")
    per_cent = int(((now - before) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP))
    return _changed(f"{per_cent:+d}%", per_cent, told(before), liked=liked)


def _points(now: int, before: int) -> Change:
    sign = now - before
    points = ngettext("{count:+d} point", "{count:+d} points", abs(sign)).format(count=sign)
    return _changed(points, sign, f"{before}%", liked=True)


def _faster(now: timedelta, before: timedelta) -> Change:
    """Both times stand there; a third beside them is more than a card has room for."""
    seconds = round((now - before).total_seconds())
    changed = _changed("", seconds, "", liked=False)
    return replace(changed, told=_("before: {value}").format(value=format_duration(before))) if seconds else changed


def _changed(by: str, sign: int, before: str, *, liked: bool) -> Change:
    if sign == 0:
        return Change(_("as before"), Tone.NEUTRAL, "minus")
    tone = Tone.GOOD if (sign > 0) is liked else Tone.BAD
    told = _("{change} on {value}").format(change=by.replace("-", "−"), value=before)
    return Change(told, tone, "chevron-up" if sign > 0 else "chevron-down")
