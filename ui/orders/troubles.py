"""What went wrong with an order: notices to be read, errands that stopped. One banner for what belongs together."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import ResolveErrand, RetryErrand
from agent.domain.errands import ErrandKind, ErrandState, OutboxRow
from agent.domain.orders import NoticeKind
from agent.reading import OrderSheet
from agent.sentences import Sentence, sentence, sentence_of
from agent.texts import _
from ui.components import Banner, Button
from ui.theme import Space, Tone

_TOLD_WITH = {
    NoticeKind.NOT_AT_TILL: (ErrandKind.CREATE,),
    NoticeKind.TELL_GUEST: (ErrandKind.REJECT,),
    NoticeKind.DECISION_NOT_SENT: (ErrandKind.ACCEPT, ErrandKind.POSTPONE, ErrandKind.REJECT, ErrandKind.COMPLETE),
}
"""The notice says what it means, the parked errand why: together they are one thing."""


@dataclass(frozen=True)
class TroubleTold:
    told: Sentence
    errand_id: int | None = None
    """The parked errand that can be tried again or resolved."""


def troubles_of(sheet: OrderSheet) -> tuple[TroubleTold, ...]:
    parked = [row for row in sheet.errands if row.state is ErrandState.PARKED]
    found = []
    for notice in sheet.order.notices:
        means = sentence_of(f"notice.{notice.kind.value}", {})
        row = next((row for row in parked if row.kind in _TOLD_WITH.get(notice.kind, ())), None)
        if row is None:
            found.append(TroubleTold(means))
        else:
            parked.remove(row)
            why = _why(row)
            found.append(TroubleTold(Sentence(means.title, f"{why.title}. {means.message}", means.remedy), row.id))
    return (*found, *(TroubleTold(_why(row), row.id) for row in parked))


def _why(row: OutboxRow) -> Sentence:
    return sentence(row.failure) if row.failure else sentence_of("history.parked", {"kind": row.kind.value})


class TroublePart(QWidget):
    """The banner, and below it the two ways on for what is parked."""

    commanded = Signal(object)

    def __init__(self, trouble: TroubleTold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        told = trouble.told
        column.addWidget(Banner(Tone.BAD, told.title, told.message, told.remedy))
        errand_id = trouble.errand_id
        if errand_id is None:
            return
        again = Button(_("Try again"), icon_name="sync", compact=True)
        again.clicked.connect(lambda: self.commanded.emit(RetryErrand(errand_id)))
        done = Button(_("Mark as resolved"), icon_name="check", compact=True)
        done.clicked.connect(lambda: self.commanded.emit(ResolveErrand(errand_id)))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SNUG)
        buttons.addWidget(again, 1)
        buttons.addWidget(done, 1)
        column.addLayout(buttons)
