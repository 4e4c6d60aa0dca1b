"""Comande of reservations, and what their bills sum up to."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.domain.failures import Malformed, Transient
from agent.domain.reservation_ports import Days
from agent.domain.sales import Check, Sale, SaleLine
from tests.connectors.passepartout_menu.till import WordTill, fault, members, nil, result, text

DAY = Days(date(2026, 11, 25), date(2026, 11, 25))
NIGHT = Days(date(2026, 11, 25), date(2026, 11, 26))
CHECK = Check("7", "41", True, 4)
COUNTED_KINDS = {"Unico", "SeparatoManuale", "SeparatoAutomatico", "RomanaUnico", "RomanaSeparato"}
OTHER_KINDS = {"NonUsato", "PagamentoSospesi", "RiepilogoBuoniPasto", "Reso", "Acconto", "RiepilogoImpegnative"}
OTHER_KINDS |= {"Annullo", "Nuovo"}
COUNTED_STATES = {"Pagato", "Emesso", "Sospeso", "ExSospeso", "BuonoPastoSospeso"}
OTHER_STATES = {"Aperto", "Annullato", "Nuovo"}


def comanda(ref: int = 7, **values: object) -> str:
    told: dict[str, object] = {
        "Coperti": 4,
        "DataCreazioneSistema": "2026-11-25T20:05:00+01:00",
        "IdGestionale": ref,
        "IdPrenotazione": 41,
        "IsAsporto": "false",
        "IsPagato": "false",
        "Sala": "Veranda",
        "Tavolo": "12",
    }
    return members("c", UltimaModifica="2026-11-25T20:06:00+01:00") + members("m", **{**told, **values})


def comande(*rows: str) -> str:
    content = "".join(f"<m:ContrattoComanda>{row}</m:ContrattoComanda>" for row in rows)
    return result("GetComandeGiorno", content)


def dish(name: str, amount: str | None, quantity: int = 1, kind: str = "Normale", **values: object) -> str:
    base = members("b", DataCreazione="2026-11-25T20:10:00", OID=3)
    told = {"Articolo": f"A-{name}", "Descrizione": name, "Quantita": quantity}
    content = base + members("o", **{**told, "TipoRigaEnum": kind, "TotaleDiRiga": amount, **values})
    return f"<o:PMBRigaConto>{content}</o:PMBRigaConto>"


def bill(ref: int = 70, check: int = 7, rows: str | None = dish("Pizza", "80.00"), **values: object) -> str:
    told: dict[str, object] = {
        "DataChiusura": "2026-11-25T23:00:00+01:00",
        "IdComanda": check,
        "IdGestionale": ref,
        "NumeroCoperti": 4,
        "Righe": rows,
        "StatoEnum": "Pagato",
        "TipoContoEnum": "Unico",
        "TotaleDocumento": "80.0000",
        "UltimaModifica": "2026-11-25T23:00:01+01:00",
    }
    return members("c", UltimaModifica="2026-11-25T23:00:09+01:00") + members("o", **{**told, **values})


def bills(*rows: str) -> str:
    content = "".join(f"<o:ContrattoConto>{row}</o:ContrattoConto>" for row in rows)
    return result("GetContiGiorno", content)


def test_the_comande_of_reservations(menu: PassepartoutMenu, till: WordTill) -> None:
    others = [comanda(8, IdPrenotazione=0), comanda(9, IdPrenotazione=None), comanda(10, IsAsporto="true")]
    till.says("GetComandeGiorno", comande(comanda(), *others))
    till.says("GetContiGiorno", bills(bill(check=10)))
    assert menu.checks(DAY) == (Check("7", "41", False, 4, "Veranda", "12", datetime(2026, 11, 25, 19, 5, tzinfo=UTC)),)
    (sent,) = till.asked("GetComandeGiorno")
    assert (text(sent, "t:asporto"), text(sent, "t:giorno")) == ("false", "2026-11-25T00:00:00")


def test_a_comanda_after_midnight_is_told_once_as_it_was_read_last(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetComandeGiorno", comande(comanda()), comande(comanda(IsPagato="true"), comanda(8)))
    till.says("GetContiGiorno", bills(), bills())
    found = menu.checks(NIGHT)
    assert [(check.ref, check.paid) for check in found] == [("7", True), ("8", False)]


def test_a_bad_comanda_does_not_stop_the_others(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetComandeGiorno", comande(comanda(6, Coperti="molti"), comanda(7, Coperti=None)))
    till.says("GetContiGiorno", bills())
    with capture_logs() as logged:
        (check,) = menu.checks(DAY)
    assert (check.ref, check.covers) == ("7", 0)
    (told,) = [line for line in logged if line["log_level"] == "warning"]
    assert (told["event"], told["check"], told["reason"]) == ("menu.check_unreadable", "6", "Coperti (int_parsing)")


def test_a_comanda_that_only_its_bill_tells_of_is_asked_for_once(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetComandeGiorno", comande(), comande())
    till.says("GetContiGiorno", bills(bill(check=7), bill(71, check=8)), bills(bill(check=7), bill(71, check=8)))
    till.says(
        "GetComanda",
        result("GetComanda", comanda(IsPagato="true")),
        result("GetComanda", comanda(8, IdPrenotazione=0)),
    )
    for _look in range(2):
        assert [(check.ref, check.paid) for check in menu.checks(DAY)] == [("7", True)]
    assert len(till.asked("GetComanda")) == 2


def test_one_comanda(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetComanda", result("GetComanda", comanda(IsPagato="true", DataCreazioneSistema="boh")))
    assert menu.check("7") == Check("7", "41", True, 4, "Veranda", "12")
    till.says("GetComanda", nil("GetComanda"))
    assert menu.check("7") is None
    till.says("GetComanda", result("GetComanda", comanda(IsPagato="forse")))
    with pytest.raises(Malformed):
        menu.check("7")
    till.says("GetComanda", fault("a:InternalServiceFault", "x"))
    with pytest.raises(Transient):
        menu.check("7")


def test_the_comanda_of_a_table(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetComandaTavolo", result("GetComandaTavolo", comanda()), nil("GetComandaTavolo"))
    found = menu.check_at("12")
    assert found is not None
    assert (found.ref, menu.check_at("12")) == ("7", None)
    assert text(till.asked("GetComandaTavolo")[0], "t:tavolo") == "12"


def test_a_bill(menu: PassepartoutMenu, till: WordTill) -> None:
    rows = dish("Pizza", "30.0000", 3) + dish("Reso birra", "-5.00", 1, "Reso") + dish("senza cipolla", None, 1, "Nota")
    rows += dish("Cancellata", "9.00", DaCancellare="true") + dish("Coperto", None)
    till.says("GetContiGiorno", bills(bill(rows=rows), bill(71, check=99)))
    assert menu.sales([CHECK], DAY) == (
        Sale(
            check_ref="7",
            closed_at=datetime(2026, 11, 25, 22, 0, tzinfo=UTC),
            covers=4,
            total=Decimal("80.00"),
            lines=(
                SaleLine("Pizza", Decimal(3), Decimal("30.00"), "A-Pizza"),
                SaleLine("Reso birra", Decimal(1), Decimal("-5.00"), "A-Reso birra"),
                SaleLine("Coperto", Decimal(1), Decimal("0.00"), "A-Coperto"),
            ),
        ),
    )
    assert till.operations == ["GetContiGiorno"]


@pytest.mark.parametrize("kind", sorted(COUNTED_KINDS | OTHER_KINDS))
@pytest.mark.parametrize("state", sorted(COUNTED_STATES | OTHER_STATES))
def test_which_bills_count(menu: PassepartoutMenu, till: WordTill, kind: str, state: str) -> None:
    till.says("GetContiGiorno", bills(bill(TipoContoEnum=kind, StatoEnum=state)))
    assert len(menu.sales([CHECK], DAY)) == (kind in COUNTED_KINDS and state in COUNTED_STATES)


def test_several_bills_are_summed_and_their_covers_counted_once(menu: PassepartoutMenu, till: WordTill) -> None:
    first = bill(70, TipoContoEnum="RomanaSeparato", TotaleDocumento="26.67", NumeroCoperti=3)
    second = bill(
        71,
        TipoContoEnum="RomanaSeparato",
        TotaleDocumento="26.66",
        NumeroCoperti=3,
        DataChiusura="2026-11-26T00:20:00",
    )
    third = bill(72, TipoContoEnum="RomanaSeparato", TotaleDocumento="26.67", NumeroCoperti=None, StatoEnum="Emesso")
    out = [bill(73, TipoContoEnum="Acconto"), bill(74, TipoContoEnum="Reso"), bill(75, StatoEnum="Annullato")]
    # A service after midnight may belong to either day: a bill on both is one bill.
    till.says("GetContiGiorno", bills(first, second, *out), bills(second, third))
    (sale,) = menu.sales([CHECK, CHECK], NIGHT)
    assert (sale.total, sale.covers) == (Decimal("80.00"), 3)
    assert sale.closed_at == datetime(2026, 11, 25, 23, 20, tzinfo=UTC)
    assert len(sale.lines) == 3


def test_each_comanda_has_its_sale(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetContiGiorno", bills(bill(70, 7), bill(80, 8, TotaleDocumento="12.5")))
    sales = menu.sales([CHECK, Check("8", "42", True, 2), Check("9", "43", True, 2)], DAY)
    assert [(sale.check_ref, sale.total) for sale in sales] == [("7", Decimal("80.00")), ("8", Decimal("12.50"))]


def test_covers_of_the_comanda_where_no_bill_tells_them(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetContiGiorno", bills(bill(NumeroCoperti=0)))
    assert menu.sales([CHECK], DAY)[0].covers == 4


@pytest.mark.parametrize("rows", [None, ""])
def test_rows_that_the_list_leaves_out_are_asked_for(menu: PassepartoutMenu, till: WordTill, rows: str | None) -> None:
    till.says("GetContiGiorno", bills(bill(rows=rows)))
    # The same object again comes as a reference that says nil.
    twice = dish("Pizza", "40.00").replace("<o:PMBRigaConto>", '<o:PMBRigaConto z:Id="i4">')
    twice += '<o:PMBRigaConto z:Ref="i4" i:nil="true"/>'
    till.says("GetConto", result("GetConto", bill(rows=twice, TotaleDocumento=None)))
    (sale,) = menu.sales([CHECK], DAY)
    assert [(line.name, line.amount) for line in sale.lines] == [("Pizza", Decimal("40.00"))] * 2
    assert sale.total == Decimal("80.00")
    assert text(till.asked("GetConto")[0], "t:idGestionale") == "70"


def test_a_sale_without_rows_is_still_a_sale(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetContiGiorno", bills(bill(rows=None)))
    till.says("GetConto", nil("GetConto"))
    with capture_logs() as logged:
        (sale,) = menu.sales([CHECK], DAY)
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == ["menu.bill_without_rows"]
    assert (sale.total, sale.lines) == (Decimal("80.00"), ())


NEVER_CLOSED = members("o", IdComanda=7, IdGestionale=71, StatoEnum="Emesso", TipoContoEnum="Unico", TotaleDocumento=1)


@pytest.mark.parametrize(
    ("bad", "event"),
    [
        (bill(71, TotaleDocumento="ottanta"), "menu.bill_unreadable"),
        (bill(71, TotaleDocumento=None), "menu.sale_incomplete"),
    ],
)
def test_half_a_sale_is_none(menu: PassepartoutMenu, till: WordTill, bad: str, event: str) -> None:
    till.says("GetContiGiorno", bills(bill(), bad))
    with capture_logs() as logged:
        assert menu.sales([CHECK], DAY) == ()
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == [event]


def test_nor_is_one_of_which_nobody_knows_when(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetContiGiorno", bills(NEVER_CLOSED))
    till.says("GetConto", nil("GetConto"))
    assert menu.sales([CHECK], DAY) == ()


def test_an_issued_bill_without_its_closing_has_its_last_change(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetContiGiorno", bills(bill(DataChiusura=None, StatoEnum="Emesso")))
    # Of the two members with that name, the base's.
    assert menu.sales([CHECK], DAY)[0].closed_at == datetime(2026, 11, 25, 22, 0, 9, tzinfo=UTC)
