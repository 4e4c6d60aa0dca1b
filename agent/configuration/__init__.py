"""Reads `campanello.toml`. A wrong file says where (file, line, key), what is wrong and what is allowed.

Never a secret, and never the value of a key that is not known: somebody may have typed a secret there.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from agent.configuration.lines import KeyLines
from agent.configuration.network import NetworkConfiguration
from agent.configuration.parts import Configuration, ConfigurationWrong, LinkConfiguration, PairShape, Problem
from agent.configuration.reading import Reader
from agent.configuration.update import UpdateConfiguration
from agent.configuration.webhook import WebhookConfiguration
from agent.domain.failures import Unavailable

__all__ = [
    "Configuration",
    "ConfigurationWrong",
    "LinkConfiguration",
    "NetworkConfiguration",
    "PairShape",
    "Problem",
    "UpdateConfiguration",
    "WebhookConfiguration",
    "load",
]


def load(path: Path, pairs: Mapping[str, PairShape]) -> Configuration:
    """Raises `ConfigurationWrong`, or `Unavailable` (`configuration.missing`, `configuration.unreadable`)."""
    text = _text(path)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise ConfigurationWrong(path, [Problem(line, "(syntax)", str(error))]) from None
    reader = Reader(read, KeyLines(text), pairs)
    links, webhook, network = reader.links(), reader.webhook(), reader.network()
    update = reader.update()
    if reader.problems:
        raise ConfigurationWrong(path, reader.problems)
    return Configuration(links, webhook, network, update and update.beside(path.parent))


def _text(path: Path) -> str:
    try:
        # Windows' own editor may put a mark before the first character.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Unavailable("configuration.missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("configuration.unreadable", file=str(path), error=type(error).__name__) from None
