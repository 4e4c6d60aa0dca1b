"""What a Put carries: the whole row as it was read, with our fields in their places; and when none is sent."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from lxml import etree

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.domain.failures import Conflict, Failed, Gone, Malformed, Refused, Transient
from agent.domain.orders import Customer
from agent.domain.reservations import Answer, Booking, Field, ReservationDraft, ReservationState
from tests.connectors.passepartout_menu.schema import faults_of
from tests.connectors.passepartout_menu.till import (
    NAMESPACES,
    WordTill,
    fault,
    listed,
    members,
    nil,
    opened,
    result,
    row,
)

GET, PUT = "GetPrenotazioneMenu", "PutPrenotazioneMenu"
S = ReservationState
GUEST = Customer("55", "Maria", "Rossi", "maria@example.test", "+39 333 1234567")
BOOKING = Booking(
    starts_at=datetime(2026, 11, 25, 19, 0, tzinfo=UTC),
    covers=4,
    state=S.CONFIRMED,
    stay=90,
    tables=("7",),
    notes="Seggiolone",
    answers=(Answer("Allergie?", "Noci"),),
    guest=GUEST,
)
DRAFT = ReservationDraft("9001", BOOKING)
ALL = frozenset(Field)
ORDER = '<c:IsParziale>false</c:IsParziale><m:Righe><m:PMBRigaComanda z:Id="i2"/></m:Righe>'
ROW = row(
    41,
    Altro=1,
    Bambini=1,
    Durata=120,
    Menu=3,
    Note="Finestra",
    OrdineDiProduzione=ORDER,
    Sala="Veranda",
    Tag="plateform:9001",
    Telefono="333",
    Varie="Compleanno",
    Veg=None,
    tables=("12", "13"),
)


def told(put: etree._Element) -> dict[str, str | None]:
    """The members of the row that was sent, in their order; what is no text is left out."""
    (booking,) = put.iterfind("t:prenotazione", NAMESPACES)
    return {etree.QName(child).localname: child.text for child in booking if len(child) == 0}


def read_and_put(till: WordTill, before: str, after: str | None = None) -> None:
    till.says(GET, result(GET, before), result(GET, before), result(GET, after or before))
    till.says(PUT, result(PUT, members("p", IdGestionale=41)))


def test_a_new_row(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(PUT, result(PUT, members("p", IdGestionale=41)))
    till.says(GET, result(GET, ROW))
    made = menu.create_reservation(DRAFT, key="k")
    assert (made.ref, made.own, made.pair_ref, made.room) == ("41", True, "9001", "Veranda")
    (put,) = till.asked(PUT)
    assert told(put) == {
        "Adulti": "4",
        "DataOra": "2026-11-25T20:00:00",
        "Durata": "90",
        "Email": "maria@example.test",
        "Intestazione": "Maria Rossi",
        "Note": "Seggiolone",
        "NumeroPersone": "4",
        "OrigineEnum": "Portale",
        "StatoEnum": "Confermata",
        "Tag": "plateform:9001",
        "Telefono": "+39 333 1234567",
    }
    assert till.operations == [PUT, GET]


def test_a_new_row_leaves_out_what_the_portal_does_not_say(till: WordTill) -> None:
    till.says(PUT, result(PUT, members("p", IdGestionale=41)))
    till.says(GET, result(GET, ROW))
    connector = opened(covers_are_adults=False)
    connector.create_reservation(ReservationDraft("9", Booking(BOOKING.starts_at, 2, S.PENDING)), key="k")
    connector.close()
    assert list(told(till.asked(PUT)[0])) == ["DataOra", "NumeroPersone", "OrigineEnum", "StatoEnum", "Tag"]


def test_a_till_that_answers_no_id_is_asked_by_the_tag(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(PUT, nil(PUT))
    till.says("GetPrenotazioniMenuGiorno", listed(ROW))
    till.says(GET, result(GET, ROW))
    assert menu.create_reservation(DRAFT, key="k").ref == "41"


def test_a_till_that_answers_nothing_and_has_nothing(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(PUT, result(PUT, members("p", IdGestionale=0)))
    till.says("GetPrenotazioniMenuGiorno", listed())
    with pytest.raises(Malformed) as caught:
        menu.create_reservation(DRAFT, key="k")
    assert caught.value.failure.acted is None


@pytest.mark.parametrize(
    ("afterwards", "kind"),
    [(httpx.Response(500), Transient), (nil(GET), Gone), (fault("s:Client", "non autorizzato"), Refused)],
)
def test_a_row_that_was_put_and_cannot_be_read_again_counts_as_unknown(
    menu: PassepartoutMenu, till: WordTill, afterwards: str | httpx.Response, kind: type[Failed]
) -> None:
    till.says(PUT, result(PUT, members("p", IdGestionale=41)))
    till.says(GET, afterwards)
    with pytest.raises(kind) as caught:
        menu.create_reservation(DRAFT, key="k")
    assert caught.value.failure.acted is None


def test_what_is_not_ours_goes_back_as_it_came(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, ROW)
    menu.change_reservation(menu.reservation("41"), replace(BOOKING, covers=6), ALL, key="k")
    (put,) = till.asked(PUT)
    assert faults_of(put) == ""
    assert told(put) == {
        "UltimaModifica": "2026-11-20T10:00:00.1234567+01:00",
        "Adulti": "4",
        "Altro": "1",
        "Bambini": "1",
        # Ours: the instant without its offset, the stay, the guest, the notes, the covers.
        "DataOra": "2026-11-25T20:00:00",
        "Durata": "90",
        "Email": "maria@example.test",
        "IdGestionale": "41",
        "Intestazione": "Maria Rossi",
        "Menu": "3",
        "Note": "Seggiolone",
        "NumeroPersone": "6",
        "Sala": "Veranda",
        "StatoEnum": "Confermata",
        "Tag": "plateform:9001",
        "Telefono": "+39 333 1234567",
        "Varie": "Compleanno",
        "Veg": None,
    }
    (row_sent,) = put.iterfind("t:prenotazione", NAMESPACES)
    assert row_sent.xpath("p:Tavoli/a:string/text()", namespaces=NAMESPACES) == ["12", "13"]
    assert row_sent.xpath("p:OrdineDiProduzione/m:Righe/m:PMBRigaComanda/@z:Id", namespaces=NAMESPACES) == ["i2"]
    assert row_sent.xpath("string(p:Veg/@i:nil)", namespaces=NAMESPACES) == "true"


def test_members_of_a_newer_till_keep_their_place_and_their_types(menu: PassepartoutMenu, till: WordTill) -> None:
    typed = '<p:Novita i:type="x:int">7</p:Novita>'
    before = ROW.replace("<p:Menu>", f"{typed}<p:Menu>")
    read_and_put(till, before)
    menu.change_reservation(menu.reservation("41"), replace(BOOKING, notes="Altro"), frozenset({Field.NOTES}), key="k")
    (row_sent,) = till.asked(PUT)[0].iterfind("t:prenotazione", NAMESPACES)
    names = [etree.QName(child).localname for child in row_sent]
    assert names[names.index("Novita") + 1] == "Menu"
    (kept,) = row_sent.iterfind("p:Novita", NAMESPACES)
    prefix, _, name = kept.get(f"{{{NAMESPACES['i']}}}type", "").partition(":")
    assert (kept.nsmap[prefix], name) == (NAMESPACES["x"], "int")


def test_only_what_was_asked_for_changes(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, ROW)
    menu.change_reservation(menu.reservation("41"), BOOKING, frozenset({Field.NOTES, Field.TABLES}), key="k")
    sent = told(till.asked(PUT)[0])
    assert (sent["Note"], sent["Telefono"], sent["Durata"], sent["NumeroPersone"]) == ("Seggiolone", "333", "120", "4")


def test_a_text_that_is_taken_away_is_nil(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, ROW)
    wanted = replace(BOOKING, notes="", guest=replace(GUEST, phone=None))
    menu.change_reservation(menu.reservation("41"), wanted, frozenset({Field.NOTES, Field.GUEST}), key="k")
    (put,) = till.asked(PUT)
    assert put.xpath("count(t:prenotazione/p:Note[@i:nil='true'])", namespaces=NAMESPACES) == 1
    assert put.xpath("count(t:prenotazione/p:Telefono[@i:nil='true'])", namespaces=NAMESPACES) == 1
    assert faults_of(put) == ""


def test_nothing_is_written_when_the_row_says_it_already(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(GET, result(GET, ROW))
    seen = menu.reservation("41")
    assert menu.change_reservation(seen, seen.booking, ALL, key="k") == seen
    # Nor for a nearer state, another table, or answers, which this till cannot be told.
    wanted = replace(seen.booking, state=S.SEATED, tables=("99",), answers=BOOKING.answers)
    assert menu.change_reservation(seen, wanted, ALL, key="k") == seen
    assert PUT not in till.operations


def test_nor_for_the_second_of_two_hours(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(GET, result(GET, row(DataOra="2026-10-25T02:30:00+01:00")))
    seen = menu.reservation("41")
    wanted = replace(seen.booking, starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert menu.change_reservation(seen, wanted, ALL, key="k") == seen
    assert PUT not in till.operations


def test_a_row_that_changed_meanwhile(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, ROW)
    seen = replace(menu.reservation("41"), version="2026-11-20T09:59:00+01:00")
    with pytest.raises(Conflict) as caught:
        menu.change_reservation(seen, BOOKING, ALL, key="k")
    assert (caught.value.failure.acted, caught.value.failure.params["status"]) == (False, "Confermata")
    assert PUT not in till.operations


def test_a_row_that_is_gone(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(GET, result(GET, ROW), nil(GET))
    with pytest.raises(Gone):
        menu.change_reservation(menu.reservation("41"), BOOKING, ALL, key="k")


@pytest.mark.parametrize("state", [S.NO_SHOW, S.REJECTED, S.CANCELLED])
def test_missed(menu: PassepartoutMenu, till: WordTill, state: S) -> None:
    before = row(Stato=0, StatoEnum="Confermata")
    read_and_put(till, before, row(Stato=1, StatoEnum="Mancata"))
    seen = menu.reservation("41")
    menu.change_reservation(seen, replace(seen.booking, state=state), frozenset({Field.STATE}), key="k")
    sent = told(till.asked(PUT)[0])
    assert (sent["StatoEnum"], sent["Stato"]) == ("Mancata", "1")


def test_a_row_with_a_comanda_stays_closed(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, row(StatoEnum="Chiusa"))
    seen = menu.reservation("41")
    menu.change_reservation(seen, replace(seen.booking, state=S.CONFIRMED, notes="Nuove"), ALL, key="k")
    assert told(till.asked(PUT)[0])["StatoEnum"] == "Chiusa"


@pytest.mark.parametrize("state", [S.PENDING, S.WAITLISTED])
def test_a_row_with_a_comanda_is_not_put_back_to_waiting(menu: PassepartoutMenu, till: WordTill, state: S) -> None:
    read_and_put(till, row(StatoEnum="Chiusa"))
    seen = menu.reservation("41")
    with pytest.raises(Conflict):
        menu.change_reservation(seen, replace(seen.booking, state=state), ALL, key="k")
    assert PUT not in till.operations


def test_what_was_cut_is_marked_and_told(menu: PassepartoutMenu, till: WordTill) -> None:
    read_and_put(till, ROW, row(Intestazione="[?]", Note="x" * 495 + "[...]"))
    wanted = replace(BOOKING, notes="x" * 501, guest=Customer("", "山田"))
    changed = menu.change_reservation(menu.reservation("41"), wanted, ALL, key="k")
    assert changed.cut == {Field.NOTES, Field.GUEST}
    sent = told(till.asked(PUT)[0])
    assert (sent["Note"], sent["Intestazione"]) == ("x" * 495 + "[...]", "[?]")


def test_a_put_that_is_lost_counts_as_unknown(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(GET, result(GET, ROW))
    till.says(PUT, httpx.Response(502))
    with pytest.raises(Transient) as caught:
        menu.change_reservation(menu.reservation("41"), BOOKING, ALL, key="k")
    assert caught.value.failure.acted is None
