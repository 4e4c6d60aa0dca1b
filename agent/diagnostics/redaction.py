"""Keeps secrets and guests out of the log: by the name of a field, by the look of a value, and by known secrets."""

import json
import re
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import quote

HIDDEN = "…"

SHORTEST_SECRET = 4
"""Characters; anything shorter stands in every other word."""

PHONE_DIGITS = range(8, 18)
"""An Italian number has at least eight, any number at most fifteen (E.164), with two zeros before it."""

_CREDENTIALS = r"authorization|cookie|token|api[_-]?key|password|passwd|secret|credential"
_PERSONS = (
    r"e-?mail|phone|mobile|customer|guest|address|street|first_?name|last_?name|full_?name|surname|fiscal|birth"
    r"|^name$|^notes?$"
)

_NAMES = re.compile(f"{_CREDENTIALS}|{_PERSONS}", re.IGNORECASE)

_QUOTED = r""""[^"]*"|'[^']*'"""

_ASSIGNED = re.compile(
    rf"""([\w-]*(?:{_CREDENTIALS})[\w-]*["']?\s*[:=]\s*)(?:{_QUOTED}|[^\s"',;&}}\])]+)""", re.IGNORECASE
)
"""`token=...`, `X-Api-Key: ...`."""

_FIELD = re.compile(rf"""(["']([\w-]+)["']\s*:\s*)(?:{_QUOTED})""")
"""A field of a record that was made text; its name decides."""

_PHONE = re.compile(r"(?<!\w)(?<!\d[:.,-])\(?(?:\+|0|3)[\d ./()-]{6,22}\d(?!\w)")
"""As Italy writes them, with a country or without; those of other countries have a plus or zeros before them."""

_NO_PHONE = re.compile(r"\d{4}[-/]\d\d[-/]\d\d.*|\d{1,3}(?:\.\d{1,3}){3}")
"""Days and addresses of computers."""

_LOOKS = (
    re.compile(r"(?<=://)[^/\s@]+(?=@)"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}", re.IGNORECASE),
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
    re.compile(r"(?<=[?&])[^\s'\"]+"),
)

_lock = threading.Lock()
_known: tuple[str, ...] = ()
"""Longest first, so that no part of a secret is left when one is the beginning of another."""


def hide(secret: str) -> None:
    """From now on this text is never written, wherever it stands and however it is quoted."""
    global _known
    if len(secret) < SHORTEST_SECRET:
        return
    shapes = {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    with _lock:
        _known = tuple(sorted({*_known, *shapes}, key=lambda known: (-len(known), known)))


def clean(text: str) -> str:
    """The text without what looks like a secret or a person."""
    for secret in _known:
        text = text.replace(secret, HIDDEN)
    for look in _LOOKS:
        text = look.sub(HIDDEN, text)
    text = _ASSIGNED.sub(rf"\g<1>{HIDDEN}", text)
    text = _FIELD.sub(_field, text)
    return _PHONE.sub(_phone, text)


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor."""
    return _fields(event)


def _fields(fields: Mapping[Any, object]) -> dict[str, object]:
    return {clean(str(name)): HIDDEN if _NAMES.search(str(name)) else _cleaned(value) for name, value in fields.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return _fields(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean(str(value))


def _field(found: re.Match[str]) -> str:
    return f"{found[1]}{HIDDEN}" if _NAMES.search(found[2]) else found[0]


def _phone(found: re.Match[str]) -> str:
    text = found[0]
    digits = sum(character.isdigit() for character in text)
    return text if digits not in PHONE_DIGITS or _NO_PHONE.fullmatch(text) else HIDDEN
