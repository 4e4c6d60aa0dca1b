"""What the certificate of an https address says: who issued it, and how many days it is still good."""

import base64
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, unquote, urlsplit

from agent.connectors.route import SYSTEMS_OWN, Network, load_authorities, proxy_address
from agent.domain.failures import Side, Transient

PATIENCE = 5.0
"""Seconds to connect and shake hands."""

LONGEST_ANSWER = 8192
"""Bytes of a proxy's answer."""


@dataclass(frozen=True)
class Certificate:
    issuer: str
    days_left: int


def certificate_of(
    base_url: str, side: Side, system: str, now: datetime, network: Network = SYSTEMS_OWN
) -> Certificate | None:
    """By the way that calls take. None for plain http; `Transient` when nobody answers or the certificate is not good.

    Raises `Unavailable("network.ca_file")` when the added certificates can't be used.
    """
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    context = ssl.create_default_context()
    if network.ca_file is not None:
        load_authorities(context, network.ca_file)
    try:
        with (
            _connected(parts, network) as plain,
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


def _connected(target: SplitResult, network: Network) -> socket.socket:
    """To that host, through the proxy where there is one. Raises `OSError`."""
    host, port = target.hostname or "", target.port or 443
    address = proxy_address(target, network)
    if address is None:
        return socket.create_connection((host, port), timeout=PATIENCE)
    proxy = urlsplit(address if "://" in address else f"http://{address}")
    plain = socket.create_connection((proxy.hostname or "", proxy.port or 80), timeout=PATIENCE)
    try:
        asked = f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        if proxy.username:
            login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
            asked += f"Proxy-Authorization: Basic {base64.b64encode(login).decode()}\r\n"
        plain.sendall(f"{asked}\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < LONGEST_ANSWER:
            block = plain.recv(1024)
            if not block:
                break
            answer += block
        if answer.split(b" ", 2)[1:2] != [b"200"]:
            raise ConnectionRefusedError("the proxy did not let it through")
    except BaseException:
        plain.close()
        raise
    return plain
