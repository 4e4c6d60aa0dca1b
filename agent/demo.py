"""The demo: the agent on its sandbox, with guests who order and a till that works.

`headless` is a small evening that decides by itself and tells what happens, line by line: one order is refused at the
till, one is cancelled by its guest, and the portal is away for a while. Its end is the count on both sides.
"""

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.app import Agent
from agent.domain.commands import AcceptOrder, AcknowledgeOrder
from agent.domain.events import Event
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Actor, OrderState
from agent.home import Home
from agent.reading import OrderSheet
from agent.sandbox import BusyTill, Sandbox
from agent.sentences import sentence_of, word
from agent.texts import _, format_money, format_time
from agent.vault import MemoryVault

ZONE = ZoneInfo("Europe/Rome")

QUICK = """\
[links.settings]
order_poll_seconds = 5
"""

THINKING = 1.5
"""Seconds from the arrival of an order to the decision."""

OUTAGE = 6.0
"""Seconds for which the portal is away."""

TICK = 0.25


def stage(folder: Path, world: Sandbox) -> tuple[Home, MemoryVault]:
    """A home with one link to that sandbox; the secrets stay in memory, since a bare machine has no keyring."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home.at(folder, {})
    home.configuration.write_text(world.configuration() + QUICK, encoding="utf-8")
    return home, MemoryVault(world.secrets())


def headless(folder: Path | None, *, seconds: float, echo: Callable[[str], None]) -> int:
    """Plays for at most that long. Returns 0 when both sides agree at the end, else 1."""
    with tempfile.TemporaryDirectory(prefix="campanello-") as scratch, Sandbox() as world:
        home, vault = stage(folder or Path(scratch), world)
        agent = Agent(home, vault)
        evening = Evening(agent, world, echo)
        try:
            agent.open()
            agent.start()
            evening.play(seconds)
            return evening.count()
        finally:
            agent.stop()


class Evening:
    """Who does what when. All that is told of an order comes from the agent's own time line."""

    def __init__(self, agent: Agent, world: Sandbox, echo: Callable[[str], None]) -> None:
        self._agent = agent
        self._world = world
        self._echo = echo
        self._till = BusyTill(world.cassa, portal=world.plateform, pace=2.0)
        self._told: set[int] = set()
        self._news = threading.Event()
        self._last = 0

    def play(self, seconds: float) -> None:
        """Stops early when the acts are over and nothing waits for anybody."""
        leave = self._agent.subscribe(self._heard)
        began = time.monotonic()
        acts = self._acts(seconds)
        self._till.start()
        try:
            while (went := time.monotonic() - began) < seconds:
                while acts and acts[0][0] <= went:
                    acts.pop(0)[1]()
                self._decide()
                self._tell()
                if not acts and self._settled():
                    break
                self._news.wait(TICK)
                self._news.clear()
        finally:
            self._till.stop()
            self._agent.sync(seconds=20.0)
            self._tell()
            leave()

    def count(self) -> int:
        """Tells the count on both sides; 0 when every order is at the till exactly once and nobody waits."""
        portal = self._world.plateform.state_json()["orders"]
        till = [order for order in self._world.cassa.state_json()["orders"] if not order.get("deleted")]
        refs = [order["externalId"] for order in till]
        # What was cancelled before it reached the till is not missing there.
        living = {f"plateform:{order['id']}" for order in portal if order["status"] not in ("annullato", "rifiutato")}
        agreed = living <= set(refs) and len(refs) == len(set(refs))
        waiting = [sheet for sheet in self._agent.standing() if sheet.waiting_for]
        self._say(_("Orders on the portal: {count}").format(count=len(portal)))
        self._say(_("Orders at the till: {count}, each once: {yes}").format(count=len(till), yes=_yes(agreed)))
        for sheet in waiting:
            assert sheet.waiting_for is not None
            self._say(f"{sheet.order.portal.code}: {word(sheet.waiting_for)}")
        return 0 if agreed else 1

    def _acts(self, seconds: float) -> list[tuple[float, Callable[[], None]]]:
        """Spread over two thirds of the time; the rest is for the last orders."""
        share = seconds * 2 / 3 / 6
        return [
            (0.0, self._order),
            (share, self._order_that_the_till_refuses),
            (share * 2, self._order),
            (share * 3, self._portal_goes),
            (share * 4, self._order),
            (share * 5, self._guest_cancels),
            (share * 6, self._order),
        ]

    def _order(self) -> None:
        self._last = int(self._world.plateform.place_order()["id"])

    def _order_that_the_till_refuses(self) -> None:
        self._till.refuse_next()
        self._order()

    def _portal_goes(self) -> None:
        self._say(_("The portal is away for {seconds} s: what is decided waits here.").format(seconds=f"{OUTAGE:.0f}"))
        self._world.plateform.down(OUTAGE)

    def _guest_cancels(self) -> None:
        order = self._world.plateform.order(self._last)
        if order["status"] in ("nuovo", "confermato"):
            self._say(_("{code}: the guest cancels on the portal.").format(code=order["code"]))
            self._world.plateform.cancel_order(self._last)

    def _decide(self) -> None:
        """The cashier: accepts what is new, reads what is told."""
        now = self._agent.clock.now()
        for sheet in self._agent.standing():
            order = sheet.order
            try:
                if order.state is OrderState.NEW and (now - order.arrived_at).total_seconds() >= THINKING:
                    self._agent.submit(AcceptOrder(order.id), Actor.CLI)
                elif order.notices:
                    for notice in order.notices:
                        said = sentence_of(f"notice.{notice.kind.value}", {})
                        self._say(f"{order.portal.code}: {said.title} – {said.remedy}")
                    self._agent.submit(AcknowledgeOrder(order.id), Actor.CLI)
            except DecisionRefused as refused:
                # The till was faster, as in life.
                self._say(f"{order.portal.code}: {sentence_of(refused.reason, refused.params, ZONE).title}")

    def _tell(self) -> None:
        fresh = [entry for entry in self._agent.activity() if entry.id not in self._told]
        for entry in reversed(fresh):
            self._told.add(entry.id)
            sheet = self._agent.order(entry.order_id) if entry.order_id else None
            if sheet is None:
                continue
            said = sentence_of(entry.what, entry.params, ZONE).title
            what = _what(sheet) if entry.what == "history.arrived" else f"{said} ({word(entry.actor)})"
            self._say(f"{sheet.order.portal.code}: {what}")

    def _settled(self) -> bool:
        sheets = self._agent.standing()
        over = all(sheet.order.state.over for sheet in self._agent.orders())
        return over and not any(sheet.waiting_for for sheet in sheets)

    def _heard(self, _event: Event) -> None:
        self._news.set()

    def _say(self, line: str) -> None:
        self._echo(f"{format_time(self._agent.clock.now(), ZONE)}  {line}")


def _what(sheet: OrderSheet) -> str:
    """An order as it is called out."""
    portal = sheet.order.portal
    dishes = ", ".join(f"{line.quantity}x {line.name}" for line in portal.lines)
    return _("{kind} arrives, {total}: {dishes}").format(
        kind=word(portal.kind), total=format_money(portal.total), dishes=dishes
    )


def _yes(true: bool) -> str:
    return _("yes") if true else _("NO")
