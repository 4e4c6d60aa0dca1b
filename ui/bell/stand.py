"""Keeps the bell where it belongs and as high as its content, once for all changes of one moment."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
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
        window.body.setVisible(not folded)
        area = screen.availableGeometry()
        target = place(area, self._height(area.width()), wide=self.wide and not folded, moved=self.moved)
        for _pass in range(2):
            # What wraps and scrolls knows its height only once it has its width.
            window.resize(target.width(), target.height())
            self._layout().activate()
            target = place(area, self._height(target.width()), wide=self.wide and not folded, moved=self.moved)
        window.setGeometry(target)

    def _height(self, width: int) -> int:
        layout = self._layout()
        if layout.hasHeightForWidth():
            return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        return layout.totalSizeHint().height()

    def _layout(self) -> QLayout:
        layout = self._window.layout()
        assert layout is not None
        return layout
