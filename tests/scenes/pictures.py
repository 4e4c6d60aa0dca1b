"""The pictures that are taken of the face: what stands on the screen in each, by its name."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from agent.app import SideTest
from agent.diagnostics.doctor import Check
from agent.domain.bell import CardKind
from agent.domain.commands import AcceptOrder, ApproveProposal
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.orders import Actor
from agent.domain.ports import Account, Prerequisite
from agent.domain.reservation_ports import Days
from agent.domain.reservations import ReservationState
from agent.texts import _, ngettext
from tests.scenes import alignment, evening, tables, takings
from tests.scenes.script import Script
from tests.scenes.setting_up import (
    wizard_pairs,
    wizard_portal,
    wizard_prerequisite,
    wizard_ready,
    wizard_refused,
    wizard_sync,
)
from tests.scenes.stage import Stage
from ui.activity.screen import ActivityScreen
from ui.alignment.screen import AlignmentScreen
from ui.alignment.screen import View as AlignmentView
from ui.bell.window import BellWindow
from ui.components import Button, Chip
from ui.connections.screen import ConnectionsScreen
from ui.diagnosis.screen import DiagnosisScreen
from ui.main_window import MainWindow
from ui.orders.columns import Column
from ui.orders.screen import OrdersScreen
from ui.reservations.change import Change
from ui.reservations.filters import View
from ui.reservations.reads import Shift
from ui.reservations.screen import ReservationsScreen
from ui.statistics.screen import StatisticsScreen
from ui.statistics.spans import Span

Picture = Callable[[Stage], object]

NO_NETWORK = Failure(FailureKind.TRANSIENT, "side.unreachable", {"system": "Plateform"}, Side.PORTAL)
WRONG_KEY = Failure(FailureKind.AUTH_REFUSED, "side.credentials_refused", {"system": "Plateform"}, Side.PORTAL)

CHECKS = (
    Check("keyring", True),
    Check("database", True, params={"megabytes": "4.2"}),
    Check("disk", True, params={"megabytes": "81920"}),
    Check("log", True),
    Check("clock", True, params={"seconds": "1"}),
    Check("agent", True),
    Check("credentials", False, "banco/portal", failure=WRONG_KEY),
    Check("certificate", True, "banco/portal", {"issuer": "R11", "days": "61"}),
    Check("credentials", True, "banco/pos", {"name": "Trattoria da Gino"}),
    Check(
        "prerequisite",
        False,
        "banco/pos",
        failure=Failure(FailureKind.REFUSED, "prerequisite.sales_mode", {"name": "plateform_delivery"}),
    ),
    Check("certificate", True, "banco/pos", {"issuer": "R11", "days": "48"}),
    Check("flow", True, "banco/orders"),
)


def bell(stage: Stage, *kinds: CardKind) -> BellWindow:
    """The bell over the till's program, with the cards of these kinds."""
    stage.till()
    window = BellWindow(stage.bridge.zone, lambda: (15, 20, 30, 45))
    cards = [card for card in stage.place.agent.cards() if not kinds or card.kind in kinds]
    window.show_cards(cards, stage.place.clock.at)
    stage.show(window)
    stage.pause(700)  # it ignores taps for a moment after it appears
    window.show_cards(cards, stage.place.clock.at)
    return window


def press(within: QWidget, text: str) -> None:
    """The button or chip with that text, as the screen says it."""
    found = [*within.findChildren(Button), *within.findChildren(Chip)]
    next(each for each in found if each.text() == _(text) and each.isVisible()).click()


def bell_one(stage: Stage) -> None:
    script = Script(stage.place)
    evening.fresh_one(script)
    script.play()
    bell(stage)


def bell_three(stage: Stage) -> None:
    script = Script(stage.place)
    evening.new_ones(script)
    script.play()
    bell(stage)


def bell_forty(stage: Stage) -> None:
    evening.crowd(stage.place, 40)
    bell(stage)


