"""The doctor's checks as the list shows them: what needs somebody first, then what could not be told, then the good."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from agent.domain.failures import Failure
from agent.sentences import Sentence, check_sentence
from agent.texts import N_, _
from ui.theme import Tone


class Checked(Protocol):
    """One thing that the doctor examined."""

    @property
    def name(self) -> str: ...

    @property
    def ok(self) -> bool | None: ...

    @property
    def subject(self) -> str: ...

    @property
    def params(self) -> Mapping[str, str]: ...

    @property
    def failure(self) -> Failure | None: ...


@dataclass(frozen=True)
class Finding:
    tone: Tone
    icon: str
    verdict: str
    """In a word: the colour is never alone."""
    subject: str
    told: Sentence


_LOOKS = {
    False: (Tone.BAD, "cross-circle", N_("To be mended")),
    None: (Tone.NEUTRAL, "question", N_("Cannot be told")),
    True: (Tone.GOOD, "check-circle", N_("All well")),
}

_SIDES = {"portal": N_("portal"), "pos": N_("till")}


def findings_of(checks: Iterable[Checked]) -> tuple[Finding, ...]:
    order = list(_LOOKS)
    return tuple(_finding(check) for check in sorted(checks, key=lambda check: order.index(check.ok)))


def _finding(check: Checked) -> Finding:
    tone, icon, verdict = _LOOKS[check.ok]
    told = check_sentence(check)
    if check.ok:
        told = Sentence(told.title)
    return Finding(tone, icon, _(verdict), subject_text(check.subject), told)


def subject_text(subject: str) -> str:
    """`banco/pos` as “banco, till”; what is no side (a flow's name) is left out."""
    link, _slash, side = subject.partition("/")
    return f"{link}, {_(_SIDES[side])}" if side in _SIDES else link
