"""A time of the day with a minus and a plus: by quarters of an hour, by finger, mouse and keyboard."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from ui.components import Stepper

QUARTER = 15
LAST = 24 * 60 - QUARTER


class TimeStepper(Stepper):
    """`value` is in minutes since midnight, on the clock on the wall."""

    def __init__(self, name: str, minutes: int, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, 0, max(LAST, minutes), minutes, step=QUARTER, compact=compact, parent=parent)

    def shown(self) -> str:
        return f"{self.value // 60:02}:{self.value % 60:02}"

    def instant(self, day: date, zone: ZoneInfo) -> datetime:
        """Of an hour that comes twice, the first."""
        return datetime.combine(day, time(self.value // 60, self.value % 60), zone)


def minutes_of(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute
