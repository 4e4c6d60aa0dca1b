"""By what a guest is known everywhere, made comparable: e-mail first, phone second. Pure.

Plain on purpose: two spellings of one number must become equal, nothing more. It does not tell whether a number exists.
"""

import re
from typing import Final

HOME: Final = "+39"
FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 15
"""Of E.164, with the country's prefix."""

WITH_PREFIX: Final = 12
"""An Italian number of so many digits that begins with 39 has its country's prefix: no national number is as long."""


def same_email(text: str | None) -> str | None:
    """As two spellings of one address compare; None for none."""
    return text.strip().casefold() or None if text else None


def same_phone(text: str | None) -> str | None:
    """`+` and digits, as "+393331234567"; None for what is no number. Italian unless it names its country."""
    plain = re.sub(r"\(0\)", "", text or "")
    abroad = plain.strip().startswith("+")
    digits = "".join(character for character in plain if character in "0123456789")
    if digits.startswith("00"):
        abroad, digits = True, digits[2:]
    if not abroad:
        prefixed = len(digits) >= WITH_PREFIX and digits.startswith(HOME[1:])
        digits = digits if prefixed else HOME[1:] + digits
    if digits.startswith("0") or not FEWEST_DIGITS + len(HOME) - 1 <= len(digits) <= MOST_DIGITS:
        return None  # no country's prefix begins with 0
    return f"+{digits}"
