"""`[update]`: where newer versions are looked for, whose word counts, when one may be installed. Off without it."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from agent.texts import N_

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")

_THIS_PC = ("127.0.0.1", "localhost", "::1")

_A_URL = N_("must be an https address of a folder, such as https://updates.example/campanello")
_LOGIN = N_("must not hold a user name or a password: what is offered there is signed, and everybody may read it")
_A_WINDOW = N_('must be two times of the restaurant\'s clock that differ, such as "03:00-06:00"')


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        # The metadata is signed whatever the way; plain http would still tell everybody on it which version runs here.
        right = parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_PC)
        right = right and bool(host) and (parts.port is None or parts.port > 0)
    except ValueError:
        right = False
        parts = urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError("update_login", _LOGIN)
    if not right or parts.query or parts.fragment:
        raise PydanticCustomError("update_url", _A_URL)
    return text.rstrip("/")


def _window(text: str) -> str:
    first, _dash, last = text.partition("-")
    if _WINDOW.fullmatch(text) is None or first == last:
        raise PydanticCustomError("update_window", _A_WINDOW)
    return text


class UpdateConfiguration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_url)]
    """Holds the folders `metadata` and `targets`. Without a slash at its end."""
    root: Path
    """The root metadata that is trusted from the beginning (`root.json`), as the reseller gave it.

    What a file calls by a relative path lies beside that file. Whether it is there is asked when it is needed: without
    it nothing is updated, but the bell rings.
    """
    window: Annotated[str, AfterValidator(_window)] = "03:00-06:00"
    """When an update may be installed, on the restaurant's clock; it may go over midnight."""

    def beside(self, folder: Path) -> "UpdateConfiguration":
        """As it was written in a file of that folder."""
        return self.model_copy(update={"root": folder.absolute() / self.root})

    @property
    def hours(self) -> tuple[time, time]:
        """From the first, up to and without the last."""
        first, _dash, last = self.window.partition("-")
        return time.fromisoformat(first), time.fromisoformat(last)
