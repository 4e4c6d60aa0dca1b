"""What the certificate of an https address says: who issued it, and how many days it is still good."""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from agent.domain.failures import Side, Transient

PATIENCE = 5.0
"""Seconds to connect and shake hands."""


@dataclass(frozen=True)
class Certificate:
    issuer: str
    days_left: int


def certificate_of(base_url: str, side: Side, system: str, now: datetime) -> Certificate | None:
    """None for plain http. Raises `Transient` when nobody answers or the certificate is not good."""
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout=PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as wrapped,
        ):
            told = wrapped.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or "other"
        raise Transient("side.certificate", side=side, system=system, host=parts.hostname, why=why) from None
    except OSError:
        raise Transient("side.unreachable", side=side, system=system, host=parts.hostname, why="network") from None
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told.get("notAfter"))), UTC)
    issuer = dict(part for group in told.get("issuer", ()) for part in group)  # type: ignore[misc]  # stub
    name = issuer.get("organizationName") or issuer.get("commonName") or "?"
    return Certificate(str(name), (until - now).days)
