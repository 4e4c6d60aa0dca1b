"""What does not fit between the two sides: findings, each with its article, its cause and its remedy.

The checks themselves are in `alignment_checks`; a finding disappears when its cause does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Risk(StrEnum):
    ORDERS = "orders"
    """Orders can be refused, priced at 0 or not matched at the till: counted on the tray."""
    GUEST = "guest"
    """The guest sees something else than the restaurant means."""
    HINT = "hint"
    """Worth a look; or a thing that no call can tell."""


class FindingArea(StrEnum):
    """Which check found it: a new result of the area replaces the one before as a whole."""

    MENU = "menu"
    ORDERS = "orders"
    """Rows of orders that the till did not take as products."""
    FLOOR = "floor"


@dataclass(frozen=True)
class Finding:
    """`cause` is a message id of `agent.sentences` (`finding.*`) with title, message and remedy."""

    link: str
    area: FindingArea
    cause: str
    risk: Risk
    ref: str = ""
    """The till's id of the article (dish, category, option, table); empty: of the link as a whole."""
    article: str = ""
    """Its name, as people say it."""
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    since: datetime | None = None
    """When it was first found; None until it is stored."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By which it is recognised at the next look."""
        return (self.area.value, self.cause, self.ref, self.params.get("which", ""))


def articles_at_risk(findings: Iterable[Finding]) -> int:
    """How many put orders at risk; an article with several causes counts once."""
    return len({(each.link, each.area, each.ref or each.cause) for each in findings if each.risk is Risk.ORDERS})
