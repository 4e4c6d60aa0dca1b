"""Keeps secrets and guests out of the log: by the name of a field, by the look of a value, and by known secrets."""

import re
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any

HIDDEN = "…"

_NAMES = re.compile(
    r"authorization|token|api_?key|password|secret|credential|email|phone|customer|guest|address|street|first_name|last_name",
    re.IGNORECASE,
)

_LOOKS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}"),
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
    # Phones: seven digits or more, but not the digits of an instant or of a long id.
    re.compile(r"(?<![\w:.\-])(?:\+|00)?\d[\d ]{6,14}\d(?![\w:.\-])"),
    re.compile(r"(?<=[?&])[^\s'\"]+"),
)

_lock = threading.Lock()
_known: set[str] = set()


def hide(secret: str) -> None:
    """From now on this text is never written, wherever it stands."""
    if len(secret) >= 4:
        with _lock:
            _known.add(secret)


def clean(text: str) -> str:
    """The text without what looks like a secret or a person."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for look in _LOOKS:
        text = look.sub(HIDDEN, text)
    return text


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor."""
    return {name: HIDDEN if _NAMES.search(name) else _cleaned(value) for name, value in event.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(name): HIDDEN if _NAMES.search(str(name)) else _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_cleaned(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean(str(value))
