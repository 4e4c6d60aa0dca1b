"""By what a guest is known everywhere, made comparable: e-mail first, phone second (E.164, by `phonenumbers`).

Two spellings of one number must become equal, nothing more: it does not tell whether a number exists.
"""

from functools import lru_cache
from typing import Final

HOME: Final = "IT"
"""The country of a number that names none: that of the restaurants."""

KEPT: Final = 4096
"""Numbers whose spelling was read lately: the same guests come again and again."""


def same_email(text: str | None) -> str | None:
    """As two spellings of one address compare; None for none."""
    return text.strip().casefold() or None if text else None


@lru_cache(KEPT)
def same_phone(text: str | None) -> str | None:
    """`+` and digits, as "+393331234567"; None for what is no number."""
    if not text:
        return None
    import phonenumbers  # 20 ms, and only where guests are compared

    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not number.national_number or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
