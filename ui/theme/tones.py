"""What a state looks like: a colour, its soft ground and a shape, so that colour is never alone."""

from dataclasses import dataclass
from enum import Enum

from ui.theme.tokens import Token


@dataclass(frozen=True)
class ToneLook:
    """`icon` is a name below `resources/icons`, another one for each tone."""

    ink: Token
    soft: Token
    icon: str


class Tone(Enum):
    """The states that a thing on the screen can be in."""

    NEUTRAL = ToneLook(Token.MUTED, Token.SUNKEN, "dot")
    BRASS = ToneLook(Token.BRASS, Token.BRASS_SOFT, "bell")
    WAITING = ToneLook(Token.WAITING, Token.WAITING_SOFT, "clock")
    GOOD = ToneLook(Token.GOOD, Token.GOOD_SOFT, "check-circle")
    BAD = ToneLook(Token.BAD, Token.BAD_SOFT, "warning")
    INFO = ToneLook(Token.INFO, Token.INFO_SOFT, "info")

    @property
    def ink(self) -> Token:
        return self.value.ink

    @property
    def soft(self) -> Token:
        return self.value.soft

    @property
    def icon(self) -> str:
        return self.value.icon
