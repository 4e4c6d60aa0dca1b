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
_A_WINDOW = N_('must be two times of the restaurant\'s clock that differ, such as "03:00-06:00"')
_A_FILE = N_("must be the path of a file that exists")


def _url(text: str) -> str:
    parts = urlsplit(text)
    host = parts.hostname or ""
    # The metadata is signed whatever the way; plain http would still tell everybody on it which version runs here.
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_PC)) or parts.query:
        raise PydanticCustomError("update_url", _A_URL)
    return text.rstrip("/")


def _window(text: str) -> str:
    first, _dash, last = text.partition("-")
    if _WINDOW.fullmatch(text) is None or first == last:
        raise PydanticCustomError("update_window", _A_WINDOW)
    return text


def _file(path: Path) -> Path:
    if not path.is_file():
        raise PydanticCustomError("update_root", _A_FILE)
    return path


class UpdateConfiguration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_url)]
    """Holds the folders `metadata` and `targets`. Without a slash at its end."""
    root: Annotated[Path, AfterValidator(_file)]
    """The root metadata that is trusted from the beginning (`root.json`), as the reseller gave it."""
    window: Annotated[str, AfterValidator(_window)] = "03:00-06:00"
    """When an update may be installed, on the restaurant's clock; it may go over midnight."""

    @property
    def hours(self) -> tuple[time, time]:
        """From the first, up to and without the last."""
        first, _dash, last = self.window.partition("-")
        return time.fromisoformat(first), time.fromisoformat(last)
