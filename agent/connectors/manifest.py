"""What a connector declares: its settings, its secrets, what was never tried live, and how it is opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from agent.connectors.route import SYSTEMS_OWN, Network, loopback
from agent.domain.failures import Side
from agent.domain.ports import Clock, Connector


def _address(text: str) -> str:
    """http or https, a host, perhaps a path; no login, since a secret lives in the keyring only."""
    try:
        parts = urlsplit(text)
        host = httpx.URL(text).host and parts.hostname
        port_is_number = parts.port is None or parts.port > 0
    except (ValueError, httpx.InvalidURL):
        host, port_is_number = None, False
    if not host or not port_is_number or parts.scheme not in ("http", "https"):
        raise PydanticCustomError("base_url", "must be an address such as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError("base_url_login", "must not hold a user name or a password: they go to the keyring")
    if parts.query or parts.fragment:
        raise PydanticCustomError("base_url", "must be an address such as https://host/path, without ? and #")
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]


def leaves_the_house(address: str) -> bool:
    """Whether plain http to there could be read on the way."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not loopback(parts.hostname or "")


class SideSettings(BaseModel):
    """What every side is configured with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Address
    allow_plain_http: bool = False
    """For a till on the restaurant's own network; over the internet a password would be readable on the way."""

    @model_validator(mode="after")
    def _plain_http_stays_at_home(self) -> "SideSettings":
        if leaves_the_house(self.base_url) and not self.allow_plain_http:
            raise PydanticCustomError(
                "base_url_plain_http",
                "base_url must be https; plain http is for this PC itself, or with allow_plain_http = true",
            )
        return self


@dataclass(frozen=True)
class SecretField:
    """One secret of a side. `label` and `where` (its path in the vendor's back office) are English message texts."""

    name: str
    label: str
    where: str
    required: bool = True
    kept_by_itself: bool = False
    """The program gets and keeps it when a webhook is registered: nobody is asked for it at the set-up."""


@dataclass(frozen=True)
class SettingField:
    """One setting of a side that a person is asked for. `name` is a field of the side's settings model.

    `label` and `where` (its path in the vendor's back office) are English message texts; `example` is shown in an
    empty field, and is nobody's own.
    """

    name: str
    label: str
    where: str
    example: str = ""
    default: str = ""
    """Filled in before anybody types."""
    number: bool = False
    """A whole number."""


def _kept_nowhere(_name: str, _value: str) -> None:
    """For tests and trials: the connector's own memory is all that there is."""


def _read_nowhere(_name: str) -> str | None:
    return None


@dataclass(frozen=True)
class Surroundings:
    """What a connector needs besides settings and secrets. `on_server_date`: seconds that this PC is ahead."""

    clock: Clock
    zone: ZoneInfo
    on_server_date: Callable[[Side, float], None]
    link: str
    network: Network = SYSTEMS_OWN
    keep_secret: Callable[[str, str], None] = _kept_nowhere
    """Keeps a secret that the vendor replaced, by the name of its `SecretField`. Raises `Unavailable`."""
    read_secret: Callable[[str], str | None] = _read_nowhere
    """The secret as it is kept by now: another process may have replaced it. None: there is none. `Unavailable`."""


@dataclass(frozen=True)
class Manifest:
    """`open` makes no call. `settings` is the model of the side's part of `campanello.toml`."""

    name: str
    title: str
    side: Side
    settings: type[SideSettings]
    secrets: tuple[SecretField, ...]
    """`open` raises `AuthRefused` (`side.credentials_missing`) when those that it was given do not suffice."""
    never_tried_live: tuple[str, ...]
    """English sentences of what rests on an assumption, for the set-up screen."""
    open: Callable[[BaseModel, Mapping[str, str], Surroundings], Connector]
    fields: tuple[SettingField, ...] = ()
    """What the set-up asks for; every other setting has a default that suits most restaurants."""
    any_of: tuple[str, ...] = ()
    """Secrets of which one is enough, the usual one first; none of them is `required` by itself."""
