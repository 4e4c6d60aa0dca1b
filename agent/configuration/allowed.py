"""What a key may say, in the person's language: never what somebody wrote there."""

import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any

from agent.texts import N_, _

SECRET_WORDS = ("api_key", "password", "passwd", "secret", "token", "credential", "client_id", "user")
"""A name that holds one of these is taken for a secret's."""

_NUMBER = N_("must be a whole number")
_FLAG = N_("must be true or false")

_WORDS: Mapping[str, str] = {
    "missing": N_("is missing"),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "string_type": N_("must be text in quotes"),
    "string_too_short": N_("too short: {min_length} or more characters"),
    "string_too_long": N_("too long: {max_length} or fewer characters"),
    "string_pattern_mismatch": N_("must have the form {pattern}"),
    "greater_than_equal": N_("must be {ge} or more"),
    "less_than_equal": N_("must be {le} or less"),
    "literal_error": N_("allowed: {expected}"),
}
"""pydantic's kinds of error in our words; a kind that is not here is told in its own."""


def allowed_by(found: Mapping[str, Any]) -> str:
    """One of pydantic's findings, without its input."""
    words = _WORDS.get(found["type"])
    if words is None:
        # A connector's own check: its text is in the catalogue where it was marked.
        words = str(found["msg"])
        said = _(words)
        return said[0].lower() + said[1:]
    return _(words).format(**{name: _written(value) for name, value in found.get("ctx", {}).items()})


def unknown(key: str, known: Collection[str]) -> str:
    return joined(_("unknown"), _("allowed: {expected}").format(expected=", ".join(sorted(known))), near(key, known))


def near(word: str, known: Collection[str]) -> str:
    """The known name that was probably meant; empty when there is none like it."""
    close = difflib.get_close_matches(word, known, n=1)
    return _("did you mean {close}?").format(close=close[0]) if close else ""


def joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def looks_secret(key: str) -> bool:
    plain = re.sub(r"[^a-z0-9]+", "_", key.lower())
    return any(word in plain or word.replace("_", "") in plain for word in SECRET_WORDS)


def secret_belongs_elsewhere(link: str | None, at: str, key: str) -> str:
    """With the command that keeps it, as complete as the place tells."""
    side = next((side for side in ("portal", "pos") if at.endswith(f".{side}")), "SIDE")
    said = _("secrets do not belong in this file, the keyring keeps them: campanello secret set {link} {side} {field}")
    return said.format(link=link or "LINK", side=side, field=key if side != "SIDE" else "FIELD")


def _written(value: object) -> str:
    """As it is written in the file."""
    return str(value).replace(" or ", ", ").replace("'", '"')
