"""Every message that a connector can raise has its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import agent.connectors
from agent.sentences import TABLE

FOLDER = Path(agent.connectors.__file__).parent
EVENTS_OF_THE_LOG = {"side.called", "side.call_failed", "side.proxy_ignored"}


def messages() -> Iterator[str]:
    for source in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if text.startswith(("side.", "prerequisite.")) and " " not in text:
                    yield text


def test_each_message_has_a_sentence() -> None:
    told = set(messages()) - EVENTS_OF_THE_LOG
    assert len(told) > 10
    assert told - set(TABLE) == set()
