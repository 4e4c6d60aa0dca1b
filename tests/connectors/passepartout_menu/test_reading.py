"""What is taken out of an answer: references, nils, what is not known, what is bad; lists, rooms, the login."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import httpx
import pytest

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.soap import Reply
from agent.domain.failures import AuthRefused, Gone, Malformed
from agent.domain.floor import Room, Table
from agent.domain.ports import Account, Page
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Booking, ReservationDraft, ReservationState, SideReservation
from tests.connectors.passepartout_menu.till import PASSWORD, WordTill, listed, members, nil, result, row, text

DAY = Days(date(2026, 11, 25), date(2026, 11, 25))
THREE_DAYS = Days(date(2026, 11, 24), date(2026, 11, 26))
BOOKING = Booking(datetime(2026, 11, 25, 19, 0, tzinfo=UTC), 4, ReservationState.CONFIRMED)


def refs(pages: Sequence[Page[SideReservation]]) -> list[str]:
    return [record.ref for page in pages for record in page.records]


def test_the_login_is_tried_and_the_version_told(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("PingLogin", result("PingLogin", "true"))
    till.says("GetVersioneGestionale", result("GetVersioneGestionale", "2026A1"))
    assert menu.test() == Account("DEMO", "2026A1")
    till.says("GetVersioneGestionale", nil("GetVersioneGestionale"))
    assert menu.test() == Account("DEMO")


@pytest.mark.parametrize("more", ["", "<t:errore>Utente campanello non valido</t:errore>", '<t:errore i:nil="true"/>'])
def test_a_login_that_is_refused(menu: PassepartoutMenu, till: WordTill, more: str) -> None:
    till.says("PingLogin", result("PingLogin", "false", more=more))
    with pytest.raises(AuthRefused) as caught:
        menu.test()
    assert caught.value.failure.message == "side.credentials_refused"
    assert "campanello" not in str(caught.value)


def test_a_list_a_day_and_upto_by_the_tills_clock(menu: PassepartoutMenu, till: WordTill) -> None:
    first = httpx.Response(200, text=listed(row(1), row(2)), headers={"Date": "Mon, 23 Nov 2026 19:00:05 GMT"})
    later = httpx.Response(200, text=listed(row(3)), headers={"Date": "Mon, 23 Nov 2026 19:00:09 GMT"})
    nothing = nil("GetPrenotazioniMenuGiorno")
    till.says("GetPrenotazioniMenuGiorno", first, nothing, nothing, later)
    pages = list(menu.reservations(THREE_DAYS, changed_since=BOOKING.starts_at))
    assert refs(pages) == ["1", "2", "3"]
    assert [page.upto for page in pages] == [None, None, None, datetime(2026, 11, 23, 19, 0, 5, tzinfo=UTC)]
    asked = [text(sent, "t:giorno") for sent in till.asked("GetPrenotazioniMenuGiorno")]
    assert asked == ["2026-11-23T00:00:00", "2026-11-24T00:00:00", "2026-11-25T00:00:00", "2026-11-26T00:00:00"]


def test_of_the_evening_before_only_what_begins_after_midnight(menu: PassepartoutMenu, till: WordTill) -> None:
    night = row(2, DataOra="2026-11-25T00:30:00+01:00")
    till.says("GetPrenotazioniMenuGiorno", listed(row(1, DataOra="2026-11-24T23:30:00+01:00"), night), listed(row(3)))
    assert refs(list(menu.reservations(DAY))) == ["2", "3"]
    late = listed(row(3), row(4, DataOra="2026-11-26T00:30:00+01:00"))
    till.says("GetPrenotazioniMenuGiorno", nil("GetPrenotazioniMenuGiorno"), late)
    assert refs(list(menu.reservations(DAY))) == ["3"]


def test_days_alone_are_asked_without_an_instant(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioniMenuGiorno", listed(row()))
    pages = list(menu.reservations(DAY))
    assert [page.upto for page in pages] == [None, None]
    assert text(till.asked("GetPrenotazioniMenuGiorno")[0], "t:ultimaModifica") is None


def test_changes_alone_are_looked_for_in_the_far_window(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioniMenuGiorno", listed())
    list(menu.reservations(changed_since=BOOKING.starts_at))
    days = [text(sent, "t:giorno") for sent in till.asked("GetPrenotazioniMenuGiorno")]
    assert (days[0], days[-1]) == ("2026-11-22T00:00:00", "2027-01-24T00:00:00")


def test_pages_are_asked_for_one_by_one(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioniMenuGiorno", listed(row()))
    pages = menu.reservations(THREE_DAYS)
    next(pages)
    assert len(till.requests) == 1


def test_one_bad_row_is_set_aside_and_the_page_goes_on(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says(
        "GetPrenotazioniMenuGiorno",
        nil("GetPrenotazioniMenuGiorno"),
        listed(row(1), row(2, NumeroPersone="tanti"), row(3)),
    )
    _, page = menu.reservations(DAY)
    assert [record.ref for record in page.records] == ["1", "3"]
    assert [(aside.ref, aside.reason) for aside in page.set_aside] == [("2", "NumeroPersone (int_parsing)")]


def test_what_is_not_known_is_passed_over(menu: PassepartoutMenu, till: WordTill) -> None:
    strange = '<n:Nuovo xmlns:n="urn:next">7</n:Nuovo><p:Novita>x</p:Novita>'
    till.says("GetPrenotazioneMenu", result("GetPrenotazioneMenu", strange + row(StatoEnum="InArrivo") + strange))
    found = menu.reservation("41")
    assert (found.booking.state, found.status, found.booking.covers) == (None, "InArrivo", 4)


def test_a_reference_is_followed_before_its_nil_is_believed(menu: PassepartoutMenu, till: WordTill) -> None:
    first = f'<p:ContrattoPrenotazioneMenu z:Id="i1">{row(1)}</p:ContrattoPrenotazioneMenu>'
    again = '<p:ContrattoPrenotazioneMenu z:Ref="i1" i:nil="true"/>'
    empty = '<p:ContrattoPrenotazioneMenu i:nil="true"/>'
    lost = '<p:ContrattoPrenotazioneMenu z:Ref="i9" i:nil="true"/>'
    till.says(
        "GetPrenotazioniMenuGiorno",
        nil("GetPrenotazioniMenuGiorno"),
        result("GetPrenotazioniMenuGiorno", first + again + empty + lost),
    )
    _, page = menu.reservations(DAY)
    assert refs([page]) == ["1", "1"]
    assert page.set_aside == ()


def test_a_reference_to_what_comes_later_and_to_itself() -> None:
    rows = '<o:PMBRigaConto z:Ref="i2"/><o:PMBRigaConto z:Id="i2"><o:Articolo>A</o:Articolo></o:PMBRigaConto>'
    looped = '<o:PMBRigaConto z:Id="i3" z:Ref="i3"><o:Articolo>B</o:Articolo></o:PMBRigaConto>'
    answer = result("GetConto", f"<o:Righe>{rows}{looped}</o:Righe>")
    bill = Reply("GetConto", answer.encode()).result()
    assert isinstance(bill, dict)
    assert [line["Articolo"] for line in bill["Righe"]] == ["A", "A", "B"]


def test_of_two_members_with_one_name_the_first_that_speaks_counts() -> None:
    def changed(base: str | None, own: str | None) -> object:
        content = members("c", IsParziale="false", UltimaModifica=base)
        content += members("o", IdGestionale=7, IsParziale="true", UltimaModifica=own)
        bill = Reply("GetConto", result("GetConto", content).encode()).result()
        assert isinstance(bill, dict)
        assert (bill["IsParziale"], bill["IdGestionale"]) == ("false", "7")
        return bill["UltimaModifica"]

    assert changed("base", "own") == "base"
    assert changed(None, "own") == "own"
    assert changed("base", None) == "base"


@pytest.mark.parametrize("ref", ["", "0", "-1", "x", "٤", "2147483648", "99999999999999999999"])
def test_an_id_that_the_till_could_not_have_given(menu: PassepartoutMenu, till: WordTill, ref: str) -> None:
    with pytest.raises(Gone):
        menu.reservation(ref)
    assert menu.check(ref) is None
    assert till.requests == []


def test_a_row_that_is_not_there(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioneMenu", nil("GetPrenotazioneMenu"))
    with pytest.raises(Gone):
        menu.reservation("41")


def test_a_row_that_cannot_be_read(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioneMenu", result("GetPrenotazioneMenu", row(DataOra="presto", Intestazione="Segreto")))
    with pytest.raises(Malformed) as caught:
        menu.reservation("41")
    assert "Segreto" not in repr(caught.value.failure)


def test_the_row_of_a_tag_is_looked_for_around_its_day(menu: PassepartoutMenu, till: WordTill) -> None:
    tag = "plateform:9001"
    rows = [row(1), row(2, Tag="plateform:90011"), row(3, Tag=tag), row(4, Tag=tag, StatoEnum="Mancata")]
    till.says("GetPrenotazioniMenuGiorno", nil("GetPrenotazioniMenuGiorno"), listed(*rows, row(5, Tag=tag)))
    found = menu.find_reservation(ReservationDraft("9001", BOOKING, ignore=frozenset({"3"})))
    assert found is not None
    assert found.ref == "5"
    till.says("GetPrenotazioniMenuGiorno", listed(row(4, Tag=tag, StatoEnum="Mancata")))
    till.requests.clear()
    assert menu.find_reservation(ReservationDraft("9001", BOOKING)) is None
    asked = [text(sent, "t:giorno") for sent in till.asked("GetPrenotazioniMenuGiorno")]
    assert asked == ["2026-11-23T00:00:00", "2026-11-24T00:00:00", "2026-11-25T00:00:00", "2026-11-26T00:00:00"]


def test_a_booking_after_midnight_belongs_to_the_day_of_the_wall(menu: PassepartoutMenu, till: WordTill) -> None:
    till.says("GetPrenotazioniMenuGiorno", listed())
    late = Booking(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), 2, ReservationState.CONFIRMED)
    assert menu.find_reservation(ReservationDraft("1", late)) is None
    asked = [text(sent, "t:giorno") for sent in till.asked("GetPrenotazioniMenuGiorno")]
    assert asked == ["2026-11-24T00:00:00", "2026-11-25T00:00:00", "2026-11-26T00:00:00", "2026-11-27T00:00:00"]


def test_rooms_and_their_tables(menu: PassepartoutMenu, till: WordTill) -> None:
    def table(name: str | None, free: str, kind: str = "Tondo") -> str:
        content = members("p", Coperti=4, IsLibero=free, Nome=name, Tipo=kind)
        return f"<p:PMBTavolo>{content}</p:PMBTavolo>"

    tables = (
        table("12", "true") + table("13", "false") + table(None, "true") + table("colonna", "true", "IngombroTondo")
    )
    till.says("GetSaleMenu", result("GetSaleMenu", "<a:string>Sala</a:string><a:string>Veranda</a:string>"))
    full = result("GetDisponibilitaTavoliMenu", f"<p:Nome>Sala</p:Nome><p:Tavoli>{tables}</p:Tavoli>")
    till.says("GetDisponibilitaTavoliMenu", full, nil("GetDisponibilitaTavoliMenu"))
    free = menu.rooms(BOOKING.starts_at)
    assert free == (
        Room("Sala", "Sala", (Table("12", "12", 4, True), Table("13", "13", 4, False))),
        Room("Veranda", "Veranda"),
    )
    asked = till.asked("GetDisponibilitaTavoliMenu")
    told = [(text(sent, "t:sala"), text(sent, "t:inizioPrenotazione")) for sent in asked]
    assert told == [("Sala", "2026-11-25T20:00:00"), ("Veranda", "2026-11-25T20:00:00")]
    till.says("GetDisponibilitaTavoliMenu", full)
    assert [table.free for room in menu.rooms() for table in room.tables] == [None] * 4


def test_the_connector_shows_no_secret(menu: PassepartoutMenu) -> None:
    assert PASSWORD not in repr(menu) + repr(menu._api) + repr(vars(menu))
