"""One agent per database: a file lock that ends with its process, however that ends. The only door to filelock."""

from filelock import FileLock, Timeout

from agent.domain.failures import Unavailable
from agent.home import Home


class AgentLock:
    """Held while an agent works on the database; commands beside it need none."""

    def __init__(self, home: Home) -> None:
        self._folder = home.data
        self._lock = FileLock(home.data / "campanello.lock")

    def acquire(self) -> None:
        """Raises `Unavailable("agent.already_running")` when another process, or another agent here, holds it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Unavailable("agent.already_running") from None
        except OSError as error:
            raise Unavailable("store.read_only", file=self._folder.name, error=type(error).__name__) from error

    def release(self) -> None:
        self._lock.release()

    def held_by_other(self) -> bool:
        """Whether another process works at this instant."""
        if self._lock.is_locked:
            return False
        try:
            self.acquire()
        except Unavailable as taken:
            return taken.failure.message == "agent.already_running"
        self.release()
        return False
