"""What the till answers: fits the description, says null and empty as .NET does, and writes an object once.

`MenuClient` checks every answer against the schemas of the description; here stands what no schema says.
"""

from typing import Any

import pytest
from lxml import etree

from agent.sandbox import MenuServer
from agent.sandbox.menu.operations import OPERATIONS
from tests.sandbox.menu_client import NIL, Faulted, MenuClient, Z, member

DAY = "2026-11-23"
"""That of the clock by hand."""


def busy(menu: MenuServer) -> dict[str, int]:
    """An evening with something of everything; the ids of one of each."""
    row = menu.host.book(starts_at="2026-11-23T20:00:00+01:00", notes="Tavolo <vicino> & tranquillo", tables=["3", "4"])
    menu.host.book(starts_at="2026-11-23T21:00:00+01:00", phone=None, notes=None, stay=90)
    check = menu.host.open_check(row["IdGestionale"], covers=5)
    other = menu.host.attach(row["IdGestionale"])
    menu.host.order(other["IdGestionale"], "Amaro", quantity=2, price="4.50")
    menu.host.open_check(table="21")
    (first, *_) = menu.host.pay(check["IdGestionale"], kind="RomanaSeparato", parts=3)
    menu.host.pay(other["IdGestionale"], kind="SeparatoManuale", parts=2, state="Sospeso")
    menu.host.settle(menu.bills()[-1]["IdGestionale"])
    return {"row": row["IdGestionale"], "check": check["IdGestionale"], "bill": first["IdGestionale"]}


def test_every_call_answers_as_described(menu: MenuServer, asker: MenuClient) -> None:
    menu.switches.paid_vanish = False
    menu.switches.answers_whole = True
    ids = busy(menu)
    parameters: dict[str, dict[str, Any]] = {
        "GetDisponibilitaTavoliMenu": {"sala": "Sala interna", "inizioPrenotazione": f"{DAY}T20:30:00"},
        "GetPrenotazioniMenuGiorno": {"giorno": f"{DAY}T00:00:00"},
        "GetPrenotazioneMenu": {"idGestionale": ids["row"]},
        "GetComandeGiorno": {"asporto": "false", "giorno": f"{DAY}T00:00:00"},
        "GetComanda": {"idGestionale": ids["check"]},
        "GetComandaTavolo": {"tavolo": "21"},
        "GetContiGiorno": {"giorno": f"{DAY}T00:00:00"},
        "GetConto": {"idGestionale": ids["bill"]},
    }
    asker.raw("Ping")
    asker.put("<p:DataOra>2026-11-23T22:00:00</p:DataOra><p:NumeroPersone>2</p:NumeroPersone>")
    for operation in OPERATIONS.keys() - {"Ping", "PutPrenotazioneMenu"}:
        asker.call(operation, **parameters.get(operation, {}))
    assert dict(menu.state.operations) == dict.fromkeys(OPERATIONS, 1)
    assert menu.state.ignored == {}


def test_numbers_and_words_say_the_same(menu: MenuServer, asker: MenuClient) -> None:
    row = menu.host.book(state="ListaAttesa", origin="WebBooking")
    told = asker.call("GetPrenotazioneMenu", idGestionale=row["IdGestionale"])
    assert (member(told, "Stato"), member(told, "StatoEnum")) == ("4", "ListaAttesa")
    assert (member(told, "Origine"), member(told, "OrigineEnum")) == ("4", "WebBooking")


def test_members_come_base_first_then_in_the_order_of_the_contract(menu: MenuServer, asker: MenuClient) -> None:
    told = asker.call("GetPrenotazioneMenu", idGestionale=menu.host.book()["IdGestionale"])
    names = [etree.QName(child).localname for child in told]
    assert names[:3] == ["IDDati", "IsParziale", "UltimaModifica"]
    assert names[3:] == sorted(names[3:])
    assert len({etree.QName(child).namespace for child in told}) == 2


def test_what_nobody_set_is_null_or_the_empty_value_of_net(menu: MenuServer, asker: MenuClient) -> None:
    row = menu.host.book(notes=None, phone=None)
    told = asker.call("GetPrenotazioneMenu", idGestionale=row["IdGestionale"])
    assert [member(told, name) for name in ("Note", "Telefono", "Sala", "Tavoli", "Durata")] == [None] * 5
    (bare,) = [asker.put("<p:DataOra>2026-11-23T22:00:00</p:DataOra>")]
    told = asker.call("GetPrenotazioneMenu", idGestionale=bare)
    assert (member(told, "NumeroPersone"), member(told, "IsWeb")) == ("0", "false")


