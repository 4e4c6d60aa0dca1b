"""Every screen as a PNG: `python -m tests.screenshots OUTDIR [--only NAME] [--size WxH]`.

Italian, light and dark on the smallest till's screen, light on a large one; English, light, on the smallest. Real
windows on a screen that nobody sees, over a stored evening; nothing goes over a network.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from tests.scenes.virtual_screen import virtual_screen


class Shape(NamedTuple):
    width: int
    height: int
    schemes: tuple[str, ...]
    language: str


SHAPES = (
    Shape(1024, 768, ("light", "dark"), "it"),
    Shape(1920, 1080, ("light",), "it"),
    Shape(1024, 768, ("light",), "en"),
)


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    if asked.scheme:
        take(asked.folder, asked.size, asked.scheme, asked.language, asked.only)
        return 0
    asked.folder.mkdir(parents=True, exist_ok=True)
    return max([_on_a_screen(shape, asked) for shape in SHAPES if _wanted(shape, asked)], default=2)


def _wanted(shape: Shape, asked: argparse.Namespace) -> bool:
    return asked.size in (None, shape[:2]) and asked.language in (None, shape.language)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="one picture by its name, as orders-sheet, or several: alignment*")
    parser.add_argument("--size", type=_size, help="one size, as 1024x768")
    parser.add_argument("--language", choices=("it", "en"), help="one language")
    parser.add_argument("--scheme", action="append", help=argparse.SUPPRESS)  # told to the process on the screen
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.partition("x")
    return int(width), int(height)


def _on_a_screen(shape: Shape, asked: argparse.Namespace) -> int:
    """All pictures of that size, in a process of its own: Qt knows one screen for its whole life."""
    schemes = [word for scheme in shape.schemes for word in ("--scheme", scheme)]
    only = ["--only", asked.only] if asked.only else []
    size = f"{shape.width}x{shape.height}"
    with virtual_screen(shape.width, shape.height) as environment:
        command = [sys.executable, "-m", "tests.screenshots", str(asked.folder), "--size", size]
        command += ["--language", shape.language, *schemes, *only]
        return subprocess.call(command, env=environment)


def take(folder: Path, size: tuple[int, int], schemes: Sequence[str], language: str, only: str | None) -> None:
    """The pictures, on the screen that this process has."""
    from PySide6.QtWidgets import QApplication

    from agent import texts
    from tests.scenes.pictures import PICTURES
    from tests.scenes.stage import stage
    from ui import theme

    app = QApplication([])
    app.setCursorFlashTime(0)
    texts.use_language(language)
    chosen = [name for name in PICTURES if fnmatch(name, only or "*")]
    if not chosen:
        sys.exit(f"there is no picture {only}; known: {', '.join(PICTURES)}")
    for scheme in map(theme.Scheme, schemes):
        theme.apply(app, scheme)
        for name in chosen:
            began = time.monotonic()
            file = folder / f"{language}-{scheme.value}-{size[0]}-{name}.png"
            with stage(app, scheme, size, language) as made:
                PICTURES[name](made)
                if not made.shoot().save(str(file)):
                    raise OSError(f"cannot write {file}")
            sys.stdout.write(f"{file.name}  {time.monotonic() - began:.1f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
