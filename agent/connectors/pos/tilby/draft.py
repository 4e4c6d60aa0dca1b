"""A booking as it is written to the till: a new one, and one that was read with some fields changed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from agent.connectors.fields import as_list, as_object, reference
from agent.connectors.pos.tilby import notes
from agent.connectors.pos.tilby.mapping import OURS, as_said, wire_id
from agent.domain.reservations import Booking, Field, ReservationDraft, ReservationState, SideReservation

USUAL_STAY: Final = 60
"""Minutes, by the integration's rule: the till wants a duration."""


@dataclass(frozen=True)
class Pen:
    """What is needed to write: the restaurant's zone, and the till's code of each state that it can say."""

    zone: tzinfo
    codes: Mapping[ReservationState, str]

    def new(self, draft: ReservationDraft, customer: int | str) -> Mapping[str, object]:
        """A state whose word nobody knows is to be confirmed: somebody has to look."""
        said = as_said(draft.booking)
        return {
            "customer_id": customer,
            "booked_for": self._instant(said),
            "duration": said.stay or USUAL_STAY,
            "status": self.codes[said.state or ReservationState.PENDING],
            "people": said.covers,
            "source": f"{OURS}{draft.pair_ref}",
            "notes": notes.joined(said.notes, notes.answer_lines(said.answers)) or None,
            "tables": [{"table_id": wire_id(ref)} for ref in said.tables],
        }

    def edited(
        self, record: Mapping[str, object], now: SideReservation, wanted: Booking, fields: frozenset[Field]
    ) -> Mapping[str, object]:
        """The whole record with these fields of `wanted`; all others, known or not, exactly as they were read."""
        said, changes = as_said(wanted), dict[str, object]()
        for field in fields:
            if said.of(field) != now.booking.of(field):
                changes.update(self._written(record, said, field))
        if fields & {Field.NOTES, Field.ANSWERS}:
            changes.update(_notes(record, said, fields))
        return {**record, **changes}

    def _written(self, record: Mapping[str, object], said: Booking, field: Field) -> Mapping[str, object]:
        match field:
            case Field.STARTS_AT:
                return {"booked_for": self._instant(said)}
            case Field.STAY:
                # Silence there is no value here: the till's own is left.
                return {} if said.stay is None else {"duration": said.stay}
            case Field.COVERS:
                return {"people": said.covers}
            case Field.TABLES:
                return {"tables": _seats(record, said.tables)}
            case Field.STATE:
                assert said.state is not None, "a word that nobody knows cannot be written"
                return {"status": self.codes[said.state]}
            case Field.NOTES | Field.ANSWERS | Field.GUEST:
                return {}  # the notes are written together, the guest is a customer of its own

    def _instant(self, said: Booking) -> str:
        """With its offset: a time of the doubled hour would be ambiguous without."""
        return said.starts_at.astimezone(self.zone).isoformat(timespec="seconds")


def _notes(record: Mapping[str, object], said: Booking, fields: frozenset[Field]) -> Mapping[str, object]:
    text = record.get("notes")
    before = text if isinstance(text, str) else None
    guests = said.notes if Field.NOTES in fields else notes.above(before)
    answers = notes.answer_lines(said.answers) if Field.ANSWERS in fields else notes.below(before)
    after = notes.joined(guests, answers)
    same = after == notes.joined(notes.above(before), notes.below(before))
    return {} if same else {"notes": after or None}


def _seats(record: Mapping[str, object], wanted: tuple[str, ...]) -> list[object]:
    """A table that the booking has already keeps its entry, with whatever the till says in it."""
    there = {reference((as_object(seat) or {}).get("table_id")): seat for seat in as_list(record.get("tables")) or []}
    return [there.get(ref) or {"table_id": wire_id(ref)} for ref in wanted]
