"""All components at once, for eyes and for tests: `python -m ui.components.gallery [--dark] [--shot FILE]`."""

from ui.components.gallery.board import Gallery

__all__ = ["Gallery"]
