"""Where `campanello` begins: alone it shows its mark in the tray first, and loads the program after that."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """The console script."""
    wanted, folder = face_of(sys.argv[1:])
    if wanted and has_screen():
        from agent.home import Home  # no other command is to wait for it here
        from ui.own_import import own_import

        with own_import():
            from ui import first_mark  # loads Qt, of which no other command knows
        here = Home.at(folder, os.environ)
        first_mark.show(here.id)
        from ui.start import start_restaurant  # nearly everything there is

        start_restaurant(here)
        return
    from ui.entry import main as go_on  # the terminal's commands

    go_on()


def face_of(words: Sequence[str]) -> tuple[bool, Path | None]:
    """Whether these words start the face and nothing else, and for which home. Pure."""
    match list(words):
        case []:
            return True, None
        case ["--home", folder] if not folder.startswith("-"):
            return True, Path(folder)
        case [one] if one.startswith("--home="):
            return True, Path(one.removeprefix("--home="))
        case _:
            return False, None


def has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    main()