def bell_reject(stage: Stage) -> None:
    script = Script(stage.place)
    evening.fresh_one(script)
    script.play()
    window = bell(stage)
    press(window, "Reject")
    stage.pause()
    press(window, "Sold out")
    next(chip for chip in window.findChildren(Chip) if chip.text() == "Tiramisù").click()


def bell_decided(stage: Stage) -> None:
    script = Script(stage.place)
    evening.new_ones(script)
    script.play()
    stage.place.agent.submit(AcceptOrder(script.id_of(35), timedelta(minutes=30)), Actor.SCREEN)
    stage.place.clock.at += timedelta(seconds=1)
    bell(stage)


def bell_till(stage: Stage) -> None:
    script = Script(stage.place)
    evening.kitchen(script)
    script.play()
    bell(stage)


def bell_alarm(stage: Stage) -> None:
    script = Script(stage.place)
    evening.trouble(script)
    script.play()
    bell(stage, CardKind.ALARM)


def orders(stage: Stage) -> tuple[MainWindow, OrdersScreen, Script]:
    """The window on the orders of a full evening."""
    script = evening.full_evening(stage.place)
    window = stage.window()
    room = window.interior.room("orders")
    assert isinstance(room, OrdersScreen)
    stage.wait(lambda: room.board.count(Column.NEW) == 3)
    return window, room, script


def orders_full(stage: Stage) -> None:
    orders(stage)


def orders_empty(stage: Stage) -> None:
    window = stage.window()
    room = window.interior.room("orders")
    assert isinstance(room, OrdersScreen)
    stage.wait(room.columns.empty.isVisible)


def orders_sheet(stage: Stage) -> None:
    window, _room, script = orders(stage)
    window.show_order(script.id_of(37))


def orders_trouble(stage: Stage) -> None:
    window, _room, script = orders(stage)
    window.show_order(script.id_of(33))


def orders_reject(stage: Stage) -> None:
    window, room, script = orders(stage)
    window.show_order(script.id_of(37))
    stage.pause()
    press(room.panel, "Reject")
    stage.pause()
    press(room.panel, "Sold out")
    press(room.panel, "Tiramisù")


def orders_search(stage: Stage) -> None:
    _window, room, _script = orders(stage)
    room.search.setText("a")
    stage.wait(lambda: room.results.isVisible() and room.found.rowCount() > 0)


def activity(stage: Stage) -> None:
    evening.full_evening(stage.place)
    window = stage.window()
    window.open_screen("activity")
    room = window.interior.room("activity")
    assert isinstance(room, ActivityScreen)
    stage.wait(lambda: room.model.rowCount() > 0)


def connections(stage: Stage) -> None:
    window = stage.window()
    window.open_screen("connections")


def reservations(stage: Stage) -> MainWindow:
    tables.evening(stage.place)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    return window


def reservations_trouble(stage: Stage) -> None:
    tables.trouble(stage.place)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)


def reservations_empty(stage: Stage) -> None:
    window = stage.window()
    window.open_screen("reservations")
    stage.pause()


def reservations_crowd(stage: Stage) -> None:
    tables.crowd(stage.place, 60)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)


def reservations_sheet(stage: Stage) -> None:
    window = reservations(stage)
    window.show_reservation(7)
    stage.pause()


def reservations_question(stage: Stage) -> None:
    window = reservations(stage)
    window.show_reservation(5)
    stage.pause()
    press(window, "Decline")


def reservations_table(stage: Stage) -> None:
    window = reservations(stage)
    window.show_reservation(7)
    stage.pause()
    press(window, "Time, table …")


def reservations_conflict(stage: Stage) -> None:
    book = tables.Book(stage.place)
    held = book.conflict(1.25)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    window.show_reservation(held.id)
    stage.pause()


def reservations_parked(stage: Stage) -> None:
    book = tables.Book(stage.place)
    held = book.not_attached(0.25)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    window.show_reservation(held.id)
    stage.pause()


