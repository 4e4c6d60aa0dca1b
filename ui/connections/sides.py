"""What a side said when its credentials were tried: the account, what the pair needs of it, or the failure."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.failures import Failure
from agent.domain.ports import Account, Prerequisite
from agent.sentences import sentence, sentence_of
from agent.texts import _
from ui.components import Banner, StateBadge, Text
from ui.theme import Size, Space, Tone, Weight

VERDICT = 144
"""Pixels of the widest verdict: what follows stands in line."""


@dataclass(frozen=True)
class SideTold:
    system: str
    """The vendor's name."""
    account: Account | None
    failure: Failure | None
    prerequisites: Sequence[Prerequisite] = ()


def side_view(told: SideTold) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.SNUG)
    if told.failure is not None:
        said = sentence(told.failure)
        column.addWidget(Banner(Tone.BAD, f"{told.system}: {said.title}", said.message, said.remedy))
        return part
    head = QHBoxLayout()
    head.setSpacing(Space.CLOSE)
    head.addWidget(Text(told.system, Size.LIST, Weight.SEMIBOLD))
    head.addWidget(StateBadge(Tone.GOOD, _("Credentials accepted")))
    head.addWidget(Text(account_text(told.account), wrap=True), 1)
    column.addLayout(head)
    for wanted in told.prerequisites:
        column.addLayout(_prerequisite(wanted))
    return part


def account_text(account: Account | None) -> str:
    return "" if account is None else ", ".join(part for part in (account.name, account.detail) if part)


def _prerequisite(wanted: Prerequisite) -> QHBoxLayout:
    said = sentence_of(wanted.name, dict(wanted.params))
    tone, text, icon = {
        True: (Tone.GOOD, _("There"), "check-circle"),
        False: (Tone.BAD, _("Missing"), "cross-circle"),
        None: (Tone.NEUTRAL, _("Cannot be told"), "question"),
    }[wanted.fulfilled]
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    verdict = QWidget()
    verdict.setFixedWidth(VERDICT)
    held = QHBoxLayout(verdict)
    held.setContentsMargins(0, 0, 0, 0)
    held.addWidget(StateBadge(tone, text, icon), 0, Qt.AlignmentFlag.AlignLeft)
    row.addWidget(verdict, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(Space.HAIR)
    words.addWidget(Text(said.title, Size.LIST, wrap=True))
    if wanted.fulfilled is not True and said.remedy:
        words.addWidget(Text(said.remedy, tone=Tone.NEUTRAL, wrap=True))
    row.addLayout(words, 1)
    return row
