"""The pictures of the screens can be taken, and tell which ones there are."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication


def take(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "tests.screenshots",
        str(folder),
        "--size",
        "1024x768",
        "--scheme",
        "dark",
        "--language",
        "it",
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TZ": "Europe/Rome"}
    return subprocess.run([*command, "--only", name], env=environment, capture_output=True, text=True, timeout=60)


def test_a_picture_has_the_size_that_was_asked_for(tmp_path: Path, qapp: QApplication) -> None:
    done = take(tmp_path, "orders-sheet")
    assert done.returncode == 0, done.stderr
    assert QImage(str(tmp_path / "it-dark-1024-orders-sheet.png")).size().toTuple() == (1024, 768)


def test_an_unknown_one_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    done = take(tmp_path, "kitchen")
    assert done.returncode == 1
    assert "orders-sheet" in done.stderr
