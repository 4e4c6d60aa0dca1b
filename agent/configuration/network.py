"""`[network]`: the proxy between this PC and the internet, and certificates to be believed besides the system's."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from agent.texts import N_

DIRECT = "none"

_A_PROXY = N_('must be an address such as "http://192.168.1.1:3128", or "none" for no proxy')
_LOGIN = N_("must not hold a user name or a password: use the system's own proxy settings for one that asks for them")
_A_FILE = N_("must be the path of a file that exists")


def _proxy(text: str) -> str:
    if text == DIRECT:
        return text
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        right = False
        parts = urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError("proxy_login", _LOGIN)
    if not right:
        raise PydanticCustomError("proxy", _A_PROXY)
    return text.rstrip("/")


def _file(path: Path) -> Path:
    if not path.is_file():
        raise PydanticCustomError("ca_file", _A_FILE)
    return path


class NetworkConfiguration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    proxy: Annotated[str, AfterValidator(_proxy)] | None = Field(None)
    """None: the one that the system names; "none": no proxy, whatever the system says."""
    ca_file: Annotated[Path, AfterValidator(_file)] | None = None
    """Certificates (PEM) of authorities that are believed besides the system's: of an inspecting firewall."""
