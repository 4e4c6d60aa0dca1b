"""The Qt binding must not wear Python out."""

import sys

from PySide6.QtCore import QTimer


def test_a_call_into_qt_takes_no_reference_to_none_away() -> None:
    """PySide6 6.12.0 does, on Python 3.11, with each call that returns nothing; 6.11.3 does not. None's ten thousand
    references are gone within minutes of painting, and the interpreter ends: "none_dealloc: deallocating None"."""
    timer = QTimer()
    before = sys.getrefcount(None)
    for interval in range(500):
        timer.setInterval(interval)
    assert sys.getrefcount(None) > before - 100, "this PySide6 is not fit for this Python: pin pyside6-essentials<6.12"
