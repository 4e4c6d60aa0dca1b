"""The one bundled face and its scale; no widget makes a `QFont` by itself."""

from enum import Enum, IntEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

import resources

FAMILY = "Campanello Sans"
DISPLAY = "Campanello Sans Display"
_FILES = (
    "CampanelloSans-Regular.otf",
    "CampanelloSans-Medium.otf",
    "CampanelloSans-SemiBold.otf",
    "CampanelloSans-Bold.otf",
    "CampanelloSansDisplay-SemiBold.otf",
)

_TIGHT = 97.0  # per cent: the text cut is spaced for small type


class Size(IntEnum):
    """Pixels of the type scale."""

    TEXT = 13
    LIST = 15
    TITLE = 20
    FIGURE = 28


class Weight(Enum):
    REGULAR = QFont.Weight.Normal
    MEDIUM = QFont.Weight.Medium
    SEMIBOLD = QFont.Weight.DemiBold
    BOLD = QFont.Weight.Bold


def load() -> None:
    """Makes the bundled face known to this process; needs an application. A missing file is an error."""
    known = set(QFontDatabase.families())
    if {FAMILY, DISPLAY} <= known:
        return
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resources.path("fonts", name))) < 0:
            raise FileNotFoundError(resources.path("fonts", name))


def font(size: Size, weight: Weight = Weight.REGULAR, *, tabular: bool = False) -> QFont:
    """The face in that size. `tabular`: all figures as wide as each other, for what counts or stands in columns."""
    return QFont(_font(size, weight, tabular))


@lru_cache
def _font(size: Size, weight: Weight, tabular: bool) -> QFont:
    # The display cut exists in one weight, is drawn for 20 px and more, and its tabular figures are not: measured, its
    # `tnum` gives 1 four fifths of the width of 0.
    display = size >= Size.TITLE and weight is Weight.SEMIBOLD and not tabular
    made = QFont([DISPLAY, FAMILY] if display else [FAMILY])
    made.setPixelSize(size.value)
    made.setWeight(weight.value)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if size >= Size.TITLE and not display:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _TIGHT)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
