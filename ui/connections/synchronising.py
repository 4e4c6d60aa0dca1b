"""“Synchronise now”: the button that shows it is under way, and what it did in words."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from agent.domain.failures import Failure
from agent.sentences import Sentence, sentence
from agent.texts import _, ngettext
from ui.bridge import Bridge
from ui.orders.room import while_alive


class PassTold(Protocol):
    """What a pass of one link says of itself."""

    @property
    def link(self) -> str: ...

    @property
    def sent(self) -> int: ...

    @property
    def parked(self) -> int: ...

    @property
    def failures(self) -> Sequence[Failure]: ...


class Synchronising(QObject):
    """One at a time. `began`, then `ended(Sentence)` or `failed(Sentence)`."""

    began = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._under_way = False

    @property
    def under_way(self) -> bool:
        return self._under_way

    def begin(self, link: str | None = None) -> None:
        if self._under_way:
            return
        self._under_way = True
        self.began.emit()
        agent = self._bridge.agent
        self._bridge.run(lambda: agent.sync(link), while_alive(self, self._take), while_alive(self, self._fail))

    def _take(self, reports: Sequence[PassTold]) -> None:
        self._under_way = False
        failures = [failure for report in reports for failure in report.failures]
        if failures:
            self.failed.emit(sentence(failures[0]))
        elif not reports:
            self.failed.emit(Sentence(_("The synchronisation did not end in time"), _("It goes on by itself."), ""))
        else:
            self.ended.emit(Sentence(did_text(reports)))

    def _fail(self, failure: Failure) -> None:
        self._under_way = False
        self.failed.emit(sentence(failure))


def did_text(reports: Sequence[PassTold]) -> str:
    """`Synchronised: 2 sent, 1 needs a person`."""
    sent = sum(report.sent for report in reports)
    parked = sum(report.parked for report in reports)
    parts = [ngettext("{count} sent", "{count} sent", sent).format(count=sent)] if sent else []
    if parked:
        parts.append(ngettext("{count} needs a person", "{count} need a person", parked).format(count=parked))
    return _("Synchronised: {what}").format(what=", ".join(parts) or _("nothing new to send"))
