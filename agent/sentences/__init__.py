"""From message ids to sentences: what happened, what it means for the restaurant, what to do.

One line a message in the tables beside this file; an id without one is told honestly, with its id.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from agent.domain.alignment import Finding
from agent.domain.failures import Failure
from agent.sentences import alignment, checkup, decisions, happenings, reservations, sides, this_pc, update, words
from agent.sentences.sentence import Sentence
from agent.texts import N_, _, format_money

__all__ = [
    "CAUSES",
    "Sentence",
    "check_sentence",
    "finding_detail",
    "finding_sentence",
    "sentence",
    "sentence_of",
    "word",
]

TABLE: Mapping[str, Sentence] = {
    **sides.TABLE,
    **this_pc.TABLE,
    **decisions.TABLE,
    **happenings.TABLE,
    **reservations.TABLE,
    **alignment.TABLE,
    **checkup.TABLE,
    **update.TABLE,
}

CAUSES = tuple(message for message in alignment.TABLE if message.startswith("finding."))
"""Of findings: what concerns a whole menu first."""

UNKNOWN = Sentence(
    N_("Something unexpected happened ({id})"),
    N_("The program has no better words for it. What was kept so far stays kept."),
    N_("Call support and tell them this name."),
)


def sentence(failure: Failure) -> Sentence:
    """The failure in the person's language."""
    return sentence_of(failure.message, failure.params)


def sentence_of(message: str, params: Mapping[str, str], zone: tzinfo | None = None) -> Sentence:
    """Any message id in the person's language, with its parameters filled in; times in that zone."""
    found = TABLE.get(message, UNKNOWN)
    filled = _Filled({"id": message, **{name: _said(name, value, zone) for name, value in params.items()}})
    return Sentence(*(_(text).format_map(filled) if text else "" for text in found))


class Examined(Protocol):
    """One of the doctor's checks."""

    @property
    def name(self) -> str: ...

    @property
    def ok(self) -> bool | None: ...

    @property
    def params(self) -> Mapping[str, str]: ...

    @property
    def failure(self) -> Failure | None: ...


def check_sentence(check: Examined) -> Sentence:
    """What the doctor found: the failure's words where it has some."""
    if check.failure is not None:
        return sentence(check.failure)
    return sentence_of(f"doctor.{check.name}" + ("" if check.ok else ".bad"), check.params)


def finding_sentence(finding: Finding, zone: tzinfo | None = None) -> Sentence:
    """What does not fit, for all articles with that cause; instants in that zone."""
    return sentence_of(finding.cause, _spoken(finding, zone))


def finding_detail(finding: Finding, zone: tzinfo | None = None) -> str:
    """What exactly is wrong with this article; empty: no more than the cause says."""
    text = alignment.DETAILS.get(finding.cause, "")
    return _(text).format_map(_Filled(_spoken(finding, zone))) if text else ""


def _spoken(finding: Finding, zone: tzinfo | None) -> Mapping[str, str]:
    params = alignment.spoken(finding, zone)
    if "failure" in params:
        params["failure"] = _said("failure", params["failure"], zone)
    return params


def word(value: StrEnum) -> str:
    """A state, an actor or a kind as people say it."""
    text = words.WORDS.get((type(value), value.value))
    return value.value if text is None else _(text)


class _Filled(dict[str, str]):
    """A parameter that is missing leaves a dash: half a sentence is better than none."""

    def __missing__(self, key: str) -> str:
        return "–"


def _said(name: str, value: str, zone: tzinfo | None) -> str:
    """Codes as words and instants as times, where a parameter is known to be one."""
    if name in ("at", "ready_at"):
        return words.time_of(datetime.fromisoformat(value), zone)
    if name == "total":
        return format_money(Decimal(value))
    if name == "failure":
        return sentence_of(value, {}).title if value in TABLE else value
    if name == "fields":
        return ", ".join(_said("field", each, zone) for each in value.split(","))
    if name in ("moment", "starts_at"):
        return words.moment_of(datetime.fromisoformat(value), zone)
    known = words.OF_PARAMS.get((name, value))
    return value if known is None else _(known)
