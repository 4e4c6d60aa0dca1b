"""One order's whole road through the built program, judged at the two servers of its sandbox."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from installer.built import Program, until

SYSTEMS = ("plateform", "cassa", "menu", "lasagna", "tilby")

PROVEN = frozenset(("keyring", "database", "credentials", "prerequisite", "flow"))
"""What the doctor must find, and find well, wherever an order goes its road."""

_SECRET = re.compile(r"^printf %s (\S+) \| campanello secret set (\S+) (\S+) (\S+)$", re.MULTILINE)
_CONTROL = re.compile(r"(http://127\.0\.0\.1:\d+/_control)/state")


class Control:
    """The hands of a guest, or of the person at the till (docs/sandbox.md)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, method: str, path: str, body: object = None) -> Any:
        """What it answers. Raises OSError when it is not there, or refuses."""
        told = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}/{path}", data=told, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def state(self) -> Any:
        return self.send("GET", "state")


class Stage(NamedTuple):
    """A sandbox that is served, and what joins an agent to it, as it is printed for a person."""

    configuration: str
    secrets: tuple[tuple[str, str, str, str], ...]
    """Each with link, side and field before it."""
    portal: Control
    till: Control


@contextmanager
def sandbox(program: Program) -> Iterator[Stage]:
    """Served by the built program itself, on free ports."""
    ports = [word for system in SYSTEMS for word in (f"--{system}-port", "0")]
    with program.serving("sandbox", *ports) as process:
        assert process.stdout is not None
        text = ""
        while len(_CONTROL.findall(text)) < len(SYSTEMS):
            line = process.stdout.readline()
            assert line, f"the sandbox ended: {text}"
            text += line
        portal, till, *_others = (Control(url) for url in _CONTROL.findall(text))
        secrets = tuple((link, side, field, secret) for secret, link, side, field in _SECRET.findall(text))
        yield Stage(text.partition("printf ")[0], secrets, portal, till)


def joined(program: Program, stage: Stage, keep: Callable[[str], None]) -> None:
    """The reseller's work: the configuration where it belongs, which `keep` does, and the secrets into the keyring."""
    keep(stage.configuration)
    for link, side, field, secret in stage.secrets:
        program("secret", "set", link, side, field, told=f"{secret}\n")


def place(stage: Stage) -> str:
    """A guest orders. Returns the order's number at the portal."""
    guest = {"first_name": "Ada", "last_name": "Neri", "email": "ada@posta.invalid"}
    return str(stage.portal.send("POST", "orders", {"customer": guest})["id"])


def status(stage: Stage, ref: str) -> str:
    """At the portal, in its own word."""
    (order,) = (order for order in stage.portal.state()["orders"] if str(order["id"]) == ref)
    return str(order["status"])


def at_till(stage: Stage, ref: str) -> list[Any]:
    """What the till has of it; more than one would be the guest's dinner cooked twice."""
    return [order for order in stage.till.state()["orders"] if ref in str(order.get("externalId", ""))]


def accepted_times(stage: Stage, ref: str) -> int:
    """How often the portal did as it was told; what it refused or never heard does not count."""
    return sum(act["effect"] == f"order {ref} confermato" for act in stage.portal.state()["acted"])


def row(program: Program, ref: str) -> Any:
    """As the program lists it, or None."""
    return next((order for order in program.json("orders", "list") if order["portal_ref"] == ref), None)


def order_goes_its_road(program: Program, stage: Stage) -> str:
    """Beside a running agent: it arrives, is at the till once, is accepted in the terminal, and the portal knows."""
    ref = place(stage)
    until(lambda: len(at_till(stage, ref)) == 1, 40, "the order is at the till")
    held = row(program, ref)
    assert held is not None
    assert (held["status"], held["waiting_for"], held["customer"]) == ("new", "decision", "Ada Neri")
    program("orders", "accept", str(held["id"]))
    until(lambda: status(stage, ref) == "confermato", 20, "the portal knows that it is accepted")
    assert accepted_times(stage, ref) == 1
    assert len(at_till(stage, ref)) == 1
    assert row(program, ref)["status"] == "accepted"
    return ref
