"""The only door to TUF: what the reseller's repository offers, verified from the root that he gave.

A file `latest.json` among the targets names the newest version and its setup for each system:
`{"version": "1.2.0", "windows": "campanello-setup-1.2.0.exe", "linux": "campanello_1.2.0_amd64.deb"}`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
)
from tuf.api.metadata import TargetFile
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

from agent.configuration.update import UpdateConfiguration
from agent.connectors.download import NotServed, downloaded
from agent.connectors.route import SYSTEMS_OWN, Network
from agent.domain.failures import Failed, Unavailable
from agent.update.book import own_folder
from agent.update.versions import named_in, numbers

LATEST = "latest.json"
LARGEST_LATEST = 100_000
"""Bytes."""


@dataclass(frozen=True)
class Offer:
    """The newest version for this system. `file` is the name of its setup."""

    version: str
    file: str


class _Fetcher(FetcherInterface):
    def __init__(self, network: Network) -> None:
        self._network = network

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from downloaded(url, self._network)
        except NotServed as not_served:
            raise DownloadHTTPError(f"status {not_served.status}", not_served.status) from None
        except Failed as failed:
            told = failed.failure
            if told.message == "side.certificate":
                why = told.params["why"]
                raise Unavailable("update.certificate", host=told.params["host"], why=why) from None
            raise DownloadError(told.message) from None


class Repository:
    """One look: what it learns is kept in `folder`, so that an older word is noticed the next time.

    Every method raises `Unavailable` (`update.*`, and `network.ca_file` for the way there), and OSError for this PC's
    own trouble.
    """

    def __init__(self, configuration: UpdateConfiguration, folder: Path, network: Network = SYSTEMS_OWN) -> None:
        self._folder = folder
        metadata = folder / "metadata"
        own_folder(folder)
        own_folder(metadata)
        try:
            trusted = configuration.root.read_bytes()
        except OSError as error:
            raise Unavailable("update.no_root", file=configuration.root.name, error=type(error).__name__) from None
        with _told():
            self._updater = Updater(
                str(metadata),
                f"{configuration.url}/metadata/",
                str(folder),
                f"{configuration.url}/targets/",
                _Fetcher(network),
                UpdaterConfig(prefix_targets_with_hash=True),
                bootstrap=trusted,
            )

    def offer(self, system: str) -> Offer | None:
        """None: nothing for that system (`windows`, `linux`)."""
        with _told():
            target = self._updater.get_targetinfo(LATEST)
        if target is None or target.length > LARGEST_LATEST:
            return None
        content = self._file_of(target, LATEST).read_bytes()
        try:
            told = json.loads(content)
            version, file = str(told["version"]), told.get(system)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unavailable("update.not_trusted", error=LATEST) from None
        if not isinstance(file, str) or not file or Path(file).name != file:
            return None
        if numbers(version) is not None and not named_in(version, file):
            # A setup of another version under this one's name would be installed every night anew.
            raise Unavailable("update.not_trusted", error=LATEST)
        return Offer(version, file)

    def fetched(self, offer: Offer) -> tuple[Path, str]:
        """Its setup, whole and verified, in the folder, and its SHA-256; fetched only when it does not lie there."""
        with _told():
            target = self._updater.get_targetinfo(offer.file)
        if target is None or "sha256" not in target.hashes:
            raise Unavailable("update.not_trusted", error=offer.file)
        file = self._file_of(target, offer.file)
        file.chmod(0o700)
        return file, str(target.hashes["sha256"])

    def _file_of(self, target: TargetFile, name: str) -> Path:
        """Through a file of another name, so that what has the right one is whole."""
        place, unfinished = self._folder / name, self._folder / f"{name}.part"
        with _told():
            if self._updater.find_cached_target(target, str(place)) is not None:
                return place
            try:
                self._updater.download_target(target, str(unfinished))
                unfinished.chmod(0o600)
                unfinished.replace(place)
            finally:
                unfinished.unlink(missing_ok=True)
        return place


@contextmanager
def _told() -> Iterator[None]:
    """TUF's errors as ours. Its texts are not passed on: they quote addresses."""
    try:
        yield
    except ExpiredMetadataError:
        raise Unavailable("update.expired") from None
    except (LengthOrHashMismatchError, DownloadLengthMismatchError):
        raise Unavailable("update.tampered") from None
    except RepositoryError as error:
        raise Unavailable("update.not_trusted", error=type(error).__name__) from None
    except DownloadError as error:
        raise Unavailable("update.unreachable", error=type(error).__name__) from None
