"""The restaurant of the scenes, behind a real bridge."""

from tests.scenes.fixtures import bridge, english, place

__all__ = ["bridge", "english", "place"]