def test_instants_have_their_offset_and_no_zeros_at_the_end(menu: MenuServer, asker: MenuClient) -> None:
    row = menu.host.book(starts_at="2027-07-01T20:30:00+02:00")
    told = asker.call("GetPrenotazioneMenu", idGestionale=row["IdGestionale"])
    assert member(told, "DataOra") == "2027-07-01T20:30:00+02:00"
    assert member(told, "UltimaModifica") == "2026-11-23T19:30:00+01:00"


def test_an_object_is_written_once_and_then_referred_to(menu: MenuServer, asker: MenuClient) -> None:
    ids = busy(menu)
    bills = asker.call("GetContiGiorno", giorno=f"{DAY}T00:00:00")
    vats = [one for one in bills.iter() if etree.QName(one).localname == "IVA"]
    whole, *references = vats
    assert whole.get(f"{Z}Id") is not None
    assert len(whole) > 5
    assert len(references) > 5
    assert {one.get(f"{Z}Ref") for one in references} == {whole.get(f"{Z}Id")}
    assert all(len(one) == 0 and one.text is None for one in references)
    assert {one.get(NIL) for one in references} == {None, "true"}, "some say null as well"
    bill = asker.call("GetConto", idGestionale=ids["bill"])
    back = [one for one in bill.iter() if etree.QName(one).localname == "Conto"]
    assert {one.get(f"{Z}Ref") for one in back} == {bill.get(f"{Z}Id")}, "rows and payments name their bill"


def test_a_variant_names_its_row_which_is_still_being_written(menu: MenuServer, asker: MenuClient) -> None:
    check = next(
        made
        for made in (menu.host.open_check(table="3", covers=8) for _ in range(20))
        if any(row["Varianti"] for row in made["Righe"])
    )
    told = asker.call("GetComanda", idGestionale=check["IdGestionale"])
    for back in (one for one in told.iter() if etree.QName(one).localname == "RigaComanda"):
        assert any(above.get(f"{Z}Id") == back.get(f"{Z}Ref") for above in back.iterancestors())


def test_a_bill_has_its_last_change_in_its_own_member_alone(menu: MenuServer, asker: MenuClient) -> None:
    ids = busy(menu)
    bill = asker.call("GetConto", idGestionale=ids["bill"])
    of_base, own = [child for child in bill if etree.QName(child).localname == "UltimaModifica"]
    assert of_base.get(NIL) == "true"
    assert own.text == "2026-11-23T19:30:00+01:00"


@pytest.mark.parametrize("operation", ["GetPrenotazioneMenu", "GetComanda", "GetConto"])
def test_an_unknown_id_is_a_fault_or_null(menu: MenuServer, asker: MenuClient, operation: str) -> None:
    with pytest.raises(Faulted, match="999 non trovat"):
        asker.call(operation, idGestionale=999)
    menu.switches.unknown_is_nil = True
    assert asker.call(operation, idGestionale=999).get(NIL) == "true"


def test_rooms_and_their_tables(menu: MenuServer, asker: MenuClient) -> None:
    names = [one.text for one in asker.call("GetSaleMenu")]
    assert names == ["Sala interna", "Dehors"]
    menu.host.book(starts_at="2026-11-23T20:00:00+01:00", tables=["20"], room="Dehors", stay=60)

    def free(at: str) -> list[str | None]:
        room = asker.call("GetDisponibilitaTavoliMenu", sala="Dehors", inizioPrenotazione=at)
        assert member(room, "Nome") == "Dehors"
        (tables,) = (child for child in room if etree.QName(child).localname == "Tavoli")
        return [member(table, "Nome") for table in tables if member(table, "IsLibero") == "true"]

    assert free(f"{DAY}T19:59:00") == ["20", "21", "22", "23", "24", "25"]
    assert free(f"{DAY}T20:00:00") == ["21", "22", "23", "24", "25"]
    assert "20" in free(f"{DAY}T21:00:00")
    with pytest.raises(Faulted, match="Terrazza"):
        asker.call("GetDisponibilitaTavoliMenu", sala="Terrazza")
