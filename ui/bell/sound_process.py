"""A player made of the system's own program (`pw-play`, `paplay`, `aplay`), one short process for each stroke.

It never leaves a process behind, never rings after `stop`, and takes an exit that is not nought, an exit far too early
and a program that hangs for what they are: a device that plays nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QTimer, Signal

from agent.domain.bell import Sound
from ui.bell.sound import SoundTrouble
from ui.bell.sound_files import LoudFile, LoudFiles

_TOO_EARLY = 0.4  # of its length: no device plays that fast
_PATIENCE_MS = 4000  # beyond its length: a buffer drains, a sleeping device wakes
_LAST_WAIT_MS = 1000


class ProcessPlayer(QObject):
    """`command` is the program and its words; the file comes behind them."""

    failed = Signal(object)
    heard = Signal()

    def __init__(self, command: Sequence[str], files: LoudFiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._files = files
        self._process: QProcess | None = None
        self._ending: set[QProcess] = set()
        self._file: LoudFile | None = None
        self._looped = False
        self._trouble: SoundTrouble | None = None
        self._age = QElapsedTimer()
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._stuck)

    def play_loop(self, sound: Sound, volume: int) -> None:
        self._begin(self._files.file(sound, volume, looped=True), looped=True)

    def play_once(self, sound: Sound, volume: int) -> None:
        self._begin(self._files.file(sound, volume, looped=False), looped=False)

    def stop(self) -> None:
        self._looped = False
        self._watch.stop()
        process, self._process = self._process, None
        if process is not None and process.state() is not QProcess.ProcessState.NotRunning:
            self._ending.add(process)
            process.kill()  # not terminate: `aplay` would drain its buffer first

    def trouble(self) -> SoundTrouble | None:
        return self._trouble

    def close(self) -> None:
        self.stop()
        for process in list(self._ending):
            process.waitForFinished(_LAST_WAIT_MS)
        self._files.close()

    def _begin(self, file: LoudFile, *, looped: bool) -> None:
        self.stop()
        self._file, self._looped = file, looped
        self._strike()

    def _strike(self) -> None:
        assert self._file is not None  # `_begin` sets it before any stroke
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._not_started)
        self._process = process
        self._age.start()
        self._watch.start(round(self._file.seconds * 1000) + _PATIENCE_MS)
        process.start(self._command[0], [*self._command[1:], str(self._file.path)])

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        if not self._dismiss_sender() or self._file is None:
            return  # it was stopped; how it took that says nothing
        too_early = self._age.elapsed() < self._file.seconds * 1000 * _TOO_EARLY
        if code != 0 or status is not QProcess.ExitStatus.NormalExit or too_early:
            self._fail(SoundTrouble.NO_DEVICE)
            return
        self._trouble = None
        self.heard.emit()
        if self._looped and self._process is None:
            self._strike()

    def _not_started(self, error: QProcess.ProcessError) -> None:
        # After any other error `finished` follows and says it.
        if error is QProcess.ProcessError.FailedToStart and self._dismiss_sender():
            self._fail(SoundTrouble.NO_PROGRAM)

    def _dismiss_sender(self) -> bool:
        """Lets go of the process that told; whether it was the one that should be sounding.

        The sender is asked for, rather than held by a lambda: a lambda that holds the process it is connected to is
        freed while that process is being destroyed.
        """
        process = self.sender()
        assert isinstance(process, QProcess)  # nothing else is connected to these slots
        self._ending.discard(process)
        process.deleteLater()
        if process is not self._process:
            return False
        self._process = None
        self._watch.stop()
        return True

    def _stuck(self) -> None:
        self.stop()
        self._fail(SoundTrouble.STUCK)

    def _fail(self, trouble: SoundTrouble) -> None:
        self._looped = False
        self._trouble = trouble
        self.failed.emit(trouble)
