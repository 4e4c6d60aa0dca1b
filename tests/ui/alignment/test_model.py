"""The list of the preview: narrowed by kind and search, and smooth with two thousand dishes."""

import time

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent.domain.menu import Menu
from agent.domain.menu_difference import menu_difference
from agent.texts import LANGUAGES, use_language
from tests.scenes.alignment import card, changed_menu
from ui.alignment.changes import ChangeFace, Sort, faces_of
from ui.alignment.list_view import ChangeList
from ui.alignment.menu_page import MenuPage
from ui.alignment.model import FACE, ChangeModel
from ui.orders.face import Mark
from ui.theme import RAIL, Space, Tone

SMALLEST = 1024 - RAIL - 2 * Space.BASE
"""Pixels that the smallest till's window leaves."""

SMOOTH = 0.25
"""Seconds for what a frame needs, with room for a busy machine; laid out dish by dish in widgets it takes many."""


@pytest.fixture
def model() -> ChangeModel:
    made = ChangeModel()
    made.show_faces(faces_of(menu_difference(*changed_menu()), ()))
    return made


def shown(model: ChangeModel) -> list[str]:
    faces: list[ChangeFace] = [model.index(row).data(FACE) for row in range(model.rowCount())]
    return [face.name for face in faces]


def test_it_keeps_the_rules_of_qt(model: ChangeModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types there


def test_it_is_narrowed_by_kind_and_by_search(model: ChangeModel) -> None:
    model.narrow(Sort.REMOVED, "")
    assert shown(model) == ["Lasagne verdi"]
    model.narrow(Sort.ALL, "TIRAM")
    assert shown(model) == ["Tiramisù della nonna"]
    model.narrow(Sort.ALL, "bevande")
    assert shown(model) == ["Amaro della casa"]
    assert model.counts[Sort.CHANGED] == 2


def test_the_same_lines_again_do_not_move_the_list(model: ChangeModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_faces(faces_of(menu_difference(*changed_menu()), ()))


def test_two_thousand_dishes_are_laid_out_lazily_and_scroll(qtbot: QtBot) -> None:
    faces = faces_of(menu_difference(Menu(), card(2000)), ())
    model = ChangeModel()
    view = ChangeList(model)
    qtbot.addWidget(view)
    view.resize(880, 600)
    view.show()
    model.show_faces(faces)
    began = time.perf_counter()
    view.grab()
    first = time.perf_counter() - began
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 2000 * 40, timeout=5000)
    began = time.perf_counter()
    view.scrollToBottom()
    view.grab()
    assert max(first, time.perf_counter() - began) < SMOOTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_kinds_with_large_numbers_stand_beside_the_search(qtbot: QtBot, language: str) -> None:
    use_language(language)
    page = MenuPage()
    qtbot.addWidget(page)
    mark = Mark("", Tone.INFO, "edit")
    sorts = [sort for sort in Sort if sort is not Sort.ALL]
    page.model.show_faces([ChangeFace(f"{at}", sorts[at % 6], mark, "", "", ()) for at in range(2000)])
    page._fill_sorts()
    page._narrow()
    assert page.minimumSizeHint().width() <= SMALLEST


def test_a_long_description_takes_the_lines_that_it_needs(qtbot: QtBot) -> None:
    model = ChangeModel()
    view = ChangeList(model)
    qtbot.addWidget(view)
    model.show_faces(faces_of(menu_difference(*changed_menu()), ()))

    def height(width: int) -> int:
        view.resize(width, 600)
        view.show()
        return view.itemDelegate().sizeHint(QStyleOptionViewItem(), model.index(0)).height()

    assert height(560) > height(1400)
