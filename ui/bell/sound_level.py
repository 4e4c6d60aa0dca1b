"""Whether the person turned the sound off: a bell that plays into a muted loudspeaker is silent, and says so in time.

It asks the desktop's own program now and then; where none answers it says nothing, since not knowing is no alarm.
Windows has no such program: there this always knows nothing.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from ui.bell.sound import SoundTrouble

LOOK_MS = 15_000
_LAST_WAIT_MS = 1000


@dataclass(frozen=True)
class Question:
    """A program, its words, and what in its answer means that nothing is heard."""

    program: str
    words: tuple[str, ...]
    silent: re.Pattern[str]


QUESTIONS = (
    Question("wpctl", ("get-volume", "@DEFAULT_AUDIO_SINK@"), re.compile(r"\[MUTED\]|Volume:\s*0\.00\b")),
    Question("pactl", ("get-sink-mute", "@DEFAULT_SINK@"), re.compile(r"Mute:\s*yes")),
    Question("amixer", ("sget", "Master"), re.compile(r"\[off\]|\[0%\]")),
)


def _find_question(find: Callable[[str], str | None]) -> tuple[Question | None, str]:
    """The first whose program is there, and where it is."""
    for question in QUESTIONS:
        program = find(question.program)
        if program is not None:
            return question, program
    return None, ""


class SoundLevel(QObject):
    """`changed(SoundTrouble.MUTED or None)` when it was turned off, and when it is on again."""

    changed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        find: Callable[[str], str | None] = shutil.which,
        look_ms: int = LOOK_MS,
    ) -> None:
        super().__init__(parent)
        self._question, self._program = _find_question(find)
        self._trouble: SoundTrouble | None = None
        self._asking = QProcess(self)
        plain = QProcessEnvironment.systemEnvironment()
        plain.insert("LC_ALL", "C")  # an Italian desktop answers "Muto: sì"
        self._asking.setProcessEnvironment(plain)
        self._asking.finished.connect(self._on_answer)
        self._timer = QTimer(self)
        self._timer.setInterval(look_ms)
        self._timer.timeout.connect(self.look)

    @property
    def trouble(self) -> SoundTrouble | None:
        return self._trouble

    def start(self) -> None:
        """Looks at once and from now on."""
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Asks; the answer comes by `changed`, if it is another one than before."""
        idle = self._asking.state() is QProcess.ProcessState.NotRunning
        if idle and self._question is not None:
            self._asking.start(self._program, list(self._question.words))

    def close(self) -> None:
        self._timer.stop()
        if self._asking.state() is not QProcess.ProcessState.NotRunning:
            self._asking.kill()
            self._asking.waitForFinished(_LAST_WAIT_MS)

    def _on_answer(self, code: int, status: QProcess.ExitStatus) -> None:
        answer = bytes(self._asking.readAllStandardOutput().data()).decode(errors="replace")
        if code != 0 or status is not QProcess.ExitStatus.NormalExit or self._question is None:
            return
        silent = self._question.silent.search(answer) is not None
        trouble = SoundTrouble.MUTED if silent else None
        if trouble is not self._trouble:
            self._trouble = trouble
            self.changed.emit(trouble)
