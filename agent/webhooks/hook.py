"""One side of one link at the door: proves a notice, remembers it, measures and counts."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from agent.domain.failures import Side
from agent.domain.webhooks import HookTally
from agent.webhooks.bucket import Bucket
from agent.webhooks.key import Key
from agent.webhooks.schemes import Genuine, Notice, Scheme
from agent.webhooks.seen import Seen

BURST, PER_SECOND = 60, 2.0
"""Verified notices of one side: a full evening with several changes an order is one every few seconds."""

STRANGERS_BURST, STRANGERS_PER_SECOND = 30, 0.5
"""Everything else that knocks there, in a measure of its own: a stranger can't use up what the vendor may send."""

log = structlog.get_logger("webhooks")


@dataclass(frozen=True)
class Taken:
    """What the hook says of a notice."""

    status: int
    wakes: bool = False
    retry_after: int | None = None
    """Whole seconds, with 429."""


@dataclass(frozen=True)
class HookPlan:
    """What a hook is made of. `read` asks the vault for its secret (`Unavailable` when it can't)."""

    link: str
    side: Side
    scheme: Scheme
    read: Callable[[], str | None]
    last_accepted_at: datetime | None = None


class Hook:
    """For the door's thread; `tally` may be read from any."""

    def __init__(self, plan: HookPlan, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self.link, self.side, self.scheme = plan.link, plan.side, plan.scheme
        self.key = Key(f"{plan.link}/{plan.side.value}", plan.read, monotonic)
        self.tally = HookTally(plan.link, plan.side, last_accepted_at=plan.last_accepted_at)
        self._now = now
        self._seen = Seen(monotonic)
        self._measure = Bucket(BURST, PER_SECOND, monotonic)
        self._strangers = Bucket(STRANGERS_BURST, STRANGERS_PER_SECOND, monotonic)

    async def take(self, notice: Notice) -> Taken:
        """Answers at once where the proof holds; where it does not, the vault may be asked for a new secret first."""
        tried = self.key.value()
        genuine = self._proved(tried, notice)
        if genuine is None and await self.key.renewed(tried):
            genuine = self._proved(self.key.value(), notice)
        if genuine is None:
            return self._refused()
        if genuine.id in self._seen:
            self.tally = replace(self.tally, repeated=self.tally.repeated + 1)
            return _measured(self._strangers.take(), Taken(200))
        taken = _measured(self._measure.take(), Taken(200, genuine.wakes))
        if taken.status == 200:
            self._seen.add(genuine.id)
            self.tally = replace(self.tally, accepted=self.tally.accepted + 1, last_accepted_at=self._now())
        return taken

    def _proved(self, secret: str | None, notice: Notice) -> Genuine | None:
        return None if secret is None else self.scheme.verify(secret, notice, self._now())

    def _refused(self) -> Taken:
        self.tally = replace(self.tally, refused=self.tally.refused + 1)
        if self.tally.refused == 1:
            # Once: whoever knocks without proof must not be able to fill the log.
            log.warning("webhook_refused", link=self.link, side=self.side.value)
        return _measured(self._strangers.take(), Taken(401))


def _measured(wait: float, taken: Taken) -> Taken:
    return taken if wait == 0.0 else Taken(429, retry_after=math.ceil(wait))
