"""What every command shares: the home, the agent, the way errors become sentences and exit statuses.

Exit status: 0 done, 1 failed, 2 wrong usage or configuration.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import click

from agent.app import Agent
from agent.cli.words import Json
from agent.configuration import ConfigurationWrong
from agent.diagnostics.doctor import Check
from agent.domain.failures import DecisionRefused, Failed, Failure, Unavailable
from agent.home import Home
from agent.keyring_process import lasting_vault
from agent.sentences import sentence, sentence_of
from agent.vault import KeyringVault, Vault

FAILED = 1
WRONG_USAGE = 2


@dataclass
class Session:
    """One invocation of the command."""

    home: Home
    vault: Callable[[Home], Vault] = lambda home: KeyringVault(home.keyring_service)
    lasting_vault: Callable[[Home], Vault] = lambda home: lasting_vault(home.keyring_service)

    face_checks: Callable[[Agent], tuple[Check, ...]] = lambda _agent: ()
    """What the doctor asks of the face, where the program has one."""

    def agent(self) -> Agent:
        return Agent(self.home, self.vault(self.home))

    def lasting_agent(self) -> Agent:
        """For a command that stays."""
        return Agent(self.home, self.lasting_vault(self.home))

    @contextmanager
    def opened(self) -> Iterator[Agent]:
        """An agent that reads and decides; what goes wrong ends the command with a sentence."""
        with told():
            agent = self.agent()
            try:
                agent.open()
                yield agent
            finally:
                agent.stop()


def session_at(home: Path | None) -> Session:
    return Session(Home.at(home, os.environ))


@contextmanager
def told() -> Iterator[None]:
    """Turns what the agent raises into a sentence on standard error and an exit status."""
    try:
        yield
    except ConfigurationWrong as wrong:
        complain(wrong.failure)
        sys.exit(WRONG_USAGE)
    except (Unavailable, Failed) as trouble:
        complain(trouble.failure)
        sys.exit(WRONG_USAGE if trouble.failure.message.startswith("configuration.") else FAILED)
    except DecisionRefused as refused:
        said = sentence_of(refused.reason, refused.params)
        click.echo(f"{said.title}\n{said.message}\n{said.remedy}".rstrip(), err=True)
        sys.exit(FAILED)


def complain(failure: Failure) -> None:
    said = sentence(failure)
    click.echo("\n".join(part for part in (said.title, said.message, said.remedy) if part), err=True)


def show(value: Json) -> None:
    """JSON for scripts: readable where the output takes every sign, ASCII where it does not (a pipe on Windows)."""
    click.echo(json.dumps(value, ensure_ascii=not _takes_everything(sys.stdout), indent=2))


def speak_safely() -> None:
    """A sign that the output's encoding lacks becomes a question mark: a guest's note must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _takes_everything(stream):
            stream.reconfigure(errors="replace")


def _takes_everything(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def zones_of(agent: Agent) -> dict[str, ZoneInfo]:
    return {link.name: link.configuration.zone for link in agent.links}


as_json = click.option("--json", "as_json", is_flag=True, help="For scripts: JSON on standard output.")
