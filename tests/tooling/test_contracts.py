"""The import contracts are not decoration: each is broken here once, in a copy, and has to say so."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = {
    "agent/domain/foreign.py": ("import pydantic", "The domain knows the standard library alone"),
    "agent/sync/neighbour.py": ("import agent.store", "neighbours do not know each other"),
    "agent/store/upwards.py": ("import agent.app", "each knows what is below it"),
    "agent/unplaced.py": ("import json", "each knows what is below it"),
    "agent/sandbox/partial.py": ("import agent.domain.orders", "The sandbox is an independent witness"),
    "agent/desk_face.py": ("import ui.theme", "The agent knows no face"),
    "ui/orders/deep.py": ("import agent.store", "The face knows the façade, the domain, the read models and the texts"),
    "ui/components/trade.py": ("import agent.domain.orders", "The components of the face know the look and the texts"),
    "resources/knowing.py": ("import agent.texts", "Resources are files: they know nobody"),
    "agent/sync/wire.py": ("import httpx", "One door to the network"),
    "agent/diagnostics/rows.py": ("def late() -> None:\n    import sqlite3", "One door to the database"),
    "agent/connectors/portals/envelope.py": ("from lxml import etree", "One door to XML"),
    "agent/secrets.py": ("import keyring.backend", "One door to the keyring"),
    "agent/sync/timer.py": ("from apscheduler import job", "One door to the scheduler"),
    "agent/store/latch.py": ("import filelock", "One door to the lock of a home"),
    "ui/folders.py": ("import platformdirs", "One door to the user's folders"),
    "agent/connectors/hook.py": ("import starlette", "One door to servers"),
    "agent/webhooks/early.py": ("import uvicorn", "One door to servers"),
    "ui/orders/flags.py": ("import click", "One door to the terminal"),
    "agent/cli/face.py": ("from PySide6 import QtCore", "One door to the screen"),
    "agent/updates_early.py": ("from tuf.ngclient import Updater", "One door to updates"),
    "agent/plural.py": ("import babel", "One door to the making of catalogues"),
}
"""A file that must not be, and a part of the name of the contract that has to notice it."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of a copy with every violation in it: its words by the contract's name."""
    copy = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("agent", "ui", "resources"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "LC_MESSAGES"))
    for file, (source, _contract) in VIOLATIONS.items():
        (copy / file).write_text(f"{source}\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=copy,
        # Wide, so that no name is broken over two lines.
        env={**os.environ, "COLUMNS": "300", "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=100,
    )
    assert told.returncode == 1, told.stdout + told.stderr
    _summary, _, words = told.stdout.partition("Broken contracts")
    pieces = re.split(r"^(.+)\n-{5,}\n", words, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


@pytest.mark.parametrize("file", VIOLATIONS)
def test_a_violation_is_told(broken: dict[str, str], file: str) -> None:
    _source, contract = VIOLATIONS[file]
    (words,) = [words for name, words in broken.items() if contract in name]
    assert file.removesuffix(".py").replace("/", ".") in words


def test_the_domain_is_kept_from_every_dependency() -> None:
    """A dependency that is added must be added to the contract too."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    dependencies = {re.split(r"[<>=~!\[; ]", text)[0] for text in project["project"]["dependencies"]}
    (forbidden,) = [
        set(contract["forbidden_modules"])
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["name"].startswith("The domain knows")
    ]
    modules = {"pyside6-essentials": "PySide6", "windows-toasts": "windows_toasts"}
    assert {modules.get(name, name) for name in dependencies} <= forbidden
