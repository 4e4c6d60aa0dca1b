"""Qt for Python does not read the source of whatever is imported after it."""

import subprocess
import sys


def test_the_statement_is_pythons_own_again() -> None:
    code = (
        "import builtins, sys; own = builtins.__import__\n"
        "from ui.own_import import own_import\n"
        "with own_import():\n"
        "    from PySide6 import QtWidgets\n"
        "    assert builtins.__import__ is not own, 'Qt for Python has changed: is this still needed?'\n"
        "import linecache, agent.app\n"
        "print(builtins.__import__ is own, 'agent.app' in sys.modules, len(linecache.cache))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told = done.stdout.split()
    assert told[:2] == ["True", "True"]
    # A library may look at a source of its own; with Qt's statement it is every module, some seven hundred.
    assert int(told[2]) < 20
