"""The keyring for a program that runs all evening: asked by a process that ends when it has answered.

    python -m agent.keyring_process        a line of JSON for each question on its input, one for each answer

On Linux the keyring's library brings cryptography along, 13 MB that would lie beside the program for ever to read a few
secrets once. What passes between the two are pipes that no other process can open.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from typing import IO, Any

from agent.domain.failures import Unavailable
from agent.vault import KeyringVault, Vault

FLAG = "--keyring"
"""By which the built program is told to be this process, before it imports anything large (`installer/start.py`)."""

IDLE = 5.0
"""Seconds after the last answer, after which the process is ended: the secrets of a link are asked for in a row."""


def lasting_vault(service: str) -> Vault:
    """The keyring, for a process that stays: one that costs little when it is not asked."""
    # Elsewhere the library is small, and a process slow to begin.
    return ProcessVault(service) if sys.platform == "linux" else KeyringVault(service)


def keyring_command() -> list[str]:
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, FLAG] if frozen else [sys.executable, "-m", "agent.keyring_process"]


class ProcessVault:
    """Fulfils `Vault`. May be used from several threads; one waits for the other, as for the keyring's own dialogue."""

    def __init__(self, service: str, idle: float = IDLE) -> None:
        self._service = service
        self._idle = idle
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    def read(self, name: str) -> str | None:
        return self._asked("read", name)

    def write(self, name: str, value: str) -> None:
        self._asked("write", name, value)

    def delete(self, name: str) -> None:
        self._asked("delete", name)

    def _asked(self, what: str, name: str, value: str = "") -> str | None:
        with self._lock:
            question = json.dumps({"what": what, "service": self._service, "name": name, "value": value})
            # Each of the three can be done twice: a process that died on the way is begun anew, once.
            line = self._answered(question) or self._answered(question)
            if not line:
                raise Unavailable("keyring.refused", backend="", error="process")
            self._rest = threading.Timer(self._idle, self._let_go)
            self._rest.daemon = True
            self._rest.start()
        answer = json.loads(line)
        if "trouble" in answer:
            raise Unavailable(answer["trouble"], **answer["params"])
        found: str | None = answer["value"]
        return found

    def _answered(self, question: str) -> bytes:
        """Empty: the process ended without an answer."""
        if self._rest is not None:
            self._rest.cancel()
        try:
            child = self._child or self._begun()
            asked, told = _pipes(child)
            asked.write(question.encode() + b"\n")
            asked.flush()
            line = told.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self._end()
            return b""
        return line

    def _begun(self) -> "subprocess.Popen[bytes]":
        self._child = subprocess.Popen(
            keyring_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._child

    def _let_go(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        asked, told = _pipes(child)
        try:
            asked.close()
        except OSError:
            child.kill()  # it is gone, or hears nothing
        child.wait()
        told.close()


def _pipes(child: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None
    assert child.stdout is not None
    return child.stdin, child.stdout


def main() -> None:
    """Answers until its input ends, which also ends what waits for a person: nobody wants the answer any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions,), daemon=True).start()
    while True:
        answers.write(json.dumps(_answer(json.loads(questions.get()))).encode() + b"\n")
        answers.flush()


def _listen(questions: "queue.SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        questions.put(line)
    os._exit(0)


def _answer(question: dict[str, str]) -> dict[str, Any]:
    vault = KeyringVault(question["service"])
    name = question["name"]
    try:
        if question["what"] == "read":
            return {"value": vault.read(name)}
        if question["what"] == "write":
            vault.write(name, question["value"])
        else:
            vault.delete(name)
    except Unavailable as trouble:
        return {"trouble": trouble.failure.message, "params": dict(trouble.failure.params)}
    return {"value": None}


if __name__ == "__main__":
    main()
