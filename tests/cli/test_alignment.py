"""Findings, menus and rooms from a terminal: what scripts read, and what a person decides without a screen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent.app import Agent
from agent.cli import main
from agent.cli.session import Session
from agent.domain.alignment import Risk
from agent.domain.failures import Failure, FailureKind, Side
from agent.home import Home
from agent.sync.link_pass import PassReport
from agent.vault import MemoryVault
from tests.scenes import alignment
from tests.scenes.alignment import BANCO, CRM, Aligned
from tests.scenes.restaurant import WHOLE, Restaurant

NO_NETWORK = Failure(FailureKind.TRANSIENT, "side.unreachable", {"system": "Plateform"}, Side.PORTAL)

FINDING = {
    "link",
    "area",
    "cause",
    "risk",
    "ref",
    "article",
    "detail",
    "params",
    "since",
    "title",
    "message",
    "remedy",
}


class Terminal:
    """Runs `campanello` on that home, in this process."""

    def __init__(self, home: Home) -> None:
        self._session = Session(home, lambda _home: MemoryVault())

    def __call__(self, *arguments: str, status: int = 0) -> str:
        done = CliRunner(env={"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}).invoke(
            main, list(arguments), obj=self._session
        )
        assert done.exit_code == status, (done.output, done.exception)
        return done.output

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Restaurant]:
    made = Restaurant(tmp_path / "home", WHOLE)
    yield made
    made.close()


@pytest.fixture
def terminal(place: Restaurant) -> Terminal:
    return Terminal(place.agent.home)


class TestFindings:
    def test_for_scripts_with_words_for_people(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.trouble(place, dishes=2)
        found = terminal.json("alignment")
        assert all(set(each) == FINDING for each in found)
        assert found[0]["risk"] == "orders"
        (deleted,) = [each for each in found if each["cause"] == "finding.gone_at_till"]
        assert (deleted["link"], deleted["area"], deleted["article"]) == (BANCO, "menu", "Calzone fritto")
        assert deleted["since"] == "2026-11-19T18:44:00+01:00"
        assert deleted["title"] == "On the portal, no longer at the till"
        priced = [each for each in found if each["cause"] == "finding.price_missing"]
        assert {each["detail"] for each in priced} == {"delivery price: missing"}
        assert {each["params"]["which"] for each in priced} == {"delivery"}

    def test_for_people_one_cause_with_its_articles(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.trouble(place, dishes=2)
        said = terminal("alignment")
        assert said.count("No price at the till") == 1
        assert "  - Calzone fritto\n" in said

    def test_of_one_link_and_of_none(self, place: Restaurant, terminal: Terminal) -> None:
        Aligned(place).found(Aligned(place).finding("channel_off", Risk.GUEST, "1", "Fiorentina"))
        assert terminal.json("alignment", "--link", CRM) == []
        assert terminal("alignment", "--link", CRM) == "Nothing to mend\n"
        assert "There is no link" in terminal("alignment", "--link", "luna", status=2)


class TestMenu:
    def test_what_waits_is_shown_and_approved(self, place: Restaurant, terminal: Terminal) -> None:
        proposal = alignment.first_import(place)
        shown = terminal.json("menu", "show", "--link", BANCO)["proposal"]
        assert (shown["id"], shown["state"], shown["reasons"]) == (proposal.id, "waiting", ["first"])
        kinds = [change["kind"] for change in shown["difference"]["dishes"]]
        assert (kinds.count("new"), kinds.count("removed")) == (60, 3)
        approved = terminal.json("menu", "approve", str(proposal.id), "--link", BANCO)["proposal"]
        assert (approved["state"], approved["decided_by"]) == ("approved", "cli")
        assert "no longer the one that waits" in terminal("menu", "approve", "--link", BANCO, status=1)

    def test_field_by_field(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.small_change(place)
        shown = terminal.json("menu", "show", "--link", BANCO)["proposal"]["difference"]
        pizza = next(change for change in shown["dishes"] if change["name"] == "Margherita")
        fields = {each["field"]: (each["before"], each["after"]) for each in pizza["fields"]}
        assert fields["price_takeaway"] == ("6.50", "8.50")
        assert fields["additions"][1][1] == {"ref": "o1:v2", "name": "Olive taggiasche", "price": "1.00"}
        assert pizza["prices"] == {"takeaway": "8.50", "delivery": "9.00"}
        said = terminal("menu", "show", "--link", BANCO)
        assert "Takeaway price: 6.50 → 8.50" in said
        assert "Category: – → Vini" in said

    def test_not_sent(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.first_import(place)
        assert "Nothing waits to be sent" in terminal("menu", "discard", "--link", BANCO)
        assert "no longer the one that waits" in terminal("menu", "discard", "--link", BANCO, status=1)
        assert "There is no preview 99" in terminal("menu", "approve", "99", "--link", BANCO, status=1)

    def test_the_way_back_is_a_proposal_first(self, place: Restaurant, terminal: Terminal) -> None:
        sent = alignment.ten_sent(place)
        listed = terminal.json("menu", "versions", "--link", BANCO)
        assert [each["id"] for each in listed] == [each.id for each in reversed(sent)]
        assert (listed[0]["dishes"], listed[0]["by"]) == (39, "agent")
        back = terminal.json("menu", "go-back", str(sent[3].id), "--link", BANCO)["proposal"]
        assert (back["state"], back["reasons"], back["goes_back_to"]) == ("waiting", ["going_back"], sent[3].id)
        assert "never sent" in terminal("menu", "go-back", str(back["id"]), "--link", BANCO, status=1)

    def test_the_till_is_followed_again(self, place: Restaurant, terminal: Terminal) -> None:
        sent = alignment.ten_sent(place)
        Aligned(place).compared(held=sent[-1].id)
        assert terminal.json("menu", "show", "--link", BANCO)["held"] == sent[-1].id
        assert terminal.json("menu", "follow-till", "--link", BANCO)["held"] is None

    def test_a_dish_that_is_really_free(self, place: Restaurant, terminal: Terminal) -> None:
        assert terminal.json("menu", "allow-zero", "d9", "--link", BANCO)["zero_allowed"] == ["d9"]
        assert terminal.json("menu", "allow-zero", "d9", "--forbid", "--link", BANCO)["zero_allowed"] == []

    def test_whose_menu_it_is_must_be_said_where_there_are_several(self, terminal: Terminal) -> None:
        assert f"{BANCO}, {CRM}" in terminal("menu", "show", status=2)
        assert "“sala” has none." in terminal("menu", "show", "--link", "sala", status=2)


class TestFloor:
    def test_without_the_portals_own_room(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.floor(place)
        shown = terminal.json("floor", "show")["proposal"]
        assert {room["code"]: room["portal_alone"] for room in shown["rooms"]} == {"1": False, "2": False, "p9": True}
        assert "only on the portal: it stays" in terminal("floor", "show")
        assert "There is no room p8" in terminal("floor", "approve", "--without", "p8", status=1)
        approved = terminal.json("floor", "approve", "--without", "p9")["proposal"]
        assert approved["state"] == "approved"
        assert [room["code"] for room in approved["rooms"]] == ["1", "2"]

    def test_nothing_waits(self, place: Restaurant, terminal: Terminal) -> None:
        alignment.floor(place)
        terminal("floor", "discard")
        said = terminal("floor", "show")
        assert "Nothing waits to be sent" in said
        assert "Giardino: G1, G2, G3, G4, G5" in said


class TestCompare:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[object]:
        asked: list[object] = []

        def look(_agent: Agent, link: str, flows: tuple[str, ...], seconds: float = 60.0) -> tuple[PassReport, ...]:
            asked.append((link, flows, seconds))
            return (PassReport(link),)

        monkeypatch.setattr(Agent, "look", look)
        return asked

    def test_both_sides_are_read_now(self, place: Restaurant, terminal: Terminal, asked: list[object]) -> None:
        alignment.first_import(place)
        assert "It is the first one" in terminal("menu", "compare", "--link", BANCO, "--seconds", "5")
        terminal("floor", "compare")
        assert asked == [(BANCO, ("menu",), 5.0), (CRM, ("floor",), 60.0)]

    @pytest.mark.parametrize(
        ("reports", "said"),
        [((PassReport(BANCO, failures=[NO_NETWORK]),), "Plateform cannot be reached"), ((), "did not end in time")],
    )
    def test_what_could_not_be_read_is_said(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, reports: tuple[PassReport, ...], said: str
    ) -> None:
        monkeypatch.setattr(Agent, "look", lambda *_arguments, **_named: reports)
        assert said in terminal("menu", "compare", "--link", BANCO, status=1)
