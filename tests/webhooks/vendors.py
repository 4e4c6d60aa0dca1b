"""The three vendors as their documents describe them: how each signs what it sends. Written apart from the door."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

SECRET = "segreto-dell-avviso-9K2P"
PRIVATE = "Ada Neri, tavolo 7, allergica alle noci"
"""Stands in every body; must stand nowhere else."""
NOW = datetime(2030, 11, 23, 20, 0, tzinfo=UTC)


def body(**fields: object) -> bytes:
    return json.dumps({"note": PRIVATE, **fields}).encode()


def cassa(sent: bytes, secret: str = SECRET, operation: str = "ORDER/EDIT") -> dict[str, str]:
    signature = hmac.new(secret.encode(), sent, hashlib.sha1).hexdigest()
    return {"x-cn-operation": operation, "x-cn-signature": signature}


def cassa_base64(sent: bytes) -> dict[str, str]:
    made = hmac.new(SECRET.encode(), sent, hashlib.sha1).digest()
    return {"x-cn-operation": "ORDER/EDIT", "x-cn-signature": base64.b64encode(made).decode()}


def lasagna(sent: bytes, secret: str = SECRET, at: datetime | float | None = None) -> dict[str, str]:
    seconds = at.timestamp() if isinstance(at, datetime) else at
    timestamp = str(int(time.time() if seconds is None else seconds))
    signature = hmac.new(secret.encode(), timestamp.encode() + b"." + sent, hashlib.sha256).hexdigest()
    return {"X-Lasagna-Timestamp": timestamp, "X-Lasagna-Signature": f"sha256={signature}"}
