"""How a side is reached: which certificates are believed, which proxy stands between.

Never a switch that turns certificates off: a restaurant with an inspecting antivirus has that one's root in the
system's store, and the system's store is what counts here.
"""

import ipaddress
import ssl
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import httpcore
import httpx
import structlog

from agent.connectors.wire import Wire
from agent.domain.failures import Unavailable

KEEP_ALIVE = 4.0
"""Seconds that an idle connection is kept: under the 5 s after which common servers hang up, because a write on a
connection that is just being closed has an unknown outcome."""

MOST_CONNECTIONS = 4
"""The lane's, and those of a test of the credentials made meanwhile."""

DIRECT = "none"

log = structlog.get_logger()


@dataclass(frozen=True)
class Network:
    """How this PC reaches the internet, where a person set it."""

    proxy: str | None = None
    """None: the one that the system names; "none": no proxy."""
    ca_file: Path | None = None
    """Certificates that are believed besides the system's."""


SYSTEMS_OWN = Network()


class Route(httpx.HTTPTransport):
    """httpx's own transport over this project's sockets."""

    def __init__(self, base_url: str, wire: Wire, network: Network = SYSTEMS_OWN) -> None:
        target = urlsplit(base_url)
        trust = trusted(target.scheme, network)
        super().__init__(verify=trust, trust_env=False)
        # httpx has no parameter for the sockets that it uses; its pool is otherwise made exactly so.
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            proxy=proxy_of(target, network),
            max_connections=MOST_CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=wire,
        )


def trusted(scheme: str, network: Network = SYSTEMS_OWN) -> ssl.SSLContext:
    """The system's trust store, and what was added; for plain http a context that believes nobody, and costs nothing.

    Raises `Unavailable("network.ca_file")` when the added file cannot be used.
    """
    if scheme != "https":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    import truststore  # costs 20 ms and half a megabyte, which a demo on loopback does not need

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if network.ca_file is not None:
        load_authorities(context, network.ca_file)
    return context


def load_authorities(context: ssl.SSLContext, file: Path) -> None:
    """Raises `Unavailable("network.ca_file")`."""
    try:
        context.load_verify_locations(cafile=str(file))
    except (OSError, ssl.SSLError) as error:
        raise Unavailable("network.ca_file", file=file.name, error=type(error).__name__) from None


def loopback(host: str) -> bool:
    """Whether that host is this PC itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_of(target: SplitResult, network: Network = SYSTEMS_OWN) -> httpcore.Proxy | None:
    """The proxy for that address, which a person, the environment or the system names; never one for this PC itself."""
    address = proxy_address(target, network)
    if not address:
        return None
    proxy = urlsplit(address if "://" in address else f"http://{address}")
    port = _port(proxy)
    if port is None or not proxy.hostname:
        # SOCKS would need another library; a till that can go out directly still works.
        log.warning("side.proxy_ignored", scheme=proxy.scheme)
        return None
    login = (unquote(proxy.username), unquote(proxy.password or "")) if proxy.username else None
    where = httpcore.URL(scheme=proxy.scheme, host=proxy.hostname, port=port, target="/")
    return httpcore.Proxy(where, auth=login, ssl_context=trusted("https") if proxy.scheme == "https" else None)


def proxy_address(target: SplitResult, network: Network = SYSTEMS_OWN) -> str | None:
    """As it is named, with its login; None: the way is direct."""
    host = target.hostname or ""
    if loopback(host) or network.proxy == DIRECT:
        return None
    if network.proxy is not None:
        return network.proxy
    if urllib.request.proxy_bypass(host):
        return None
    named = urllib.request.getproxies()
    return named.get(target.scheme) or named.get("all")


def _port(proxy: SplitResult) -> int | None:
    """None for a kind of proxy that is not known, and for what is no address."""
    usual = {"http": 80, "https": 443}.get(proxy.scheme)
    try:
        return usual and (proxy.port or usual)
    except ValueError:
        return None
