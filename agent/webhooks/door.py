"""The door itself: opened and shut; the server is imported when it is opened, and not before."""

import errno
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from agent.domain.failures import Side, Unavailable
from agent.domain.webhooks import HookTally
from agent.webhooks.hook import Hook, HookPlan

if TYPE_CHECKING:
    from agent.webhooks.server import Server

SECRETS_WITHIN = 0.5
"""Seconds that readings of secrets get to end when the door is shut."""

log = structlog.get_logger("webhooks")


class Door:
    """`wake(link, side)` is called in the door's thread for every verified notice: it must be quick and not raise."""

    def __init__(
        self,
        host: str,
        port: int,
        plans: Sequence[HookPlan],
        wake: Callable[[str, Side], None],
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        prefix: str = "",
    ) -> None:
        self._host = host
        self.port = port
        self._hooks = tuple(Hook(plan, now, monotonic) for plan in plans)
        self._wake = wake
        self._monotonic = monotonic
        self._prefix = prefix
        self._server: Server | None = None

    def start(self) -> None:
        """Raises `Unavailable` (`webhook.port_taken`, `webhook.no_address`) when it can't listen there."""
        from agent.webhooks.application import application
        from agent.webhooks.server import Server
        from agent.webhooks.waker import Waker

        server = Server(
            application(self._hooks, Waker(self._wake, self._monotonic), self._prefix), self._host, self.port
        )
        try:
            server.start()
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
            raise Unavailable(
                "webhook.port_taken" if taken else "webhook.no_address",
                listen=self.listen,
                error=errno.errorcode.get(error.errno or 0, type(error).__name__),
            ) from None
        self._server = server
        self.port = server.port
        for hook in self._hooks:
            hook.key.begin()
        log.info("webhook_listening", listen=self.listen, hooks=len(self._hooks))

    def stop(self) -> None:
        """Ends the server and its thread. Can be called twice, and without `start`."""
        if self._server is None:
            return
        if not self._server.stop():
            log.warning("webhook_door_left_behind")
        self._server = None
        for hook in self._hooks:
            if not hook.key.join(SECRETS_WITHIN):
                log.warning("webhook_secret_left_behind", link=hook.link, side=hook.side.value)

    @property
    def listen(self) -> str:
        return f"[{self._host}]:{self.port}" if ":" in self._host else f"{self._host}:{self.port}"

    def tallies(self) -> tuple[HookTally, ...]:
        """From any thread."""
        return tuple(hook.tally for hook in self._hooks)
