"""How a side is reached: which certificates are believed, which proxy stands between.

Never a switch that turns certificates off: a restaurant with an inspecting antivirus has that one's root in the
system's store, and the system's store is what counts here.
"""

import ipaddress
import ssl
import urllib.request
from urllib.parse import SplitResult, unquote, urlsplit

import httpcore
import httpx
import structlog

from agent.connectors.wire import Wire

KEEP_ALIVE = 4.0
"""Seconds that an idle connection is kept: under the 5 s after which common servers hang up, because a write on a
connection that is just being closed has an unknown outcome."""

MOST_CONNECTIONS = 4
"""The lane's, and those of a test of the credentials made meanwhile."""

log = structlog.get_logger()


class Route(httpx.HTTPTransport):
    """httpx's own transport over this project's sockets."""

    def __init__(self, base_url: str, wire: Wire) -> None:
        target = urlsplit(base_url)
        trust = trusted(target.scheme)
        super().__init__(verify=trust, trust_env=False)
        # httpx has no parameter for the sockets that it uses; its pool is otherwise made exactly so.
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            proxy=proxy_of(target),
            max_connections=MOST_CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=wire,
        )


def trusted(scheme: str) -> ssl.SSLContext:
    """The system's trust store; for plain http a context that believes nobody, and costs nothing."""
    if scheme != "https":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    import truststore  # costs 20 ms and half a megabyte, which a demo on loopback does not need

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def loopback(host: str) -> bool:
    """Whether that host is this PC itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_of(target: SplitResult) -> httpcore.Proxy | None:
    """The proxy that the environment or the system names for that address; never one for this PC itself."""
    host = target.hostname or ""
    if loopback(host) or urllib.request.proxy_bypass(host):
        return None
    named = urllib.request.getproxies()
    address = named.get(target.scheme) or named.get("all")
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


def _port(proxy: SplitResult) -> int | None:
    """None for a kind of proxy that is not known, and for what is no address."""
    usual = {"http": 80, "https": 443}.get(proxy.scheme)
    try:
        return usual and (proxy.port or usual)
    except ValueError:
        return None
