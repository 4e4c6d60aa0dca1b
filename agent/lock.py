"""One agent per database: a file lock that ends with its process, however that ends. The only door to filelock."""

import threading

from filelock import FileLock, Timeout

from agent.domain.failures import Unavailable
from agent.home import Home

PATIENCE = 0.12
"""Seconds: a command that looks whether an agent works holds the lock for an instant, and is not an agent."""

LOOK_EVERY = 0.03


class AgentLock:
    """Held while an agent works on the database; commands beside it need none. Taken and given back in any thread."""

    def __init__(self, home: Home) -> None:
        self._folder = home.data
        # Not of one thread: the face starts the agent in one and stops it in another.
        self._lock = FileLock(home.data / "campanello.lock", thread_local=False)
        self._turn = threading.Lock()

    def acquire(self) -> None:
        """Raises `Unavailable("agent.already_running")` when another process, or another agent here, holds it."""
        with self._turn:
            if self._lock.is_locked:
                # The library would only count: two agents of one process are two agents.
                raise Unavailable("agent.already_running")
            self._take()

    def release(self) -> None:
        """Also when it is not held."""
        with self._turn:
            self._lock.release()

    def held_by_other(self) -> bool:
        """Whether another process works at this instant."""
        with self._turn:
            if self._lock.is_locked or not self._folder.exists():
                return False
            try:
                self._take()
            except Unavailable as taken:
                return taken.failure.message == "agent.already_running"
            self._lock.release()
            return False

    def _take(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire(timeout=PATIENCE, poll_interval=LOOK_EVERY)
        except Timeout:
            raise Unavailable("agent.already_running") from None
        except OSError as error:
            raise Unavailable("store.read_only", file=self._folder.name, error=type(error).__name__) from error
