"""The locks: whole, agreeing with each other and with pyproject.toml, and bound to no registry and no machine."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
ENTRY = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;]+)( ; .+?)? \\$", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def entries(lock: str) -> dict[tuple[str, str], frozenset[str]]:
    """Hashes by name and version. A name may stand there twice, for two systems."""
    pieces = re.split(r"^(?=[a-z0-9])", text(lock), flags=re.MULTILINE)
    found = {}
    for piece in pieces[1:]:
        entry = ENTRY.match(piece)
        assert entry is not None, piece
        found[entry[1], entry[2]] = frozenset(HASH.findall(piece))
    return found


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_version_has_its_hashes(lock: str) -> None:
    assert len(entries(lock)) > 20
    assert all(entries(lock).values())


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_no_lock_names_a_place(lock: str) -> None:
    assert "://" not in text(lock)
    assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links|-f|--trusted-host)\b", text(lock), re.MULTILINE)


def test_the_development_installs_what_the_product_does() -> None:
    runtime, development = entries(RUNTIME), entries(DEVELOPMENT)
    assert runtime.items() <= development.items()


def test_every_direct_dependency_is_locked() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {RUNTIME: project["project"]["dependencies"], DEVELOPMENT: project["dependency-groups"]["dev"]}
    for lock, dependencies in wanted.items():
        names = {re.split(r"[<>=~!\[; ]", dependency)[0].lower() for dependency in dependencies}
        assert names <= {name for name, _version in entries(lock)}


def test_no_file_of_ours_names_a_registry_or_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    named = [needle.encode() for needle in places_of_this_machine()]
    guilty = [
        name
        for name in filter(None, listed.stdout.split("\0"))
        if (ROOT / name).is_file() and any(needle in (ROOT / name).read_bytes() for needle in named)
    ]
    assert guilty == []


def places_of_this_machine() -> set[str]:
    """The checkout, the home, and what pip is told here, but for words too short to mean a place."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True, timeout=60
    )
    values = [value for _, _, value in (line.partition("=") for line in told.stdout.splitlines())]
    urls = re.findall(r"\w+://[^\s'\"\\]+", " ".join(values))
    hosts = {urlsplit(url).hostname or urlsplit(url).path for url in urls}
    places = {f"{ROOT}/", f"{Path.home()}/", "pypi" + ".org", "python" + "hosted.org"} | hosts
    return {place for place in places if len(place) > len("/root")}
