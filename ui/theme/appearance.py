"""The theme in force: which tokens, applied to the whole application, following the system unless told otherwise.

Widgets ask `current()` while they paint and keep no colour; what they must cache goes by `Theme.changed`.
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.theme import typeface
from ui.theme.palette import make_palette
from ui.theme.sheet import make_sheet
from ui.theme.tokens import DARK, LIGHT, Token, Tokens


class Scheme(StrEnum):
    """What the person chose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """One for each process; made by `current()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scheme = Scheme.SYSTEM
        self._dark = False
        self._app: QApplication | None = None

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def dark(self) -> bool:
        return self._dark

    @property
    def tokens(self) -> Tokens:
        return DARK if self._dark else LIGHT

    def colour(self, token: Token, alpha: float = 1.0) -> QColor:
        """That colour of the scheme in force; `alpha` between 0 (nothing) and 1."""
        made = QColor(self.tokens[token])
        made.setAlphaF(alpha)
        return made

    def dress(self, app: QApplication, scheme: Scheme) -> None:
        """Gives the whole application its face. May be called again at any time."""
        if self._app is not app:
            self._app = app
            typeface.load()
            app.setStyle(QStyleFactory.create("Fusion"))
            app.setFont(typeface.font(typeface.Size.TEXT))
            app.styleHints().colorSchemeChanged.connect(self._follow)
        self._scheme = scheme
        self._paint(app)

    def _follow(self) -> None:
        """The desktop changed between light and dark."""
        if self._app is not None and self._scheme is Scheme.SYSTEM and self._system_is_dark(self._app) != self._dark:
            self._paint(self._app)

    def _paint(self, app: QApplication) -> None:
        self._dark = self._scheme is Scheme.DARK or (self._scheme is Scheme.SYSTEM and self._system_is_dark(app))
        app.setPalette(make_palette(self.tokens))
        app.setStyleSheet(make_sheet(self.tokens, "dark" if self._dark else "light"))
        self.changed.emit()

    @staticmethod
    def _system_is_dark(app: QApplication) -> bool:
        return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


_current: Theme | None = None


def current() -> Theme:
    """The theme in force; light until `apply` was called."""
    global _current
    if _current is None:
        _current = Theme()
    return _current


def apply(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> Theme:
    """Gives the application its face and returns the theme."""
    theme = current()
    theme.dress(app, scheme)
    return theme
