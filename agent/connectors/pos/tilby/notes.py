"""The notes of a booking: the guest's own above a line, the form's answers below it. Pure.

What is below the line is written by this product and never read back. In Italian whatever this PC's language: the till
and its prints are Italian.
"""

from collections.abc import Iterable
from typing import Final

from agent.connectors.bookings import plain_text
from agent.domain.reservations import Answer

LINE: Final = "--- Domande ---"


def above(notes: str | None) -> str:
    """What the guest, or the till's operator, wrote."""
    return plain_text(_parted(notes)[0])


def below(notes: str | None) -> str:
    """The answers as they were written there last."""
    return plain_text(_parted(notes)[1])


def answer_lines(answers: Iterable[Answer]) -> str:
    return "\n".join(f"{_one_line(each.question)}: {_one_line(each.answer)}" for each in answers)


def joined(guests: str, answers: str) -> str:
    if not answers:
        return guests
    return "\n".join(part for part in (guests, LINE, answers) if part)


def _parted(notes: str | None) -> tuple[str, str]:
    lines = plain_text(notes).split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip() == LINE), len(lines))
    return "\n".join(lines[:at]), "\n".join(lines[at + 1 :])


def _one_line(text: str) -> str:
    return " ".join(text.split())