def reservations_calendar(stage: Stage) -> None:
    window = reservations(stage)
    room = window.interior.room("reservations")
    assert isinstance(room, ReservationsScreen)
    room.filters.calendar_button.click()


def reservations_sides(stage: Stage) -> None:
    """What the till says otherwise, far down in the sheet; what waits for the portal."""
    book = tables.Book(stage.place)
    held = book.conflict(1.25)
    book.chosen(held, ReservationState.ARRIVED)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    window.show_reservation(held.id)
    stage.pause()


def reservations_search(stage: Stage) -> None:
    tables.crowd(stage.place, 60)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    room = window.interior.room("reservations")
    assert isinstance(room, ReservationsScreen)
    room.filters.search.setText("greco")
    stage.wait(lambda: room.query.search == "greco" and room.model.whole == 6)


def reservations_planning(stage: Stage) -> ReservationsScreen:
    tables.saturday(stage.place)
    return _day(stage, View.PLANNING)


def reservations_planning_dinner(stage: Stage) -> None:
    tables.evening(stage.place)
    room = _day(stage, View.PLANNING)
    room.filters.shifts.set_current(Shift.DINNER.name)
    stage.pause(400)


def reservations_planning_empty(stage: Stage) -> None:
    _day(stage, View.PLANNING)


def reservations_change(stage: Stage) -> None:
    """Drawn onto a table that is taken then, and too small."""
    room = reservations_planning(stage)
    planning = room.day.planning
    assert planning.laid is not None
    lines = [line for line in planning.laid.plan.lines if line.seat.table and line.blocks]
    block = lines[6].blocks[0].sitting
    at = block.starts_at + timedelta(minutes=45)
    planning.proposed.emit(Change(block.sheet, at, (lines[2].seat.table,)))
    stage.wait(lambda: room.panel.form is not None and room.panel.form.send.isEnabled())


def reservations_rooms(stage: Stage) -> ReservationsScreen:
    tables.saturday(stage.place)
    return _day(stage, View.MAP)


def reservations_rooms_table(stage: Stage) -> None:
    room = reservations_rooms(stage)
    tile = next(tile for tile in room.day.map.tiles.values() if len(tile.tile.parties) > 1)
    tile.click()


def reservations_rooms_search(stage: Stage) -> None:
    room = reservations_rooms(stage)
    room.filters.search.setText("greco")
    stage.pause(700)


def reservations_sale(stage: Stage) -> None:
    """A bill changed after its sale was sent."""
    held = tables.Book(stage.place).sale_differs(-2)
    window = stage.window()
    window.open_screen("reservations")
    _settled(stage, window)
    window.show_reservation(held.id)
    stage.pause()


def _day(stage: Stage, view: View) -> ReservationsScreen:
    window = stage.window()
    window.open_screen("reservations")
    room = window.interior.room("reservations")
    assert isinstance(room, ReservationsScreen)
    room.filters.views.set_current(view.name)
    stage.wait(room.day.isVisible)
    stage.pause()
    return room


def _settled(stage: Stage, window: MainWindow) -> None:
    room = window.interior.room("reservations")
    assert isinstance(room, ReservationsScreen)
    stage.wait(lambda: room.model.rowCount() > 0)


def aligned(stage: Stage, view: AlignmentView = AlignmentView.FINDINGS, link: str | None = None) -> AlignmentScreen:
    """The window on the alignment, as it was read."""
    window = stage.window()
    window.open_screen("alignment")
    room = window.interior.room("alignment")
    assert isinstance(room, AlignmentScreen)
    room.look_at(view, link)
    stage.wait(lambda: room.ready)
    stage.pause()
    return room


def alignment_findings(stage: Stage) -> None:
    alignment.trouble(stage.place)
    alignment.small_change(stage.place)
    alignment.trouble(stage.place)
    aligned(stage)


def alignment_unfolded(stage: Stage) -> None:
    alignment.trouble(stage.place)
    room = aligned(stage)
    press(room, ngettext("Show {count} more", "Show {count} more", 35).format(count=35))


