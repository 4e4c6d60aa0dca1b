"""The current user's part of the Windows registry. The only door to winreg; imported on Windows alone."""

import sys
from contextlib import suppress

assert sys.platform == "win32"

import winreg  # noqa: E402  # the assertion is what tells type checkers that there is such a module


class CurrentUser:
    """Values under HKEY_CURRENT_USER. Raises OSError."""

    def read(self, key: str, name: str) -> object:
        """None where there is no such key or value."""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except FileNotFoundError:
            return None

    def write(self, key: str, name: str, text: str) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

    def remove(self, key: str, name: str) -> None:
        """Also what is not there."""
        with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as to:
            winreg.DeleteValue(to, name)
