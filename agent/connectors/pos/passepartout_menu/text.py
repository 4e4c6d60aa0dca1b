"""Texts as Passepartout Menu can hold them: Latin-1, of limited length, with a mark where something is missing. Pure.

Fitting twice changes nothing more, so what the till holds and what was sent to it compare equal.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 500
LONGEST_PHONE: Final = 30

CUT: Final = "[...]"
"""Stands where the end of a text was cut off."""

LOST: Final = "[?]"
"""Stands for letters that Latin-1 does not have."""

NEAREST: Final[Mapping[str, str]] = {
    "€": "EUR",
    "‘": "'",
    "’": "'",
    "‚": ",",
    "“": '"',
    "”": '"',
    "„": '"',
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "•": "-",
    "œ": "oe",
    "Œ": "OE",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
}
"""What compatibility forms do not know. Letters with a foreign accent lose the accent."""

_PLAIN: Final = re.compile("[\t\n\x20-\x7e\xa0-\xff]*")
"""What needs no look at its single letters, as nearly every text."""

_LOST_RUN: Final = re.compile("\x00[\x00 ]*\x00|\x00")


def fitted(text: str, longest: int | None = None) -> str:
    """One line ending, no control characters, Latin-1, at most `longest` characters, no blanks around."""
    plain = unicodedata.normalize("NFC", text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    if _PLAIN.fullmatch(plain) is None:
        plain = _LOST_RUN.sub(lambda run: LOST, "".join(_letter(character) for character in plain))
    latin = plain.strip()
    if longest is None or len(latin) <= longest:
        return latin
    return latin[: longest - len(CUT)].rstrip() + CUT


def lessened(text: str | None, longest: int | None = None) -> bool:
    """Whether the till holds it cut, or without some of its letters."""
    fit = fitted(text or "", longest)
    return fit.endswith(CUT) or LOST in fit


def _letter(character: str) -> str:
    """Empty for what is invisible, a zero character for what is lost."""
    if character in "\t\n" or "\x20" <= character <= "\x7e" or "\xa0" <= character <= "\xff":
        return character
    if character in NEAREST:
        return NEAREST[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    return bare if bare and all("\x20" <= part <= "\x7e" or "\xa0" <= part <= "\xff" for part in bare) else "\x00"