def alignment_empty(stage: Stage) -> None:
    alignment.Aligned(stage.place).compared()
    alignment.Aligned(stage.place, alignment.CRM).compared()
    aligned(stage)


def alignment_never(stage: Stage) -> None:
    aligned(stage)


def alignment_first(stage: Stage) -> None:
    alignment.first_import(stage.place)
    aligned(stage, AlignmentView.PREVIEW, alignment.BANCO)


def alignment_asked(stage: Stage) -> None:
    alignment.first_import(stage.place)
    room = aligned(stage, AlignmentView.PREVIEW, alignment.BANCO)
    room.preview.publish_button.click()


def alignment_small(stage: Stage) -> None:
    alignment.small_change(stage.place)
    aligned(stage, AlignmentView.PREVIEW, alignment.BANCO)


def alignment_leaving(stage: Stage) -> None:
    proposal = alignment.small_change(stage.place)
    stage.place.agent.submit(ApproveProposal(proposal.id), Actor.SCREEN)
    aligned(stage, AlignmentView.PREVIEW, alignment.BANCO)


def alignment_refused(stage: Stage) -> None:
    made = alignment.Aligned(stage.place)
    made.compared()
    made.refused(*alignment.changed_menu())
    aligned(stage, AlignmentView.PREVIEW, alignment.BANCO)


def alignment_versions(stage: Stage) -> None:
    sent = alignment.ten_sent(stage.place)
    alignment.Aligned(stage.place).compared(held=sent[-1].id)
    aligned(stage, AlignmentView.VERSIONS, alignment.BANCO)


def alignment_floor(stage: Stage) -> None:
    alignment.floor(stage.place)
    aligned(stage, AlignmentView.FLOOR)


def counted(stage: Stage, span: Span, link: str | None = None) -> StatisticsScreen:
    """The window on the statistics of these days."""
    window = stage.window()
    window.open_screen("statistics")
    room = window.interior.room("statistics")
    assert isinstance(room, StatisticsScreen)
    room.bar.spans.set_current(span.name)
    if link is not None:
        room.bar.links.set_current(link)
    stage.wait(lambda: room.ready)
    return room


def statistics(stage: Stage) -> None:
    takings.fill(stage.place)
    counted(stage, Span.WEEK)


def statistics_month(stage: Stage) -> None:
    takings.fill(stage.place)
    counted(stage, Span.MONTH)


def statistics_charts(stage: Stage) -> None:
    takings.fill(stage.place)
    room = counted(stage, Span.MONTH)
    stage.pause()
    room.page.verticalScrollBar().setValue(room.page.verticalScrollBar().maximum())
    room.page.charts["hours"].view.point_at(3)


def statistics_long(stage: Stage) -> None:
    takings.fill(stage.place, 90)
    room = counted(stage, Span.WEEK)
    today = room.bar.days.last
    room.bar.choose(Days(today - timedelta(days=89), today))
    stage.wait(lambda: room.ready)


def statistics_till(stage: Stage) -> None:
    takings.fill(stage.place)
    counted(stage, Span.TODAY, "crm")


def statistics_empty(stage: Stage) -> None:
    counted(stage, Span.WEEK)


def at_home(stage: Stage) -> None:
    """A person's folders as on any till: a picture shows none of the PC on which it was taken."""
    home = stage.place.agent.home.data
    for name in ("Desktop", "Documents"):
        (home / name).mkdir(exist_ok=True)
    os.environ["HOME"] = str(home)
    os.environ["XDG_CONFIG_HOME"] = str(home / "xdg")


def statistics_export(stage: Stage) -> None:
    at_home(stage)
    takings.fill(stage.place, 20)
    room = counted(stage, Span.THIS_MONTH)
    room.bar.export_button.click()


def connections_attention(stage: Stage) -> None:
    stage.place.flow_succeeded("banco", "orders", timedelta(minutes=3))
    stage.place.flow_failed("banco", "orders", NO_NETWORK, timedelta(seconds=40))
    stage.place.skewed(95)
    window = stage.window()
    window.open_screen("connections")


