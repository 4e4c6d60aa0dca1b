"""What the doctor examines of one restaurant: keyring, database, disk, clock, log, agent, and each link's two sides."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

from agent import clock as clocks
from agent.composition import Link
from agent.connectors.certificate import certificate_of
from agent.connectors.route import SYSTEMS_OWN, Network, proxy_address
from agent.diagnostics.crash import last_crash
from agent.diagnostics.doctor import Check, Examination
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.health import Status
from agent.domain.ports import Account, Prerequisite
from agent.home import Home
from agent.vault import Vault

PROBE = "campanello/doctor/probe"
"""Name of the keyring entry that is written, read and taken away again."""

DISK_NEEDED = 200 * 1024 * 1024
"""Bytes; under this the database may soon be unable to keep a decision."""

CRASH_TOLD = timedelta(days=7)
"""How long a crash is worth a word."""

DAYS_NEEDED = 14
"""Days that a certificate should still be good."""


class Tested(Protocol):
    """What `Agent.test` answers for one side."""

    @property
    def link(self) -> str: ...

    @property
    def side(self) -> Side: ...

    @property
    def account(self) -> Account | None: ...

    @property
    def failure(self) -> Failure | None: ...

    @property
    def prerequisites(self) -> tuple[Prerequisite, ...]: ...


def side_checks(tested: Tested) -> tuple[Check, ...]:
    """The credentials, and what the pair needs of that side."""
    subject = f"{tested.link}/{tested.side.value}"
    if tested.account is None:
        return (Check("credentials", False, subject, failure=tested.failure),)
    named = MappingProxyType({"name": tested.account.name})
    return (
        Check("credentials", True, subject, named),
        *(_prerequisite(wanted, subject) for wanted in tested.prerequisites),
    )


def examinations(
    home: Home,
    vault: Vault,
    links: tuple[Link, ...],
    status: Callable[[], Status],
    test: Callable[[str, Side], tuple[Check, ...]],
    working: Callable[[], bool],
    scheduled: Callable[[], bool | None],
    updates: Callable[[], Check | None],
    network: Network = SYSTEMS_OWN,
) -> tuple[Examination, ...]:
    """All of them, in the order in which a person would look."""
    general = (
        Examination("keyring", "", lambda: _keyring(vault)),
        Examination("database", "", lambda: _database(home, status)),
        Examination("disk", "", lambda: _disk(home)),
        Examination("log", "", lambda: _log(home)),
        Examination("clock", "", lambda: _clock(status())),
        Examination("agent", "", lambda: (Check("agent", working() or None),)),
        Examination("scheduler", "", lambda: _scheduler(scheduled())),
        Examination("update", "", lambda: _some(updates())),
        Examination("crash", "", lambda: _crash(home)),
    )
    return (
        general
        + tuple(examination for link in links for side in Side for examination in _of_side(link, side, test, network))
        + tuple(Examination("flows", link.name, partial(_flows_of, link, status)) for link in links)
    )


def _of_side(
    link: Link, side: Side, test: Callable[[str, Side], tuple[Check, ...]], network: Network
) -> tuple[Examination, ...]:
    subject = f"{link.name}/{side.value}"
    return (
        Examination("credentials", subject, lambda: test(link.name, side)),
        Examination("certificate", subject, lambda: _certificate(link, side, subject, network)),
        Examination("proxy", subject, lambda: _proxy(link, side, subject, network)),
    )


def _prerequisite(wanted: Prerequisite, subject: str) -> Check:
    params = MappingProxyType(dict(wanted.params))
    failure = None if wanted.fulfilled else Failure(FailureKind.REFUSED, wanted.name, params)
    return Check("prerequisite", wanted.fulfilled, subject, params, failure)


def _keyring(vault: Vault) -> tuple[Check, ...]:
    vault.write(PROBE, "probe")
    vault.delete(PROBE)
    return (Check("keyring", vault.read(PROBE) is None),)


def _database(home: Home, status: Callable[[], Status]) -> tuple[Check, ...]:
    status()
    size = home.database.stat().st_size / 1024 / 1024
    return (Check("database", True, params=MappingProxyType({"megabytes": f"{size:.1f}"})),)


def _disk(home: Home) -> tuple[Check, ...]:
    free = shutil.disk_usage(home.data).free
    params = MappingProxyType({"megabytes": str(free // 1024 // 1024)})
    return (Check("disk", free >= DISK_NEEDED, params=params),)


def _log(home: Home) -> tuple[Check, ...]:
    try:
        home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = home.logs / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        params = MappingProxyType({"file": home.logs.name, "error": type(error).__name__})
        return (Check("log", False, failure=Failure(FailureKind.LOCAL, "store.read_only", params)),)
    return (Check("log", True),)


def _clock(status: Status) -> tuple[Check, ...]:
    ahead = status.clock_skew_seconds
    params = MappingProxyType({"seconds": f"{ahead:.0f}"})
    good = abs(ahead) <= clocks.TOLERATED
    failure = None if good else Failure(FailureKind.LOCAL, "clock.skew", params)
    return (Check("clock", good, params=params, failure=failure),)


def _address(link: Link, side: Side) -> str:
    settings = link.configuration.portal if side is Side.PORTAL else link.configuration.pos
    return str(getattr(settings, "base_url"))  # noqa: B009 - every side's settings have it; the model is the pair's own


def _proxy(link: Link, side: Side, subject: str, network: Network) -> tuple[Check, ...]:
    """Told only where there is one: what stands between is the first thing to ask when nothing arrives."""
    named = proxy_address(urlsplit(_address(link, side)), network)
    if named is None:
        return ()
    parts = urlsplit(named if "://" in named else f"http://{named}")
    # Its login is nobody's business.
    return (Check("proxy", True, subject, MappingProxyType({"proxy": f"{parts.hostname}:{parts.port or 80}"})),)


def _scheduler(runs: bool | None) -> tuple[Check, ...]:
    """None: it runs in another process, or nowhere; `agent` tells which."""
    return () if runs is None else (Check("scheduler", runs),)


def _some(check: Check | None) -> tuple[Check, ...]:
    return () if check is None else (check,)


def _crash(home: Home) -> tuple[Check, ...]:
    crashed = last_crash(home.data)
    if crashed is None or clocks.wall() - crashed.noticed_at > CRASH_TOLD:
        return (Check("crash", True),)
    return (Check("crash", False, params=MappingProxyType({"at": crashed.noticed_at.isoformat()})),)


def _certificate(link: Link, side: Side, subject: str, network: Network) -> tuple[Check, ...]:
    found = certificate_of(_address(link, side), side, link.manifest(side).title, clocks.wall(), network)
    if found is None:
        return ()
    params = MappingProxyType({"issuer": found.issuer, "days": str(found.days_left)})
    return (Check("certificate", found.days_left >= DAYS_NEEDED, subject, params),)


def _flows_of(link: Link, status: Callable[[], Status]) -> tuple[Check, ...]:
    found = next(told for told in status().links if told.name == link.name)
    return tuple(
        Check(
            "flow",
            flow.failure is None and flow.last_success is not None,
            f"{link.name}/{name}",
            failure=flow.failure,
        )
        for name, flow in found.flows.items()
    )
