"""The orders of the demo's evening: who does what when. All that is told comes from the agent's own time line."""

import threading
import time
from collections.abc import Callable

from agent.app import Agent
from agent.demo.places import ZONE
from agent.demo.tables import Tables
from agent.domain.commands import AcceptOrder, AcknowledgeOrder
from agent.domain.events import Event
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Actor, OrderState
from agent.reading import OrderSheet
from agent.sandbox import BusyTill, WholeSandbox
from agent.sentences import sentence_of, word
from agent.texts import _, format_money, format_time

THINKING = 1.5
"""Seconds from the arrival of an order to the decision."""

OUTAGE = 6.0
"""Seconds for which the portal is away."""

TICK = 0.25


class Evening:
    """Who does what when. All that is told of an order comes from the agent's own time line."""

    def __init__(self, agent: Agent, world: WholeSandbox, echo: Callable[[str], None]) -> None:
        self._agent = agent
        self._world = world.banco
        self._tables = Tables(agent, world, self._say)
        self._echo = echo
        self._till = BusyTill(world.banco.cassa, portal=world.banco.plateform, pace=2.0)
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
        booked = self._tables.count()
        self._say(_("Orders on the portal: {count}").format(count=len(portal)))
        self._say(_("Orders at the till: {count}, each once: {yes}").format(count=len(till), yes=_yes(agreed)))
        for sheet in waiting:
            assert sheet.waiting_for is not None
            self._say(f"{sheet.order.portal.code}: {word(sheet.waiting_for)}")
        return 0 if agreed and booked else 1

    def _acts(self, seconds: float) -> list[tuple[float, Callable[[], None]]]:
        """Spread over two thirds of the time; the rest is for the last orders."""
        share = seconds * 2 / 3 / 6
        orders = [
            (0.0, self._order),
            (share, self._order_that_the_till_refuses),
            (share * 2, self._order),
            (share * 3, self._portal_goes),
            (share * 4, self._order),
            (share * 5, self._guest_cancels),
            (share * 6, self._order),
        ]
        return sorted([*orders, *self._tables.acts(share)], key=lambda act: act[0])

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
            if entry.reservation_id is not None:
                self._tables.tell(entry)
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
