"""The script `dev` as a module, out of this checkout or out of a small one that a test makes."""

import shutil
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]

ENTRY = """\
import os
import sys


def main() -> int:
    print(os.getcwd(), *sys.argv[1:])
    return 7
"""
"""Stands for the product: tells where it was started and with what, and ends with a status of its own."""


@pytest.fixture(scope="session")
def read_script() -> Callable[[Path], ModuleType]:
    def read(script: Path) -> ModuleType:
        loader = SourceFileLoader("dev", str(script))
        spec = spec_from_loader("dev", loader)
        assert spec is not None
        module = module_from_spec(spec)
        # The script has no ending, so its compiled form would lie beside it for ever.
        before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            loader.exec_module(module)
        finally:
            sys.dont_write_bytecode = before
        return module

    return read


@pytest.fixture(scope="session")
def dev(read_script: Callable[[Path], ModuleType]) -> ModuleType:
    return read_script(ROOT / "dev")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the script, a product that tells how it was started, and locks that ask for nothing."""
    folder = tmp_path_factory.mktemp("tooling") / "a checkout"
    (folder / "ui").mkdir(parents=True)
    (folder / "ui" / "__init__.py").touch()
    (folder / "ui" / "begin.py").write_text(ENTRY, encoding="utf-8")
    shutil.copy(ROOT / "dev", folder)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n", encoding="utf-8")
    return folder
