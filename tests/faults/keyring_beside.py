"""The keyring as it is on a PC: in a process of its own, outliving the agent, and sometimes locked."""

import threading
from multiprocessing.connection import Connection

from agent.domain.failures import Unavailable


class Keyring:
    """The real holder of the secrets. One for all agents of a schedule; each asks over a pipe of its own."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self.secrets = dict(secrets)
        self.ever = set(secrets.values())
        """Every secret that ever was: none of them may be found anywhere."""
        self.locked = False
        self._lock = threading.Lock()

    def serve(self, asked: Connection) -> None:
        """Answers in a thread, until the other end is gone."""
        threading.Thread(target=self._serve, args=(asked,), name="keyring", daemon=True).start()

    def _serve(self, asked: Connection) -> None:
        with asked:
            while True:
                try:
                    asked.send(self._answer(*asked.recv()))
                except (EOFError, OSError):
                    return  # the agent was killed, or has ended

    def _answer(self, what: str, name: str, value: str) -> tuple[bool, str | None]:
        with self._lock:
            if self.locked:
                return False, None
            if what == "write":
                self.secrets[name] = value
                self.ever.add(value)
            elif what == "delete":
                self.secrets.pop(name, None)
            return True, self.secrets.get(name)


class KeyringVault:
    """The agent's end. Fulfils `Vault`."""

    def __init__(self, ask: Connection) -> None:
        self._ask = ask
        self._lock = threading.Lock()

    def read(self, name: str) -> str | None:
        return self._asked("read", name)

    def write(self, name: str, value: str) -> None:
        self._asked("write", name, value)

    def delete(self, name: str) -> None:
        self._asked("delete", name)

    def _asked(self, what: str, name: str, value: str = "") -> str | None:
        with self._lock:
            self._ask.send((what, name, value))
            unlocked, answer = self._ask.recv()
        if not unlocked:
            raise Unavailable("keyring.locked", backend="", error="KeyringLocked")
        return answer  # type: ignore[no-any-return]  # what a pipe brings has no type
