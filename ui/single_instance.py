"""One face per home: a second start shows the first one's window and ends; an installer asks it to end.

Speaks over a local socket that belongs to this user alone. It guards nothing but the window: the database has its own
lock (`agent.lock`).
"""

from enum import Enum

import shiboken6
import structlog
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket

from ui.door import PATIENCE

_SHOW = b"show\n"
_SHOWN = b"shown\n"
_QUIT = b"quit\n"
_ENDING = b"ending\n"
_EXAMINE = b"examine\n"

log = structlog.get_logger("face")


class SingleInstance(QObject):
    """`asked`: somebody started the program again and wants to see it."""

    asked = Signal()
    quit_wanted = Signal()
    """`ask_to_quit` of another process."""
    examination_wanted = Signal(object)
    """`ask_for_examination` of another process; the answer, as text, goes to the given function."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """True: this is the first one. False: there is one, and its window is being shown."""
        if self._shown_by_first():
            return False
        if self._server.listen(self._name):
            return True
        taken = self._server.serverError() is QAbstractSocket.SocketError.AddressInUseError
        if taken and self._shown_by_first():
            return False
        # What a killed process left behind: nobody answers at it.
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            log.warning("single_instance_unguarded", error=self._server.errorString())
        return True

    def leave(self) -> None:
        self._server.close()

    def _shown_by_first(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE):
            return False
        socket.write(_SHOW)
        answered = socket.waitForReadyRead(PATIENCE) and bytes(socket.readAll().data()) == _SHOWN
        socket.abort()
        return answered

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        asked = bytes(socket.readAll().data())
        if asked == _SHOW:
            socket.write(_SHOWN)
            socket.flush()
            self.asked.emit()
        elif asked == _QUIT:
            # Left open: it breaks when this process has ended, which is what the other end waits for.
            socket.write(_ENDING)
            socket.flush()
            self.quit_wanted.emit()
        elif asked == _EXAMINE:
            self.examination_wanted.emit(lambda text: _answer_by(socket, text))


def _answer_by(socket: QLocalSocket, text: str) -> None:
    # Whoever asked may have gone meanwhile.
    if shiboken6.isValid(socket) and socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
        socket.write(text.encode())
        socket.flush()
        socket.disconnectFromServer()


def ask_for_examination(name: str, seconds: float) -> str | None:
    """What the face at that door says of itself; None: there is none; empty: it is there, and does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return None
    socket.write(_EXAMINE)
    told = b""
    while socket.waitForReadyRead(round(seconds * 1000)):
        told += bytes(socket.readAll().data())
    socket.abort()
    return told.decode()


class Farewell(Enum):
    """What became of a face that was asked to end."""

    NOBODY = "nobody"
    """There is no face of this home."""
    ENDED = "ended"
    STAYS = "stays"
    """It has not ended in time, or does not answer at all."""


def ask_to_quit(name: str, seconds: float) -> Farewell:
    """Asks the face at that door to end as by "Quit", and waits for the end of its process."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return Farewell.NOBODY
    socket.write(_QUIT)
    if not socket.waitForReadyRead(round(seconds * 1000)):
        # Ended before it answered, or hangs.
        return Farewell.ENDED if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState else Farewell.STAYS
    gone = socket.state() is QLocalSocket.LocalSocketState.UnconnectedState
    gone = gone or socket.waitForDisconnected(round(seconds * 1000))
    socket.abort()
    return Farewell.ENDED if gone else Farewell.STAYS
