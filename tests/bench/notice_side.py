"""Plateform and Cassa in Cloud in a process of their own, whose till tells of its changes: `.. notice_side URL`."""

import sys
from typing import Any

from agent.sandbox import Sandbox
from tests.bench.far_side import Witness, serve


def main(url: str) -> None:
    witness = Witness()
    with witness.watching():
        sandbox = Sandbox()
        sandbox.cassa.webhooks.append((url, "ORDER"))
        # Of calls: an evening of these would need a day.
        sandbox.cassa.access.budget = None

        def place() -> str:
            return str(sandbox.plateform.place_order()["id"])

        def accept(ref: str) -> None:
            """By the till's operator; the notice follows by itself."""
            sandbox.cassa.operator.accept(f"plateform:{ref}")

        def told() -> dict[str, Any]:
            return {
                "portal_port": sandbox.plateform.port,
                "account": f"{sandbox.plateform.base_url}/account",
                "webhook_secret": sandbox.cassa.webhook_secret,
            }

        serve(sandbox, {"place": place, "accept": accept, "exchanges": witness.taken}, told)


if __name__ == "__main__":
    main(sys.argv[1])
