"""What the trials of the installers share. They never build: `./dev test-installer` does, and calls them."""

from collections.abc import Callable
from pathlib import Path
from typing import Never

import pytest

from installer import package

Lacking = Callable[[str], Never]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--may-skip",
        action="store_true",
        help="What this machine can't try is skipped, with the reason, and not failed.",
    )


@pytest.fixture(scope="session")
def lacking(pytestconfig: pytest.Config) -> Lacking:
    """Says what this machine lacks for a trial. A machine that proves nothing must not look like a proof."""

    def told(reason: str) -> Never:
        if pytestconfig.getoption("--may-skip"):
            pytest.skip(reason)
        pytest.fail(f"{reason} With --may-skip this is skipped.", pytrace=False)

    return told


@pytest.fixture(scope="session")
def folder() -> Path:
    """The built program."""
    if not (package.FOLDER / "campanello").exists():
        pytest.fail("dist/campanello is not built: ./dev package linux", pytrace=False)
    return package.FOLDER


@pytest.fixture(scope="session")
def debian_package() -> Path:
    """The package as it is delivered."""
    if not package.DEBIAN.exists():
        pytest.fail(f"dist/{package.DEBIAN.name} is not built: ./dev package linux", pytrace=False)
    return package.DEBIAN
