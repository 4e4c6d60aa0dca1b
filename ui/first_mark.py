"""The mark in the tray, before anything else of the program is loaded.

To load all of it takes half a second on a good PC and several on an old till, and whoever switched the till on wants
to see that the bell is coming. Later `Tray` takes this mark over, with its menu and its meaning. Only Qt is imported.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

import resources
from ui.door import door_name, is_there

SIZES = (16, 24, 32, 48)

_shown: list[QSystemTrayIcon] = []


def show(home_id: str | None) -> None:
    """In an application that it makes. Nothing where a face of that home is running: it has a mark."""
    app = QApplication.instance() or QApplication(["campanello"])
    if is_there(door_name(home_id)):
        return
    picture = QIcon()
    for size in SIZES:
        picture.addFile(str(resources.path("icons", "app", f"campanello-{size}.png")))
    mark = QSystemTrayIcon(picture)
    mark.setToolTip("Campanello")
    mark.show()
    _shown.append(mark)
    # The tray takes it in now, and not when everything is loaded.
    app.processEvents()


def taken(by: QObject) -> QSystemTrayIcon | None:
    """The mark that is shown already, `by`'s from now on; None: there is none."""
    if not _shown:
        return None
    mark = _shown.pop()
    mark.setParent(by)
    return mark
