"""A seed becomes a schedule: who does what when, and what breaks. The same seed is the same schedule, for ever.

Nothing here knows a server or a clock: a happening names the `which`th order or reservation of those that there are.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

HAPPENINGS = 36
SECONDS = 1.5
"""All happenings of a schedule lie within it."""

LIFE = 22
"""Of the happenings: what guests and operators do. The others break something."""

NIGHTS = (
    # A second before the restaurant's clock is put back, or forward: the change is in the middle of the schedule.
    datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
)

WIRE = (
    "refuse",
    "hang",
    "cut",
    "twice",
    "rate_limit",
    "rate_limit_unsaid",
    "error",
    "expire_token",
    "lose_answer",
    "late",
    "malformed",
    "outage",
    "skew",
)
PC = (
    "kill",
    "kill_at_commit",
    "kill_at_commit",
    "clock_jump",
    "zone",
    "disk_full",
    "read_only",
    "database_locked",
    "keyring_locked",
    "second_agent",
    "sync",
)

ZONES = ("America/New_York", "Asia/Tokyo", "UTC", "Europe/Rome")


@dataclass(frozen=True)
class Happening:
    """One line of the time line."""

    at: float
    """Seconds from the begin."""
    what: str
    how: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = " ".join(f"{name}={value}" for name, value in self.how.items())
        return f"{self.at:5.2f} s  {self.what:<18} {told}".rstrip()


@dataclass(frozen=True)
class Schedule:
    pair: str
    seed: int
    settings: dict[str, Any]
    """Choices of the pair: how the link is configured."""
    night: datetime | None
    """The instant at which the world's clock stands at the begin; None: the machine's own."""
    happenings: tuple[Happening, ...]


class Player(Protocol):
    """The part of a pair that draws."""

    name: str

    def drawn_settings(self, dice: random.Random) -> dict[str, Any]: ...

    def drawn_act(self, dice: random.Random) -> tuple[str, dict[str, Any]]:
        """Something that a guest, an operator or a person at the PC does."""
        ...


def drawn(pair: Player, seed: int) -> Schedule:
    dice = random.Random(f"{pair.name}/{seed}")
    settings = pair.drawn_settings(dice)
    night = dice.choice(NIGHTS) if dice.random() < 0.2 else None
    moments = sorted(dice.uniform(0.02, SECONDS) for _each in range(HAPPENINGS))
    lively = [True] * LIFE + [False] * (HAPPENINGS - LIFE)
    dice.shuffle(lively)
    # Somebody has to be there before anything can go wrong with them.
    lively[:2] = [True, True]
    happenings = []
    for at, alive in zip(moments, lively, strict=True):
        what, how = pair.drawn_act(dice) if alive else drawn_harm(dice)
        happenings.append(Happening(round(at, 3), what, how))
    return Schedule(pair.name, seed, settings, night, tuple(happenings))


def drawn_harm(dice: random.Random) -> tuple[str, dict[str, Any]]:
    if dice.random() < 0.65:
        return drawn_wire(dice)
    what = dice.choice(PC)
    return what, drawn_trouble(what, dice)


def drawn_wire(dice: random.Random) -> tuple[str, dict[str, Any]]:
    """What happens to requests of one side."""
    what = dice.choice(WIRE)
    side = dice.choice(("portal", "pos"))
    if what == "outage":
        return what, {"side": side, "seconds": round(dice.uniform(0.05, 0.6), 2)}
    if what == "skew":
        return what, {"side": side, "seconds": dice.choice((-300, -40, 40, 300))}
    how: dict[str, Any] = {"side": side, "write": dice.random() < 0.6, "after": dice.randint(0, 3)}
    how["times"] = dice.choice((1, 1, 2, 4))
    if what in ("hang", "late"):
        how["seconds"] = round(dice.uniform(0.05, 0.5), 2)
    elif what == "rate_limit":
        how["retry_after"] = dice.choice((0, 1, 1, "date"))
    elif what == "error":
        how["status"] = dice.choice((500, 502, 503, 504))
        how["retry_after"] = dice.choice((None, None, 1))
    return what, how


def drawn_trouble(what: str, dice: random.Random) -> dict[str, Any]:
    """What happens to the PC."""
    match what:
        case "kill":
            return {"seconds": round(dice.uniform(0.02, 0.4), 2)}
        case "kill_at_commit":
            moment = dice.choice(("before", "after"))
            return {"moment": moment, "commits": dice.randint(1, 12), "seconds": round(dice.uniform(0.02, 0.3), 2)}
        case "clock_jump":
            return {"seconds": dice.choice((-86400, -3600, -90, 90, 3600, 86400, 0))}
        case "zone":
            return {"zone": dice.choice(ZONES)}
        case "disk_full" | "read_only" | "database_locked" | "keyring_locked":
            return {"seconds": round(dice.uniform(0.1, 0.7), 2)}
        case _:
            return {}
