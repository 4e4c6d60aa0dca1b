"""Every colour can be read where it stands: WCAG 2.2, AA, both schemes."""

import pytest

from ui.theme import DARK, LIGHT, READABLE, VISIBLE, Token, Tokens, Tone

SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("pair", READABLE, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_text_on_its_ground(tokens: Tokens, pair: tuple[Token, Token]) -> None:
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("pair", VISIBLE, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_shape_on_its_ground(tokens: Tokens, pair: tuple[Token, Token]) -> None:
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 3


@pytest.mark.parametrize("tone", list(Tone), ids=lambda tone: tone.name)
def test_each_tone_is_held_to_it(tone: Tone) -> None:
    assert (tone.ink, tone.soft) in READABLE


def test_each_tone_has_a_shape_of_its_own() -> None:
    assert len({tone.icon for tone in Tone}) == len(Tone)


@SCHEMES
def test_every_token_has_a_colour(tokens: Tokens) -> None:
    assert set(tokens) == set(Token)


@SCHEMES
def test_no_colour_is_a_stock_grey(tokens: Tokens) -> None:
    """The room is warm: red leads blue in whatever looks grey."""
    states = {"good", "bad", "info", "good_soft", "bad_soft", "info_soft"}
    for token, colour in tokens.items():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        if token not in states and (red, green, blue) != (255, 255, 255):
            assert red > blue, token
