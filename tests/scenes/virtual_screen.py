"""A screen that nobody sees, of exactly one size: Xvfb on a display of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def virtual_screen(width: int, height: int) -> Iterator[dict[str, str]]:
    """The environment in which Qt's windows are on it. Without Xvfb: Qt's own, that draws but has no windows."""
    ordinary = {**os.environ, "QT_FONT_DPI": "96", "QT_SCALE_FACTOR": "1", "TZ": "Europe/Rome"}
    if shutil.which("Xvfb") is None:
        yield {**ordinary, "QT_QPA_PLATFORM": "offscreen"}
        return
    told, tells = os.pipe()
    shape = f"{width}x{height}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", shape, "-nolisten", "tcp"],
        pass_fds=(tells,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    try:
        with os.fdopen(told, encoding="ascii") as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb did not start a screen of {shape}")
        yield {**ordinary, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(10)
