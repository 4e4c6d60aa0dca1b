"""What the three pairs have in common: two servers, a link's configuration, and how a fault of the wire is made."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from agent.sandbox.faults import Fault, FaultKind
from agent.sandbox.system import SystemServer
from agent.sandbox.town import Town
from tests.faults.pc import Pc
from tests.faults.schedule import Happening

Told = Mapping[str, Any]
"""What `agent_process.Obedience.told` answers."""


class Pair:
    """One restaurant. `complaints` is the judge: it looks at the servers, and at the agent for reasons alone."""

    name: ClassVar[str]
    writes: ClassVar[Mapping[str, str]]
    """By side: a regular expression, of path and query or of the SOAP action, that its writes match, where their method
    does not tell."""
    known_again: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """By side: the requests (`method`, `path` of a `Fault`) that may arrive twice, or late. Others that system would do
    twice, as it offers no key by which it knew them again: nobody but the network can help that. Unnamed: all."""

    def __init__(self, town: Town, portal: SystemServer[Any], pos: SystemServer[Any]) -> None:
        self.town = town
        self.sides: Mapping[str, SystemServer[Any]] = {"portal": portal, "pos": pos}

    @classmethod
    def drawn_settings(cls, dice: random.Random) -> dict[str, Any]:
        return {}

    @classmethod
    def drawn_act(cls, dice: random.Random) -> tuple[str, dict[str, Any]]:
        raise NotImplementedError

    def configuration(self, settings: Mapping[str, Any]) -> str:
        return self.town.configuration()

    def first(self) -> None:
        """What is there before the agent starts."""

    def act(self, happening: Happening, pc: Pc) -> str:
        """Does it; what became of it, for the time line. Raises LookupError, ValueError where it is not possible."""
        raise NotImplementedError

    def complaints(self, told: Told, done: Sequence[tuple[Happening, str]]) -> list[str]:
        """Everything that is not as it must be; empty: all is well."""
        raise NotImplementedError

    def harm(self, happening: Happening, now: Callable[[], datetime]) -> None:
        """A fault of the wire."""
        how = dict(happening.how)
        server = self.sides[how.pop("side")]
        match happening.what:
            case "outage":
                if server.is_up:
                    server.down(how["seconds"])
            case "skew":
                server.faults.add(Fault("skew", seconds=how["seconds"]))
            case _:
                server.faults.add(self._fault(happening.what, server, how, now))

    def _fault(self, what: str, server: SystemServer[Any], how: dict[str, Any], now: Callable[[], datetime]) -> Fault:
        kind: FaultKind = what  # type: ignore[assignment]  # `Fault` itself refuses what is none
        if what == "rate_limit_unsaid":
            kind, how["status"] = "error", 429
        if how.get("retry_after") == "date":
            how["retry_after"] = now() + timedelta(seconds=1)
        side = next(name for name, each in self.sides.items() if each is server)
        if what in ("twice", "late") and side in self.known_again:
            how |= self.known_again[side]
        elif how["write"]:
            how |= {"path": self.writes[side]} if side in self.writes else {"method": "POST|PUT|PATCH|DELETE"}
        del how["write"]
        return Fault(kind, **how)
