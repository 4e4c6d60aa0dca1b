"""A process that commits, begins to write again, says so, and waits to be killed in the middle.

python -m tests.store.dying FILE
"""

import sys
from pathlib import Path

from tests.store.engine import opens
from tests.store.making import keep


def main() -> None:
    store = opens(Path(sys.argv[1]))
    with store.writing() as ledger:
        keep(ledger, 501)
    with store.writing() as ledger:
        for number in range(502, 802):
            keep(ledger, number)
        sys.stdout.write("in the middle\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
