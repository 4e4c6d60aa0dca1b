"""The host of the till's dining room: tables, comande, bills; what the calls tell of it; the control API."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from agent.sandbox import MenuServer, NotPossible
from tests.sandbox.menu_client import MenuClient, member
from tests.sandbox.test_menu_book import a_row, ids
from tests.sandbox.visitors import HandClock, visitor

TODAY = "2026-11-23"


@pytest.fixture
def control(menu: MenuServer) -> Iterator[httpx.Client]:
    with visitor(menu.control_url) as client:
        yield client


def listed(asker: MenuClient, since: str | None = None) -> list[Any]:
    return asker.day("GetComandeGiorno", TODAY, since, asporto="false")


def test_a_booking_by_phone_has_no_tag_and_can_be_edited(menu: MenuServer) -> None:
    row = menu.host.book()
    assert (row["Tag"], row["StatoEnum"], row["OrigineEnum"]) == (None, "Confermata", "ClientWindows")
    id_ = row["IdGestionale"]
    menu.host.change(id_, starts_at="2026-12-01T20:00:00+01:00", covers=7, notes="Žebra", name="Gino")
    after = menu.reservation(id_)
    assert (after["DataOra"], after["NumeroPersone"]) == ("2026-12-01T20:00:00.000+01:00", 7)
    assert (after["Note"], after["Intestazione"]) == ("?ebra", "Gino")
    change = after["history"][-1]
    assert (change["by"], change["fields"]["NumeroPersone"]) == ("host", [row["NumeroPersone"], 7])
    with pytest.raises(TypeError, match="cover"):
        menu.host.change(id_, cover=3)
    with pytest.raises(ValueError, match="Arrivata"):
        menu.host.set_state(id_, "Arrivata")
    with pytest.raises(LookupError, match="999"):
        menu.host.change(999, covers=3)


def test_tables_are_given_and_taken(menu: MenuServer) -> None:
    id_ = a_row(menu)
    row = menu.host.assign(id_, "3", "4")
    assert (row["Sala"], row["Tavoli"]) == ("Sala interna", ["3", "4"])
    assert menu.host.assign(id_)["Sala"] is None
    with pytest.raises(NotPossible, match="Dehors and Sala"):
        menu.host.assign(id_, "3", "20")
    with pytest.raises(LookupError, match="99"):
        menu.host.assign(id_, "99")


def test_a_comanda_from_a_reservation(menu: MenuServer, asker: MenuClient, clock: HandClock) -> None:
    id_ = a_row(menu, covers=3)
    clock.go(minutes=10)
    check = menu.host.open_check(id_, table="21")
    assert (check["IdPrenotazione"], check["Coperti"], check["IsPagato"]) == (id_, 3, False)
    row = menu.reservation(id_)
    assert (row["StatoEnum"], row["Sala"], row["Tavoli"]) == ("Chiusa", "Dehors", ["21"])
    assert row["UltimaModifica"] == "2026-11-23T19:40:00.000+01:00"
    assert ids(listed(asker)) == [check["IdGestionale"]]
    assert ids(listed(asker, f"{TODAY}T19:41:00")) == []
    told = asker.call("GetComandaTavolo", tavolo="21")
    assert member(told, "IdPrenotazione") == str(id_)
    assert asker.day("GetComandeGiorno", TODAY, asporto="true") == []
    assert "21" not in menu.host.free_tables()


def test_it_sits_where_it_was_put_else_where_it_is_free(menu: MenuServer) -> None:
    given = a_row(menu, tables=["8"], room="Sala interna")
    assert menu.host.open_check(given)["Tavolo"] == "8"
    for _ in range(13):
        menu.host.open_check(a_row(menu))
    assert menu.host.free_tables() == []
    with pytest.raises(NotPossible, match="no table is free"):
        menu.host.open_check()


def test_nobody_sits_down_for_a_reservation_that_is_off(menu: MenuServer) -> None:
    id_ = a_row(menu)
    menu.host.missed(id_)
    with pytest.raises(NotPossible, match="Mancata"):
        menu.host.open_check(id_)
    with pytest.raises(NotPossible, match="Mancata"):
        menu.host.attach(id_, menu.host.open_check()["IdGestionale"])
    assert [check["IdPrenotazione"] for check in menu.checks()] == [None]


def test_another_comanda_is_attached(menu: MenuServer) -> None:
    id_ = a_row(menu)
    first, walked_in = menu.host.open_check(id_), menu.host.open_check(table="22", covers=2)
    menu.host.attach(id_, walked_in["IdGestionale"])
    third = menu.host.attach(id_)
    assert [check["IdPrenotazione"] for check in menu.checks()] == [id_] * 3
    assert len({check["IdGestionale"] for check in (first, walked_in, third)}) == 3


def total(bills: list[dict[str, Any]]) -> Decimal:
    return sum((bill["TotaleDocumento"] for bill in bills), Decimal())


@pytest.mark.parametrize(
    ("kind", "parts"),
    [("Unico", 1), ("SeparatoManuale", 2), ("SeparatoAutomatico", 3), ("RomanaUnico", 1), ("RomanaSeparato", 3)],
)
def test_a_comanda_is_paid_in_one_or_more_bills(menu: MenuServer, kind: str, parts: int) -> None:
    check = menu.host.open_check(a_row(menu, covers=5))
    consumed = sum((row["Totale"] for row in check["Righe"]), Decimal())
    bills = menu.host.pay(check["IdGestionale"], kind=kind, parts=parts)
    assert len(bills) == parts
    assert {(b["TipoContoEnum"], b["StatoEnum"], b["NumeroCoperti"]) for b in bills} == {(kind, "Pagato", 5)}
    assert {bill["IdComanda"] for bill in bills} == {check["IdGestionale"]}
    assert total(bills) == consumed > 0
    assert [sum((row["TotaleDiRiga"] for row in b["Righe"]), Decimal()) for b in bills] == [
        bill["TotaleDocumento"] for bill in bills
    ]
    assert [bill["TotaleImponibile"] + bill["TotaleIVA"] for bill in bills] == [b["TotaleDocumento"] for b in bills]
    assert menu.checks()[0]["IsPagato"] is True
    with pytest.raises(NotPossible, match="paid"):
        menu.host.pay(check["IdGestionale"])


def test_paid_comande_vanish_from_the_lists_but_not_by_id(menu: MenuServer, asker: MenuClient) -> None:
    check = menu.host.open_check(table="21")["IdGestionale"]
    (bill,) = menu.host.pay(check)
    assert listed(asker) == []
    assert member(asker.call("GetComanda", idGestionale=check), "IsPagato") == "true"
    assert member(asker.day("GetContiGiorno", TODAY)[0], "IdComanda") == str(check)
    told = asker.call("GetConto", idGestionale=bill["IdGestionale"])
    assert member(told, "TotaleDocumento") == str(bill["TotaleDocumento"])
    menu.switches.paid_vanish = False
    assert ids(listed(asker)) == [check]
    menu.host.reopen(check)
    menu.switches.paid_vanish = True
    assert ids(listed(asker)) == [check]
    assert len(menu.bills()) == 1, "its bills stay"


def test_a_bill_is_cancelled(menu: MenuServer, asker: MenuClient, clock: HandClock) -> None:
    check = menu.host.open_check()["IdGestionale"]
    (bill,) = menu.host.pay(check)
    clock.go(minutes=1)
    menu.host.cancel_bill(bill["IdGestionale"])
    (told,) = asker.day("GetContiGiorno", TODAY, f"{TODAY}T19:31:00")
    assert (member(told, "StatoEnum"), member(told, "Stato")) == ("Annullato", "4")
    with pytest.raises(NotPossible, match="already"):
        menu.host.cancel_bill(bill["IdGestionale"])


def test_money_in_advance_money_back_and_money_later(menu: MenuServer) -> None:
    check = menu.host.open_check()["IdGestionale"]
    menu.host.deposit(check, "20.00")
    (owed,) = menu.host.pay(check, state="Sospeso")
    assert (owed["TotalePagato"], owed["Pagamenti"]) == (Decimal(), [])
    settled = menu.host.settle(owed["IdGestionale"])
    menu.host.give_back(check, "5.00")
    assert [(bill["TipoContoEnum"], bill["StatoEnum"]) for bill in menu.bills()] == [
        ("Acconto", "Pagato"),
        ("Unico", "ExSospeso"),
        ("PagamentoSospesi", "Pagato"),
        ("Reso", "Pagato"),
    ]
    assert settled["TotaleDocumento"] == owed["TotaleDocumento"]
    with pytest.raises(NotPossible, match="ExSospeso"):
        menu.host.settle(owed["IdGestionale"])


def test_single_bills_before_the_comanda_is_closed(menu: MenuServer) -> None:
    check = menu.host.open_check(covers=4)["IdGestionale"]
    menu.host.bill(check, "12.00", covers=1)
    menu.host.bill(check, "30.50", state="Emesso")
    assert menu.checks()[0]["IsPagato"] is False
    assert menu.host.close(check)["IsPagato"] is True
    assert [(bill["TotaleDocumento"], bill["NumeroCoperti"]) for bill in menu.bills()] == [
        (Decimal("12.00"), 1),
        (Decimal("30.50"), 4),
    ]
    with pytest.raises(NotPossible):
        menu.host.order(check, "Amaro")
    menu.host.reopen(check)
    menu.host.order(check, "Amaro", price="4.50")
    with pytest.raises(NotPossible, match="open"):
        menu.host.reopen(check)
    with pytest.raises(ValueError, match="Gratis"):
        menu.host.bill(check, "1.00", kind="Gratis")


def test_a_service_after_midnight_is_billed_to_the_evening(
    menu: MenuServer, asker: MenuClient, clock: HandClock
) -> None:
    clock.go(hours=6)  # 00:30 of the 24th
    check = menu.host.open_check()["IdGestionale"]
    menu.host.bill(check, "10.00")
    assert len(listed(asker)) == len(asker.day("GetContiGiorno", TODAY)) == 1
    assert menu.checks()[0]["DataGestione"] == "2026-11-23T00:00:00.000+01:00"
    menu.switches.night_belongs_to_evening = False
    assert len(listed(asker)) == len(asker.day("GetContiGiorno", TODAY)) == 0


def test_an_evening_by_the_control_api(menu: MenuServer, control: httpx.Client) -> None:
    row = control.post("/reservations", json={"covers": 4, "starts_at": "2026-11-23T20:00:00+01:00"}).json()
    at = f"/reservations/{row['IdGestionale']}"
    control.post(f"{at}/change", json={"notes": "Finestra"}).raise_for_status()
    control.post(f"{at}/assign", json={"tables": ["3"]}).raise_for_status()
    control.post(f"{at}/state", json={"state": "Confermata"}).raise_for_status()
    check = control.post(f"{at}/open").json()["IdGestionale"]
    other = control.post(f"{at}/attach").json()["IdGestionale"]
    control.post(f"/checks/{check}/order", json={"name": "Amaro", "quantity": 2, "price": "4.50"}).raise_for_status()
    control.post(f"/checks/{check}/deposit", json={"amount": "10.00"}).raise_for_status()
    (bill, _) = control.post(f"/checks/{check}/pay", json={"kind": "RomanaSeparato", "parts": 2}).json()["bills"]
    control.post(f"/checks/{other}/bill", json={"amount": "9.00", "state": "Sospeso"}).raise_for_status()
    control.post(f"/checks/{other}/close").raise_for_status()
    control.post(f"/checks/{other}/reopen").raise_for_status()
    control.post(f"/checks/{other}/return", json={"amount": "1.00"}).raise_for_status()
    control.post(f"/bills/{bill['IdGestionale']}/cancel").raise_for_status()
    state = control.get("/state").json()
    assert [(len(state[name])) for name in ("reservations", "checks", "bills")] == [1, 2, 5]
    assert [check["IsPagato"] for check in state["checks"]] == [True, False]
    assert [change["what"] for change in state["reservations"][0]["history"]] == [
        "created", "changed", "changed", "comanda opened",
    ]  # fmt: skip
    assert state["requests"] == {}


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/reservations/1/open", {}, "no reservation 1"),
        ("/reservations/1/dance", {}, "no step dance"),
        ("/checks/1/pay", {}, "no comanda 1"),
        ("/bills/1/cancel", {}, "no bill 1"),
        ("/reservations", {"people": 3}, "unknown: people"),
        ("/switches", {"slow": True}, "no switch slow"),
    ],
)
def test_what_can_not_be_done_is_told(control: httpx.Client, path: str, body: dict[str, Any], told: str) -> None:
    answer = control.post(path, json=body)
    assert (answer.status_code, told in answer.json()["error"]) == (400, True)


def test_switches_are_turned(menu: MenuServer, control: httpx.Client) -> None:
    told = control.post("/switches", json={"answers_whole": True, "call_milliseconds": 7}).json()
    assert (told["answers_whole"], told["call_milliseconds"], told["paid_vanish"]) == (True, 7, True)
    assert menu.switches.answers_whole is True
