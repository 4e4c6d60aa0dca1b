"""Faults by their words, answers of somebody else, and XML that means harm."""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.soap import NotSoap, Reply
from agent.domain.failures import AuthRefused, Failed, Gone, Malformed, RateLimited, Refused, Transient
from agent.domain.reservations import Booking, ReservationDraft, ReservationState
from tests.connectors.passepartout_menu.till import (
    PASSWORD,
    WordTill,
    enveloped,
    fault,
    listed,
    members,
    nil,
    result,
    row,
)
from tests.connectors.raw_server import RawServer, answer, saying

DRAFT = ReservationDraft("9", Booking(datetime(2026, 11, 25, 19, 0, tzinfo=UTC), 2, ReservationState.PENDING))

FAULTS = [
    ("s:Client", "Login non valido per l'utente campanello", AuthRefused, "side.credentials_refused"),
    ("s:Client", "Password errata: segretissima", AuthRefused, "side.credentials_refused"),
    ("s:Client", "Utente campanello non valido", AuthRefused, "side.credentials_refused"),
    ("s:Client", "Azienda DEMO inesistente", AuthRefused, "side.credentials_refused"),
    ("s:Client", "Nessun terminale libero per il login", RateLimited, "side.busy"),
    ("s:Server", "Licenza occupata", RateLimited, "side.busy"),
    ("s:Client", "Il cliente di questa azienda ha un conto aperto", Refused, "side.refused"),
    ("s:Client", "Il tavolo di Maria Rossi e' occupato", Refused, "side.refused"),
    ("a:DeserializationFailed", "Il formatter ha generato un'eccezione", Refused, "side.refused"),
    ("a:ActionNotSupported", "Il messaggio con Action non pu\u00f2 essere elaborato", Refused, "side.refused"),
    ("a:InternalServiceFault", "Riferimento a un oggetto non impostato", Transient, "side.server_error"),
    ("s:Server", "Database occupato", Transient, "side.server_error"),
    ("", "", Refused, "side.refused"),
]


@pytest.mark.parametrize(("code", "words", "kind", "message"), FAULTS)
def test_a_fault_of_a_read(
    menu: PassepartoutMenu, till: WordTill, code: str, words: str, kind: type[Failed], message: str
) -> None:
    till.says("GetSaleMenu", fault(code, words))
    with pytest.raises(Failed) as caught:
        menu.rooms()
    assert type(caught.value) is kind
    assert (caught.value.failure.message, caught.value.failure.acted) == (message, False)
    assert not any(word in repr(caught.value.failure) for word in ("segretissima", "Maria", "campanello"))


@pytest.mark.parametrize(("code", "words", "kind", "message"), FAULTS)
def test_a_fault_of_a_write(
    menu: PassepartoutMenu, till: WordTill, code: str, words: str, kind: type[Failed], message: str
) -> None:
    till.says("PutPrenotazioneMenu", fault(code, words))
    with pytest.raises(kind) as caught:
        menu.create_reservation(DRAFT, key="k")
    assert caught.value.failure.message == message
    assert caught.value.failure.acted is (None if kind is Transient else False)


def test_there_is_none_only_counts_where_an_id_was_asked_for(menu: PassepartoutMenu, till: WordTill) -> None:
    none = fault("s:Client", "Prenotazione 41 non trovata")
    till.says("GetPrenotazioneMenu", none)
    with pytest.raises(Gone):
        menu.reservation("41")
    till.says("GetComanda", none)
    assert menu.check("41") is None
    till.says("GetSaleMenu", none)
    with pytest.raises(Refused) as caught:
        menu.rooms()
    assert not isinstance(caught.value, Gone)


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        (httpx.Response(404, text="<html>"), Transient, "side.stranger"),
        (httpx.Response(401), AuthRefused, "side.credentials_refused"),
        (httpx.Response(503, headers={"Retry-After": "9"}), RateLimited, "side.busy"),
        (httpx.Response(502, text="Bad Gateway"), Transient, "side.server_error"),
        (httpx.Response(500, text=nil("GetSaleMenu")), Transient, "side.server_error"),
        (httpx.Response(302, headers={"Location": "http://altrove.test/"}), Transient, "side.redirected"),
        (httpx.Response(200, text="<html><body>Benvenuti</body></html>"), Malformed, "side.malformed"),
        (httpx.Response(200, text=""), Malformed, "side.malformed"),
        (httpx.Response(200, text="{}"), Malformed, "side.malformed"),
        (httpx.Response(200, text=nil("GetConto")), Malformed, "side.malformed"),
        (httpx.Response(200, text=enveloped("")), Malformed, "side.malformed"),
        (httpx.Response(200, text=listed(row())[:-40]), Malformed, "side.malformed"),
    ],
)
def test_who_else_may_answer(
    menu: PassepartoutMenu, till: WordTill, said: httpx.Response, kind: type[Failed], message: str
) -> None:
    till.says("GetSaleMenu", said)
    with pytest.raises(kind) as caught:
        menu.rooms()
    assert (caught.value.failure.message, caught.value.failure.acted) == (message, False)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
