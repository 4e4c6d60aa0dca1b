"""Figures from a terminal: for scripts, for people, for a spreadsheet; counted from what was really stored."""

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent.cli import main
from agent.cli.session import Session
from agent.domain.commands import UndoDecision
from agent.domain.orders import Actor, OrderState
from agent.domain.reservations import ReservationState
from agent.domain.takings import SaleSource
from agent.home import Home
from agent.vault import MemoryVault
from tests.scenes.evening import arrives
from tests.scenes.restaurant import WHOLE, Restaurant
from tests.scenes.takings import BANCO, CRM, SALA, Weeks

SPAN = ("--from", "2026-11-15", "--to", "2026-11-21")


class Terminal:
    """Runs `campanello` on that home, in this process."""

    def __init__(self, home: Home) -> None:
        self._session = Session(home, lambda _home: MemoryVault())

    def __call__(self, *arguments: str, status: int = 0) -> str:
        done = CliRunner(env={"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}).invoke(
            main, ["statistics", *arguments], obj=self._session
        )
        assert done.exit_code == status, (done.output, done.exception)
        return done.output

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, *SPAN, "--json"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Restaurant]:
    made = Restaurant(tmp_path / "home", WHOLE)
    yield made
    made.close()


@pytest.fixture
def weeks(place: Restaurant) -> Weeks:
    return Weeks(place)


@pytest.fixture
def terminal(place: Restaurant) -> Terminal:
    return Terminal(place.agent.home)


def test_money_as_text_and_every_day_of_the_span(weeks: Weeks, terminal: Terminal) -> None:
    weeks.sold(weeks.day(0), 20, "30.25", 1)
    weeks.sold(weeks.day(1), 13, "60.00", 2, source=SaleSource.RESERVATION)
    weeks.sold(weeks.day(1), 13, "9.99", 2, cancelled=True)
    weeks.sold(weeks.day(0), 20, "19.75", link=BANCO, source=SaleSource.ORDER)
    found = terminal.json()
    assert (found["first"], found["last"], found["link"]) == ("2026-11-15", "2026-11-21", None)
    assert found["total"] == {
        "takings": "110.00",
        "sales": 3,
        "covers": 3,
        "seated_takings": "90.25",
        "per_cover": "30.08",
    }
    assert [each["day"][-2:] for each in found["by_day"]] == ["15", "16", "17", "18", "19", "20", "21"]
    assert [each["takings"] for each in found["by_day"][-2:]] == ["60.00", "50.00"]
    assert [(each["hour"], each["sales"]) for each in found["by_hour"]] == [(13, 1), (20, 2)]
    assert [each["source"] for each in found["by_source"]] == ["order", "reservation", "walk_in"]
    assert terminal.json("--link", SALA)["total"]["takings"] == "90.25"
    assert terminal.json("--link", CRM)["total"]["per_cover"] is None


def test_orders_by_their_road_and_not_by_their_end(weeks: Weeks, terminal: Terminal) -> None:
    for wait, ready in ((1, 20), (2, 25), (6, 45)):
        weeks.ordered(weeks.day(1), 20, OrderState.COMPLETED, wait=wait, ready=ready)
    weeks.ordered(weeks.day(1), 21, OrderState.REJECTED)
    weeks.ordered(weeks.day(1), 21, OrderState.CANCELLED)
    found = terminal.json()
    assert found["orders"] == {
        "arrived": 5,
        "accepted": 3,
        "rejected": 1,
        "expired": 1,
        "cancelled": 0,
        "seconds_to_accept": 120,
        "on_time": 2,
        "late": 1,
    }
    assert [each["arrived"] for each in found["orders_by_day"]] == [0, 0, 0, 0, 0, 5, 0]


def test_whoever_said_yes_and_whoever_closed_it(place: Restaurant, terminal: Terminal) -> None:
    """Closed on the screen, accepted on the portal, taken back and accepted again, cancelled after all."""
    closed = arrives(place, 1, 60, 45)
    place.accepts(closed, 30, ago=timedelta(minutes=57))
    place.closes(closed, ago=timedelta(minutes=31))
    portal = arrives(place, 2, 50, 45)
    place.portal_says(portal, OrderState.ACCEPTED, ago=timedelta(minutes=45), status="confermato")
    gone = arrives(place, 3, 40, 45)
    place.accepts(gone, 30, ago=timedelta(minutes=33))
    place.portal_says(gone, OrderState.CANCELLED, ago=timedelta(minutes=20), status="annullato")
    found = terminal.json()["orders"]
    assert (found["accepted"], found["cancelled"], found["expired"]) == (3, 1, 0)
    assert found["seconds_to_accept"] == 300
    assert (found["on_time"], found["late"]) == (1, 0)


def test_reservations_by_the_day_for_which_they_were_made(weeks: Weeks, terminal: Terminal) -> None:
    state = ReservationState
    weeks.booked(weeks.day(1), 20, state.COMPLETED, 4)
    weeks.booked(weeks.day(1), 20, state.NO_SHOW, 3, link=CRM)
    weeks.booked(weeks.day(0), 23, state.CONFIRMED, 2)
    weeks.booked(weeks.day(-1), 0, state.CONFIRMED, 50)
    weeks.booked(weeks.day(0), 12, state.CANCELLED, 9)
    found = terminal.json()
    assert found["reservations"] == {
        "booked": 3,
        "covers": 9,
        "came": 1,
        "no_shows": 1,
        "cancelled": 1,
        "rejected": 0,
    }
    assert [each["booked"] for each in found["reservations_by_day"]] == [0, 0, 0, 0, 0, 2, 1]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["23 hours", "25 hours"])
