"""A process that takes the write lock of a database, says so, and gives it back when its standard input ends.

python -m tests.store.holder FILE
"""

import sys
from pathlib import Path

from tests.store.engine import bare


def main() -> None:
    with bare(Path(sys.argv[1])) as connection:
        connection.execute("BEGIN IMMEDIATE")
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
