"""A reseller's repository, made and signed as docs/update.md tells, and served on loopback."""

import copy
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp

from agent.configuration.update import UpdateConfiguration
from tests.update.signer import Ed25519Signer

ROLES = ("root", "targets", "snapshot", "timestamp")


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up is no news."""


class Shop:
    """`root` is what the reseller gives along; `publish` offers a version; `url` while it is served."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        for place in (self.metadata, self.targets):
            place.mkdir(parents=True)
        self.root = folder / "given" / "root.json"
        self.root.parent.mkdir()
        self.url = ""
        self.asked: list[str] = []
        self.breaks_after: int | None = None
        """Bytes of a file after which the line breaks."""
        self._wanted: dict[str, threading.Event] = {}
        self._open = threading.Event()
        self._open.set()
        self.until = datetime.now(UTC) + timedelta(days=30)
        self._signers = {role: Ed25519Signer() for role in ROLES}
        self._held: dict[str, Metadata[Any]] = {
            "root": Metadata(Root(expires=self.until)),
            "targets": Metadata(Targets(expires=self.until)),
            "snapshot": Metadata(Snapshot(expires=self.until)),
            "timestamp": Metadata(Timestamp(expires=self.until)),
        }
        for role in ROLES:
            self._held["root"].signed.add_key(self._signers[role].public_key, role)
        self._sign("root")
        self._held["root"].to_file(str(self.root))
        self.sign_all()

    def publish(self, version: str, content: bytes = b"setup", **named: str) -> None:
        """`named`: other files for a system than the usual ones."""
        files = {"windows": f"campanello-setup-{version}.exe", "linux": f"campanello_{version}_amd64.deb", **named}
        for name in set(files.values()):
            self._put(name, content + version.encode())
        self._put("latest.json", json.dumps({"version": version, **files}).encode())
        self.sign_all()

    def say(self, latest: object) -> None:
        """That in place of the list, signed as it should be."""
        self._put("latest.json", latest if isinstance(latest, bytes) else json.dumps(latest).encode())
        self.sign_all()

    def sign_all(self) -> None:
        """New versions of all that changes, until `until`."""
        for role in ("targets", "snapshot", "timestamp"):
            self._held[role].signed.version += 1
            self._held[role].signed.expires = self.until
        version = {role: self._held[role].signed.version for role in ROLES}
        self._held["snapshot"].signed.meta["targets.json"].version = version["targets"]
        self._held["timestamp"].signed.snapshot_meta.version = version["snapshot"]
        for role in ("targets", "snapshot", "timestamp"):
            self._sign(role)

    def rotate(self, role: str) -> None:
        """Another key for that role, by a new root that the old one signs."""
        root = self._held["root"].signed
        root.revoke_key(self._signers[role].public_key.keyid, role)
        old = self._signers["root"]
        self._signers[role] = Ed25519Signer()
        root.add_key(self._signers[role].public_key, role)
        root.version += 1
        self._held["root"].sign(self._signers["root"])
        if role == "root":
            self._held["root"].sign(old, append=True)
        self._held["root"].to_file(str(self.metadata / f"{root.version}.root.json"))
        self.sign_all()

    def steal(self, role: str) -> None:
        """Somebody signs with a key of his own, which no root knows."""
        self._signers[role] = Ed25519Signer()
        self.sign_all()

    def remember(self) -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in self.metadata.iterdir()}

    def give_back(self, before: dict[Path, bytes]) -> None:
        """The metadata as it was: what somebody replays who stands in between."""
        for file in self.metadata.iterdir():
            file.unlink()
        for file, content in before.items():
            file.write_bytes(content)

    def file(self, name: str) -> Path:
        """A target as it is served, under its hash."""
        (found,) = self.targets.glob(f"*.{name}")
        return found

    def configuration(self, window: str = "03:00-06:00") -> UpdateConfiguration:
        return UpdateConfiguration(url=self.url, root=self.root, window=window)

    def asked_for(self, name: str) -> threading.Event:
        """Set as soon as somebody asks for a file of that name."""
        return self._wanted.setdefault(name, threading.Event())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within it the server takes requests and answers none."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    @contextmanager
    def served(self, tls: ssl.SSLContext | None = None) -> Iterator["Shop"]:
        shop = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                shop.asked.append(self.path)
                shop.asked_for(self.path.rpartition("/")[2]).set()
                shop._open.wait(30)
                super().do_GET()

            def copyfile(self, source: Any, outputfile: Any) -> None:
                if shop.breaks_after is None:
                    super().copyfile(source, outputfile)
                else:
                    outputfile.write(source.read(shop.breaks_after))

            def log_message(self, format: str, *args: object) -> None:  # the base's own name
                """Quietly."""

        server = _Server(("127.0.0.1", 0), partial(Handler, directory=str(self.folder)))
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _put(self, name: str, content: bytes) -> None:
        for old in self.targets.glob(f"*.{name}"):
            old.unlink()
        target = TargetFile.from_data(name, content, ["sha256"])
        (self.targets / f"{target.hashes['sha256']}.{name}").write_bytes(content)
        self._held["targets"].signed.targets[name] = target

    def _sign(self, role: str) -> None:
        held = copy.deepcopy(self._held[role])
        held.sign(self._signers[role])
        name = "timestamp.json" if role == "timestamp" else f"{held.signed.version}.{role}.json"
        held.to_file(str(self.metadata / name))
        self._held[role] = held
