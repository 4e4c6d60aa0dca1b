"""One set of icons: drawn alike, coloured by tokens, sharp; and the marks of the tray."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from tests.ui.test_theme_contrast import contrast
from ui import theme
from ui.components import TrayState, icon, pixmap, tray_icon, tray_pixmap
from ui.theme import Token, Tone

FILES = sorted(resources.path("icons").glob("*.svg"))
PANELS = ("#FFFFFF", "#F3F3F3", "#202020", "#2B2B2B")
TRAY_SIZES = (16, 22, 24, 32, 48)


def inked(drawn: QPixmap) -> QImage:
    return drawn.toImage().convertToFormat(QImage.Format.Format_ARGB32)


def points(image: QImage) -> set[tuple[int, int]]:
    """Where it is more drawn than not."""
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 127}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_icon_is_of_the_set(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert "currentColor" in source
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", source), "an icon has no colour of its own"
    assert QSvgRenderer(source.encode()).isValid()
    assert points(inked(pixmap(file.stem, Token.INK, 24, 1.0)))


def test_an_icon_stays_within_its_square() -> None:
    """Nothing of it is cut off: its outermost pixels are empty."""
    for file in FILES:
        drawn = points(inked(pixmap(file.stem, Token.INK, 48, 1.0)))
        assert all(0 < x < 47 and 0 < y < 47 for x, y in drawn), file.stem


def test_an_icon_has_its_tokens_colour(either_scheme: theme.Theme) -> None:
    image = inked(pixmap("dot", Token.BAD, 24, 1.0))
    assert image.pixelColor(12, 12) == either_scheme.colour(Token.BAD)


def test_an_icon_is_sharp_on_a_fine_screen() -> None:
    fine = pixmap("bell", Token.BRASS, 24, 2.0)
    assert fine.size() == QSize(48, 48)
    assert fine.deviceIndependentSize().toSize() == QSize(24, 24)


def test_a_disabled_icon_is_paler() -> None:
    made = icon("dot", Token.INK, 24)
    paler = made.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled).toImage().pixelColor(12, 12)
    assert paler.name() == QColor(theme.LIGHT[Token.DISABLED]).name()


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no such icon")


def test_every_tone_has_its_drawing() -> None:
    assert {tone.icon for tone in Tone} <= {file.stem for file in FILES}


@pytest.mark.parametrize("state", list(TrayState), ids=lambda state: state.name)
def test_a_tray_mark_is_seen_on_every_panel(state: TrayState) -> None:
    for panel in PANELS:
        assert contrast(state.value, panel) >= 3, panel


@pytest.mark.parametrize("size", TRAY_SIZES)
def test_the_tray_marks_differ_by_shape(size: int) -> None:
    shapes = [points(inked(tray_pixmap(state, 2, size))) for state in TrayState]
    for at, one in enumerate(shapes):
        assert len(one) > size
        for other in shapes[at + 1 :]:
            assert len(one ^ other) > size * size * 0.08


@pytest.mark.parametrize("size", TRAY_SIZES)
def test_the_number_is_on_the_mark(size: int) -> None:
    drawn = [inked(tray_pixmap(TrayState.WAITING, count, size)) for count in (1, 2, 12, 21, 99, 100)]
    for at, one in enumerate(drawn):
        assert all(one != other for other in drawn[at + 1 :])
    assert inked(tray_pixmap(TrayState.WAITING, 100, size)) == inked(tray_pixmap(TrayState.WAITING, 5000, size))


def test_only_waiting_has_a_number() -> None:
    assert inked(tray_pixmap(TrayState.WELL, 0, 32)) == inked(tray_pixmap(TrayState.WELL, 7, 32))


def test_the_tray_icon_has_every_size() -> None:
    sizes = {size.width() for size in tray_icon(TrayState.WELL).availableSizes()}
    assert {16, 22, 24, 32, 48} <= sizes


@pytest.mark.parametrize("size", [16, 20, 24, 32, 40, 48, 64, 96, 128, 256])
def test_the_programs_icon_is_there(size: int) -> None:
    assert QImage(str(resources.path("icons", "app", f"campanello-{size}.png"))).size() == QSize(size, size)


def test_windows_finds_its_icon() -> None:
    reader = QImageReader(str(resources.path("icons", "app", "campanello.ico")))
    sizes = []
    for at in range(reader.imageCount()):
        assert reader.jumpToImage(at)
        sizes.append(reader.read().width())
    assert sizes == [16, 20, 24, 32, 40, 48, 64, 256]
