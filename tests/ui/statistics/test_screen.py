"""The figures with their units and what they are compared with; charts by mouse and keyboard; days and links."""

import random
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.events import TakingsChanged
from agent.domain.failures import Unavailable
from agent.domain.orders import OrderState
from agent.domain.reservation_ports import Days
from agent.domain.reservations import ReservationState
from agent.domain.takings import SaleSource
from tests.scenes.restaurant import Restaurant
from tests.scenes.takings import BANCO, CRM, Weeks
from tests.ui.statistics.conftest import Opens
from ui.statistics.screen import StatisticsScreen
from ui.statistics.spans import Span
from ui.theme import Tone


def said(screen: StatisticsScreen, key: str) -> str:
    return screen.page.figures[key].accessibleName()


@pytest.fixture
def busy(weeks: Weeks) -> Weeks:
    """Yesterday and today, and two sales of the week before."""
    weeks.sold(weeks.day(8), 20, "100.00", 4)
    weeks.sold(weeks.day(1), 13, "60.00", 2, source=SaleSource.RESERVATION)
    weeks.sold(weeks.day(0), 20, "30.25", 1)
    weeks.sold(weeks.day(0), 20, "19.75", link=BANCO, source=SaleSource.ORDER)
    weeks.sold(weeks.day(0), 21, "999.99", 9, cancelled=True)
    for wait, ready in ((1, 20), (2, 25), (6, 45)):
        weeks.ordered(weeks.day(1), 20, OrderState.COMPLETED, wait=wait, ready=ready)
    weeks.ordered(weeks.day(1), 21, OrderState.REJECTED)
    weeks.ordered(weeks.day(1), 21, OrderState.CANCELLED)
    weeks.booked(weeks.day(1), 20, ReservationState.COMPLETED, 4)
    weeks.booked(weeks.day(1), 20, ReservationState.NO_SHOW, 2)
    weeks.booked(weeks.day(1), 20, ReservationState.CANCELLED, 8)
    return weeks


