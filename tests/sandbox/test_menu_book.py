"""What the till makes of a Put, and what its day lists hold: the switches, texts, local times and nights."""

from typing import Any

import pytest

from agent.sandbox import MenuServer
from tests.sandbox.menu_client import Faulted, MenuClient, member
from tests.sandbox.visitors import HandClock

NULL = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"'


def row_xml(**members: object) -> str:
    """Members in the order in which they are given."""
    return "".join(f"<p:{name}>{value}</p:{name}>" for name, value in members.items())


def ids(rows: list[Any]) -> list[int]:
    return [int(member(row, "IdGestionale") or 0) for row in rows]


def a_row(menu: MenuServer, **fields: Any) -> int:
    return int(menu.host.book(**{"starts_at": "2026-11-24T20:30:00+01:00", **fields})["IdGestionale"])


def test_an_insert_has_no_id_or_zero(menu: MenuServer, asker: MenuClient) -> None:
    plain = asker.put(row_xml(DataOra="2026-11-24T20:30:00", Tag="plateform:1"))
    zero = asker.put(row_xml(DataOra="2026-11-24T20:30:00", IdGestionale=0, Tag="plateform:1"))
    null = asker.put(f"<p:DataOra>2026-11-24T20:30:00</p:DataOra><p:IdGestionale {NULL}/>")
    assert [row["IdGestionale"] for row in menu.reservations()] == [plain, zero, null]
    assert menu.state_json()["creations"] == {"plateform:1": 2, "": 1}
    assert [row["StatoEnum"] for row in menu.reservations()] == ["Confermata"] * 3
    assert menu.tagged("plateform:1") == menu.reservations()[:2]


def test_an_insert_needs_its_time_and_a_change_its_row(menu: MenuServer, asker: MenuClient) -> None:
    with pytest.raises(Faulted, match="DataOra"):
        asker.put(row_xml(NumeroPersone=2))
    with pytest.raises(Faulted, match="999"):
        asker.put(row_xml(DataOra="2026-11-24T20:30:00", IdGestionale=999))
    assert menu.reservations() == []
    assert menu.state.acted == []


def test_members_left_out_are_emptied_or_kept(menu: MenuServer, asker: MenuClient) -> None:
    id_ = a_row(menu, name="Ada", notes="Festa", tables=["3"], room="Sala interna", stay=90, state="ListaAttesa")
    asker.put(row_xml(DataOra="2026-11-24T21:00:00", IdGestionale=id_, NumeroPersone=5))
    row = menu.reservation(id_)
    assert (row["DataOra"], row["NumeroPersone"]) == ("2026-11-24T21:00:00.000+01:00", 5)
    assert [row[name] for name in ("Intestazione", "Note", "Tavoli", "Sala", "Durata")] == [None] * 5
    assert row["StatoEnum"] == "Confermata", "a state that is left out is the first one"
    menu.switches.keeps_left_out = True
    id_ = a_row(menu, name="Ada", notes="Festa", tables=["3"], room="Sala interna", stay=90, state="ListaAttesa")
    asker.put(f"<p:IdGestionale>{id_}</p:IdGestionale><p:Note {NULL}/><p:NumeroPersone>5</p:NumeroPersone>")
    row = menu.reservation(id_)
    assert (row["Intestazione"], row["NumeroPersone"], row["StatoEnum"]) == ("Ada", 5, "ListaAttesa")
    assert row["Note"] is None, "null is said, not left out"
    menu.switches.keeps_left_out = False
    with pytest.raises(Faulted, match="DataOra"):
        asker.put(row_xml(IdGestionale=id_, NumeroPersone=5))


def test_the_answer_of_a_put_is_the_id_or_the_whole_row(menu: MenuServer, asker: MenuClient) -> None:
    sent = row_xml(DataOra="2026-11-24T20:30:00", Intestazione="Ada", NumeroPersone=4)
    wrapped = (
        f'<prenotazione xmlns:p="{"http://schemas.datacontract.org/2004/07/"}PMessageBox.Contract.PrenotazioneMenu">'
    )
    told = asker.raw("PutPrenotazioneMenu", f"{asker.login()}{wrapped}{sent}</prenotazione>")
    assert member(told, "IdGestionale") == str(menu.reservations()[0]["IdGestionale"])
    assert (member(told, "DataOra"), member(told, "NumeroPersone")) == ("0001-01-01T00:00:00", "0")
    assert member(told, "Intestazione") is None
    menu.switches.answers_whole = True
    told = asker.raw("PutPrenotazioneMenu", f"{asker.login()}{wrapped}{sent}</prenotazione>")
    assert (member(told, "DataOra"), member(told, "Intestazione")) == ("2026-11-24T20:30:00+01:00", "Ada")


def test_mancata_frees_the_table(menu: MenuServer, asker: MenuClient, clock: HandClock) -> None:
    at = menu.now()
    id_ = a_row(menu, starts_at=at, tables=["3"], room="Sala interna")
    assert "3" not in menu.host.free_tables(at)
    asker.put(
        row_xml(DataOra="2026-11-23T19:30:00", IdGestionale=id_, Sala="Sala interna", StatoEnum="Mancata")
        + "<p:Tavoli><r:string>3</r:string></p:Tavoli>"
    )
    assert menu.reservation(id_)["StatoEnum"] == "Mancata"
    assert "3" in menu.host.free_tables(at)


