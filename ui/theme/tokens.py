"""The colours of the face, by name, light and dark; nobody else writes a colour down.

A warm, quiet room with one brass bell in it: paper and walnut, one accent, four state colours. Every pair in
`READABLE` keeps WCAG AA; a token without a pair there is never text.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Token(StrEnum):
    """What a colour is for. `*_SOFT` is the ground below text of the colour it is named after."""

    GROUND = "ground"  # the window itself
    SURFACE = "surface"  # bars, lists, fields
    RAISED = "raised"  # cards, sheets, menus
    SUNKEN = "sunken"  # tracks, wells, the ground of a segmented choice
    HOVER = "hover"  # a quiet thing under the pointer
    PRESSED = "pressed"
    INK = "ink"
    MUTED = "muted"
    DISABLED = "disabled"  # text of what cannot be used now; exempt from AA, never the only bearer of news
    LINE = "line"  # hairlines between things
    BORDER = "border"  # of what has a text in it as well: buttons, chips
    EDGE = "edge"  # of what is empty without it: fields, boxes, switches; 3:1
    BRASS = "brass"  # the accent: the one filled button, the selection, links
    BRASS_HOVER = "brass_hover"
    BRASS_PRESSED = "brass_pressed"
    BRASS_SOFT = "brass_soft"
    ON_BRASS = "on_brass"
    FOCUS = "focus"  # the ring of the keyboard
    WAITING = "waiting"
    WAITING_SOFT = "waiting_soft"
    GOOD = "good"
    GOOD_SOFT = "good_soft"
    BAD = "bad"
    BAD_SOFT = "bad_soft"
    INFO = "info"
    INFO_SOFT = "info_soft"
    ON_STATE = "on_state"  # text on a ground filled with a state colour
    PANEL = "panel"  # the walnut: the rail and the bell's head, dark in both schemes
    PANEL_RAISED = "panel_raised"
    PANEL_LINE = "panel_line"
    ON_PANEL = "on_panel"
    PANEL_MUTED = "panel_muted"
    PANEL_BRASS = "panel_brass"


Tokens = Mapping[Token, str]

LIGHT: Tokens = MappingProxyType(
    {
        Token.GROUND: "#F6F3EE",
        Token.SURFACE: "#FFFFFF",
        Token.RAISED: "#FFFFFF",
        Token.SUNKEN: "#ECE6DC",
        Token.HOVER: "#F4EFE7",
        Token.PRESSED: "#E9E2D6",
        Token.INK: "#1F1B16",
        Token.MUTED: "#645C51",
        Token.DISABLED: "#A79F93",
        Token.LINE: "#E3DDD3",
        Token.BORDER: "#CFC5B5",
        Token.EDGE: "#8F8575",
        Token.BRASS: "#8A5A00",
        Token.BRASS_HOVER: "#774D00",
        Token.BRASS_PRESSED: "#614000",
        Token.BRASS_SOFT: "#F8EED9",
        Token.ON_BRASS: "#FFFFFF",
        Token.FOCUS: "#8A5A00",
        Token.WAITING: "#A84A06",
        Token.WAITING_SOFT: "#FCEEDF",
        Token.GOOD: "#1A7443",
        Token.GOOD_SOFT: "#E3F2E9",
        Token.BAD: "#B3261E",
        Token.BAD_SOFT: "#FBE8E6",
        Token.INFO: "#1D5FA8",
        Token.INFO_SOFT: "#E5EEF8",
        Token.ON_STATE: "#FFFFFF",
        Token.PANEL: "#2A2019",
        Token.PANEL_RAISED: "#43352A",
        Token.PANEL_LINE: "#3B2E24",
        Token.ON_PANEL: "#F7F0E6",
        Token.PANEL_MUTED: "#BDAF9E",
        Token.PANEL_BRASS: "#EBB64F",
    }
)

DARK: Tokens = MappingProxyType(
    {
        Token.GROUND: "#161411",
        Token.SURFACE: "#201D19",
        Token.RAISED: "#2A2621",
        Token.SUNKEN: "#0F0D0B",
        Token.HOVER: "#332E28",
        Token.PRESSED: "#3D3730",
        Token.INK: "#F2EDE4",
        Token.MUTED: "#B0A89B",
        Token.DISABLED: "#6F685D",
        Token.LINE: "#3A352E",
        Token.BORDER: "#504940",
        Token.EDGE: "#857C6F",
        Token.BRASS: "#E0A83A",
        Token.BRASS_HOVER: "#EDB952",
        Token.BRASS_PRESSED: "#C9942D",
        Token.BRASS_SOFT: "#3A2E17",
        Token.ON_BRASS: "#1F1500",
        Token.FOCUS: "#F0BE5A",
        Token.WAITING: "#F5A524",
        Token.WAITING_SOFT: "#38290F",
        Token.GOOD: "#4CC38A",
        Token.GOOD_SOFT: "#182E20",
        Token.BAD: "#F58A80",
        Token.BAD_SOFT: "#3C211D",
        Token.INFO: "#7AB8F5",
        Token.INFO_SOFT: "#1A2B3D",
        Token.ON_STATE: "#191510",
        Token.PANEL: "#0E0C0A",
        Token.PANEL_RAISED: "#2B241C",
        Token.PANEL_LINE: "#262019",
        Token.ON_PANEL: "#F2EDE4",
        Token.PANEL_MUTED: "#A79F92",
        Token.PANEL_BRASS: "#E9B44C",
    }
)

_GROUNDS = (Token.GROUND, Token.SURFACE, Token.RAISED, Token.SUNKEN, Token.HOVER, Token.PRESSED)
_STATES = (Token.BRASS, Token.WAITING, Token.GOOD, Token.BAD, Token.INFO)

# Text on its ground: 4.5:1 at least, whatever the size.
READABLE: tuple[tuple[Token, Token], ...] = (
    *((Token.INK, ground) for ground in _GROUNDS),
    *((Token.MUTED, ground) for ground in _GROUNDS),
    *((ink, ground) for ink in _STATES for ground in _GROUNDS[:5]),
    (Token.BRASS, Token.BRASS_SOFT),
    (Token.INK, Token.BRASS_SOFT),
    (Token.ON_BRASS, Token.BRASS),
    (Token.ON_BRASS, Token.BRASS_HOVER),
    (Token.ON_BRASS, Token.BRASS_PRESSED),
    *((Token(f"{state}"), Token(f"{state}_soft")) for state in ("waiting", "good", "bad", "info")),
    *((Token.INK, Token(f"{state}_soft")) for state in ("waiting", "good", "bad", "info")),
    *((Token.MUTED, Token(f"{state}_soft")) for state in ("brass", "waiting", "good", "bad", "info")),
    *((Token.ON_STATE, Token(state)) for state in ("waiting", "good", "bad", "info")),
    *(
        (ink, ground)
        for ink in (Token.ON_PANEL, Token.PANEL_MUTED, Token.PANEL_BRASS)
        for ground in (Token.PANEL, Token.PANEL_RAISED)
    ),
)

# Shapes on their ground (borders of controls, rings, icons alone): 3:1 at least.
VISIBLE: tuple[tuple[Token, Token], ...] = (
    *((Token.EDGE, ground) for ground in (Token.GROUND, Token.SURFACE, Token.RAISED)),
    *((Token.FOCUS, ground) for ground in _GROUNDS),
    (Token.PANEL_BRASS, Token.PANEL),
)
