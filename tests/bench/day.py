"""A day of a restaurant at twenty times its speed: 800 orders, 400 reservations, three links, the program in a tray."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no types

from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from tests.bench.desktop import Desktop
from tests.bench.far_side import FarSide
from tests.bench.programs import family, restaurant, running, source
from tests.bench.result import Measurement, Result
from tests.faults.agent_process import Obedience

SPEED = 20
OPEN_HOURS = 12
SECONDS = OPEN_HOURS * 3600 / SPEED
HOUR = 3600 / SPEED
ORDERS = 800
ON_EACH = 200
"""Reservations of each of the two links that have them."""

SETTLED = 60.0
"""Seconds after the last guest."""

LOOKS = 10.0
"""Seconds between two looks at the memory."""

MEGABYTE = 1_000_000
NO_GROWTH = 3.0
"""Megabytes between the second hour and the last that are taken for none: what is measured at rest differs by two."""


@dataclass(frozen=True, order=True)
class Act:
    at: float
    """Seconds from the begin."""
    link: str
    what: str
    how: tuple[tuple[str, Any], ...]


def drawn(seed: int, seconds: float = SECONDS) -> list[Act]:
    """Who comes when, and what becomes of it."""
    dice = random.Random(seed)  # a day, not a secret
    acts: list[Act] = []

    def later(at: float, low: float, high: float) -> float:
        return at + dice.uniform(low, high)

    def add(at: float, link: str, what: str, **how: Any) -> None:
        acts.append(Act(at, link, what, tuple(how.items())))

    for which, at in enumerate(sorted(dice.uniform(0, seconds) for _order in range(ORDERS))):
        add(at, "banco", "guest orders", who="")
        fate = dice.random()
        if fate < 0.04:
            add(later(at, 2, 20), "banco", "guest cancels", which=which)
        elif fate < 0.08:
            add(later(at, 8, 30), "banco", "till", which=which, step="reject")
        else:
            accepted = later(at, 6, 30)
            add(accepted, "banco", "till", which=which, step="accept")
            add(later(accepted, 10, 40), "banco", "till", which=which, step="print_receipt")
    for which, at in enumerate(sorted(dice.uniform(0, seconds) for _party in range(ON_EACH))):
        add(at, "sala", "guest books", status="confermato", hours=dice.randint(1, 5), covers=dice.randint(1, 8))
        fate = dice.random()
        if fate < 0.1:
            add(later(at, 30, 60), "sala", "guest cancels", which=which)
        elif fate < 0.3:
            add(later(at, 30, 60), "sala", "guest changes", which=which, covers=dice.randint(1, 9))
        elif fate < 0.7:
            opened = later(at, 60, 120)
            add(opened, "sala", "comanda opened", which=which)
            add(later(opened, 60, 120), "sala", "comanda paid", which=which, kind="Unico", parts=1)
    for at in sorted(dice.uniform(0, seconds) for _party in range(ON_EACH)):
        if dice.random() < 0.5:
            add(at, "crm", "guest books", status="confermata", hours=dice.randint(1, 6))
        else:
            add(at, "crm", "host books", status="confirmed", hours=dice.randint(1, 6))
    return sorted(acts)


def lived(seconds: float = SECONDS, seed: int = 20261123) -> tuple[list[tuple[float, float]], list[str], int]:
    """Seconds and megabytes at each look; what the judges say; how many acts were possible."""
    with (
        Desktop() as desktop,
        FarSide("tests.bench.day_side") as far,
        restaurant(desktop, {"configuration": far.first["configuration"], "secrets": far.secrets}) as (user, home),
    ):
        command = (*source(), "--home", str(home))
        with running(user, command) as process:
            desktop.until_icons(1)
            time.sleep(SETTLED / 2)
            looks, done = _played(far, drawn(seed, seconds), lambda: _megabytes(process.pid, command))
            time.sleep(SETTLED)
        return looks, _judged(far, Home.at(home, {})), done


def _played(far: FarSide, acts: Sequence[Act], weigh: Callable[[], float]) -> tuple[list[tuple[float, float]], int]:
    began, looks, done = time.monotonic(), [(0.0, weigh())], 0
    for act in acts:
        while (now := time.monotonic() - began) < act.at:
            if now - looks[-1][0] > LOOKS:
                looks.append((now, weigh()))
            time.sleep(min(0.5, max(act.at - now, 0.001)))
        done += far.ask("act", link=act.link, what=act.what, how=dict(act.how))
    return looks, done


def _judged(far: FarSide, home: Home) -> list[str]:
    """By the two servers' own state; of ours only what a person at the PC is told."""
    agent = Agent(home, MemoryVault({}))
    agent.open()
    try:
        told = Obedience(agent, None, None, None).told()  # type: ignore[arg-type]  # it is asked this alone
        names = {sheet.order.id: sheet.order.link for sheet in agent.orders(limit=2_000)}
        booked = [held.reservation.link for held in agent.reservations()]
    finally:
        agent.stop()
    orders = told["orders"]
    found = [f"{told['owed']} errands are still owed"] if told["owed"] else []
    found += [] if len(names) == ORDERS else [f"{len(names)} orders came to this PC"]
    by_link: Mapping[str, Any] = {
        link: {
            "orders": orders,
            "reservations": [each for each, of in zip(told["reservations"], booked, strict=True) if of == link],
        }
        for link in ("banco", "sala", "crm")
    }
    return found + list(far.ask("judge", told=by_link))


def _megabytes(pid: int, command: Sequence[str]) -> float:
    members: list[psutil.Process] = family(pid, command)
    return float(sum(each.memory_full_info().pss for each in members)) / MEGABYTE


def day() -> Result:
    looks, complaints, done = lived()
    if complaints:
        raise RuntimeError("\n".join(complaints))
    second = median(megabytes for at, megabytes in looks if HOUR <= at < 2 * HOUR)
    last = [megabytes - second for at, megabytes in looks if at >= SECONDS - HOUR]
    return Result(
        f"a day at {SPEED} times its speed: {ORDERS} orders, {2 * ON_EACH} reservations, three links: growth of memory",
        "MB",
        last,
        most=NO_GROWTH,
        remark=f"{OPEN_HOURS} hours in {SECONDS / 60:g} minutes, one run. Each look (PSS of all its processes) of the "
        f"last hour less the median of the second, {second:.0f} MB. Nothing lost: {done} acts of guests and operators, "
        "judged as the fault matrix does, by the two servers of each link. It is the guests who are twenty times as "
        "many an hour: the program's clock and its cadences are the real ones, and Cassa in Cloud's limit is lifted.",
    )


ROWS: Mapping[str, Measurement] = {"day": day}
