"""`python -m ui.components.gallery [--dark] [--page N] [--size WxH] [--shot FILE]`."""

import argparse
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui import theme
from ui.components.gallery.board import Gallery


def main() -> int:
    words = argparse.ArgumentParser(prog="gallery")
    words.add_argument("--dark", action="store_true")
    words.add_argument("--page", type=int, default=0)
    words.add_argument("--size", default="1024x768")
    words.add_argument("--shot", type=Path)
    told = words.parse_args()
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Scheme.DARK if told.dark else theme.Scheme.LIGHT)
    gallery = Gallery()
    width, height = (int(part) for part in told.size.split("x"))
    gallery.resize(width, height)
    gallery.rail.set_current(gallery.rail.items()[told.page].key)
    gallery.show()
    if told.shot is None:
        return app.exec()
    app.processEvents()
    return 0 if gallery.grab().save(str(told.shot)) else 1


if __name__ == "__main__":
    sys.exit(main())
