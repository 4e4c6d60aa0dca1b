"""Backends of the keyring library for the tests: one that keeps, and one for every way to fail."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError


def ring(kind: Callable[[], KeyringBackend]) -> KeyringBackend:
    """One of them; the library's constructor has no types."""
    return kind()


class FileRing(KeyringBackend):
    """Shared by the processes of one test, in the file that `TEST_RING` names. Never for a product."""

    priority: float = 5

    def _path(self) -> Path:
        return Path(os.environ["TEST_RING"])

    def _all(self) -> dict[str, str]:
        read: dict[str, str] = json.loads(self._path().read_text()) if self._path().exists() else {}
        return read

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path().write_text(json.dumps({**self._all(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._all()
        del kept[f"{service} {username}"]
        self._path().write_text(json.dumps(kept))


class FailingRing(KeyringBackend):
    """Raises what it was given."""

    priority: float = 5

    def __init__(self, error: Exception) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's class is half typed
        self.error = error
        self.deleted = False

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        self.deleted = True


class ForgetfulRing(KeyringBackend):
    """Says yes and keeps nothing."""

    priority: float = 5

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        return None

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("nothing to delete")


class KeepingRing(KeyringBackend):
    """Keeps in memory."""

    priority: float = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's class is half typed
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class PlainKeepingRing(KeepingRing):
    """Keeps what nobody should have given it."""

    priority = 0.5


class Chain(ChainerBackend):
    """What the library chooses when it finds more than one: it ranks above all of them."""

    priority: float = 10
    backends: tuple[KeyringBackend, ...] = ()


def chain(*rings: KeyringBackend) -> KeyringBackend:
    made = ring(Chain)
    assert isinstance(made, Chain)
    made.backends = rings
    return made


class LockedException(Exception):
    """As the Secret Service's library calls it; keyring lets it through."""


class PlainRing(ForgetfulRing):
    """What the library ranks below 1: plain text in a file."""

    priority = 0.5


TROUBLES: dict[str, Exception] = {
    "keyring.locked": KeyringLocked("secret text"),
    "keyring.missing": InitError("secret text"),
    "keyring.refused": PasswordSetError("secret text"),
}
FOREIGN: dict[str, Exception] = {
    "keyring.locked": LockedException("secret text"),
    "keyring.refused": ConnectionResetError("secret text"),
}
"""What backends raise though the library's documents do not say so."""

NO_SERVICE = NoKeyringError("secret text")