def connections_tested(stage: Stage) -> None:
    missing = Prerequisite("prerequisite.sales_mode", False, (("name", "plateform_delivery"),))
    there = Prerequisite("prerequisite.sales_mode", True, (("name", "plateform_takeaway"),))
    stage.place.agent.tests = (
        SideTest("banco", Side.PORTAL, Account("Trattoria da Gino", "Bologna"), None),
        SideTest("banco", Side.POS, Account("Trattoria da Gino", "77"), None, (there, missing)),
    )
    window = stage.window()
    window.open_screen("connections")
    room = window.interior.room("connections")
    assert isinstance(room, ConnectionsScreen)
    room.test("banco")
    stage.wait(lambda: not room.cards["banco"].test_button.busy)
    room.cards["banco"].untried_button.click()


def settings(stage: Stage) -> None:
    stage.window().open_screen("settings")


def diagnosis(stage: Stage) -> None:
    stage.place.agent.checks = CHECKS
    window = stage.window()
    window.open_screen("diagnosis")
    room = window.interior.room("diagnosis")
    assert isinstance(room, DiagnosisScreen)
    stage.wait(lambda: not room.examine_button.busy)


PICTURES: Mapping[str, Picture] = {
    "bell-1": bell_one,
    "bell-3": bell_three,
    "bell-40": bell_forty,
    "bell-reject": bell_reject,
    "bell-decided": bell_decided,
    "bell-till": bell_till,
    "bell-alarm": bell_alarm,
    "orders": orders_full,
    "orders-empty": orders_empty,
    "orders-sheet": orders_sheet,
    "orders-trouble": orders_trouble,
    "orders-reject": orders_reject,
    "orders-search": orders_search,
    "reservations": reservations,
    "reservations-empty": reservations_empty,
    "reservations-trouble": reservations_trouble,
    "reservations-crowd": reservations_crowd,
    "reservations-sheet": reservations_sheet,
    "reservations-question": reservations_question,
    "reservations-table": reservations_table,
    "reservations-conflict": reservations_conflict,
    "reservations-parked": reservations_parked,
    "reservations-sides": reservations_sides,
    "reservations-calendar": reservations_calendar,
    "reservations-search": reservations_search,
    "alignment": alignment_findings,
    "alignment-unfolded": alignment_unfolded,
    "alignment-empty": alignment_empty,
    "alignment-never": alignment_never,
    "alignment-first": alignment_first,
    "alignment-asked": alignment_asked,
    "alignment-small": alignment_small,
    "alignment-leaving": alignment_leaving,
    "alignment-refused": alignment_refused,
    "alignment-versions": alignment_versions,
    "alignment-floor": alignment_floor,
    "reservations-planning": reservations_planning,
    "reservations-planning-dinner": reservations_planning_dinner,
    "reservations-planning-empty": reservations_planning_empty,
    "reservations-change": reservations_change,
    "reservations-rooms": reservations_rooms,
    "reservations-rooms-table": reservations_rooms_table,
    "reservations-rooms-search": reservations_rooms_search,
    "reservations-sale": reservations_sale,
    "wizard": wizard_pairs,
    "wizard-portal": wizard_portal,
    "wizard-refused": wizard_refused,
    "wizard-prerequisite": wizard_prerequisite,
    "wizard-sync": wizard_sync,
    "wizard-ready": wizard_ready,
    "statistics": statistics,
    "statistics-month": statistics_month,
    "statistics-charts": statistics_charts,
    "statistics-90-days": statistics_long,
    "statistics-link": statistics_till,
    "statistics-empty": statistics_empty,
    "statistics-export": statistics_export,
    "activity": activity,
    "connections": connections,
    "connections-attention": connections_attention,
    "connections-tested": connections_tested,
    "settings": settings,
    "diagnosis": diagnosis,
}
