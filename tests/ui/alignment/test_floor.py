"""Rooms and tables: the difference room by room, the portal's own rooms stay unless they are unticked."""

from collections.abc import Collection

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.floor import Room
from agent.domain.proposals import FloorProposal, ProposalKind, ProposalState
from agent.sync.link_pass import PassReport
from tests.scenes import alignment
from tests.scenes.alignment import CRM, tables
from tests.scenes.restaurant import Restaurant
from tests.ui.alignment.conftest import Opens, press, told
from ui.alignment.room_card import RoomCard
from ui.alignment.screen import AlignmentScreen, View


def stored(place: Restaurant) -> FloorProposal:
    with place.store.reading() as ledger:
        last = ledger.last_proposal(CRM, ProposalKind.FLOOR)
    assert last is not None
    return last  # type: ignore[return-value]  # of its kind


def card_of(screen: AlignmentScreen, code: str) -> RoomCard:
    cards = [each for each in screen.floor.cards.held() if isinstance(each, RoomCard)]
    return next(each for each in cards if each.face.code == code)


def test_room_by_room_what_comes_and_what_changes(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.floor(place)
    opens(View.FLOOR)
    sala, garden = card_of(screen, "1").face, card_of(screen, "2").face
    assert [line.tables for line in sala.lines] == ["T5 (2)", "T4: 4 → 6 covers"]
    assert garden.mark is not None
    assert garden.mark[1] == "New room"
    assert screen.floor.numbers() == ("3 rooms", "12 tables")


def test_the_portals_own_room_stays(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.floor(place)
    opens(View.FLOOR)
    assert card_of(screen, "p9").switch.isChecked()
    press(screen.floor, "Publish")
    press(screen.floor.question, "Publish")
    assert stored(place).state is ProposalState.APPROVED
    assert [room.code for room in stored(place).wanted] == ["1", "2", "p9"]


def test_unticked_it_goes_and_the_question_says_so(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    alignment.floor(place)
    opens(View.FLOOR)
    card_of(screen, "p9").switch.click()
    press(screen.floor, "Publish")
    assert "2 rooms, 10 tables, 1 room goes" in told(screen.floor.question)
    press(screen.floor.question, "Publish")
    assert [room.code for room in stored(place).wanted] == ["1", "2"]
    qtbot.waitUntil(lambda: "about to leave" in told(screen.floor), timeout=3000)
    alone = [card.face.code for card in screen.floor.findChildren(RoomCard) if card.face.portal_alone]
    assert alone == []


def test_what_was_unticked_stays_so_when_it_is_read_again(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    first = alignment.floor(place)
    opens(View.FLOOR)
    card_of(screen, "p9").switch.click()
    with place.store.writing() as ledger:
        ledger.save_rooms(CRM, (*first.wanted[:2], Room("3", "Terrazza", tables("Z1", first=41))))
    screen.read()
    qtbot.waitUntil(
        lambda: len(screen._leaf.floors[CRM].sheet.till_rooms) == 3 if screen._leaf else False, timeout=3000
    )
    assert not card_of(screen, "p9").switch.isChecked()
    assert screen.floor.without == {"p9"}


def test_without_anything_to_send_the_tills_rooms_are_shown(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    opens(View.FLOOR)
    assert "were not read yet" in told(screen.floor)
    with place.store.writing() as ledger:
        ledger.save_rooms(CRM, (Room("1", "Sala", tables("T1", "T2")),))
    screen.read()
    qtbot.waitUntil(lambda: "2 tables, 8 covers" in told(screen.floor), timeout=3000)
    assert "Nothing waits to be sent to Lasagna" in told(screen.floor)


def test_the_tills_rooms_are_read_on_demand(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Collection[str]]] = []

    def look(link: str, flows: Collection[str], seconds: float = 60.0) -> tuple[PassReport, ...]:
        asked.append((link, flows))
        return (PassReport(link),)

    monkeypatch.setattr(place.agent, "look", look)
    opens(View.FLOOR)
    assert screen.compare_button.text() == "Read the rooms from the till"
    press(screen.floor, "Read the rooms from the till")
    qtbot.waitUntil(lambda: bool(asked) and screen.ready, timeout=3000)
    assert asked == [(CRM, ("floor",))]