def test_the_nights_on_which_the_clock_changes(weeks: Weeks, terminal: Terminal, day: date) -> None:
    for hour in (0, 1, 4, 23):
        weeks.sold(day, hour, "10.00", 1)
        weeks.ordered(day, hour, OrderState.REJECTED)
        weeks.booked(day, hour, ReservationState.CONFIRMED)
    for beside in (day - timedelta(days=1), day + timedelta(days=1)):
        weeks.sold(beside, 23 if beside < day else 0, "99.00", 1)
        weeks.ordered(beside, 23 if beside < day else 0, OrderState.REJECTED)
        weeks.booked(beside, 23 if beside < day else 0, ReservationState.CONFIRMED)
    asked = ("--from", day.isoformat(), "--to", day.isoformat(), "--json")
    found = json.loads(terminal(*asked))
    assert found["total"]["takings"] == "40.00"
    assert (found["orders"]["rejected"], found["reservations"]["booked"]) == (4, 4)


def test_days_add_up_to_the_whole(weeks: Weeks, terminal: Terminal) -> None:
    weeks.fill(21)
    found = json.loads(terminal("--from", "2026-11-01", "--to", "2026-11-21", "--json"))
    assert found["total"]["sales"] > 200
    for parts in ("by_day", "by_hour", "by_source"):
        assert sum(Decimal(each["takings"]) for each in found[parts]) == Decimal(found["total"]["takings"])
        assert sum(each["covers"] for each in found[parts]) == found["total"]["covers"]
    for parts in ("orders", "reservations"):
        for name, whole in found[parts].items():
            if name != "seconds_to_accept":
                assert sum(each[name] for each in found[f"{parts}_by_day"]) == whole, name


def test_for_a_person(weeks: Weeks, terminal: Terminal) -> None:
    weeks.sold(weeks.day(0), 20, "1030.25", 2)
    weeks.ordered(weeks.day(1), 20, OrderState.COMPLETED, wait=1.5)
    said = terminal(*SPAN).splitlines()
    assert said[0] == "2026-11-15 – 2026-11-21"
    assert "Takings: €1,030.25 (1 sale)" in said
    assert "Average per cover: €515.13" in said
    assert "Orders: 1 arrived, 1 accepted, 0 rejected, 0 expired" in said
    assert "Time to accept: 1 min 30 s" in said


def test_a_table_as_excel_wants_it_in_italy(weeks: Weeks, terminal: Terminal, tmp_path: Path) -> None:
    weeks.sold(weeks.day(0), 20, "1030.25", 2)
    weeks.ordered(weeks.day(0), 20, OrderState.COMPLETED, wait=1.5)
    file = tmp_path / "november.csv"
    assert terminal(*SPAN, "--csv", str(file)) == "november.csv has the figures of 7 days.\n"
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfDay;Takings (\xe2\x82\xac);Sales;Covers;")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 9
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    today = dict(zip(rows[0], rows[7], strict=True))
    assert (today["Day"], today["Takings (€)"], today["Average per cover (€)"]) == ("2026-11-21", "1030,25", "515,13")
    assert today["Time to accept (min)"] == "1,50"
    assert rows[1][1:6] == ["0,00", "0", "0", "0,00", ""]
    assert "already a file" in terminal(*SPAN, "--csv", str(file), status=1)
    assert file.read_bytes() == raw


def test_a_folder_that_is_not_there(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal(*SPAN, "--csv", str(tmp_path / "nowhere" / "x.csv"), status=1)
    assert "could not be written" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2026-11-21", "--to", "2026-11-20"), "The last day is before the first."),
        (("--from", "1926-11-21", "--to", "2026-11-20"), "At most 1100 days at once."),
        (("--from", "yesterday"), "does not match"),
        (("--link", "luna"), "There is no link"),
    ],
)
def test_what_cannot_be_counted_is_a_wrong_usage(terminal: Terminal, arguments: tuple[str, ...], told: str) -> None:
    assert told in terminal(*arguments, status=2)


def test_without_days_the_week_up_to_the_last(terminal: Terminal) -> None:
    found = json.loads(terminal("--to", "2026-11-21", "--json"))
    assert found["first"] == "2026-11-15"


def test_the_decision_that_is_taken_back_does_not_count(place: Restaurant, terminal: Terminal) -> None:
    order = arrives(place, 4, 30, 45)
    place.accepts(order, 30, ago=timedelta(minutes=29), sent=False)
    place.clock.at -= timedelta(minutes=29)
    place.agent.submit(UndoDecision(order.id), Actor.SCREEN)
    place.clock.at += timedelta(minutes=29)
    assert terminal.json()["orders"]["accepted"] == 0
    place.accepts(order, 30, ago=timedelta(minutes=20))
    found = terminal.json()["orders"]
    assert (found["accepted"], found["seconds_to_accept"]) == (1, 600)
