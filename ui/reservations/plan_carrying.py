"""A block on its way over the planning: what it would mean to put it down there. Pure."""

from dataclasses import dataclass, replace

from ui.reservations.change import Change, unchanged
from ui.reservations.plan import Axis, Seat
from ui.reservations.sittings import Sitting


@dataclass(frozen=True)
class Carrying:
    sitting: Sitting
    lifted_from: Seat
    grip: float
    """Quarters of an hour between its beginning and the finger."""

    @property
    def possible(self) -> bool:
        sheet = self.sitting.sheet
        return sheet.may_move or sheet.may_set_table

    def put_down(self, axis: Axis, quarter: float, target: Seat | None) -> Change:
        """`target` None: on no line. What the pair does not take from here stays as it is."""
        sheet = self.sitting.sheet
        change = unchanged(sheet)
        if sheet.may_move:
            wanted = quarter - self.grip
            near = axis.quarter_of(change.starts_at)
            # Put down within the quarter that it came from, its own minutes stay (20:10).
            if abs(wanted - near) >= 0.5:
                change = replace(change, starts_at=axis.instant(wanted))
        return replace(change, tables=self._tables(change.tables, target)) if sheet.may_set_table else change

    def _tables(self, held: tuple[str, ...], target: Seat | None) -> tuple[str, ...]:
        """The table that was lifted is given for the one below the finger; the party's other tables stay."""
        if target is None or target == self.lifted_from or (target.table and target.link != self.sitting.link):
            return held
        given = [target.table if code == self.lifted_from.table else code for code in held]
        if not self.lifted_from.table:
            given = [target.table]
        return tuple(dict.fromkeys(code for code in given if code))
