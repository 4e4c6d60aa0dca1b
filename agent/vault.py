"""The only door to the keyring: secrets by name, never in a file, a log or a message.

Reading may block until a person unlocks the keyring, and importing the library takes a quarter of a second: both
happen off the face's thread and off the way of the start.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

from agent.domain.failures import Side, Unavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

MOST_BYTES = 2560
"""Of UTF-16: what the Windows credential store takes. The same everywhere, so that a secret can move to another PC."""

SAFE = 1
"""The library's priority from which a backend is recommended; below are those that keep plain text, or nothing."""


# Windows' store has one place per service, and keyring moves what stands there aside before it writes another secret:
# two threads in the middle of that would each find the other's. Elsewhere one that waits for a person stops no other.
_one_at_a_time = threading.RLock() if sys.platform == "win32" else nullcontext()


def secret_name(link: str, side: Side, field: str) -> str:
    return f"{link}/{side.value}/{field}"


class Vault(Protocol):
    """Raises `Unavailable` (`keyring.*`) when it can't answer; "can't read" never means "is not there"."""

    def read(self, name: str) -> str | None:
        """None: there is no such secret."""
        ...

    def write(self, name: str, value: str) -> None:
        """Keeps it and reads it back."""
        ...

    def delete(self, name: str) -> None: ...


class MemoryVault:
    """For the sandbox: gone when the process ends."""

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})

    def read(self, name: str) -> str | None:
        return self._secrets.get(name)

    def write(self, name: str, value: str) -> None:
        self._secrets[name] = value

    def delete(self, name: str) -> None:
        self._secrets.pop(name, None)


class KeyringVault:
    """The operating system's keyring. `service` keeps two homes apart."""

    def __init__(self, service: str) -> None:
        self._service = service

    def read(self, name: str) -> str | None:
        with _told():
            found = (ring.get_password(self._service, name) for ring in _rings())
            return next((value for value in found if value is not None), None)

    def write(self, name: str, value: str) -> None:
        if len(value.encode("utf-16-le", "surrogatepass")) > MOST_BYTES:
            raise Unavailable("keyring.too_long", name=name, most=str(MOST_BYTES // 2))
        with _told():
            ring = _rings()[0]
            ring.set_password(self._service, name, value)
            kept = ring.get_password(self._service, name)
        if kept != value:
            raise Unavailable("keyring.not_stored", name=name)

    def delete(self, name: str) -> None:
        with _told():
            # Read first: what can't be read is not deleted.
            holders = [ring for ring in _rings() if ring.get_password(self._service, name) is not None]
            for ring in holders:
                ring.delete_password(self._service, name)


def _rings() -> "list[KeyringBackend]":
    """The safe backends of this PC, the best one first; at least one."""
    import keyring  # 0.28 s with its choice of a backend: not on the way of the start
    from keyring.backends.chainer import ChainerBackend

    try:
        chosen = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001  # a backend that is named in its settings may fail in any way to load
        raise Unavailable("keyring.missing", backend=type(error).__name__) from None
    # The chainer ranks above all, whatever it chains: among its backends may be one that keeps plain text.
    rings = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    safe = [ring for ring in rings if ring.priority >= SAFE and not _module(ring).startswith("keyrings.alt")]
    if not safe:
        names = ", ".join(_module(ring) for ring in rings) or _module(chosen)
        raise Unavailable("keyring.missing" if names.endswith(".fail") else "keyring.no_backend", backend=names)
    return safe


def _module(ring: "KeyringBackend") -> str:
    return type(ring).__module__


@contextmanager
def _told() -> Iterator[None]:
    """Kinds of trouble with different remedies. The library's texts are not passed on: they may quote anything."""
    try:
        with _one_at_a_time:
            yield
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  # backends let through what D-Bus and the system's own calls raise
        kinds = {kind.__name__ for kind in type(error).__mro__}
        message = next((told for kind, told in _TROUBLES.items() if kind in kinds), "keyring.refused")
        raise Unavailable(message, backend="", error=type(error).__name__) from None


_TROUBLES = {
    "KeyringLocked": "keyring.locked",
    "LockedException": "keyring.locked",
    "NoKeyringError": "keyring.missing",
    "InitError": "keyring.missing",
    "SecretServiceNotAvailableException": "keyring.missing",
}
"""By name, since not every system has the modules that define them: keyring's own, and the Secret Service's."""
