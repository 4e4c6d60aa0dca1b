"""What a configuration consists of, and what is told when it is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from agent.configuration.network import NetworkConfiguration
from agent.configuration.update import UpdateConfiguration
from agent.configuration.webhook import WebhookConfiguration
from agent.domain.failures import Unavailable


@dataclass(frozen=True)
class PairShape:
    """The models of a pair's three parts."""

    portal: type[BaseModel]
    pos: type[BaseModel]
    settings: type[BaseModel]


@dataclass(frozen=True)
class LinkConfiguration:
    name: str
    pair: str
    zone: ZoneInfo
    portal: BaseModel
    pos: BaseModel
    settings: BaseModel


@dataclass(frozen=True)
class Configuration:
    links: tuple[LinkConfiguration, ...]
    webhook: WebhookConfiguration | None = None
    """None: the agent listens nowhere."""
    network: NetworkConfiguration = field(default_factory=NetworkConfiguration)
    update: UpdateConfiguration | None = None
    """None: nobody looks for newer versions."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in the person's language. Values are never quoted."""

    line: int | None
    key: str
    """As a person writes it; empty: the file as a whole."""
    what: str


class ConfigurationWrong(Unavailable):
    """`problems` holds all that was found; the message tells them in a few lines."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        told = "\n".join(
            f"{path}:{problem.line or 1}: {problem.key}: {problem.what}" if problem.key else f"{path}: {problem.what}"
            for problem in problems
        )
        super().__init__("configuration.wrong", file=path.name, problems=told)
