"""Every message that is sent, against the schemas inside the vendor's description; and what the envelope says."""

import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime

import pytest

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.contracts import OPERATIONS, asked
from agent.connectors.pos.passepartout_menu.soap import envelope
from agent.domain.orders import Customer
from agent.domain.reservation_ports import CheckTill, Days, FloorTill, ReservationSide
from agent.domain.reservations import Booking, Field, ReservationDraft, ReservationState
from agent.domain.sales import Check
from tests.connectors.passepartout_menu.schema import faults_of
from tests.connectors.passepartout_menu.till import (
    PASSWORD,
    WSDL,
    WordTill,
    content_of,
    listed,
    members,
    nil,
    opened,
    operation_of,
    result,
    row,
    text,
)

DAY = Days(date(2026, 11, 25), date(2026, 11, 25))
BOOKING = Booking(
    starts_at=datetime(2026, 11, 25, 19, 30, tzinfo=UTC),
    covers=6,
    state=ReservationState.CONFIRMED,
    stay=90,
    notes="Seggiolone",
    guest=Customer("", "Anna", "Bianchi", "anna@example.test", "+39 333 1234567"),
)
BILL = members("o", DataChiusura="2026-11-25T23:00:00", IdComanda=7, IdGestionale=70, NumeroCoperti=4)
BILL += members("o", StatoEnum="Pagato", TipoContoEnum="Unico", TotaleDocumento="80.00")


def everything(menu: PassepartoutMenu, till: WordTill) -> None:
    """Makes the connector send each operation at least once, a Put of a new row and of one that was read."""
    comanda = members("m", IdGestionale=7, IdPrenotazione=41, IsPagato="true")
    till.says("PingLogin", result("PingLogin", "true"))
    till.says("GetVersioneGestionale", result("GetVersioneGestionale", "2026A"))
    till.says("GetSaleMenu", result("GetSaleMenu", "<a:string>Sala</a:string>"))
    till.says("GetDisponibilitaTavoliMenu", result("GetDisponibilitaTavoliMenu", members("p", Nome="Sala")))
    till.says("GetPrenotazioniMenuGiorno", listed(row()))
    till.says("GetPrenotazioneMenu", result("GetPrenotazioneMenu", row(Bambini=1, Sala="Veranda", tables=("12", "13"))))
    till.says("PutPrenotazioneMenu", result("PutPrenotazioneMenu", members("p", IdGestionale=41)))
    till.says("GetComandeGiorno", nil("GetComandeGiorno"))
    till.says("GetComanda", result("GetComanda", comanda))
    till.says("GetComandaTavolo", result("GetComandaTavolo", comanda))
    till.says("GetContiGiorno", result("GetContiGiorno", f"<o:ContrattoConto>{BILL}</o:ContrattoConto>"))
    till.says("GetConto", result("GetConto", BILL))
    menu.test()
    menu.rooms()
    menu.rooms(BOOKING.starts_at)
    list(menu.reservations(DAY))
    list(menu.reservations(DAY, changed_since=BOOKING.starts_at))
    menu.create_reservation(ReservationDraft("9001", BOOKING), key="k")
    menu.change_reservation(menu.reservation("41"), BOOKING, frozenset(Field), key="k")
    menu.checks(DAY)
    menu.checks(DAY, changed_since=BOOKING.starts_at)
    menu.check("7")
    menu.check_at("12")
    menu.sales([Check("7", "41", True, 4)], DAY)


def test_every_message_is_what_the_schemas_ask_for(menu: PassepartoutMenu, till: WordTill) -> None:
    everything(menu, till)
    assert set(till.operations) == set(OPERATIONS)
    for request in till.requests:
        assert faults_of(content_of(request)) == "", operation_of(request)


def test_the_schemas_do_notice_an_element_out_of_order(menu: PassepartoutMenu, till: WordTill) -> None:
    """Else the test above could not fail."""
    everything(menu, till)
    (put, _) = till.asked("PutPrenotazioneMenu")
    booking = put[1]
    booking.insert(0, booking[-1])
    assert faults_of(put)


def test_every_declared_member_is_in_the_description() -> None:
    described = WSDL.read_text(encoding="utf-8")
    for operation in OPERATIONS:
        names = [name for name, _ in asked(operation).members]
        assert all(f'name="{name}"' in described for name in (operation, *names))


def test_the_headers_and_the_login(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetSaleMenu", nil("GetSaleMenu"))
    assert menu.rooms() == ()
    (request,) = till.requests
    assert request.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert request.headers["SOAPAction"] == '"http://tempuri.org/IAdapterWS/GetSaleMenu"'
    assert str(request.url).endswith("/AdapterWS")
    login = content_of(request)[0]
    assert [child.tag.rpartition("}")[2] for child in login] == ["Azienda", "Password", "Utente"]
    assert [child.text for child in login] == ["DEMO", PASSWORD, "campanello"]


def test_the_optional_part_of_the_login_has_its_place(till: WordTill) -> None:
    till.says("GetSaleMenu", nil("GetSaleMenu"))
    connector = opened(bew="B1")
    connector.rooms()
    connector.close()
    (request,) = till.requests
    assert [child.text for child in content_of(request)[0]] == ["DEMO", "B1", PASSWORD, "campanello"]
    assert faults_of(content_of(request)) == ""


def test_days_and_instants_have_no_offset(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioniMenuGiorno", listed())
    list(menu.reservations(DAY, changed_since=datetime(2026, 11, 25, 19, 30, tzinfo=UTC)))
    *_, sent = till.asked("GetPrenotazioniMenuGiorno")
    assert text(sent, "t:giorno") == "2026-11-25T00:00:00"
    # In Rome, and the five minutes for tills whose clocks do not agree.
    assert text(sent, "t:ultimaModifica") == "2026-11-25T20:25:00"


def test_what_xml_cannot_carry_is_left_out() -> None:
    assert b"<" in envelope("GetComandaTavolo", {"tavolo": "1\x002\ud8003"})
    assert b">123<" in envelope("GetComandaTavolo", {"tavolo": "1\x002\ud8003"})


def test_one_call_at_a_time(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetSaleMenu", nil("GetSaleMenu"))
    inside: list[int] = []
    most: list[int] = []

    def hold() -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()

    till.before = hold
    threads = [threading.Thread(target=menu.rooms) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [1] * 5


def test_the_ports_are_fulfilled(menu: PassepartoutMenu) -> None:
    side: ReservationSide = menu
    floor: FloorTill = menu
    checks: CheckTill = menu
    assert (side.budget_used, side.prerequisites()) == (None, ())
    assert (floor.rooms, checks.check) == (menu.rooms, menu.check)


@pytest.mark.parametrize("module", ["agent.app", "agent.connectors.registry"])
def test_no_xml_library_is_loaded_without_such_a_link(module: str) -> None:
    program = f"import sys, {module}; sys.exit(any(name.partition('.')[0] == 'lxml' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0


def test_the_first_opened_link_loads_it() -> None:
    """Else the test above would say nothing."""
    program = (
        "import sys, agent.connectors.pos.passepartout_menu.client; "
        "sys.exit(any(name.partition('.')[0] == 'lxml' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 1