def test_the_word_wins_over_the_number(menu: MenuServer, asker: MenuClient) -> None:
    when = {"DataOra": "2026-11-24T20:30:00"}
    both = asker.put(row_xml(**when, Origine=1, OrigineEnum="Portale", Stato=1, StatoEnum="Preventivo"))
    number = asker.put(row_xml(**when, Origine=4, Stato=1))
    told = [(menu.reservation(id_)["OrigineEnum"], menu.reservation(id_)["StatoEnum"]) for id_ in (both, number)]
    assert told == [("Portale", "Preventivo"), ("WebBooking", "Mancata")]
    with pytest.raises(Faulted, match="Stato"):
        asker.put(row_xml(**when, Stato=9))


def test_letters_outside_latin_1_and_what_is_too_long(menu: MenuServer, asker: MenuClient) -> None:
    id_ = asker.put(
        row_xml(
            DataOra="2026-11-24T20:30:00",
            Intestazione="Žofia Ñandú " + "x" * 60,
            Note="€ 20 · 日本 è",
            Telefono="+39 399 000 11 01",
        )
    )
    row = menu.reservation(id_)
    assert row["Intestazione"] == "?ofia Ñandú " + "x" * 48
    assert (row["Note"], row["Telefono"]) == ("? 20 · ?? è", "+39 399 000 11 01")
    assert menu.state_json()["lossy"] == [
        {"id": id_, "member": "Intestazione", "letters": 1, "cut": 12},
        {"id": id_, "member": "Note", "letters": 3, "cut": 0},
    ]


@pytest.mark.parametrize(("name", "most"), [("Intestazione", 60), ("Note", 500), ("Telefono", 30)])
def test_too_long_is_cut_or_refused(menu: MenuServer, asker: MenuClient, name: str, most: int) -> None:
    def put(length: int) -> str:
        id_ = asker.put(row_xml(DataOra="2026-11-24T20:30:00", **{name: "x" * length}))
        return str(menu.reservation(id_)[name])

    assert (len(put(most)), len(put(most + 1))) == (most, most)
    menu.switches.refuses_long = True
    assert len(put(most)) == most
    with pytest.raises(Faulted, match=name):
        put(most + 1)
    assert len(menu.reservations()) == 3


def test_local_times(menu: MenuServer, asker: MenuClient) -> None:
    """The hour that a night has twice is the second one, and an hour that a night leaves out keeps its wall time."""
    cases = {
        "2026-11-24T20:30:00": "2026-11-24T20:30:00+01:00",
        "2027-07-01T20:30:00": "2027-07-01T20:30:00+02:00",
        "2027-07-01T18:30:00Z": "2027-07-01T20:30:00+02:00",
        "2027-10-31T02:30:00": "2027-10-31T02:30:00+01:00",
        "2027-10-31T02:30:00+02:00": "2027-10-31T02:30:00+01:00",
        "2027-10-31T01:59:59": "2027-10-31T01:59:59+02:00",
        "2027-03-28T02:30:00": "2027-03-28T02:30:00+01:00",
        "2027-03-28T03:00:00": "2027-03-28T03:00:00+02:00",
    }
    for sent, told in cases.items():
        id_ = asker.put(row_xml(DataOra=sent))
        assert member(asker.call("GetPrenotazioneMenu", idGestionale=id_), "DataOra") == told, sent


def test_the_last_change_counts_from_the_very_instant(menu: MenuServer, asker: MenuClient, clock: HandClock) -> None:
    first = a_row(menu)
    clock.go(minutes=1)
    second = a_row(menu)
    day = "GetPrenotazioniMenuGiorno", "2026-11-24"
    assert ids(asker.day(*day)) == [first, second]
    assert ids(asker.day(*day, "2026-11-23T19:30:00")) == [first, second]
    assert ids(asker.day(*day, "2026-11-23T19:31:00+01:00")) == [second]
    assert ids(asker.day(*day, "2026-11-23T18:31:00.001Z")) == []
    clock.go(minutes=1)
    menu.host.change(first, covers=9)
    assert ids(asker.day(*day, "2026-11-23T19:32:00")) == [first]
    menu.host.change(first, covers=9)
    assert [change["what"] for change in menu.reservation(first)["history"]] == ["created", "changed"]


def test_a_put_of_nothing_new_touches_or_not(menu: MenuServer, asker: MenuClient, clock: HandClock) -> None:
    same = row_xml(DataOra="2026-11-24T20:30:00", NumeroPersone=4)
    id_ = asker.put(same)
    again = f"<p:DataOra>2026-11-24T20:30:00</p:DataOra><p:IdGestionale>{id_}</p:IdGestionale>" + row_xml(
        NumeroPersone=4
    )
    clock.go(minutes=1)
    asker.put(again)
    assert menu.reservation(id_)["UltimaModifica"] == "2026-11-23T19:31:00.000+01:00"
    menu.switches.put_always_touches = False
    clock.go(minutes=1)
    asker.put(again)
    assert menu.reservation(id_)["UltimaModifica"] == "2026-11-23T19:31:00.000+01:00"
    assert [acted["effect"].split()[-1] for acted in menu.state_json()["acted"]] == [
        "created",
        "unchanged",
        "unchanged",
    ]


def test_after_midnight_belongs_to_the_evening_or_to_its_own_day(menu: MenuServer, asker: MenuClient) -> None:
    late = a_row(menu, starts_at="2026-11-25T00:30:00+01:00")
    early = a_row(menu, starts_at="2026-11-25T05:00:00+01:00")
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-24")) == [late]
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-25")) == [early]
    menu.switches.night_belongs_to_evening = False
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-24")) == []
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-25")) == [late, early]


def test_the_list_has_every_state_in_the_order_of_the_evening(menu: MenuServer, asker: MenuClient) -> None:
    second = a_row(menu, state="Mancata")
    first = a_row(menu, starts_at="2026-11-24T19:00:00+01:00", state="Chiusa")
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-24")) == [first, second]
    assert ids(asker.day("GetPrenotazioniMenuGiorno", "2026-11-26")) == []
