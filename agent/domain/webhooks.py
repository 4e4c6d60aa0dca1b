"""Notices that a system sends by itself: how it is asked to, and what the door counts of them.

A notice is a hint and never the truth: it wakes the link, which reads the entity again through the API.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from agent.domain.failures import Failure, Side


@dataclass(frozen=True)
class RegisteredWebhook:
    """What the vendor answered to the registration."""

    secret: str | None = field(default=None, repr=False)
    """With which it will sign its notices; None: it gives none (the secret is in the address, or there is none)."""


@runtime_checkable
class WebhookSide(Protocol):
    """A connector whose vendor has a call to register an address. Optional: the door asks whether it fulfils this."""

    def register_webhook(self, url: str) -> RegisteredWebhook:
        """Asks the vendor to send its notices to `url`, for every entity that the pair reads. Raises `Failed`.

        Made again with the same address it leaves one registration there, where the vendor has a call to list them.
        `url` may hold a secret: it is never logged.
        """
        ...


@dataclass(frozen=True)
class HookTally:
    """What came for one side of one link since the door opened."""

    link: str
    side: Side
    accepted: int = 0
    repeated: int = 0
    """Verified, but had been accepted before: answered as if it were new, and nothing was woken."""
    refused: int = 0
    """Not verified."""
    last_accepted_at: datetime | None = None
    """Kept over restarts; None: none has ever come."""


@dataclass(frozen=True)
class DoorStatus:
    """Whether the door is open, and what came through it."""

    listen: str
    failure: Failure | None
    """Why it is not open; None: it is."""
    hooks: tuple[HookTally, ...]
