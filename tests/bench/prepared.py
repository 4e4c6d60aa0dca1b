"""Two systems with the same reservations, served as prepared bytes by a process of their own.

    python -m tests.bench.prepared COUNT        tells as one line of JSON where they are; ends when its input does

What the sandbox answered once is answered again out of memory: what a page costs to make is in no measurement, and what
it costs to hand out is the same for whoever asks. Nothing is written, so what was asked once stays true.
"""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.client import HTTPConnection
from pathlib import Path

from agent.sandbox import PlateformServer
from agent.sandbox.menu import book
from agent.sandbox.menu.server import MenuServer
from agent.sandbox.parties import WISHES, spread_evenings
from agent.sandbox.wire import Json

DAYS = 60
"""From tomorrow on: within the far window of the pair."""

FIRST_NAMES = ("Anna", "Bruno", "Chiara", "Davide", "Elena", "Fabio", "Giulia", "Luca", "Niccolò", "Sofìa")
LAST_NAMES = ("Rossi", "Bianchi", "D'Amico", "Esposito", "Ferrari", "Greco", "Lombardi", "Moretti", "Ricci", "Zanella")

PIECE = 65536


@dataclass(frozen=True)
class Place:
    """Where they are, and how one logs in."""

    portal: str
    restaurant_id: str
    api_key: str
    till: str
    company: str
    user: str
    password: str


@contextmanager
def prepared(count: int) -> Iterator[Place]:
    """In another process, for as long as the block lasts."""
    command = [sys.executable, "-m", "tests.bench.prepared", str(count)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Place(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


def main(count: int) -> None:
    with PlateformServer() as portal, MenuServer() as till:
        fill(portal, till, count)
        relays = Relay(portal.base_url), Relay(till.base_url)
        place = Place(
            relays[0].url, portal.restaurant_id, portal.api_key, relays[1].url, till.company, till.user, till.password
        )
        sys.stdout.write(json.dumps(asdict(place)) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def fill(portal: PlateformServer, till: MenuServer, count: int) -> None:
    """Each reservation of the portal is at the till too, as this product would have written it there."""
    with portal.state.lock, till.state.lock:
        for number, evening in enumerate(spread_evenings(datetime.now(UTC), count, DAYS)):
            guest = {
                "first_name": FIRST_NAMES[number % 10],
                "last_name": LAST_NAMES[number // 10 % 10],
                "email": f"ospite{number % 500}@example.org",
                "phone": f"+39333{number % 500:07}",
            }
            wish = WISHES[number % len(WISHES)]
            told = {"starts_at": evening, "status": "confermato", "covers": number % 9 + 1, "notes": wish}
            made = portal.book(**told, customer=guest)
            till.state.create(till.state.reservations, _row(made, evening, wish), "api")


def _row(made: Json, evening: datetime, wish: str | None) -> Json:
    guest = made["customer"]
    return {
        **book.EMPTY,
        "DataOra": evening,
        "NumeroPersone": made["covers"],
        "Adulti": made["covers"],
        "Intestazione": f"{guest['first_name']} {guest['last_name']}",
        "Email": guest["email"],
        "Telefono": guest["phone"],
        "Note": wish,
        "OrigineEnum": "Portale",
        "StatoEnum": "Confermata",
        "Tag": f"plateform:{made['id']}",
    }


class Relay:
    """Asks the server behind it once for each thing, and answers it out of memory ever after. A thread a connection."""

    def __init__(self, behind: str) -> None:
        host, _, self._prefix = behind.removeprefix("http://").partition("/")
        self._behind = host
        self._known: dict[tuple[str, bytes], tuple[bytes, bytes]] = {}
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/{self._prefix}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _ = self._door.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as asked:
            while line := asked.readline():
                headers = {}
                while (header := asked.readline()) not in (b"\r\n", b""):
                    name, _, value = header.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                body = asked.read(int(headers.get("content-length", "0")))
                connection.sendall(self._answer(line.decode("latin-1"), headers, body))

    def _answer(self, line: str, headers: dict[str, str], body: bytes) -> bytes:
        key = line, body
        if key not in self._known:
            self._known[key] = self._ask(line, headers, body)
        head, content = self._known[key]
        date = format_datetime(datetime.now(UTC), usegmt=True)
        return head + f"Date: {date}\r\n\r\n".encode() + content

    def _ask(self, line: str, headers: dict[str, str], body: bytes) -> tuple[bytes, bytes]:
        method, path, _ = line.split(" ")
        passed = {name: value for name, value in headers.items() if name not in ("host", "accept-encoding")}
        asking = HTTPConnection(self._behind)
        asking.request(method, path, body or None, passed)
        answer = asking.getresponse()
        content = answer.read()
        asking.close()
        kept = [
            f"{name}: {value}\r\n"
            for name, value in answer.getheaders()
            if name.lower() not in ("date", "content-length", "connection", "server", "transfer-encoding")
        ]
        head = f"HTTP/1.1 {answer.status} {answer.reason}\r\nContent-Length: {len(content)}\r\n{''.join(kept)}"
        return head.encode("latin-1"), content


if __name__ == "__main__":
    main(int(sys.argv[1]))
