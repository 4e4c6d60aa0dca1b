"""The only door to the keyring: secrets by name, never in a file, a log or a message.

Reading may block until a person unlocks the keyring, and importing the library takes a quarter of a second: both
happen off the face's thread and off the way of the start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from agent.domain.failures import Side, Unavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

LONGEST = 2560 // 2
"""Characters. Source: the Windows credential store takes 2560 bytes of UTF-16."""


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
            return _keyring().get_password(self._service, name)

    def write(self, name: str, value: str) -> None:
        if len(value) > LONGEST:
            raise Unavailable("keyring.too_long", name=name, most=str(LONGEST))
        with _told():
            _keyring().set_password(self._service, name, value)
            kept = _keyring().get_password(self._service, name)
        if kept != value:
            raise Unavailable("keyring.not_stored", name=name)

    def delete(self, name: str) -> None:
        if self.read(name) is None:
            return
        with _told():
            _keyring().delete_password(self._service, name)


def _keyring() -> "KeyringBackend":
    import keyring  # 0.28 s with its choice of a backend: not on the way of the start

    backend = keyring.get_keyring()
    if type(backend).__module__.startswith("keyrings.alt") or backend.priority < 1:
        # Below 1 are those that keep nothing, and those that keep plain text in a file.
        name = type(backend).__module__
        message = "keyring.missing" if name.endswith(".fail") else "keyring.no_backend"
        raise Unavailable(message, backend=name)
    return backend


@contextmanager
def _told() -> Iterator[None]:
    """Four kinds of trouble with four different remedies. The library's texts are not passed on."""
    import keyring.errors as errors  # as above

    try:
        yield
    except errors.KeyringLocked:
        raise Unavailable("keyring.locked") from None
    except (errors.NoKeyringError, errors.InitError):
        raise Unavailable("keyring.missing", backend="") from None
    except errors.KeyringError as error:
        raise Unavailable("keyring.refused", error=type(error).__name__) from None
    except (OSError, RuntimeError) as error:
        # The Secret Service's bus may vanish under the library.
        raise Unavailable("keyring.refused", error=type(error).__name__) from None
