"""All five systems in a process of their own, for whoever measures: `python -m tests.bench.world`.

Tells the configuration and the secrets of three links as one line of JSON, and ends with its standard input.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from agent.sandbox import WholeSandbox


def main() -> None:
    with WholeSandbox() as world:
        told = {"configuration": world.configured({}), "secrets": world.secrets(), "control": world.told()}
        print(json.dumps(told), flush=True)
        sys.stdin.read()


@contextmanager
def elsewhere() -> Iterator[Mapping[str, Any]]:
    """What it tells, while it works."""
    command = [sys.executable, "-m", "tests.bench.world"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(30)


if __name__ == "__main__":
    main()
