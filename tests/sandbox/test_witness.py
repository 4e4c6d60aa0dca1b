"""The sandbox is an independent witness: it shares no line with what it judges."""

import ast
from pathlib import Path

import agent.sandbox

HOME = Path(agent.sandbox.__file__).parent


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(node.module or "")
    return found


def test_nothing_of_the_agent_is_imported() -> None:
    files = list(HOME.rglob("*.py"))
    assert len(files) > 30
    modules = {module for path in files for module in imported(path)}
    assert {
        module for module in modules if module.split(".")[0] in ("agent", "ui") and module.split(".")[1] != "sandbox"
    } == set()
    assert {module.split(".")[0] for module in modules} & {
        "httpx",
        "peewee",
        "keyring",
        "apscheduler",
        "PySide6",
    } == set()
