"""Keyrings for a process of its own, named by `PYTHON_KEYRING_BACKEND`."""

import os
import sys
import threading

from keyring.errors import KeyringLocked

from tests.agent.rings import FileRing


class SlowRing(FileRing):
    """Nobody ever comes."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        raise AssertionError("nobody comes")


class DyingRing(FileRing):
    """Its library takes the process with it, as long as there is a file to remove."""

    def get_password(self, service: str, username: str) -> str | None:
        mark = self._path().with_suffix(".dies")
        if mark.exists():
            mark.unlink()
            os._exit(9)
        return super().get_password(service, username)


class LoudRing(FileRing):
    """Says what it does, where an answer is expected."""

    def get_password(self, service: str, username: str) -> str | None:
        sys.stdout.write('{"value": "not the secret"}\n')
        sys.stdout.flush()
        return super().get_password(service, username)


class LockedRing(FileRing):
    """As it is before a person types the password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked
