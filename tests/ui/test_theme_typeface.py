"""The bundled face is there, in every weight, with figures of one width and the signs that a restaurant writes."""

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QRawFont

import resources
from ui import theme
from ui.theme import Size, Weight

WRITTEN = "àèéìòùÀÈÉÌÒÙçñüößłšžÅ€£@&«»“”‘’–—…·•×−→←↑↓≥≤'\"0123456789"


@pytest.mark.parametrize("weight", list(Weight), ids=lambda weight: weight.name)
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name)
def test_the_face_is_ours(size: Size, weight: Weight) -> None:
    info = QFontInfo(theme.font(size, weight))
    assert info.family() in (theme.FAMILY, theme.DISPLAY)
    assert info.pixelSize() == size
    assert info.weight() == weight.value.value


def test_the_display_cut_is_for_large_type_only() -> None:
    assert QFontInfo(theme.font(Size.FIGURE, Weight.SEMIBOLD)).family() == theme.DISPLAY
    assert QFontInfo(theme.font(Size.LIST, Weight.SEMIBOLD)).family() == theme.FAMILY


def test_the_display_cut_counts_nothing() -> None:
    assert QFontInfo(theme.font(Size.FIGURE, Weight.SEMIBOLD, tabular=True)).family() == theme.FAMILY


@pytest.mark.parametrize("weight", list(Weight), ids=lambda weight: weight.name)
def test_it_writes_italian_and_its_neighbours(weight: Weight) -> None:
    for size in (Size.TEXT, Size.FIGURE):
        raw = QRawFont.fromFont(theme.font(size, weight))
        missing = [sign for sign in WRITTEN if not raw.supportsCharacter(ord(sign))]
        assert not missing


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name)
def test_counting_figures_do_not_dance(size: Size) -> None:
    counting = QFontMetricsF(theme.font(size, Weight.SEMIBOLD, tabular=True))
    widths = [counting.horizontalAdvance(figure * 8) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.5
    running = QFontMetricsF(theme.font(size, Weight.SEMIBOLD))
    assert running.horizontalAdvance("1" * 8) < running.horizontalAdvance("0" * 8) - 4


def test_a_font_that_is_given_out_is_the_callers_own() -> None:
    mine = theme.font(Size.TEXT)
    mine.setPixelSize(99)
    assert theme.font(Size.TEXT).pixelSize() == Size.TEXT


def test_its_licence_travels_with_it() -> None:
    told = resources.path("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in told
    assert "Inter Project Authors" in told
