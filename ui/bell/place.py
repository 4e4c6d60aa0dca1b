"""Where the bell stands: at the upper right of the screen, as high as its content asks for; across all of it when an
order's time is half over. A person who drags it has the last word. Pure."""

from PySide6.QtCore import QPoint, QRect

WIDTH = 720
MARGIN = 16


def place(screen: QRect, height: int, *, wide: bool, moved: QPoint | None) -> QRect:
    """The window's rectangle on that screen. `moved`: where a person dragged its upper left corner."""
    height = min(height, screen.height())
    if wide:
        return QRect(screen.left(), screen.top(), screen.width(), height)
    width = min(WIDTH, screen.width() - 2 * MARGIN)
    wanted = moved or QPoint(screen.right() + 1 - MARGIN - width, screen.top() + MARGIN)
    left = min(max(wanted.x(), screen.left()), screen.right() + 1 - width)
    top = min(max(wanted.y(), screen.top()), screen.bottom() + 1 - height)
    return QRect(left, top, width, height)
