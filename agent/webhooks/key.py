"""The secret of one hook as the vault last told it: read aside, so that a locked vault blocks no answer."""

import asyncio
import threading
from collections.abc import Callable

import structlog

from agent.domain.failures import Unavailable
from agent.webhooks.bucket import Bucket

AGAIN_AT_ONCE = 5
AGAIN_PER_SECOND = 0.2
"""How often notices without proof may cause a reading: so many in a row, then one every 5 seconds."""

PATIENCE = 1.0
"""Seconds that such a notice waits for a reading: Tilby's `SUBSCRIBED`, right after the registration, must get 200."""

LOOK_EVERY = 0.005
"""Seconds."""

log = structlog.get_logger("webhooks")


class Key:
    """`read` asks the vault: it may block for ever, or raise `Unavailable`; what was read before then stays."""

    def __init__(self, name: str, read: Callable[[], str | None], monotonic: Callable[[], float]) -> None:
        self._name = name
        """For the log: link and side, no secret."""
        self._read = read
        self._monotonic = monotonic
        self._value: str | None = None
        self._reader: threading.Thread | None = None
        self._again = Bucket(AGAIN_AT_ONCE, AGAIN_PER_SECOND, monotonic)
        self._asked_at = 0.0
        self._trouble: str | None = None

    def value(self) -> str | None:
        """None: there is none, or it could never be read."""
        return self._value

    def begin(self) -> None:
        """The door opens: reads it for the first time."""
        self._ask()

    async def renewed(self, tried: str | None) -> bool:
        """Proof failed with `tried`: asks the vault, not too often, and says whether there is another secret now."""
        if self._value == tried and not self._reading() and self._again.take() == 0.0:
            self._ask()
        # No event of asyncio: the reading is in another thread, and may outlive this loop.
        while self._reading() and self._monotonic() - self._asked_at < PATIENCE:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)
        return self._value != tried

    def join(self, seconds: float) -> bool:
        """Whether no reading is under way any more; one that waits for a person can't be ended."""
        if self._reader is not None:
            self._reader.join(seconds)
        return not self._reading()

    def _reading(self) -> bool:
        return self._reader is not None and self._reader.is_alive()

    def _ask(self) -> None:
        self._asked_at = self._monotonic()
        # A daemon: a keyring that waits for its password must not keep the process.
        self._reader = threading.Thread(target=self._run, name=f"webhook-secret-{self._name}", daemon=True)
        self._reader.start()

    def _run(self) -> None:
        try:
            self._value = self._read() or None
            self._trouble = None
        except Unavailable as trouble:
            if self._trouble != trouble.failure.message:
                self._trouble = trouble.failure.message
                log.warning("webhook_secret_unreadable", hook=self._name, failure=self._trouble)
