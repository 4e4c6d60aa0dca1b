"""Asks the door from this PC whether it is open, as a vendor's probe does."""

import http.client
import ipaddress

GREETING = "Notices are delivered here."
"""The only sentence for whoever looks; it tells of no link. By it the doctor knows the door from another program."""

PATIENCE = 3.0
"""Seconds."""


def greets(host: str, port: int) -> bool:
    """Whether our door answers there. Raises OSError when nobody does."""
    asked = _of_this_pc(host)
    line = http.client.HTTPConnection(asked, port, timeout=PATIENCE)
    try:
        line.request("GET", "/")
        return line.getresponse().read(len(GREETING) + 1) == GREETING.encode()
    except http.client.HTTPException:
        return False
    finally:
        line.close()


def _of_this_pc(host: str) -> str:
    """Where "all addresses" can be reached."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"
