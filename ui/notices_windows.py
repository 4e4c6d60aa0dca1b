"""Windows' notices with buttons (WinRT). The only door to windows_toasts; imported on Windows alone."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from ui.notices import Toaster

APP = "Campanello"
"""The name under which the setup registers the program for notices (AppUserModelID); constant for ever."""

log = structlog.get_logger("face")


class WindowsToaster:
    """`library` is the module windows_toasts."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._toaster = library.InteractableWindowsToaster(APP, APP)
        self._toast: Any = None

    def show(self, title: str, text: str, labels: Sequence[str], pressed: Callable[[int], None]) -> None:
        def activated(event: Any) -> None:
            # The notice itself answers with its own tag.
            told = str(event.arguments or "")
            pressed(int(told) if told.isdigit() else 0)

        buttons = [self._library.ToastButton(label, str(number)) for number, label in enumerate(labels)]
        # Its own sound would cover the bell's.
        audio = self._library.ToastAudio(silent=True)
        self._toast = self._library.Toast([title, text], audio=audio, actions=buttons, on_activated=activated)
        self._toaster.show_toast(self._toast)


def make_toaster() -> "Toaster | None":
    """None where Windows has no such notices (an old one, or Wine), or the setup has not registered the program."""
    try:
        import windows_toasts

        return WindowsToaster(windows_toasts)
    except (ImportError, OSError) as error:
        log.info("no_toasts", error=type(error).__name__)
        return None
