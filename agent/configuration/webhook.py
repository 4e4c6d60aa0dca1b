"""`[webhook]`: where the agent listens for notices, and under which address the vendors reach it."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from agent.texts import N_

_LISTEN = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>[0-9.]+|localhost)):(?P<port>[0-9]{1,5})")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")

_A_LISTEN = N_('must be an address of this PC with a port, such as "127.0.0.1:8765"')
_A_URL = N_("must be the address at which vendors reach this PC, such as https://host or https://host/path")
_HTTPS = N_("must be https; plain http is for the restaurant's own network, by its address")


def _listen(text: str) -> str:
    try:
        host, port = _parts(text)
        right = host == "localhost" or bool(ipaddress.ip_address(host))
    except ValueError:
        right, port = False, 0
    if not right or not 0 < port < 65536:
        raise PydanticCustomError("listen", _A_LISTEN)
    return text


def _parts(text: str) -> tuple[str, int]:
    """Raises ValueError."""
    found = _LISTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found["six"] or found["four"], int(found["port"])


def _public(text: str) -> str:
    plain = text.rstrip("/")
    try:
        parts = urlsplit(plain)
        right = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise PydanticCustomError("public_url", _A_URL) from None
    named = parts.username is not None or parts.password is not None
    if not right or named or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
        raise PydanticCustomError("public_url", _A_URL)
    if parts.scheme != "https" and not (parts.scheme == "http" and _at_home(parts.hostname or "")):
        raise PydanticCustomError("public_url_plain_http", _HTTPS)
    return plain


def _at_home(host: str) -> bool:
    """Tilby's path holds its secret, so plain http goes no further than the restaurant's own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


class WebhookConfiguration(BaseModel):
    """Without this table nothing listens, and no server is loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    listen: Annotated[str, AfterValidator(_listen)]
    public_url: Annotated[str, AfterValidator(_public)] | None = None
    """Without a slash at its end. None: notices can come, but no address can be registered or told."""

    @property
    def host(self) -> str:
        return "127.0.0.1" if _parts(self.listen)[0] == "localhost" else _parts(self.listen)[0]

    @property
    def port(self) -> int:
        return _parts(self.listen)[1]

    @property
    def prefix(self) -> str:
        """The path of the public address, which a tunnel may leave in what it passes on; empty when there is none."""
        return urlsplit(self.public_url or "").path
