"""The names under which the choices of the face are kept, and how their texts are read."""

LANGUAGE = "language"
"""`it`, `en`, or `system`."""

APPEARANCE = "appearance"
"""`light`, `dark`, or `system`."""

VOLUME = "volume"
"""0 to 100."""

PRESETS = "preset_minutes"
"""Whole minutes with a space between."""

PLACE = "window_place"
"""Where the window stood, as Qt says it."""

ORDINARY_VOLUME = 80


def volume_of(told: str | None) -> int:
    """Per cent; what cannot be read is the ordinary volume."""
    return min(int(told), 100) if told is not None and told.isdigit() else ORDINARY_VOLUME
