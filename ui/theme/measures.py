"""Distances and heights of the face, in device-independent pixels; nobody else writes one down."""

from typing import Final


class Space:
    """Steps of 4: what stands between things."""

    HAIR: Final = 2
    TIGHT: Final = 4
    SNUG: Final = 8
    CLOSE: Final = 12
    BASE: Final = 16
    WIDE: Final = 24
    BROAD: Final = 32
    VAST: Final = 48


RADIUS: Final = 8
RADIUS_SMALL: Final = 6
TOUCH: Final = 48  # the least height of what a finger presses
COMPACT: Final = 40  # the same in the window, where there is a mouse as well
ICON: Final = 20
ICON_SMALL: Final = 16
ICON_LARGE: Final = 24
RING_WIDTH: Final = 2  # of the keyboard's focus
RAIL: Final = 96
