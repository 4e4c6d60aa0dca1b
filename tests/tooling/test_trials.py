"""The trials of the installers on a machine that can't do them: never a proof, and skipped only when that was said."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WITHOUT_ROOT = """
import os, sys
os.geteuid = lambda: 1000
import pytest
sys.exit(pytest.main(["installer/linux/test_empty_debian.py", "-n0", "-k", "every_library", *sys.argv[1:]]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="an empty Debian is Linux'")
@pytest.mark.parametrize(
    ("words", "status", "closing"), [((), 1, " 1 error in "), (("--may-skip",), 0, " 1 skipped, ")]
)
def test_without_root_no_debian_is_made_which_fails_unless_it_may_be_skipped(
    words: tuple[str, ...], status: int, closing: str
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_ROOT, *words], cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert told.returncode == status, told.stdout
    assert "An empty Debian can be made by root alone." in told.stdout
    assert closing.strip() in told.stdout.splitlines()[-1]