def test_every_figure_with_its_unit_and_the_span_before(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens()
    assert said(screen, "takings") == "Takings: €110.00, 3 sales, +10% on €100.00"
    assert said(screen, "covers") == "Covers: 3 covers, where the till tells them, −25% on 4"
    assert said(screen, "per_cover") == "Average per cover: €30.08, of the sales with covers, +20% on €25.00"
    assert said(screen, "orders") == "Orders: 3 orders accepted, 1 rejected · 1 expired, before: 0"
    assert said(screen, "time") == "Time to accept: 2 min, half of the orders were faster"
    assert said(screen, "punctuality") == "Ready on time: 67%, 2 of 3 orders"
    assert said(screen, "booked") == "Reservations: 2 booked, 6 covers, before: 0"
    assert said(screen, "no_shows") == "No-shows: 1 (50%), of 2 reservations, before: 0"


def test_more_is_not_always_better(weeks: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    for ago in (8, 1, 2):
        weeks.booked(weeks.day(ago), 20, ReservationState.NO_SHOW)
        weeks.sold(weeks.day(ago), 20, "10.00", 1)
    opens()
    tones = {key: card.figure.change.tone for key, card in screen.page.figures.items() if card.figure.change}
    assert (tones["takings"], tones["no_shows"], tones["booked"]) == (Tone.GOOD, Tone.BAD, Tone.GOOD)
    assert tones["per_cover"] is Tone.NEUTRAL


def test_only_what_the_link_has(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens(link=BANCO)
    assert list(screen.page.figures) == ["takings", "covers", "per_cover", "orders", "time", "punctuality"]
    assert said(screen, "takings") == "Takings: €19.75, 1 sale, before: €0.00"
    assert said(screen, "per_cover") == "Average per cover: –, of the sales with covers"
    assert "no_shows" not in screen.page.charts


def test_a_point_tells_what_it_is_by_keyboard_and_by_mouse(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens()
    chart = screen.page.charts["takings"]
    assert chart.told == "most: Fri 20 Nov: €60.00, 1 sale"
    chart.view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart.view, Qt.Key.Key_End)
    assert chart.told == "Sat 21 Nov: €50.00, 2 sales"
    assert chart.view.accessibleDescription() == chart.told
    QTest.keyClick(chart.view, Qt.Key.Key_Left)
    assert chart.told == "Fri 20 Nov: €60.00, 1 sale"
    QTest.keyClick(chart.view, Qt.Key.Key_Escape)
    assert chart.told.startswith("most:")
    plot = chart.view.plot()
    QTest.mouseMove(chart.view, QPoint(round(plot.x_of(0)), 40))
    assert chart.told == "Sun 15 Nov: €0.00, 0 sales"


def test_a_day_without_orders_is_a_gap_and_no_zero(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens()
    points = screen.page.charts["time"].series.points
    assert [point.value for point in points] == [None] * 5 + [120, None]
    assert points[6].told == "Sat 21 Nov: no order accepted"


def test_a_single_day_is_drawn_by_hours(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens(Span.TODAY)
    assert list(screen.page.charts) == ["hours"]
    assert screen.page.charts["hours"].told == "most: 20:00 to 20:59: €50.00, 2 sales"


def test_nothing_counted_has_a_next_step(weeks: Weeks, screen: StatisticsScreen, opens: Opens, qtbot: QtBot) -> None:
    weeks.sold(weeks.day(20), 20, "5.00")
    opens()
    assert screen.empty.isVisible()
    assert not screen.bar.export_button.isEnabled()
    QTest.mouseClick(screen.empty.step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.bar.span is Span.MONTH
    assert screen.page.isVisible()


def test_where_the_days_are_many_the_next_step_is_the_connections(
    screen: StatisticsScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens(Span.MONTH)
    assert screen.empty.step.text() == "Look at the connections"
    with qtbot.waitSignal(screen.screen_wanted) as wanted:
        QTest.mouseClick(screen.empty.step, Qt.MouseButton.LeftButton)
    assert wanted.args == ["connections"]


def test_own_dates_begin_with_what_was_looked_at(
    busy: Weeks, screen: StatisticsScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens(Span.MONTH)
    shown = screen.bar.days
    opens(Span.OWN)
    assert screen.bar.days == shown
    assert screen.bar.first_button.text() == "From: 23 Oct 2026"
    QTest.mouseClick(screen.bar.first_button, Qt.MouseButton.LeftButton)
    screen.bar.calendar.grid.chosen.emit(busy.day(8))
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.bar.days == Days(busy.day(8), busy.day(0))
    assert said(screen, "takings").startswith("Takings: €210.00")
    QTest.mouseClick(screen.bar.last_button, Qt.MouseButton.LeftButton)
    screen.bar.calendar.grid.chosen.emit(busy.day(40))
    qtbot.waitUntil(lambda: screen.ready)
    assert screen.bar.days == Days(busy.day(40), busy.day(40))


def test_tomorrow_is_not_counted_and_no_more_than_a_year(busy: Weeks, screen: StatisticsScreen, opens: Opens) -> None:
    opens()
    screen.bar.choose(Days(busy.day(2000), busy.day(-3)))
    assert screen.bar.days == Days(busy.day(365), busy.day(0))


def test_what_is_sold_meanwhile_is_counted_by_itself(
    busy: Weeks, screen: StatisticsScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens()
    busy.sold(busy.day(0), 20, "1.00", 1)
    screen.bridge.takings_changed.emit(TakingsChanged(CRM).link)
    qtbot.waitUntil(lambda: said(screen, "takings").startswith("Takings: €111.00"), timeout=5000)


def test_other_days_are_never_shown_below_the_names_of_these(
    busy: Weeks, screen: StatisticsScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens()
    for span in random.Random(3).choices([Span.TODAY, Span.WEEK, Span.MONTH, Span.LAST_MONTH], k=12):
        screen.bar.spans.set_current(span.name)
    qtbot.waitUntil(lambda: screen.ready and screen.leaf is not None, timeout=5000)
    assert screen.leaf is not None
    assert Days(screen.leaf.now.first, screen.leaf.now.last) == screen.bar.days


def test_a_database_that_does_not_answer_is_told(
    place: Restaurant, screen: StatisticsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_days: object) -> None:
        raise Unavailable("store.locked", file="campanello.db")

    monkeypatch.setattr(place.agent, "statistics", locked)
    with qtbot.waitSignal(screen.trouble):
        screen.read()


def test_long_names_and_ninety_days_stay_within_the_smallest_window(
    weeks: Weeks, screen: StatisticsScreen, opens: Opens, qtbot: QtBot
) -> None:
    weeks.fill(90)
    screen.bar.links.addItem("Trattoria del Buon Ricordo di Sant'Arcangelo sul Trasimeno", CRM * 8)
    opens()
    screen.bar.choose(Days(weeks.day(89), weeks.day(0)))
    qtbot.waitUntil(lambda: screen.ready, timeout=5000)
    qtbot.wait(50)
    assert screen.minimumSizeHint().width() <= screen.width()
    viewport = screen.page.viewport().width()
    for card in (*screen.page.figures.values(), *screen.page.charts.values(), screen.page.shares):
        assert card.x() + card.width() <= viewport + 1
    assert screen.bar.days.last - screen.bar.days.first == timedelta(days=89)
