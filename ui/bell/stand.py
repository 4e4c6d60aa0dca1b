"""Keeps the bell where it belongs and as high as its content, once for all changes of one moment."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout

from ui.bell.place import place

if TYPE_CHECKING:
    from ui.bell.window import BellWindow


class Stand(QObject):
    def __init__(self, window: "BellWindow") -> None:
        super().__init__(window)
        self._window = window
        self.wide = False
        self.moved: QPoint | None = None
        self._dragged = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)

    def settle(self) -> None:
        """At once while it is hidden, so that it appears in its place; else after what is under way."""
        if self._window.isVisible():
            self._settling.start()
        else:
            self._settle()

    def drag(self) -> None:
        """A person drags the window: where it then is, it stays."""
        self._dragged = True

    def _settle(self) -> None:
        window = self._window
        screen = window.screen() or QGuiApplication.primaryScreen()
        if self._dragged and not self.wide:
            self.moved = window.pos()
        folded = window.attention.folded
        window.body.setVisible(window.has_body and not folded)
        area = screen.availableGeometry()
        wide = self.wide and not folded
        target = place(area, area.height(), wide=wide, moved=self.moved)
        for _pass in range(2):
            # What wraps and scrolls knows its height only once it has its width.
            window.resize(target.width(), target.height())
            target = place(area, self._height(target.width(), area.height()), wide=wide, moved=self.moved)
        window.setGeometry(target)

    def _height(self, width: int, most: int) -> int:
        """The other cards have what the open one leaves, and never less than a few lines."""
        rows = self._window.rows
        rows.setFixedHeight(0)
        rest = self._asked(width)
        rows.setFixedHeight(rows.height_within(most - rest))
        return min(self._asked(width), most)

    def _asked(self, width: int) -> int:
        # What changed deep inside must have told its parents first.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        layout = self._layout()
        layout.activate()
        if layout.hasHeightForWidth():
            return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        return layout.totalSizeHint().height()

    def _layout(self) -> QLayout:
        layout = self._window.layout()
        assert layout is not None
        return layout
