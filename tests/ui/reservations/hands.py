"""The hands of a person in front of the planning and the room map."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.reservations import Reservation
from tests.scenes.restaurant import Restaurant
from ui.reservations.change_form import ChangeForm
from ui.reservations.filters import View
from ui.reservations.plan import Seat
from ui.reservations.plan_canvas import Key
from ui.reservations.plan_view import PlanningView
from ui.reservations.screen import ReservationsScreen

NONE = Seat()


def seat(table: str) -> Seat:
    """In the scene's first room, or in its garden."""
    return Seat("crm", "2" if table.startswith("3") else "1", table)


def goes_to(screen: ReservationsScreen, view: View, qtbot: QtBot) -> None:
    screen.show()
    screen.enter()
    screen.filters.views.set_current(view.name)
    qtbot.waitUntil(screen.day.isVisible, timeout=3000)


def blocks(screen: ReservationsScreen) -> list[Key]:
    laid = screen.day.planning.laid
    assert laid is not None
    return [(row.line.seat, block.sitting.id) for _stack, row, block in laid.blocks() if row.line]


def drag(planning: PlanningView, start: QPoint, *over: QPoint) -> None:
    """With the mouse; released over the last."""
    viewport = planning.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for point in over:
        QTest.mouseMove(viewport, start + (point - start) / 2)
        QTest.mouseMove(viewport, point)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=over[-1])


def form_of(screen: ReservationsScreen, qtbot: QtBot) -> ChangeForm:
    """The question in the sheet, once it is known who else is there."""
    qtbot.waitUntil(lambda: screen.panel.form is not None, timeout=3000)
    form = screen.panel.form
    assert form is not None
    qtbot.waitUntil(lambda: form.send.isEnabled() or not (form.change.moves or form.change.seats), timeout=3000)
    return form


def held(place: Restaurant, reservation_id: int) -> Reservation:
    sheet = place.agent.reservation(reservation_id)
    assert sheet is not None
    return sheet.reservation


def whats(place: Restaurant, reservation_id: int) -> Sequence[str]:
    sheet = place.agent.reservation(reservation_id)
    assert sheet is not None
    return [entry.what for entry in sheet.history]
