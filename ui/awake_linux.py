"""Asks a Linux desktop not to sleep: the screen saver's service of the session, and the system's login manager.

Each may be missing; one of them is enough. jeepney comes with keyring; without it nothing is asked.
"""

import contextlib
from typing import Any

from ui.awake import Inhibitor, NoInhibitor

SECONDS = 2.0
"""A bus that does not answer by then is treated as absent."""

NAME = "Campanello"


def make_linux_inhibitor() -> Inhibitor:
    try:
        import jeepney.io.blocking  # type: ignore[import-untyped]  # jeepney has no types  # noqa: F401 - a trial
    except ImportError:
        return NoInhibitor()
    return LinuxInhibitor()


class LinuxInhibitor:
    """What is held ends with its connection, so it ends with the process too."""

    def __init__(self) -> None:
        self._held: list[Any] = []
        """Connections and a file descriptor of a library without types; they are only ever closed."""

    def hold(self, reason: str) -> None:
        self.release()
        refusals = []
        for ask in (self._ask_session, self._ask_login):
            try:
                ask(reason)
            except (OSError, KeyError, ValueError, RuntimeError) as refused:
                refusals.append(type(refused).__name__)
        if not self._held:
            raise OSError(f"nobody keeps this PC awake: {', '.join(refusals)}")

    def release(self) -> None:
        held, self._held = self._held, []
        for each in held:
            with contextlib.suppress(OSError):
                # The bus may have gone with the session; then nothing is held either.
                each.close()

    def _ask_session(self, reason: str) -> None:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        saver = DBusAddress(
            "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"
        )
        connection = open_dbus_connection(bus="SESSION")
        self._call(connection, new_method_call(saver, "Inhibit", "ss", (NAME, reason)))
        self._held.append(connection)

    def _ask_login(self, reason: str) -> None:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        login = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")
        connection = open_dbus_connection(bus="SYSTEM", enable_fds=True)
        # Idleness alone is held off: a person who closes the lid means it.
        body = self._call(connection, new_method_call(login, "Inhibit", "ssss", ("idle", NAME, reason, "block")))
        self._held += [body[0], connection]

    @staticmethod
    def _call(connection: Any, message: Any) -> Any:
        from jeepney import MessageType

        try:
            reply = connection.send_and_get_reply(message, timeout=SECONDS)
            # jeepney does not raise on an error reply.
            if reply.header.message_type is not MessageType.method_return:
                raise OSError(str(reply.body))
        except BaseException:
            connection.close()
            raise
        return reply.body
