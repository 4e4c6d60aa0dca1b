"""Several servers started and stopped together: what the sandbox of every pair is built on.

Never knows what its servers speak. A town of towns is the sandbox of several pairs.
"""

from contextlib import ExitStack
from types import TracebackType
from typing import Protocol, Self


class Member(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Town:
    """The systems of one link. Opens nothing before `start`."""

    def __init__(self, *members: Member) -> None:
        """Opened in this order, closed in the opposite one."""
        self._members = members

    def start(self) -> None:
        """Raises OSError when a chosen port is taken; then nothing is left open."""
        with ExitStack() as opened:
            for member in self._members:
                member.start()
                opened.callback(member.stop)
            opened.pop_all()

    def stop(self) -> None:
        """Closes every socket and joins every thread, also while requests hang, and also when one does not stop."""
        with ExitStack() as closing:
            for member in self._members:
                closing.callback(member.stop)

    def configuration(self) -> str:
        """The part of `campanello.toml` that joins the agent to it; `[links.settings]` may follow."""
        raise NotImplementedError

    def secrets(self) -> dict[str, str]:
        """The credentials by their names in the keyring."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Towns(Town):
    """The links of several pairs at once."""

    def __init__(self, *towns: Town) -> None:
        super().__init__(*towns)
        self._towns = towns

    def configuration(self) -> str:
        return "\n".join(town.configuration() for town in self._towns)

    def secrets(self) -> dict[str, str]:
        return {name: secret for town in self._towns for name, secret in town.secrets().items()}
