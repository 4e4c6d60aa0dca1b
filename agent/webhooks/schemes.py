"""How each system proves that a notice is its own: pure functions over the raw bytes, compared in constant time.

A new system is a function and a line in `SCHEMES`. Sources: docs/vendors. No notice of Plateform or of Passepartout
Menu is known.
"""

import base64
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

TIMESTAMP_WINDOW = 300
"""Seconds that Lasagna's timestamp may be off, in either direction."""

LONGEST_PATH_SECRET = 200
"""Characters."""


@dataclass(frozen=True)
class Notice:
    """What came, as it came. Nothing of it is ever shown."""

    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    body: bytes = field(repr=False)
    path_secret: str = field(default="", repr=False)
    """What stood behind the side in the path."""


@dataclass(frozen=True)
class Genuine:
    """The notice is from who it says."""

    id: str = field(repr=False)
    """Equal for a repetition of the same notice."""
    wakes: bool = True
    """Whether it tells of a change."""


Verify = Callable[[str, Notice, datetime], Genuine | None]
"""Secret, notice, now; None: not verified. Never raises, whatever came."""


@dataclass(frozen=True)
class Scheme:
    """How one system's notices are verified."""

    field: str
    """The secret's name in the vault, behind link and side."""
    secret_in_path: bool
    by_call: bool
    """Whether the vendor has a call to register an address; else a person enters it in the back office."""
    verify: Verify


def cassa_in_cloud(secret: str, notice: Notice, now: datetime) -> Genuine | None:
    """HMAC-SHA1 of the raw body in `x-cn-signature`: hex in lower case (OBS), or base64, or after `sha1=` (ASSUMED).

    Neither an id nor a time is signed. The operation is not signed either, but an edit and the deletion after it may
    have the same body; so it counts as a part of the id as far as it is one that the vendor knows.
    """
    told = notice.headers.get("x-cn-signature", "").strip().removeprefix("sha1=")
    made = hmac.digest(secret.encode(), notice.body, "sha1")
    # Both are compared whatever the first one says.
    if not any([_same(told, made.hex()), _same(told, base64.b64encode(made).decode())]):
        return None
    operation = notice.headers.get("x-cn-operation", "")
    return Genuine(f"{operation if _CASSA_OPERATION.fullmatch(operation) else ''} {made.hex()}")


_CASSA_OPERATION = re.compile(
    "(?:ORDER|RECEIPT|BILL|PRODUCT|CATEGORY|TAX|DEPARTMENT|MODIFIER|CUSTOMER)/(?:CREATE|EDIT|DELETE)"
)


def lasagna(secret: str, notice: Notice, now: datetime) -> Genuine | None:
    """HMAC-SHA256 of timestamp, dot and raw body, in hex behind `sha256=`; the timestamp within 5 minutes (ASSUMED)."""
    timestamp = notice.headers.get("x-lasagna-timestamp", "")
    told = notice.headers.get("x-lasagna-signature", "").strip()
    made = hmac.digest(secret.encode(), timestamp.encode("latin-1", "replace") + b"." + notice.body, "sha256")
    if not _same(told, f"sha256={made.hex()}") or not _UNIX_SECONDS.fullmatch(timestamp):
        return None
    if abs(now.timestamp() - int(timestamp)) > TIMESTAMP_WINDOW:
        return None
    return Genuine(_text(notice.body, "id") or made.hex())


_UNIX_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


def tilby(secret: str, notice: Notice, now: datetime) -> Genuine | None:
    """No signature is documented: the secret is the last part of the path. `SUBSCRIBED` only wants to be answered."""
    if len(notice.path_secret) > LONGEST_PATH_SECRET or not _same(notice.path_secret, secret):
        return None
    made = hmac.digest(secret.encode(), notice.body, "sha256").hex()
    return Genuine(_text(notice.body, "notification_uuid") or made, _text(notice.body, "type") != "SUBSCRIBED")


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        "cassa_in_cloud": Scheme("webhook_secret", False, False, cassa_in_cloud),
        "lasagna": Scheme("webhook_secret", False, True, lasagna),
        "tilby": Scheme("webhook_path", True, True, tilby),
    }
)
"""By the name of the connector."""


def _same(told: str, made: str) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), made.encode())


def _text(body: bytes, name: str) -> str:
    """That field of a body that is a JSON object, where it is text; else empty."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    value = read.get(name) if isinstance(read, dict) else None
    return value if isinstance(value, str) else ""
