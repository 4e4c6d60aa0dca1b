"""All checks are run and told, the tests come last whatever the checks say, and no failure is lost."""

import os
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")

STAND_IN = """\
#!/bin/sh
case "$*" in
  *"{failing}"*) echo "words of {failing}"; exit 3 ;;
  *pytest*) echo "= closing line of$* ="; exit {status} ;;
esac
"""


@pytest.fixture
def python(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the environment's Python, in which every check is content until a test says otherwise."""
    file = tmp_path / "python"
    monkeypatch.setattr(dev, "prepared_for_tests", lambda: SimpleNamespace(python=file))
    monkeypatch.setenv("QT_QPA_PLATFORM", "not yet said")
    write(file)
    return file


def write(file: Path, failing: str = "nothing at all", status: int = 0) -> None:
    file.write_text(STAND_IN.format(failing=failing, status=status), encoding="utf-8")
    file.chmod(0o755)


def test_all_is_well(dev: ModuleType, python: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.test([]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[:-1]] == [
        "ruff check",
        "ruff format",
        "mypy",
        "import contracts",
        "translations",
        "known holes",
    ]
    assert all(" ok " in line for line in lines[:-1])
    assert lines[-1] == "= closing line of-m pytest -n 2 ="
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize("failing", ["ruff check", "ruff format", "mypy", "importlinter", "translations", "audit"])
def test_a_failed_check_is_told_in_its_words_and_stops_nothing(
    dev: ModuleType, python: Path, failing: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write(python, failing)
    assert dev.test([]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert sum(" FAILED " in line for line in lines) == 1
    assert sum(" ok " in line for line in lines) == 5
    assert f"words of {failing}" in lines
    assert "1 of the checks failed, see above. The tests run all the same." in lines
    assert lines[-1].startswith("= closing line")


def test_a_check_that_found_nobody_to_ask_is_told_and_is_no_failure(
    dev: ModuleType, python: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(python, "installer.audit")
    python.write_text(python.read_text("utf-8").replace("exit 3", f"exit {dev.NOT_ASKED}"), encoding="utf-8")
    assert dev.test([]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines if "not asked" in line] == [["known", "holes", "not", "asked"]]
    assert "words of installer.audit" in lines


def test_the_status_of_the_tests_is_given_on(dev: ModuleType, python: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(python, status=5)
    assert dev.test([]) == 5


def test_with_arguments_it_is_pytest_alone(dev: ModuleType, python: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.test(["tests/sync", "-x"]) == 0
    assert capfd.readouterr().out == "= closing line of-m pytest tests/sync -x =\n"


def test_a_check_alone_says_whether_all_is_well(
    dev: ModuleType, python: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.Environment, "prepared", lambda _lock: SimpleNamespace(python=python))
    assert dev.check([]) == 0
    write(python, "mypy")
    assert dev.check([]) == 1
