"""Cards, texts, badges, dials, banners: what they show, what they say to a screen reader, what they make room for."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.components import (
    SHADOW,
    Banner,
    Card,
    Chip,
    CountBadge,
    Countdown,
    ElidedLabel,
    EmptyState,
    FlowLayout,
    HealthPill,
    KeyValues,
    OpeningCard,
    StateBadge,
    Text,
)
from ui.theme import Token, Tone


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def painted(widget: QWidget) -> QImage:
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


def hue(token: Token) -> str:
    return QColor(theme.current().tokens[token]).name()


def test_a_card_lies_on_its_shadow(either_scheme: theme.Theme) -> None:
    card = Card()
    card.resize(200, 120)
    image = card.grab().toImage()
    assert card.surface_rect().toRect() == QRect(0, 0, 200, 120).marginsRemoved(SHADOW)
    assert image.pixelColor(100, 60) == either_scheme.colour(Token.RAISED)
    below, nothing = image.pixelColor(100, 120 - SHADOW.bottom() + 1), image.pixelColor(0, 119)
    assert nothing == either_scheme.colour(Token.GROUND)
    assert below.lightness() < nothing.lightness()


def test_a_cards_tone_is_a_stripe() -> None:
    card = Card(tone=Tone.BAD)
    card.resize(200, 120)
    assert card.grab().toImage().pixelColor(SHADOW.left() + 2, 60).name() == hue(Token.BAD)
    card.set_tone(None)
    assert hue(Token.BAD) not in colours(card.grab().toImage())


def test_a_card_opens_by_tap_and_by_key(qtbot: QtBot) -> None:
    card = OpeningCard()
    qtbot.addWidget(card)
    card.resize(200, 120)
    card.show()
    with qtbot.waitSignal(card.opened):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.opened):
        QTest.keyClick(card, Qt.Key.Key_Return)


def test_a_finger_that_slides_off_opens_nothing(qtbot: QtBot) -> None:
    card = OpeningCard()
    qtbot.addWidget(card)
    card.resize(200, 120)
    card.show()
    with qtbot.assertNotEmitted(card.opened):
        QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
        QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_a_text_shows_no_mark_up() -> None:
    """What a guest writes in a note is a guest's text, not a page."""
    assert Text("<b>ciao</b>").textFormat() is Qt.TextFormat.PlainText


def test_a_text_takes_its_tone(either_scheme: theme.Theme) -> None:
    text = Text("MMMM", theme.Size.FIGURE, theme.Weight.BOLD, Tone.BAD)
    assert hue(Token.BAD) in colours(painted(text))
    text.set_tone(None)
    found = colours(painted(text))
    assert hue(Token.INK) in found
    assert hue(Token.BAD) not in found


def test_a_long_name_is_told_whole(qtbot: QtBot) -> None:
    name = "Giovanni Battista Castelnuovo della Misericordia"
    label = ElidedLabel(name)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.shown().endswith("…")
    assert label.toolTip() == name
    assert label.accessibleName() == name
    label.resize(label.sizeHint())
    assert label.shown() == name
    assert label.toolTip() == ""


def test_a_badge_has_word_shape_and_colour(either_scheme: theme.Theme) -> None:
    badge = StateBadge(Tone.GOOD, "Pronto")
    assert badge.accessibleName() == "Pronto"
    assert hue(Token.GOOD_SOFT) in colours(painted(badge))
    one, other = StateBadge(Tone.GOOD, "Pronto"), StateBadge(Tone.GOOD, "Pronto", "bag")
    assert painted(one) != painted(other)


def test_a_count_of_none_is_not_seen(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    badge = CountBadge(0, parent)
    parent.show()
    assert not badge.isVisible()
    badge.set_count(120)
    assert badge.isVisible()
    assert badge.shown() == "99+"


def test_the_dial_empties() -> None:
    dial = Countdown()
    drawn = []
    for share in (1.0, 0.5, 0.1, 0.0):
        dial.show_left("", share, Tone.BAD)
        image = painted(dial)
        bad = hue(Token.BAD)
        drawn.append(
            sum(image.pixelColor(x, y).name() == bad for x in range(image.width()) for y in range(image.height()))
        )
    assert drawn == sorted(drawn, reverse=True)
    assert drawn[0] > drawn[1] > drawn[2] > drawn[3] == 0


def test_the_dial_keeps_within_what_there_is() -> None:
    dial = Countdown()
    dial.show_left("0:00", -3, Tone.BAD)
    assert dial.share == 0
    dial.show_left("9:00", 7, Tone.BRASS)
    assert dial.share == 1


def test_the_dial_says_its_sentence() -> None:
    dial = Countdown(compact=True)
    dial.show_left("4:12", 0.4, Tone.WAITING, caption="minuti")
    assert dial.accessibleName() == "4:12 minuti"
    dial.show_left("4:12", 0.4, Tone.WAITING, spoken="Restano 4 minuti e 12 secondi")
    assert dial.accessibleName() == "Restano 4 minuti e 12 secondi"


def test_the_pill_says_how_the_link_is() -> None:
    pill = HealthPill("banco")
    narrow = pill.sizeHint().width()
    pill.show_health(Tone.BAD, "18 min fa", state="non in linea", icon_name="offline")
    assert pill.accessibleName() == "banco, non in linea, 18 min fa"
    assert pill.toolTip() == "non in linea"
    assert pill.sizeHint().width() > narrow


def test_a_banner_tells_and_is_acted_on(qtbot: QtBot) -> None:
    banner = Banner(
        Tone.BAD, "Il portale non risponde", "Da 18 minuti.", "Si riprova da soli.", "Riprova", dismissible=True
    )
    qtbot.addWidget(banner)
    banner.resize(600, 90)
    banner.show()
    assert banner.accessibleName() == "Il portale non risponde Da 18 minuti. Si riprova da soli."
    with qtbot.waitSignal(banner.acted):
        QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)


def test_an_empty_list_has_a_next_step(qtbot: QtBot) -> None:
    empty = EmptyState("bell", "Nessun ordine in attesa", step_text="Sincronizza ora")
    qtbot.addWidget(empty)
    empty.resize(400, 400)
    empty.show()
    with qtbot.waitSignal(empty.stepped):
        QTest.mouseClick(empty.step, Qt.MouseButton.LeftButton)


def test_facts_are_changed_in_place() -> None:
    facts = KeyValues()
    facts.put("Totale", "18,00 €")
    facts.put("Totale", "24,50 €")
    assert facts.value("Totale") == "24,50 €"


def test_what_has_no_room_goes_below(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host)
    chips = [Chip("Articolo esaurito") for _ in range(4)]
    for chip in chips:
        flow.addWidget(chip)
    width = chips[0].sizeHint().width()
    host.resize(width * 2 + flow.spacing(), 400)
    host.show()
    assert [chip.y() for chip in chips] == [0, 0, chips[2].y(), chips[2].y()]
    assert chips[2].y() == chips[0].height() + flow.spacing()
    assert flow.heightForWidth(host.width()) == chips[3].y() + chips[3].height()
    assert flow.heightForWidth(width * 10) == chips[0].height()
    chips[1].hide()
    assert flow.heightForWidth(width * 3 + flow.spacing() * 2) == chips[0].height()
