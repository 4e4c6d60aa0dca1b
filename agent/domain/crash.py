"""How the last run of the program ended, where it did not end as it should."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Crash:
    """The program ended without having been asked to."""

    started_at: datetime
    noticed_at: datetime
    frames: str
    """What faulthandler left; empty when the process was simply taken away."""
