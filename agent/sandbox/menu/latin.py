"""What the till's database can hold of a text: Latin-1, and so many characters. Nothing else of a reservation."""

import re

LONGEST = {"Intestazione": 60, "Note": 500, "Telefono": 30}
"""Of the interface's notes; what is not named here is not limited."""

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML has no form for."""


def held(member: str, text: str) -> str:
    """The text as it is kept: a letter that Latin-1 does not have becomes "?", what is too long is cut."""
    latin = text.encode("latin-1", "replace").decode("latin-1")
    return UNWRITABLE.sub("?", latin)[: LONGEST.get(member)]


def too_long(member: str, text: str) -> bool:
    return len(text) > LONGEST.get(member, len(text))
