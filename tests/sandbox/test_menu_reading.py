"""How the till reads: forward only and silent about the rest, as a .NET DataContract reader; and what it refuses."""

import pytest
from lxml import etree

from agent.sandbox import MenuServer
from tests.sandbox.menu_client import BOOK, SOAP, Faulted, MenuClient, body_of, member

WHEN = "<p:DataOra>2026-11-24T20:30:00</p:DataOra>"


def test_members_in_order_are_all_read(menu: MenuServer, asker: MenuClient) -> None:
    id_ = asker.put(
        '<UltimaModifica xmlns="http://schemas.datacontract.org/2004/07/PMessageBox.Contract">2020-01-01T00:00:00'
        f"</UltimaModifica>{WHEN}<p:Durata>90</p:Durata><p:Email>ada@posta.invalid</p:Email>"
        "<p:Intestazione>Ada</p:Intestazione><p:IsWeb>true</p:IsWeb><p:Note>Festa</p:Note>"
        "<p:NumeroPersone>4</p:NumeroPersone><p:OrigineEnum>Portale</p:OrigineEnum><p:Sala>Dehors</p:Sala>"
        "<p:StatoEnum>Preventivo</p:StatoEnum><p:Tag>plateform:7</p:Tag>"
        "<p:Tavoli><r:string>20</r:string><r:string>21</r:string></p:Tavoli><p:Telefono>+39399</p:Telefono>"
    )
    row = menu.reservation(id_)
    assert {name: row[name] for name in ("Durata", "Email", "Intestazione", "IsWeb", "Note", "NumeroPersone")} == {
        "Durata": 90, "Email": "ada@posta.invalid", "Intestazione": "Ada", "IsWeb": True, "Note": "Festa",
        "NumeroPersone": 4,
    }  # fmt: skip
    assert (row["OrigineEnum"], row["StatoEnum"], row["Tag"]) == ("Portale", "Preventivo", "plateform:7")
    assert (row["Sala"], row["Tavoli"], row["Telefono"]) == ("Dehors", ["20", "21"], "+39399")
    assert row["UltimaModifica"].startswith("2026"), "the till's own"
    assert menu.state.ignored == {}


def test_a_member_that_comes_too_late_is_ignored_without_an_error(menu: MenuServer, asker: MenuClient) -> None:
    id_ = asker.put(f"{WHEN}<p:NumeroPersone>4</p:NumeroPersone><p:Note>Tardi</p:Note><p:Tag>plateform:8</p:Tag>")
    row = menu.reservation(id_)
    assert (row["Note"], row["NumeroPersone"], row["Tag"]) == (None, 4, "plateform:8")
    assert menu.state_json()["ignored"] == {"ContrattoPrenotazioneMenu/Note": 1}


def test_a_base_member_after_the_others_is_too_late(menu: MenuServer, asker: MenuClient) -> None:
    base = "http://schemas.datacontract.org/2004/07/PMessageBox.Contract"
    asker.put(f'{WHEN}<IDDati xmlns="{base}">x</IDDati>')
    assert menu.state.ignored == {"ContrattoPrenotazioneMenu/IDDati": 1}


def test_a_member_twice_counts_once(menu: MenuServer, asker: MenuClient) -> None:
    id_ = asker.put(f"{WHEN}<p:NumeroPersone>4</p:NumeroPersone><p:NumeroPersone>9</p:NumeroPersone>")
    assert menu.reservation(id_)["NumeroPersone"] == 4


@pytest.mark.parametrize(
    "odd",
    [
        "<Intestazione>Ada</Intestazione>",
        '<w:Intestazione xmlns:w="http://altrove.invalid/">Ada</w:Intestazione>',
        "<p:intestazione>Ada</p:intestazione>",
    ],
)
def test_another_namespace_or_name_is_ignored(menu: MenuServer, asker: MenuClient, odd: str) -> None:
    id_ = asker.put(f"{WHEN}{odd}<p:NumeroPersone>4</p:NumeroPersone>")
    assert (menu.reservation(id_)["Intestazione"], menu.reservation(id_)["NumeroPersone"]) == (None, 4)
    assert sum(menu.state.ignored.values()) == 1


def test_items_of_an_array_need_their_namespace(menu: MenuServer, asker: MenuClient) -> None:
    id_ = asker.put(f"{WHEN}<p:Tavoli><p:string>20</p:string><r:string>21</r:string></p:Tavoli>")
    assert menu.reservation(id_)["Tavoli"] == ["21"]
    assert menu.state.ignored == {"ArrayOfstring/string": 1}


