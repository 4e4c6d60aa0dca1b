"""Looks for a newer version, has it ready, installs it when nobody needs the bell, and goes back when it does not work.

The repository is asked by `look`; all else reads and writes one small file (`book`), which both versions understand.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from agent.configuration.update import UpdateConfiguration
from agent.connectors.route import SYSTEMS_OWN, Network
from agent.domain.failures import Unavailable
from agent.update.book import Book, Page, Pending
from agent.update.hours import within
from agent.update.runner import Runner
from agent.update.versions import newer

if TYPE_CHECKING:
    from agent.update.repository import Offer

MOST_STARTS = 2
"""So often a new version may start without becoming healthy; then the one before comes back."""

log = structlog.get_logger("update")


class Standing(StrEnum):
    CURRENT = "current"
    """Nothing newer is offered."""
    READY = "ready"
    """A newer one lies verified on this PC."""
    BAD = "bad"
    """What is offered was gone back from: it is not taken again."""


class Verdict(StrEnum):
    """What became of a wish to install."""

    NOTHING = "nothing"
    """No newer version is ready."""
    WAITS = "waits"
    """An order waits, or something is still to be sent."""
    LATER = "later"
    """It is not the hour."""
    BY_HAND = "by_hand"
    """On this system an administrator installs it."""
    BEGUN = "begun"
    """The setup runs; it ends this program."""


@dataclass(frozen=True)
class Look:
    version: str | None
    """The newest that is offered for this system."""
    standing: Standing
    file: Path | None = None
    """Its setup, when it is ready."""


class Updates:
    """Of one home. Methods may be called in any thread; `look` blocks as long as a download takes."""

    def __init__(
        self,
        configuration: UpdateConfiguration | None,
        folder: Path,
        running: str,
        system: str,
        runner: Runner | None,
        network: Network = SYSTEMS_OWN,
    ) -> None:
        """`running`: the version of this program. `folder`: for setups and what is known of them."""
        self._configuration = configuration
        self._running = running
        self._system = system
        self._runner = runner
        self._network = network
        self._book = Book(folder)
        self._turn = threading.Lock()

    @property
    def wanted(self) -> bool:
        return self._configuration is not None

    @property
    def installs(self) -> bool:
        """By itself; else an administrator does."""
        return self._runner is not None

    @property
    def window(self) -> str:
        return "" if self._configuration is None else self._configuration.window

    @property
    def page(self) -> Page:
        return self._book.read()

    def begin(self) -> bool:
        """At every start, before anything else. True: the setup of the version before was started, and ends this one.

        A start of a new version counts until `healthy`; after two that did not get there, the one before comes back.
        """
        with self._turn, bearable("begin"):
            page = self._book.read()
            pending = page.pending
            if pending is None:
                return False
            if pending.version != self._running:
                # The setup did not get that far, or a person installed something else: nothing is left to prove.
                self._book.change(pending=None)
                return False
            if pending.starts < MOST_STARTS:
                self._book.change(pending=replace(pending, starts=pending.starts + 1))
                return False
            self._book.change(pending=None, ready=None, bad=(*page.bad, pending.version), went_back=pending.version)
            before = self._book.folder / setup_name(pending.before)
            if self._runner is None or not before.exists():
                log.error("update_cannot_go_back", version=pending.version, before=pending.before)
                return False
            log.error("update_goes_back", version=pending.version, before=pending.before)
            self._runner.run(before)
            return True
        return False

    def healthy(self) -> None:
        """This version works: every link has been through once."""
        with self._turn, bearable("healthy"):
            page = self._book.read()
            if page.pending is not None and page.pending.version == self._running:
                log.info("update_healthy", version=self._running)
                self._book.change(pending=None)
                self._book.tidy({setup_name(self._running), setup_name(page.pending.before)})

    def look(self, now: datetime) -> Look:
        """Asks the repository, and has a newer version on the disk, verified, when this returns.

        Raises `Unavailable`: `update.off`, and what went wrong as `update.*`.
        """
        if self._configuration is None:
            raise Unavailable("update.off")
        from agent.update.repository import Repository  # TUF, of which nobody else needs to know

        with self._turn:
            try:
                repository = Repository(self._configuration, self._book.folder, self._network)
                found = repository.offer(self._system)
                page = self._book.change(looked_at=now.isoformat())
                if found is None or not newer(found.version, self._running):
                    self._book.change(ready=None)
                    return Look(None if found is None else found.version, Standing.CURRENT)
                if found.version in page.bad:
                    self._book.change(ready=None)
                    return Look(found.version, Standing.BAD)
                return self._have_ready(repository.fetched, found)
            except OSError as error:
                raise Unavailable("update.disk", error=type(error).__name__) from None

    def install(self, now: datetime, zone: tzinfo, *, busy: bool, at_once: bool = False) -> Verdict:
        """Runs the setup that is ready, if this is the hour and nobody waits. `at_once`: a person asks for it.

        Raises `Unavailable("update.disk")`.
        """
        with self._turn:
            page = self._book.read()
            if self._configuration is None or page.ready is None or not newer(page.ready[0], self._running):
                return Verdict.NOTHING
            version, name = page.ready
            setup = self._book.folder / name
            if version in page.bad or not setup.exists():
                return Verdict.NOTHING
            if self._runner is None:
                return Verdict.BY_HAND
            if not at_once and not within(self._configuration.hours, now, zone):
                return Verdict.LATER
            if busy:
                return Verdict.WAITS
            try:
                # First the word, then the deed: a PC that loses its power in between has nothing to prove.
                self._book.change(ready=None, pending=Pending(self._running, version))
                self._runner.run(setup)
            except OSError as error:
                raise Unavailable("update.disk", error=type(error).__name__) from None
            log.info("update_begun", version=version, before=self._running)
            return Verdict.BEGUN

    def told_of_going_back(self) -> str | None:
        """The version that was gone back from, once; None: there was none, or a person knows."""
        with self._turn, bearable("told"):
            version = self._book.read().went_back
            if version is not None:
                self._book.change(went_back=None)
            return version
        return None

    def _have_ready(self, fetch: "Callable[[Offer], Path]", found: "Offer") -> Look:
        file = fetch(found)
        self._book.change(ready=(found.version, found.file))
        return Look(found.version, Standing.READY, file)


def setup_name(version: str) -> str:
    """The file of a version's setup, as the setup itself keeps it in the folder."""
    return f"campanello-setup-{version}.exe"


@contextmanager
def bearable(what: str) -> Iterator[None]:
    """This PC's own trouble with the file keeps no bell from ringing; the log tells of it."""
    try:
        yield
    except OSError as error:
        log.warning("update_trouble", what=what, error=type(error).__name__)
