"""Turns what SQLite and the disk say into `Unavailable`, so that no engine's exception leaves the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from agent.domain.failures import Unavailable

_WORDS = (
    ("closed database", "store.closed"),
    ("disk is full", "store.disk_full"),
    ("no space left", "store.disk_full"),
    ("readonly", "store.read_only"),
    ("read-only", "store.read_only"),
    ("unable to open", "store.read_only"),
    ("permission denied", "store.read_only"),
    ("locked", "store.locked"),
    ("busy", "store.locked"),
    ("malformed", "store.corrupt"),
    ("not a database", "store.corrupt"),
    ("disk i/o error", "store.disk_failed"),
)

ENGINE = (peewee.PeeweeException, sqlite3.Error)
OWN = (*ENGINE, OSError)
"""What the engine and the disk raise. Others in the chain were about something else, whatever their words."""


@contextmanager
def troubles(file: str) -> Iterator[None]:
    """`file`: the database's name without its folder, for the sentence."""
    try:
        yield
    except OWN as error:
        raise told(error, file) from error


def told(error: Exception, file: str) -> Unavailable:
    """The first thing that went wrong counts: on a full disk SQLite rolls back by itself, and a second time fails."""
    for cause in reversed([cause for cause in _chain(error) if isinstance(cause, OWN)]):
        said = str(cause).lower()
        for words, message in _WORDS:
            if words in said:
                return Unavailable(message, file=file)
    # The engine's sentence may quote values: only its kind is told.
    return Unavailable("store.failed", file=file, error=type(error).__name__)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