def test_parameters_are_read_the_same_way(menu: MenuServer, asker: MenuClient) -> None:
    menu.host.book(starts_at="2026-11-24T20:00:00+01:00")
    late = "<ultimaModifica>2020-01-01T00:00:00</ultimaModifica><giorno>2026-11-24T00:00:00</giorno>"
    assert len(asker.raw("GetPrenotazioniMenuGiorno", asker.login() + late)) == 0, "the day came too late: none"
    assert menu.state.ignored == {"GetPrenotazioniMenuGiorno/giorno": 1}
    with pytest.raises(Faulted, match="password"):
        asker.raw("GetSaleMenu", asker.login().replace("<k:Azienda>DEMO</k:Azienda>", "") + "<x/>")
    company = "<k:Azienda>DEMO</k:Azienda>"
    swapped = asker.login().replace(company, "").replace("</datiLogin>", f"{company}</datiLogin>")
    with pytest.raises(Faulted, match="password"):
        asker.raw("GetSaleMenu", swapped)


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<p:DataOra>domani</p:DataOra>", "DataOra"),
        (f"{WHEN}<p:NumeroPersone>tre</p:NumeroPersone>", "NumeroPersone"),
        (f"{WHEN}<p:NumeroPersone>2147483648</p:NumeroPersone>", "NumeroPersone"),
        (f"{WHEN}<p:NumeroPersone/>", "NumeroPersone"),
        (f"{WHEN}<p:IsWeb>sì</p:IsWeb>", "IsWeb"),
        (f"{WHEN}<p:StatoEnum>Arrivata</p:StatoEnum>", "StatoEnum"),
        ('<p:DataOra i:nil="true" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/>', "DataOra"),
    ],
)
def test_a_value_that_is_none_is_a_fault(menu: MenuServer, asker: MenuClient, inside: str, named: str) -> None:
    with pytest.raises(Faulted, match=named) as told:
        asker.put(inside)
    assert told.value.code == "a:DeserializationFailed"
    assert menu.reservations() == []


@pytest.mark.parametrize("action", ["", '"Ping"', '"http://tempuri.org/IAdapterWS/GetArticoli"'])
def test_an_action_that_is_not_served_is_a_fault(asker: MenuClient, action: str) -> None:
    (fault,) = body_of(asker.send("Ping", action=action))
    assert fault.findtext("faultcode") == "a:ActionNotSupported"


def test_the_action_must_be_that_of_the_body(menu: MenuServer, asker: MenuClient) -> None:
    (fault,) = body_of(asker.send("Ping", action="http://tempuri.org/IAdapterWS/GetSaleMenu"))
    assert fault.findtext("faultcode") == "a:DeserializationFailed"
    assert menu.state.operations == {}


def test_the_action_may_be_without_quotes(asker: MenuClient) -> None:
    assert asker.send("Ping", action="http://tempuri.org/IAdapterWS/Ping").status_code == 200


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "envelope",
    [
        "",
        "<a><b></a>",
        "<Envelope/>",
        f'<s:Envelope xmlns:s="{SOAP[1:-1]}"/>',
        f'<s:Envelope xmlns:s="{SOAP[1:-1]}"><s:Body/></s:Envelope>',
        f'{BOMB}<s:Envelope xmlns:s="{SOAP[1:-1]}"><s:Body><Ping xmlns="http://tempuri.org/"/></s:Body></s:Envelope>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>',
        '<?xml version="1.0" encoding="mai-vista"?><x/>',
    ],
)
def test_what_is_no_envelope_is_refused(menu: MenuServer, asker: MenuClient, envelope: str) -> None:
    answer = asker.post(envelope, "http://tempuri.org/IAdapterWS/Ping")
    assert (answer.status_code, answer.content) == (400, b"")
    assert answer.headers["x-sandbox-reason"]
    assert menu.state.operations == {}


def test_a_dtd_is_named_as_the_reason(asker: MenuClient) -> None:
    assert "DTD" in asker.post(f"{BOMB}<x>&b;</x>", "x").headers["x-sandbox-reason"]


def test_another_content_type_is_refused(asker: MenuClient) -> None:
    answer = asker.http.post(asker.url, content=b"<x/>", headers={"Content-Type": "application/soap+xml"})
    assert answer.status_code == 415


def test_a_browser_sees_a_page(asker: MenuClient) -> None:
    assert "Adapter Service" in asker.http.get(asker.url).text


def test_an_unknown_operation_is_not_in_the_description(asker: MenuClient) -> None:
    with pytest.raises(Faulted) as told:
        asker.raw("CancellaTutto", asker.login())
    assert told.value.code == "a:ActionNotSupported"


def test_a_row_may_be_sent_back_as_it_was_read(menu: MenuServer, asker: MenuClient) -> None:
    """Nulls, references' ids and all: nothing is lost and nothing ignored."""
    row = menu.host.book(notes="Seggiolone", tables=["3"], room="Sala interna", stay=75)
    told = asker.call("GetPrenotazioneMenu", idGestionale=row["IdGestionale"])
    told.tag = "{http://tempuri.org/}prenotazione"
    sent = etree.tostring(told).decode()
    assert member(asker.raw("PutPrenotazioneMenu", asker.login() + sent), "IdGestionale") == str(row["IdGestionale"])
    after = menu.reservation(row["IdGestionale"])
    assert {name: after[name] for name in row} == row
    assert after["history"][-1]["fields"] == {}
    assert menu.state.ignored == {}
    assert BOOK in sent
