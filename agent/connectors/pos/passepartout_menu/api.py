"""Calls to Passepartout Menu: the login that each of them carries, one at a time, and its faults read by their words.

    words of a licence                       RateLimited   every terminal of the licence is busy
    words of a login                         AuthRefused
    words of "there is none", asked by id    Gone
    InternalServiceFault, Server             Transient     a write: nobody knows
    any other fault (Client, ...)            Refused       not acted
    no envelope, 404 or 410                  Transient     somebody else answers
    no envelope, any other status            as in the table of `agent.connectors.failures`

ASSUMED, all of it but the last line: no document lists the faults. A WCF service calls an exception that its
programmers did not foresee `InternalServiceFault`, and what they refuse in words of their own `Client`.
"""

import re
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import structlog

from agent.connectors.answer import Answer
from agent.connectors.failures import of_status, word
from agent.connectors.http import Content, SideClient
from agent.connectors.pos.passepartout_menu.soap import NotSoap, Reply, envelope
from agent.domain.failures import AuthRefused, Failed, RateLimited

ACTION: Final = "http://tempuri.org/IAdapterWS/"

LOGIN_WORDS: Final = re.compile(
    r"\blogin\b|password|credenzial|autentic|(utente|azienda)\b.*\b(errat|non valid|non trovat|inesistent)", re.I
)
LICENCE_WORDS: Final = re.compile(r"licenz|\bterminal[ei]\b", re.I)
NONE_WORDS: Final = re.compile(r"non (trovat|esist)|inesistent|not found", re.I)
OWN_FAULTS: Final = ("InternalServiceFault", "Server")
NOTHING: Final[Mapping[str, object]] = MappingProxyType({})

log = structlog.get_logger()


_turns: Final[dict[str, threading.Lock]] = {}
_turns_guard: Final = threading.Lock()


def _turn_at(till: str) -> threading.Lock:
    with _turns_guard:
        return _turns.setdefault(till.lower(), threading.Lock())


class Api:
    """Every call of this till goes through here. A call occupies one terminal of the licence: one at a time."""

    def __init__(self, client: SideClient, login: dict[str, str], till: str) -> None:
        """`till` is its address: two connectors to one till (a lane, a trial of the credentials) take turns."""
        self.client = client
        self._login = login
        self._turn = _turn_at(till)

    def ask(
        self, operation: str, values: Mapping[str, object] = NOTHING, *, writes: bool = False, by_id: bool = False
    ) -> "Heard":
        """Raises `Failed`. `by_id`: the call names a record, so "there is none" is that record's."""
        return heard(operation, self.answer(operation, values, writes=writes), by_id=by_id)

    def answer(self, operation: str, values: Mapping[str, object], *, writes: bool = False) -> Answer:
        """What came back, whatever it is: `heard` judges it. Raises `Failed` when nothing did."""
        message = Content("text/xml; charset=utf-8", envelope(operation, {"datiLogin": self._login, **values}))
        with self._turn:
            return self.client.call(
                "POST", "", headers={"SOAPAction": f'"{ACTION}{operation}"'}, body=message, writes=writes
            )


class Heard:
    """An answer without fault."""

    def __init__(self, answer: Answer, reply: Reply) -> None:
        self.answer = answer
        self.reply = reply

    def listed(self) -> list[object]:
        """The records of a list; nil is an empty one."""
        result = self.reply.result()
        return result if isinstance(result, list) else []

    def record(self) -> dict[str, object] | None:
        """The record that was asked for; None for nil."""
        result = self.reply.result()
        return result if isinstance(result, dict) else None

    def text(self, name: str = "Result") -> str:
        result = self.reply.result(name)
        return result.strip() if isinstance(result, str) else ""


def heard(operation: str, answer: Answer, *, by_id: bool = False) -> Heard:
    """That answer, once it is one without fault. Raises `Failed`."""
    try:
        reply = Reply(operation, answer.body)
    except NotSoap:
        raise _no_envelope(answer) from None
    log.debug("menu.asked", operation=operation, fault="" if reply.fault is None else word(reply.fault[0]))
    if reply.fault is not None:
        raise failure_of(answer, *reply.fault, by_id=by_id)
    if not answer.ok:
        raise _no_envelope(answer)
    return Heard(answer, reply)


def failure_of(answer: Answer, code: str, text: str, *, by_id: bool = False) -> Failed:
    """What a fault means, in the words of HTTP, which the table of failures knows. Its sentence is never kept."""
    if LICENCE_WORDS.search(text):
        status = 429
    elif LOGIN_WORDS.search(text):
        status = 401
    elif by_id and NONE_WORDS.search(text):
        status = 404
    else:
        status = 500 if code in OWN_FAULTS else 422
    return of_status(answer.exchange, status, answer.headers, answer.at, code=code) or answer.malformed("fault")


def login_refused(answer: Answer, said: str) -> Failed:
    """PingLogin answered no, with these words."""
    failure = failure_of(answer, "PingLogin", said)
    if isinstance(failure, AuthRefused | RateLimited):
        return failure
    return of_status(answer.exchange, 401, answer.headers, answer.at, code="PingLogin") or failure


def _no_envelope(answer: Answer) -> Failed:
    if answer.status in (404, 410):
        # Not the till's word: a missing reservation would be taken for a deleted one.
        return answer.stranger()
    return answer.failure() or answer.malformed("soap")
