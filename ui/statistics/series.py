"""What the charts show: points with their words. Pure; no colour and no pixel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QDate, QLocale

from agent.domain.statistics import Figures, Statistics
from agent.domain.takings import SaleSource
from agent.sentences import word
from agent.texts import _, format_count, format_duration, format_money, language, ngettext
from ui.statistics.figures import share

FEW = 7
"""So many days have their names below them."""


class Shape(Enum):
    BARS = "bars"
    LINE = "line"
    """With a gap where nothing was counted."""


@dataclass(frozen=True)
class Point:
    label: str
    """Below it."""
    told: str
    """Of it alone: where and how much."""
    value: int | None
    """Cents, pieces or seconds; None: nothing was counted."""


@dataclass(frozen=True)
class Series:
    key: str
    title: str
    points: tuple[Point, ...]
    tick: Callable[[int], str]
    """A value at the side, with its unit."""
    steps: tuple[int, ...] = ()
    """Distances between two lines that are round in this unit; empty: 1, 2 and 5 with their noughts."""
    shape: Shape = Shape.BARS
    peak: str = "{told}"
    """Words around the highest one."""

    @property
    def empty(self) -> bool:
        return not any(point.value for point in self.points)

    @property
    def highest(self) -> Point | None:
        if self.empty:
            return None
        return max(self.points, key=lambda point: point.value or 0)

    @property
    def told(self) -> str:
        """In one line, when nothing is pointed at."""
        return self.peak.format(told=self.highest.told) if self.highest is not None else _("Nothing in these days")


@dataclass(frozen=True)
class Share:
    name: str
    told: str
    part: float
    """0 to 1."""


def series_of(statistics: Statistics, *, orders: bool, reservations: bool) -> tuple[Series, ...]:
    """Of a single day there is nothing to draw by days."""
    if len(statistics.by_day) == 1:
        return (_hours(statistics),)
    found = [_takings(statistics), _covers(statistics), _hours(statistics)]
    if reservations:
        found.append(_no_shows(statistics))
    if orders:
        found.append(_times(statistics))
    return tuple(found)


def shares_of(statistics: Statistics, *, orders: bool, reservations: bool) -> tuple[Share, ...]:
    """By source; one that the link cannot have is left out, unless it has sales all the same."""
    possible = {SaleSource.ORDER: orders, SaleSource.RESERVATION: reservations, SaleSource.WALK_IN: True}
    whole = statistics.total.takings
    by_source = {each.source: each.figures for each in statistics.by_source}
    found = []
    for source in SaleSource:
        figures = by_source.get(source)
        if figures is None and not possible[source]:
            continue
        taken = figures.takings if figures else Decimal("0.00")
        part = max(taken / whole, Decimal(0)) if whole > 0 else Decimal(0)
        told = f"{format_money(taken)} · {_sales(figures.sales if figures else 0)} · {part * 100:.0f}%"
        found.append(Share(word(source), told, min(float(part), 1.0)))
    return tuple(found)


def _takings(statistics: Statistics) -> Series:
    many = len(statistics.by_day)

    def point(day: date, figures: Figures) -> Point:
        told = f"{day_told(day)}: {format_money(figures.takings)}, {_sales(figures.sales)}"
        return Point(_label(day, many), told, max(_cents(figures.takings), 0))

    points = tuple(point(each.day, each.figures) for each in statistics.by_day)
    return Series("takings", _("Takings by day"), points, _money_tick, peak=_most())


def _covers(statistics: Statistics) -> Series:
    many = len(statistics.by_day)
    points = tuple(
        Point(_label(each.day, many), f"{day_told(each.day)}: {_people(each.figures.covers)}", each.figures.covers)
        for each in statistics.by_day
    )
    return Series("covers", _("Covers by day"), points, format_count, peak=_most())


def _hours(statistics: Statistics) -> Series:
    by_hour = {each.hour: each.figures for each in statistics.by_hour}
    # From the first to the last with sales: a kitchen that is closed in between is a gap, a night is none.
    hours = range(min(by_hour), max(by_hour) + 1) if by_hour else range(0)
    points = []
    for hour in hours:
        figures = by_hour.get(hour)
        taken = figures.takings if figures else Decimal("0.00")
        when = _("{hour}:00 to {hour}:59").format(hour=hour)
        told = f"{when}: {format_money(taken)}, {_sales(figures.sales if figures else 0)}"
        points.append(Point(f"{hour}:00", told, max(_cents(taken), 0)))
    return Series("hours", _("Takings by hour"), tuple(points), _money_tick, peak=_most())


def _no_shows(statistics: Statistics) -> Series:
    many = len(statistics.reservations_by_day)
    points = []
    for each in statistics.reservations_by_day:
        figures = each.figures
        told = ngettext("{part} of {count} reservation", "{part} of {count} reservations", figures.booked).format(
            part=format_count(figures.no_shows), count=format_count(figures.booked)
        )
        points.append(Point(_label(each.day, many), f"{day_told(each.day)}: {told}", figures.no_shows))
    return Series("no_shows", _("No-shows by day"), tuple(points), format_count, peak=_most())


def _times(statistics: Statistics) -> Series:
    many = len(statistics.orders_by_day)
    points = []
    for each in statistics.orders_by_day:
        spent = each.figures.time_to_accept
        if spent is None:
            points.append(Point(_label(each.day, many), f"{day_told(each.day)}: {_('no order accepted')}", None))
            continue
        part = share(each.figures.accepted, each.figures.arrived)
        told = _("{time}, {share}% accepted").format(time=format_duration(spent), share=part)
        points.append(Point(_label(each.day, many), f"{day_told(each.day)}: {told}", round(spent.total_seconds())))
    return Series(
        "time",
        _("Time to accept by day"),
        tuple(points),
        lambda seconds: format_duration(timedelta(seconds=seconds)),
        steps=(1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200, 86_400),
        shape=Shape.LINE,
        peak=_("slowest: {told}"),
    )


def day_told(day: date) -> str:
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def _label(day: date, many: int) -> str:
    form = "ddd d" if many <= FEW else "d MMM"
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), form)


def _most() -> str:
    return _("most: {told}")


def _sales(count: int) -> str:
    return ngettext("{count} sale", "{count} sales", count).format(count=format_count(count))


def _people(count: int) -> str:
    return ngettext("{count} cover", "{count} covers", count).format(count=format_count(count))


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _money_tick(cents: int) -> str:
    return (
        format_money(Decimal(cents).scaleb(-2))
        if cents % 100
        else format_money(Decimal(cents // 100)).replace(",00" if language() == "it" else ".00", "")
    )
