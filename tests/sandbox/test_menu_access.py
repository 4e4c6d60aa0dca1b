"""Who may call the till's service: the login in every call, and one call at a time."""

import threading

import httpx
import pytest

from agent.sandbox import Fault, MenuServer
from tests.sandbox.menu_client import Faulted, MenuClient, member, menu_client


@pytest.mark.parametrize("wrong", [{"Azienda": "ALTRA"}, {"Utente": "nessuno"}, {"Password": "Segreta"}])
def test_a_wrong_login_is_a_fault(menu: MenuServer, asker: MenuClient, wrong: dict[str, str]) -> None:
    with pytest.raises(Faulted, match="Azienda, utente o password") as told:
        asker.raw("GetSaleMenu", asker.login(**wrong))
    assert not any(value in told.value.text for value in wrong.values())
    told_by_ping = asker.send("PingLogin", asker.login(**wrong))
    assert ">false<" in told_by_ping.text
    assert "Azienda, utente o password" in told_by_ping.text
    menu.switches.ping_login_faults = True
    with pytest.raises(Faulted):
        asker.raw("PingLogin", asker.login(**wrong))


def test_a_call_without_login_is_a_fault(asker: MenuClient) -> None:
    with pytest.raises(Faulted, match="password"):
        asker.raw("GetSaleMenu")


def test_ping_needs_none_and_ping_login_says_yes(asker: MenuClient) -> None:
    assert asker.raw("Ping").text == "true"
    assert asker.call("PingLogin").text == "true"
    assert asker.call("GetVersioneGestionale").text


def test_a_new_password_counts_at_once(menu: MenuServer, asker: MenuClient) -> None:
    old = asker.login()
    menu.password = "un'altra & nuova"
    with pytest.raises(Faulted):
        asker.raw("GetSaleMenu", old)
    assert len(asker.call("GetSaleMenu")) == 2


def test_a_second_call_at_the_same_time_is_refused_and_counted(menu: MenuServer, asker: MenuClient) -> None:
    menu.switches.call_milliseconds = 400
    answers: list[httpx.Response] = []

    def slow() -> None:
        with menu_client(menu) as other:
            answers.append(other.send("GetSaleMenu", other.login()))

    thread = threading.Thread(target=slow)
    thread.start()
    assert menu.state.wait_until(lambda: menu.state.operations["GetSaleMenu"] == 1)
    with pytest.raises(Faulted, match="licenza"):
        asker.call("GetVersioneGestionale")
    with pytest.raises(Faulted, match="licenza"):
        asker.put("<p:DataOra>2026-11-24T20:30:00</p:DataOra>")
    thread.join()
    assert [answer.status_code for answer in answers] == [200]
    assert menu.state_json()["concurrent_calls"] == 2
    assert menu.reservations() == [], "it did nothing"
    menu.switches.call_milliseconds = 0
    assert len(asker.call("GetSaleMenu")) == 2


def test_one_after_the_other_is_never_refused(menu: MenuServer, asker: MenuClient) -> None:
    for _ in range(20):
        asker.call("GetVersioneGestionale")
        with pytest.raises(Faulted):
            asker.call("GetConto", idGestionale=1)
    assert menu.state.concurrent_calls == 0


def test_a_fault_strikes_one_operation_by_its_action(menu: MenuServer, asker: MenuClient) -> None:
    menu.faults.add(Fault("lose_answer", path="IAdapterWS/PutPrenotazioneMenu"))
    assert len(asker.call("GetSaleMenu")) == 2
    with pytest.raises(httpx.HTTPError):
        asker.put("<p:DataOra>2026-11-24T20:30:00</p:DataOra><p:Tag>plateform:9</p:Tag>")
    assert menu.state.creations == {"plateform:9": 1}, "it was done all the same"
    assert [acted["effect"] for acted in menu.state_json()["acted"]] == [
        f"reservation {menu.reservations()[0]['IdGestionale']} created"
    ]


def test_faults_in_the_words_of_the_till(menu: MenuServer, asker: MenuClient) -> None:
    menu.faults.add(Fault("expire_token"))
    with pytest.raises(Faulted, match="password"):
        asker.call("GetSaleMenu")
    menu.faults.add(Fault("not_found"))
    missing = asker.send("Ping")
    assert (missing.status_code, "Endpoint not found" in missing.text) == (404, True)
    assert asker.http.get("/Altrove").status_code == 404
    menu.faults.add(Fault("twice", path="Put"))
    asker.put("<p:DataOra>2026-11-24T20:30:00</p:DataOra>")
    assert len(menu.reservations()) == 2
    assert member(asker.call("GetPrenotazioneMenu", idGestionale=menu.reservations()[1]["IdGestionale"]), "Tag") is None
