"""Whether the program starts with the user's session, and the switch for it: per user, no administrator.

Windows: a value under the user's Run key, its path quoted; what the person switched off in the Task Manager counts as
off (`StartupApproved`). Elsewhere: a desktop entry of the XDG Autostart specification.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from agent.domain.failures import Unavailable
from agent.home import Home

NAME = "Campanello"
"""The value's name under the Run key; constant for ever, since an installer and an uninstaller name it too.

A home of its own (`--home`) has its id behind it, here and in the file's name.
"""

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Binary values, written by the Task Manager: an odd first byte means that the person switched it off there."""

DESKTOP_ENTRY = "campanello"


class Autostart(Protocol):
    """Raises `Unavailable("autostart.refused")` where the system does not let us look or change."""

    def on(self) -> bool: ...

    def turn(self, on: bool) -> None: ...


class UserRegistry(Protocol):
    """Values under HKEY_CURRENT_USER; each may raise OSError. A key or value that is not there: None."""

    def read(self, key: str, name: str) -> object: ...

    def write(self, key: str, name: str, text: str) -> None: ...

    def remove(self, key: str, name: str) -> None: ...


class RunKey:
    """Windows."""

    def __init__(self, command: Sequence[str], registry: UserRegistry, home_id: str | None = None) -> None:
        self._name = _named(NAME, home_id)
        self._command = windows_command(command)
        self._registry = registry

    def on(self) -> bool:
        try:
            approved = self._registry.read(APPROVED, self._name)
            disabled = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
            return self._registry.read(RUN, self._name) == self._command and not disabled
        except OSError as error:
            raise _refused(error) from error

    def turn(self, on: bool) -> None:
        try:
            if on:
                # Else the person's word in the Task Manager would still hold, unseen.
                self._registry.remove(APPROVED, self._name)
                self._registry.write(RUN, self._name, self._command)
            else:
                self._registry.remove(RUN, self._name)
        except OSError as error:
            raise _refused(error) from error


class DesktopEntry:
    """Linux desktops: `Hidden=true`, or no file, is off (Desktop Application Autostart Specification)."""

    def __init__(self, command: Sequence[str], folder: Path, home_id: str | None = None) -> None:
        self._command = exec_line(command)
        self._file = folder / f"{_named(DESKTOP_ENTRY, home_id)}.desktop"

    def on(self) -> bool:
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        except (OSError, UnicodeDecodeError) as error:
            raise _refused(error) from error
        told = dict(line.partition("=")[::2] for line in lines)
        return told.get("Exec") == self._command and told.get("Hidden", "false") != "true"

    def turn(self, on: bool) -> None:
        try:
            if on:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                beside = self._file.with_suffix(".new")
                beside.write_text(_ENTRY.format(command=self._command), encoding="utf-8")
                beside.replace(self._file)
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(error) from error


def autostart_of(home: Home, environment: Mapping[str, str]) -> Autostart:
    """The switch of this user for the program at that home."""
    command = [*program(), *(["--home", str(home.data)] if home.id is not None else [])]
    if sys.platform == "win32":
        from agent.registry import CurrentUser

        return RunKey(command, CurrentUser(), home.id)
    folder = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return DesktopEntry(command, folder / "autostart", home.id)


def program() -> list[str]:
    """What starts the face. Of the built program always the one with a window, whichever of the two asks."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "ui"]
    own = Path(sys.executable)
    windowed = own.with_name(f"campanello{own.suffix}")
    return [str(windowed if windowed.exists() else own)]


def windows_command(words: Sequence[str]) -> str:
    """As CommandLineToArgvW reads it; the program is always quoted: a path with a space must not start another one."""
    import subprocess

    program, *arguments = words
    return " ".join([f'"{program}"', *([subprocess.list2cmdline(arguments)] if arguments else [])])


def exec_line(words: Sequence[str]) -> str:
    """As the Desktop Entry Specification wants the key Exec: quoted, with its reserved characters escaped."""
    return " ".join(_exec_word(word) for word in words)


def _exec_word(word: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    # The value is a string, whose own backslashes are doubled, and % begins a field code.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _named(name: str, home_id: str | None) -> str:
    return name if home_id is None else f"{name}-{home_id}"


def _refused(error: Exception) -> Unavailable:
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
    return Unavailable("autostart.refused", error=reason)


_ENTRY = """[Desktop Entry]
Type=Application
Name=Campanello
Comment=The counter bell: orders from the portals ring here
Comment[it]=Il campanello: gli ordini dei portali suonano qui
Exec={command}
Icon=campanello
Terminal=false
Hidden=false
X-GNOME-Autostart-enabled=true
"""
