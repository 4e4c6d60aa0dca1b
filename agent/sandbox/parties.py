"""Who comes to eat: made-up parties, their evenings and their wishes, for both systems that keep reservations."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from agent.sandbox.instants import ROME
from agent.sandbox.plateform.guests import REGULARS, Regular

WISHES = (
    None,
    None,
    "Un tavolo tranquillo, se possibile",
    "Serve un seggiolone",
    "Arriviamo con il cane",
    "È il compleanno di papà: una candelina?",
)

QUESTIONS = (
    ("Avete allergie o intolleranze?", ("Nessuna", "Glutine", "Frutta a guscio")),
    ("È un'occasione speciale?", ("No", "Compleanno", "Anniversario")),
)
"""Of the booking form, each with what guests answer."""

EVENINGS = (time(19, 30), time(20, 0), time(20, 30), time(21, 0), time(21, 30))


def some_guest(dice: random.Random) -> Regular:
    return dice.choice(REGULARS)


def some_evening(now: datetime, dice: random.Random) -> datetime:
    """A time at table within the next three days, never in the past."""
    today = now.astimezone(ROME).date()
    chosen = datetime.combine(today + timedelta(days=dice.randint(0, 2)), dice.choice(EVENINGS), tzinfo=ROME)
    return chosen if chosen > now else chosen + timedelta(days=1)


def spread_evenings(now: datetime, count: int, days: int) -> Iterator[datetime]:
    """So many times at table, evenly over so many days from tomorrow on: the same in every run."""
    tomorrow = now.astimezone(ROME).date() + timedelta(days=1)
    for at in range(count):
        yield datetime.combine(tomorrow + timedelta(days=at % days), EVENINGS[at % len(EVENINGS)], tzinfo=ROME)
