"""Plateform and Cassa in Cloud: orders, and the guests who become customers."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from agent.sandbox import Sandbox
from tests.faults.pair import Pair, Told
from tests.faults.pc import Pc
from tests.faults.schedule import Happening

SETTINGS = """\
calls_per_10_minutes = 100000
[links.settings]
order_poll_seconds = 5
order_decision = "{mode}"
"""

ONCE = ("confermato", "rifiutato", "evaso", "annullato")
"""What a guest may be told once at most."""

TILL_STEPS = ("accept", "accept", "reject", "prepare", "ready", "complete", "print_receipt", "delete")

AGREED = {
    # What the till may say where the portal says so, and nothing asks for a person.
    "nuovo": {"REQUESTED"},
    "confermato": {"ACCEPTED", "PROCESSING", "READY", "SHIPPING"},
    "evaso": {"COMPLETED", "printed", "deleted", "REJECTED", "CANCELED"},
    # Whoever prints the document of what was rejected beside him has sold it, and whoever rejects what was handed over
    # has not: the till's own affair.
    "rifiutato": {"REJECTED", "CANCELED", "deleted", "none", "printed", "COMPLETED"},
    "annullato": {"REJECTED", "CANCELED", "deleted", "none", "printed", "COMPLETED"},
}


class Banco(Pair):
    name = "plateform_cassa_in_cloud"
    writes: ClassVar = {}
    known_again: ClassVar = {"pos": {"path": "/documents/orders"}}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.world = Sandbox(clock=clock)
        self.portal, self.till = self.world.plateform, self.world.cassa
        super().__init__(self.world, self.portal, self.till)
        # A schedule makes the calls of an hour in ten seconds; its own limit is tried with the connector.
        self.till.access.budget = None
        self._refs: list[int] = []
        self._mode = "shared"

    @classmethod
    def drawn_settings(cls, dice: random.Random) -> dict[str, Any]:
        return {"mode": dice.choice(("shared", "shared", "bell_first"))}

    @classmethod
    def drawn_act(cls, dice: random.Random) -> tuple[str, dict[str, Any]]:
        which = dice.randrange(12)
        match dice.choice(("orders", "orders", "orders", "decides", "decides", "decides", "till", "till", "cancels")):
            case "orders":
                return "guest orders", {"who": dice.choice(("ada", "bice", "carla", ""))}
            case "decides":
                choices = ("accept", "accept", "accept", "reject", "close", "postpone")
                return "person decides", {"which": which, "decision": dice.choice(choices)}
            case "till":
                return "till", {"which": which, "step": dice.choice(TILL_STEPS)}
            case _:
                return "guest cancels", {"which": which}

    def configuration(self, settings: Mapping[str, Any]) -> str:
        self._mode = settings["mode"]
        return self.world.configuration() + SETTINGS.format(mode=self._mode)

    def act(self, happening: Happening, pc: Pc) -> str:
        how = happening.how
        if happening.what == "guest orders":
            who = how["who"]
            guest = (
                {"customer": {"first_name": who, "last_name": "Neri", "email": f"{who}@posta.invalid"}} if who else {}
            )
            self._refs.append(int(self.portal.place_order(**guest)["id"]))
            return str(self._refs[-1])
        if not self._refs:
            return "nobody has ordered"
        ref = self._refs[how["which"] % len(self._refs)]
        match happening.what:
            case "person decides":
                return f"{ref} {pc.ask('decide', how['decision'], str(ref))}"
            case "till":
                getattr(self.till.operator, how["step"])(f"plateform:{ref}")
            case _:
                self.portal.cancel_order(ref)
        return str(ref)

    def complaints(self, told: Told, done: Sequence[tuple[Happening, str]]) -> list[str]:
        found = [line for ref in self._refs for line in self._of_order(ref, told, done)]
        emails = Counter(each["email"] for each in self.till.state_json()["customers"] if each.get("email"))
        return found + [
            f"customer {email} is {count} times at the till" for email, count in emails.items() if count > 1
        ]

    def _of_order(self, ref: int, told: Told, done: Sequence[tuple[Happening, str]]) -> list[str]:
        found = []
        held = [order for order in told["orders"] if order["ref"] == str(ref)]
        if not held and self.portal.order(ref)["status"] in ("annullato", "rifiutato"):
            # It came and went while a server's clock had gone back: nobody missed anything.
            return []
        if len(held) != 1:
            return [f"{ref} is {len(held)} times at the PC"]
        asks = bool(held[0]["notices"]) or any(row["state"] == "parked" for row in held[0]["errands"])
        status, at_till = self.portal.order(ref)["status"], self._at_till(ref)
        created = self.till.state.creations[f"plateform:{ref}"]
        # What comes late finds the id free again, when the till's people have deleted the order meanwhile.
        freed = any(each.how.get("step") == "delete" and became == str(ref) for each, became in done)
        if created > 1 and not (freed and any(each.what == "late" for each, _ in done)):
            found.append(f"{ref} was created {created} times at the till")
        waits_at_the_bell = self._mode == "bell_first" and status == "nuovo"
        if created == 0 and status not in ("annullato", "rifiutato") and not waits_at_the_bell and not asks:
            found.append(f"{ref} ({status}) never came to the till, and nobody is told")
        found += self._of_guest(ref, done)
        decided_here = held[0]["waiting_for"] == "till"  # its operator must follow; the card says so
        # Closing starts the survey: what was paid online waits for its document.
        undocumented = self.portal.order(ref)["payment"]["method"] == "online" and at_till == "COMPLETED"
        agreed = AGREED[status] | ({"COMPLETED"} if undocumented and status == "confermato" else set())
        if at_till not in agreed and not (asks or decided_here or (waits_at_the_bell and created == 0)):
            found.append(f"{ref}: the portal says {status}, the till {at_till}, and nobody is told")
        return found

    def _of_guest(self, ref: int, done: Sequence[tuple[Happening, str]]) -> list[str]:
        """What the guest was told, and which requests brought that about."""
        heard = Counter(notice.kind for notice in self.portal.notices(ref) if notice.subject == "order")
        acted = Counter(
            each.effect.split()[-1]
            for each in self.portal.state.acted
            if each.method == "PATCH" and each.effect.startswith(f"order {ref} ")
        )
        found = [f"{ref}: the guest heard {heard[kind]} times {kind}" for kind in ONCE if heard[kind] > 1]
        found += [f"{ref}: {count} requests did {kind}" for kind, count in acted.items() if kind in ONCE and count > 1]
        said = Counter(
            happening.how["decision"]
            for happening, became in done
            if happening.what == "person decides" and became == f"{ref} ok"
        )
        # What was said when the agent died over it may be on disk.
        perhaps = said["postpone"] + sum(
            happening.how.get("decision") == "postpone" and became == f"{ref} None" for happening, became in done
        )
        if heard["posticipato"] > perhaps:
            found.append(f"{ref}: put off {heard['posticipato']} times, said {perhaps} times at most")
        if said["accept"] and not any(heard[kind] for kind in ("confermato", "rifiutato", "annullato")):
            found.append(f"{ref}: accepted here, and the guest never heard of it")
        return found

    def _at_till(self, ref: int) -> str:
        """The workflow; "printed" once there is a document; "deleted"; "none"."""
        orders = [each for each in self.till.state_json()["orders"] if each["externalId"] == f"plateform:{ref}"]
        if not orders:
            return "none"
        live = [each for each in orders if not each.get("deleted")]
        if not live:
            return "deleted"
        return "printed" if live[-1]["status"] == "PROCESSED" else str(live[-1]["externalWorkflowStatus"])
