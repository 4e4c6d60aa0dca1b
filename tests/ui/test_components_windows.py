"""What lies over or within a window: sheets, toasts, progress, fields, scrolled pages, and the gallery of them all."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.components import (
    Button,
    ButtonKind,
    Dialog,
    ProgressLine,
    SearchField,
    TextInput,
    ToastRow,
    TouchScroll,
)
from ui.components.gallery import Gallery
from ui.theme import TOUCH, Token, Tone


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    field = QLineEdit()
    field.setObjectName("below")
    column.addWidget(field)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def below(window: QWidget) -> QLineEdit:
    found = window.findChild(QLineEdit, "below")
    assert isinstance(found, QLineEdit)
    return found


def question(window: QWidget) -> tuple[Dialog, Button, Button]:
    dialog = Dialog(window, "Rifiutare A37?")
    keep = dialog.add_button(Button("Indietro"))
    reject = dialog.add_button(Button("Rifiuta", ButtonKind.DANGER))
    keep.clicked.connect(dialog.reject)
    reject.clicked.connect(dialog.accept)
    dialog.open()
    return dialog, keep, reject


def test_a_sheet_covers_its_window_and_goes_with_it(window: QWidget) -> None:
    dialog, *_ = question(window)
    assert dialog.geometry() == window.rect()
    window.resize(900, 700)
    assert dialog.geometry() == window.rect()
    assert dialog.rect().contains(dialog.card.geometry())


def test_a_sheet_answers_once(qtbot: QtBot, window: QWidget) -> None:
    dialog, _, reject = question(window)
    answers: list[bool] = []
    dialog.closed.connect(answers.append)
    QTest.mouseClick(reject, Qt.MouseButton.LeftButton)
    dialog.reject()
    assert answers == [True]


def test_escape_is_no(qtbot: QtBot, window: QWidget) -> None:
    dialog, *_ = question(window)
    with qtbot.waitSignal(dialog.closed) as told:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert told.args == [False]


def test_the_keyboard_stays_in_the_sheet_and_comes_back(window: QWidget) -> None:
    below(window).setFocus()
    dialog, keep, _ = question(window)
    assert keep.hasFocus()
    seen = set()
    for _ in range(7):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert len(seen) == 3
    dialog.reject()
    assert below(window).hasFocus()


def test_nothing_below_the_sheet_is_touched(qtbot: QtBot, window: QWidget) -> None:
    button = Button("Sotto", parent=window)
    button.move(20, 60)
    button.show()
    question(window)
    assert window.childAt(button.geometry().center()) is not button


def test_a_toast_leaves_by_itself(qtbot: QtBot, window: QWidget) -> None:
    row = ToastRow(window)
    toast = row.show_toast(Tone.GOOD, "A37 accettato", seconds=0.05)
    assert row.isVisible()
    assert window.rect().contains(row.geometry())
    with qtbot.waitSignal(toast.left, timeout=2000):
        pass
    qtbot.waitUntil(lambda: not row.isVisible())


def test_a_toast_is_undone(qtbot: QtBot, window: QWidget) -> None:
    row = ToastRow(window)
    toast = row.show_toast(Tone.GOOD, "A37 accettato", "Annulla", seconds=60)
    with qtbot.waitSignals([toast.acted, toast.left]):
        QTest.mouseClick(toast.action, Qt.MouseButton.LeftButton)


def test_toasts_stand_above_each_other(window: QWidget) -> None:
    row = ToastRow(window)
    first = row.show_toast(Tone.GOOD, "A37 accettato", seconds=60)
    low = row.geometry()
    row.show_toast(Tone.INFO, "A38 inviato al portale", seconds=60)
    assert row.geometry().bottom() == low.bottom()
    assert row.height() > low.height()
    first.leave()
    assert row.height() < low.height() * 2


def test_progress_is_patient(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.show()
    line.begin()
    assert not line.drawn
    qtbot.waitUntil(lambda: line.drawn, timeout=2000)
    line.end()
    assert not line.drawn


def test_known_progress_is_seen_at_once(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.resize(100, 4)
    line.show()
    line.set_share(0.5)
    image = line.grab().toImage()
    brass, track = theme.current().colour(Token.BRASS), theme.current().colour(Token.SUNKEN)
    assert image.pixelColor(25, 2) == brass
    assert image.pixelColor(75, 2) == track
    assert line.accessibleName() == "50%"


def test_escape_empties_the_search(qtbot: QtBot) -> None:
    field = SearchField("Cerca codice, nome, telefono")
    qtbot.addWidget(field)
    field.show()
    field.setText("Rossi")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.accessibleName() == "Cerca codice, nome, telefono"


def test_an_entry_says_what_is_wrong(qtbot: QtBot) -> None:
    entry = TextInput("Chiave API", hint="Dal portale", secret=True)
    qtbot.addWidget(entry)
    entry.show()
    entry.show_wrong("Il portale non riconosce questa chiave")
    assert entry.entry.accessibleDescription() == "Il portale non riconosce questa chiave"
    entry.show_wrong("")
    assert entry.entry.accessibleDescription() == "Dal portale"
    assert entry.entry.echoMode() is QLineEdit.EchoMode.Password
    assert entry.entry.height() == TOUCH


def test_a_page_scrolls_down_only(qtbot: QtBot) -> None:
    scroll = TouchScroll()
    qtbot.addWidget(scroll)
    for n in range(40):
        scroll.column.addWidget(Button(f"Riga {n}"))
    scroll.resize(300, 300)
    scroll.show()
    assert scroll.verticalScrollBar().maximum() > 0
    assert not scroll.horizontalScrollBar().isVisible()


def test_the_gallery_has_a_name_for_everything_that_is_reached(qtbot: QtBot, either_scheme: theme.Theme) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()
    reached = [child for child in gallery.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(reached) > 40
    for item in gallery.rail.items():
        gallery.rail.set_current(item.key)
        assert not gallery.grab().isNull()
    unnamed = [child for child in reached if not _named(child)]
    assert not unnamed


def _named(widget: QObject) -> bool:
    """A name of its own, its text, or its parent's name: a field within a labelled one, a drop-down's list."""
    told = [widget.property(key) for key in ("text", "accessibleName")]
    return any(told) or isinstance(widget, QListView)
