"""Makes the kept choices true for this process: language and appearance. The others are read where they are used."""

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from agent import texts
from ui import theme
from ui.settings.preferences import APPEARANCE, LANGUAGE, PLACE

__all__ = ["PLACE", "apply_preferences", "scheme_of"]


def apply_preferences(preferences: Mapping[str, str]) -> bool:
    """True when the language has changed by it: whatever shows texts must be made anew."""
    app = QApplication.instance()
    scheme = scheme_of(preferences.get(APPEARANCE))
    if isinstance(app, QApplication) and theme.current().scheme is not scheme:
        theme.apply(app, scheme)
    before = texts.language()
    return texts.use_language(preferences.get(LANGUAGE)) != before


def scheme_of(told: str | None) -> theme.Scheme:
    return theme.Scheme(told) if told in tuple(theme.Scheme) else theme.Scheme.SYSTEM
