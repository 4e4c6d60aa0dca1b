"""A restaurant leaves this PC: configuration, database, logs and credentials. Nothing brings it back."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.autostart import autostart_of
from agent.diagnostics.crash import FRAMES, LAST, MARK
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.lock import AgentLock
from agent.setting_up import SetUp
from agent.vault import Vault

OURS = ("campanello.*", "updates", "root.json", MARK, FRAMES, LAST)
"""Names in the folders of configuration and database; whatever else lies in a folder that was given stays."""


@dataclass(frozen=True)
class Purged:
    """What is gone, in numbers."""

    files: int
    secrets: int


def purge(home: Home, vault: Vault) -> Purged:
    """Credentials first: without the configuration nobody knows their names any more.

    Raises `Unavailable`: an agent works (`agent.already_running`), the keyring is locked, a file cannot be removed.
    """
    lock = AgentLock(home)
    lock.acquire()
    try:
        secrets = SetUp(home, vault).forget_secrets()
    finally:
        lock.release()
    autostart_of(home, os.environ).turn(False)
    files = list(_files(home))
    try:
        for file in files:
            _remove(file)
        for folder in {home.configuration.parent, home.data}:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise Unavailable("purge.refused", file=home.data.name, error=type(error).__name__) from None
    return Purged(len(files), secrets)


def _files(home: Home) -> Iterator[Path]:
    for folder in {home.configuration.parent, home.data}:
        for pattern in OURS:
            yield from sorted(folder.glob(pattern))
    if home.logs.exists():
        yield home.logs


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()