GOOD = result("GetSaleMenu", "<a:string>{}</a:string>")


@pytest.mark.parametrize(
    ("doctype", "content"),
    [
        (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
        ('<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>', "&secret;"),
        ('<!DOCTYPE x [<!ENTITY % far SYSTEM "http://far.test/x.dtd"> %far;]>', "x"),
        ('<!DOCTYPE x SYSTEM "http://far.test/x.dtd">', "x"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>', "x"),
    ],
    ids=["billion laughs", "a file", "a far parameter", "a far definition", "harmless"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_a_document_type_is_refused(doctype: str, content: str, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{GOOD.format(content)}'.encode(encoding)
    began = time.monotonic()
    with pytest.raises(NotSoap) as caught:
        Reply("GetSaleMenu", body)
    assert time.monotonic() - began < 1
    assert "passwd" not in str(caught.value)


def test_the_same_without_a_document_type_is_read() -> None:
    """Else the test above would say nothing."""
    assert Reply("GetSaleMenu", GOOD.format("Sala").encode()).result() == ["Sala"]
    with_declaration = f'<?xml version="1.0" encoding="utf-8"?>{GOOD.format("Già &amp; &#x2F;")}'
    assert Reply("GetSaleMenu", b"\xef\xbb\xbf" + with_declaration.encode()).result() == ["Già & /"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a>" * 100_000,
        GOOD.format("<b>" * 5000).encode(),
        GOOD.format("a < b").encode(),
        GOOD.format("Sala").encode()[:-20],
        GOOD.format("Sala").encode("utf-16"),
    ],
    ids=["nothing", "open", "open within", "a bracket", "half", "another encoding"],
)
def test_broken_or_bottomless_xml(body: bytes) -> None:
    with pytest.raises(NotSoap):
        Reply("GetSaleMenu", body)


TWO = "{}</a:string><a:string>Giardino &amp; portico"


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (TWO.format("Sa&#x1F;la &#0; &#1114112; &#99999999999999999999;"), "Sa\ufffdla \ufffd \ufffd \ufffd"),
        (TWO.format("Sa\x0bla"), "Sa\ufffdla"),
        (TWO.format("Sa&nowhere;la & co"), "Sa\ufffdla \ufffd co"),
        (TWO.format("Sala" + "<b>" * 5000 + "</b>" * 5000), "Sala"),
        (TWO.format("x" * 12_000_000), "x" * 12_000_000),
    ],
    ids=["a control character as .NET writes it", "a control character", "unknown entity", "deep", "long"],
)
def test_a_place_that_no_xml_may_have_costs_no_other_record(body: str, first: str) -> None:
    assert Reply("GetSaleMenu", GOOD.format(body).encode()).result() == [first, "Giardino & portico"]


def test_a_byte_that_is_no_utf_8_costs_one_character() -> None:
    assert Reply("GetSaleMenu", GOOD.format("Caff\xe8").encode("latin-1")).result() == ["Caff\ufffd"]


def test_what_is_remarked_is_not_read() -> None:
    assert Reply("GetSaleMenu", GOOD.format("Sa<!-- <b/> --><?x y?>la").encode()).result() == ["Sala"]


def test_a_call_that_waits_for_its_turn_ends_with_the_connector(
    opened_at: Callable[[str], PassepartoutMenu],
) -> None:
    release = threading.Event()

    def hang(connection: object, request: bytes) -> None:
        release.wait(10)

    with RawServer(hang) as server:
        menu = opened_at(server.url)
        caught: list[Failed] = []

        def ask() -> None:
            with pytest.raises(Failed) as failed:
                menu.rooms()
            caught.append(failed.value)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        assert server.asked.wait(5)
        menu.close()
        for thread in threads:
            thread.join(5)
        release.set()
    assert [type(failed) for failed in caught] == [Transient, Transient]


def test_over_a_socket(opened_at: Callable[[str], PassepartoutMenu]) -> None:
    with RawServer(saying(answer(nil("GetSaleMenu").encode(), "200 OK", "Content-Type: text/xml"))) as server:
        menu = opened_at(server.url)
        assert menu.rooms() == ()
        menu.close()
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /AdapterWS HTTP/1.1")
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")


def test_nothing_secret_is_told(menu: PassepartoutMenu, till: WordTill, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with capture_logs() as logged:
        till.says("GetPrenotazioniMenuGiorno", listed(row(NumeroPersone="Maria Rossi")))
        list(menu.reservations(changed_since=DRAFT.booking.starts_at - timedelta(days=1)))
        for said in (fault("s:Client", f"{PASSWORD} Maria"), httpx.Response(500, text=PASSWORD), members("p", a=1)):
            till.says("PutPrenotazioneMenu", said)
            with pytest.raises(Failed) as caught:
                menu.create_reservation(DRAFT, key="k")
            told += [repr(caught.value), repr(caught.value.failure), *traceback.format_exception(caught.value)]
    everything = "\n".join([*told, *(repr(line) for line in logged), caplog.text])
    assert len(logged) > 10
    for word in (PASSWORD, "Maria", "Rossi"):
        assert word not in everything
