"""The local socket of one home's face: its name, and whether somebody answers at it.

Apart from `single_instance`, since it is asked before anything else of the program is loaded.
"""

import getpass
import hashlib
import os
from pathlib import Path

from PySide6.QtNetwork import QLocalSocket

PATIENCE = 1000
"""Milliseconds that a second start waits for the first one's answer; a face that hangs must not block a new start."""


def door_name(home_id: str | None) -> str:
    """The socket of that home and of this user; a path where the system has a folder for such things."""
    whose = hashlib.sha256(f"{getpass.getuser()}:{home_id or ''}".encode()).hexdigest()[:16]
    name = f"campanello-{whose}"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(folder) / name) if os.name == "posix" and folder and Path(folder).is_dir() else name


def is_there(name: str) -> bool:
    """Whether a face answers at that door; it is not disturbed."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    there = socket.waitForConnected(PATIENCE)
    socket.abort()
    return there
