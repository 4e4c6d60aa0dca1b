"""Another process on the same database, ended when the test ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def process(module: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    """Begins with the block once the process has said its line."""
    command = [sys.executable, "-m", module, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            assert started.stdout.readline().strip(), "it ended before it came so far"
            yield started
        finally:
            started.kill()
