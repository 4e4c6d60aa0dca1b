"""The components in the bell's sizes: nothing on it is smaller than 15 px."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.components import Button, ButtonKind, StateBadge, Text, TouchScroll
from ui.theme import Size, Space, Tone, Weight

ACCEPT_HEIGHT = 64


class Badge(StateBadge):
    """A state in the bell's type size."""

    def __init__(self, tone: Tone, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(tone, text, icon_name, parent)
        self.setFont(theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(Space.TIGHT, Space.TIGHT)


class AcceptButton(Button):
    """The one that matters: larger than all others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", ButtonKind.PRIMARY, "check", parent=parent)
        self.setFont(theme.font(Size.TITLE, Weight.SEMIBOLD, tabular=True))

    def sizeHint(self) -> QSize:
        return QSize(max(super().sizeHint().width() + Space.WIDE, 240), ACCEPT_HEIGHT)


class Fitted(TouchScroll):
    """As high as what is in it, and scrolled where the window has less room."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        page = self.widget()
        assert page is not None
        self.page = page
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Maximum)
        self.setSizePolicy(policy)

    def _whole(self) -> int:
        """The height of all that is in it, at the present width."""
        page = self.page
        width = self.viewport().width()
        return page.heightForWidth(width) if page.hasHeightForWidth() else page.sizeHint().height()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._whole())

    def _give_height(self) -> None:
        """Qt's own scroll area gives its page the least height of unwrapped text, and keeps to itself that it asks for
        another one."""
        self.page.setMinimumHeight(self._whole())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._give_height()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._give_height()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._least, self._whole()))


def words(
    text: str, weight: Weight = Weight.REGULAR, tone: Tone | None = None, *, wrap: bool = True, tabular: bool = False
) -> Text:
    """A sentence in the bell's type size."""
    return Text(text, Size.LIST, weight, tone, wrap=wrap, tabular=tabular)
