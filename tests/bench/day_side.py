"""The three pairs of the fault matrix as one restaurant, without a fault: `python -m tests.bench.day_side`.

Guests and operators do what they are told to; at the end the matrix' own judges look at the servers.
"""

from typing import Any

from agent.sandbox.system import wall
from agent.sandbox.town import Towns
from tests.bench.far_side import serve
from tests.faults.banco import Banco
from tests.faults.crm import Crm
from tests.faults.pair import Pair
from tests.faults.sala import Sala
from tests.faults.schedule import Happening


class Nobody:
    """The person at this PC, who is not asked: the operators at the tills decide."""


def main() -> None:
    pairs: dict[str, Pair] = {"banco": Banco(wall), "sala": Sala(wall), "crm": Crm(wall)}
    done: list[tuple[Happening, str]] = []

    def act(link: str, what: str, how: dict[str, Any]) -> bool:
        """False: it was not possible, as when a guest has cancelled what the operator would decide."""
        happening = Happening(0.0, what, how)
        try:
            became = pairs[link].act(happening, Nobody())  # type: ignore[arg-type]  # nothing is asked of it
        except (LookupError, ValueError):
            return False
        done.append((happening, became))
        return True

    def judge(told: dict[str, Any]) -> list[str]:
        return [
            f"{name}: {line}"
            for name, pair in pairs.items()
            for line in pair.complaints(told[name], done if name == "banco" else [])
        ]

    def told() -> dict[str, str]:
        return {"configuration": "\n".join(pair.configuration({"mode": "shared"}) for pair in pairs.values())}

    serve(
        Towns(*(pair.town for pair in pairs.values())),
        {"act": act, "judge": judge},
        told,
    )


if __name__ == "__main__":
    main()
