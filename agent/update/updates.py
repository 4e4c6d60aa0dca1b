"""Looks for a newer version, has it ready, installs it when nobody needs the bell, and goes back when it does not work.

The repository is asked by `look`; all else reads and writes one small file (`book`), which both versions understand.
"""

import hashlib
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
from agent.update.book import Book, Page, Pending, Ready, Tried, Trouble
from agent.update.hours import within
from agent.update.runner import Runner
from agent.update.versions import newer

if TYPE_CHECKING:
    from agent.update.repository import Offer, Repository

MOST_STARTS = 2
"""So often a new version may start without becoming healthy; then the one before comes back."""

MOST_TRIES = 3
"""So many nights a setup is run that brings nothing; then it is a person's turn."""

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
    UNPROVEN = "unproven"
    """The version that runs is new itself, and has not shown yet that it works."""
    GIVEN_UP = "given_up"
    """Its setup was run for several nights and brought nothing."""
    BEGUN = "begun"
    """The setup runs; it ends this program."""


@dataclass(frozen=True)
class WentWrong:
    """A version that did not become healthy, for a person who was not there."""

    version: str
    back: bool
    """The version before works again; else it could not come back, and this one goes on."""


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
        """Of the book: held for an instant, by whomever."""
        self._looking = threading.Lock()
        """Of the repository: held as long as a download takes. Nobody who rings a bell may wait for it."""

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

    @property
    def folder(self) -> Path:
        return self._book.folder

    @property
    def unproven(self) -> bool:
        """This version is new, and has not become healthy yet."""
        pending = self.page.pending
        return pending is not None and pending.version == self._running

    @property
    def given_up(self) -> str | None:
        """The version whose setup was run in vain for so long that a person should look."""
        page = self.page
        return page.ready.version if page.ready is not None and _in_vain(page, page.ready.version) else None

    def begin(self) -> bool:
        """At every start, before anything else. True: the setup of the version before was started, and ends this one.

        A start of a new version counts until `healthy` or `ended`; after two, the one before comes back.
        """
        with self._turn, bearable("begin"):
            page = self._book.read()
            pending = page.pending
            if pending is None:
                return False
            if pending.version != self._running:
                # The setup did not get that far, or a person installed something else: nothing is left to prove.
                log.warning("update_not_brought", version=pending.version)
                self._book.change(pending=None)
                return False
            if pending.starts < MOST_STARTS:
                self._book.change(pending=replace(pending, starts=pending.starts + 1))
                return False
            return self._go_back(page, pending)
        return False

    def ended(self) -> None:
        """This start ends in order: it says nothing of the version, neither good nor bad."""
        with self._turn, bearable("ended"):
            pending = self._book.read().pending
            if pending is not None and pending.version == self._running and pending.starts > 0:
                self._book.change(pending=replace(pending, starts=pending.starts - 1))

    def healthy(self) -> None:
        """This version works."""
        with self._turn, bearable("healthy"):
            pending = self._book.read().pending
            if pending is not None and pending.version == self._running:
                log.info("update_healthy", version=self._running)
                page = self._book.change(pending=None, tried=None, before=pending.before)
                self._book.tidy(self._wanted(page))

    def look(self, now: datetime) -> Look:
        """Asks the repository, and has a newer version on the disk, verified, when this returns.

        Raises `Unavailable`: `update.off`, and what went wrong as `update.*` or `network.*`.
        """
        if self._configuration is None:
            raise Unavailable("update.off")
        from agent.update.repository import Repository  # TUF, of which nobody else needs to know

        with self._looking:
            try:
                look = self._look(Repository(self._configuration, self._book.folder, self._network), now)
            except OSError as error:
                trouble = Unavailable("update.disk", error=type(error).__name__)
            except Unavailable as unavailable:
                trouble = unavailable
            else:
                return look
            with bearable("trouble"):
                self._book.change(trouble=Trouble(trouble.failure.message, dict(trouble.failure.params)))
            raise trouble from None

    def install(self, now: datetime, zone: tzinfo, *, busy: Callable[[], bool], at_once: bool = False) -> Verdict:
        """Runs the setup that is ready, if this is the hour and nobody waits. `at_once`: a person asks for it.

        Raises `Unavailable`: `update.changed`, `update.not_started`, `update.disk`.
        """
        with self._turn:
            ready = self._installable()
            if ready is None:
                return Verdict.NOTHING
            if self._runner is None:
                return Verdict.BY_HAND
            assert self._configuration is not None
            if not at_once and not within(self._configuration.hours, now, zone):
                return Verdict.LATER
            if not at_once and self.unproven:
                return Verdict.UNPROVEN
            if not at_once and _in_vain(self.page, ready.version):
                return Verdict.GIVEN_UP
            if busy():
                return Verdict.WAITS
            self._run(self._runner, ready)
            return Verdict.BEGUN

    def told_of_trouble(self) -> WentWrong | None:
        """The version that did not become healthy, once; None: there was none, or a person knows."""
        with self._turn, bearable("told"):
            version = self._book.read().went_back
            if version is not None:
                self._book.change(went_back=None)
                return WentWrong(version, back=version != self._running)
        return None

    def _look(self, repository: "Repository", now: datetime) -> Look:
        found = repository.offer(self._system)
        page = self._book.change(looked_at=now.isoformat(), trouble=None)
        if found is None or not newer(found.version, self._running):
            return self._nothing(page, found, Standing.CURRENT)
        if found.version in page.bad:
            return self._nothing(page, found, Standing.BAD)
        file, sha256 = repository.fetched(found)
        page = self._book.change(ready=Ready(found.version, found.file, sha256))
        self._book.tidy(self._wanted(page))
        return Look(found.version, Standing.READY, file)

    def _nothing(self, page: Page, found: "Offer | None", standing: Standing) -> Look:
        if page.ready is not None:
            page = self._book.change(ready=None)
        self._book.tidy(self._wanted(page))
        return Look(None if found is None else found.version, standing)

    def _installable(self) -> Ready | None:
        page = self._book.read()
        ready = page.ready
        if self._configuration is None or ready is None or not newer(ready.version, self._running):
            return None
        return None if ready.version in page.bad or not (self._book.folder / ready.file).exists() else ready

    def _run(self, runner: Runner, ready: Ready) -> None:
        setup = self._book.folder / ready.file
        page = self._book.read()
        try:
            with setup.open("rb") as stream:
                same = hashlib.file_digest(stream, "sha256").hexdigest() == ready.sha256
            if not same:
                # Since it was verified: cut by a power failure, or written over. It is fetched anew.
                self._book.change(ready=None)
                setup.unlink()
                raise Unavailable("update.changed")
            # First the word, then the deed: a PC that loses its power in between has nothing to prove.
            times = page.tried.times if page.tried is not None and page.tried.version == ready.version else 0
            # From a version that has not proved itself the way back leads to the one before that one.
            before = page.pending.before if page.pending is not None and self.unproven else self._running
            self._book.change(ready=None, pending=Pending(before, ready.version), tried=Tried(ready.version, times + 1))
        except OSError as error:
            raise Unavailable("update.disk", error=type(error).__name__) from None
        log.info("update_begun", version=ready.version, before=self._running)
        try:
            runner.run(setup)
        except OSError as error:
            with bearable("not_started"):
                self._book.change(pending=None)
            raise Unavailable("update.not_started", version=ready.version, error=type(error).__name__) from None

    def _go_back(self, page: Page, pending: Pending) -> bool:
        """Whether the setup of the version before runs. The one that failed is not taken again, whether or not."""
        self._book.change(pending=None, ready=None, bad=(*page.bad, pending.version), went_back=pending.version)
        before = self._book.folder / setup_name(pending.before)
        if self._runner is None or not before.exists():
            log.error("update_cannot_go_back", version=pending.version, before=pending.before)
            return False
        log.error("update_goes_back", version=pending.version, before=pending.before)
        self._runner.run(before)
        return True

    def _wanted(self, page: Page) -> set[str]:
        """The files that are still of use: this version's setup for the day on which it is the one before."""
        names = {setup_name(self._running)}
        if page.before is not None:
            names.add(setup_name(page.before))
        if page.ready is not None:
            names.add(page.ready.file)
        if page.pending is not None:
            names |= {setup_name(page.pending.before), setup_name(page.pending.version)}
        return names


def setup_name(version: str) -> str:
    """The file of a version's setup, as the setup itself keeps it in the folder."""
    return f"campanello-setup-{version}.exe"


def _in_vain(page: Page, version: str) -> bool:
    return page.tried is not None and page.tried.version == version and page.tried.times >= MOST_TRIES


@contextmanager
def bearable(what: str) -> Iterator[None]:
    """This PC's own trouble with the file keeps no bell from ringing; the log tells of it."""
    try:
        yield
    except OSError as error:
        log.warning("update_trouble", what=what, error=type(error).__name__)
