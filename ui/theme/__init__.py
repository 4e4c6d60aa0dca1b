"""The look of the face in one place: colours, type, distances and states.

    from ui import theme
    theme.apply(app, theme.Scheme.SYSTEM)
    theme.current().colour(theme.Token.BRASS)
    theme.font(theme.Size.LIST, theme.Weight.SEMIBOLD, tabular=True)

Screens use the components in `ui.components`; only components paint with what is in here.
"""

from ui.theme.appearance import Scheme, Theme, apply, current
from ui.theme.measures import (
    COMPACT,
    ICON,
    ICON_LARGE,
    ICON_SMALL,
    RADIUS,
    RADIUS_SMALL,
    RAIL,
    RING_WIDTH,
    TOUCH,
    Space,
)
from ui.theme.tokens import DARK, LIGHT, READABLE, VISIBLE, Token, Tokens
from ui.theme.tones import Tone
from ui.theme.typeface import DISPLAY, FAMILY, Size, Weight, font

__all__ = [
    "COMPACT",
    "DARK",
    "DISPLAY",
    "FAMILY",
    "ICON",
    "ICON_LARGE",
    "ICON_SMALL",
    "LIGHT",
    "RADIUS",
    "RADIUS_SMALL",
    "RAIL",
    "READABLE",
    "RING_WIDTH",
    "TOUCH",
    "VISIBLE",
    "Scheme",
    "Size",
    "Space",
    "Theme",
    "Token",
    "Tokens",
    "Tone",
    "Weight",
    "apply",
    "current",
    "font",
]
