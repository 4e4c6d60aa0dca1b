"""Three texts for a person. Message ids while they are in a table, translated when they are shown."""

from typing import NamedTuple


class Sentence(NamedTuple):
    title: str
    """What happened, in one line."""
    message: str = ""
    """What it means for the restaurant."""
    remedy: str = ""
    """What to do."""
