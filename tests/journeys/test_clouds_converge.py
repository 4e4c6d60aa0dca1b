"""After any interleaving of edits at Lasagna and at Tilby, with failures on the wire, the two servers say the same.

Judged by the state of the two servers. `CAMPANELLO_EXAMPLES` asks for more than the suite's five hundred.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from agent.sandbox import Fault
from agent.sandbox.crm_sandbox import CrmSandbox
from tests.journeys.clouds import STATUS, TOMORROW, Clouds, lasagna_says, tilby_says

PARTS = 5
EXAMPLES = int(os.environ.get("CAMPANELLO_EXAMPLES", "500")) // PARTS

WORDS = sorted(STATUS)
LIVING = ["da_confermare", "confermata", "da_assegnare", "assegnata", "lista_attesa"]
HARM = ["refuse", "cut", "lose_answer", "error", "malformed", "expire_token"]

hours = st.integers(0, 5).map(lambda count: TOMORROW + timedelta(hours=count))
names = st.sampled_from(["Ada", "Bice", "Carla"])

guest_edits = st.one_of(
    st.fixed_dictionaries({"covers": st.integers(1, 9)}),
    st.fixed_dictionaries({"starts_at": hours}),
    st.fixed_dictionaries({"notes": st.sampled_from(["finestra", "seggiolone", ""])}),
    st.fixed_dictionaries({"status": st.sampled_from([*WORDS, "annullata"])}),
    st.fixed_dictionaries({"guest": names.map(lambda name: {"first_name": name})}),
)
host_edits = st.one_of(
    st.fixed_dictionaries({"people": st.integers(1, 9)}),
    st.fixed_dictionaries({"booked_for": hours}),
    st.fixed_dictionaries({"notes": st.sampled_from(["cane", "torta"])}),
    st.fixed_dictionaries({"status": st.sampled_from(WORDS).map(STATUS.__getitem__)}),
    st.fixed_dictionaries({"tables": st.sampled_from([0, 1, 2, None])}),
)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("guest books"), st.sampled_from(LIVING)),
        st.tuples(st.just("host books"), st.sampled_from(LIVING)),
        st.tuples(st.just("guest changes"), st.tuples(st.integers(0, 3), guest_edits)),
        st.tuples(st.just("host changes"), st.tuples(st.integers(0, 3), host_edits)),
        st.tuples(st.just("host deletes"), st.integers(0, 3)),
        st.tuples(
            st.just("pass"),
            st.lists(st.tuples(st.booleans(), st.sampled_from(HARM), st.integers(0, 4)), max_size=2),
        ),
        st.tuples(st.just("killed"), st.none()),
    ),
    min_size=2,
    max_size=12,
)


def play(clouds: Clouds, act: str, how: Any) -> None:
    lasagna, host = clouds.world.lasagna, clouds.world.tilby.host
    if act == "guest books":
        lasagna.book(status=how, starts_at=TOMORROW, guest=somebody(clouds))
    elif act == "host books":
        host.book(status=STATUS[how], booked_for=TOMORROW, notes="", customer=somebody(clouds))
    elif act == "guest changes":
        which, fields = how
        booked = lasagna.reservations()
        if booked:
            lasagna.change(booked[which % len(booked)]["id"], **fields)
    elif act == "host changes":
        which, fields = how
        booked = [booking for booking in clouds.world.tilby.bookings() if not booking["deleted_at"]]
        if booked:
            host.change(booked[which % len(booked)]["id"], **_with_table(clouds, fields))
    elif act == "host deletes":
        booked = [booking for booking in clouds.world.tilby.bookings() if not booking["deleted_at"]]
        if booked:
            host.delete(booked[how % len(booked)]["id"])
    elif act == "killed":
        clouds.killed()
    else:
        for at_portal, kind, after in how:
            server = clouds.world.lasagna if at_portal else clouds.world.tilby
            server.faults.add(Fault(kind, after=after))
        clouds.passes()


def somebody(clouds: Clouds) -> dict[str, str]:
    """Nobody books twice: two reservations of one person share the till's one card, whichever name it has."""
    number = len(clouds.world.lasagna.reservations()) + len(clouds.world.tilby.bookings())
    return {"first_name": "Dino", "last_name": "Neri", "email": f"dino{number}@posta.invalid"}


def _with_table(clouds: Clouds, fields: dict[str, Any]) -> dict[str, Any]:
    if "tables" not in fields:
        return fields
    known = [table["id"] for room in clouds.world.tilby.state_json()["rooms"] for table in room["tables"]]
    return {"tables": [] if fields["tables"] is None else [known[fields["tables"]]]}


def must_be_equal(clouds: Clouds) -> None:
    portal = {reservation["id"]: reservation for reservation in clouds.world.lasagna.reservations()}
    till = {str(booking["id"]): booking for booking in clouds.world.tilby.bookings()}
    seen: set[str] = set()
    for held in clouds.held():
        assert held.portal is not None or held.pos is not None
        ours = portal[held.portal.said.ref] if held.portal else None
        theirs = till[held.pos.said.ref] if held.pos else None
        seen |= {record.said.ref for record in (held.portal, held.pos) if record is not None}
        if ours is None or theirs is None:
            alone = lasagna_says(ours) if ours else tilby_says(theirs or {})
            assert alone["status"] in ("annullata", "checked_out"), "what lives is on both sides"
        elif theirs["deleted_at"]:
            assert ours["status"] in ("annullata", "checked_out")
        else:
            assert tilby_says(theirs) == lasagna_says(ours)
    living = [ref for ref, booking in till.items() if not booking["deleted_at"]]
    assert set(living) <= seen
    assert set(portal) <= seen
    sources = [till[ref]["source"] for ref in living if till[ref]["source"]]
    assert len(sources) == len(set(sources)), "nothing doubled at the till"
    marks = [reservation["external_id"] for reservation in portal.values() if reservation["external_id"]]
    assert len(marks) == len(set(marks)), "nothing doubled on the portal"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_the_two_servers_say_the_same_and_nothing_is_doubled(part: int) -> None:
    @seed(part)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(acts)
    def plays(played: list[tuple[str, Any]]) -> None:
        with tempfile.TemporaryDirectory() as folder, CrmSandbox() as world:
            clouds = Clouds(Path(folder), world)
            try:
                for act, how in played:
                    play(clouds, act, how)
                world.lasagna.faults.clear()
                world.tilby.faults.clear()
                clouds.passes(4, full=True)
                must_be_equal(clouds)
                before = world.lasagna.state_json()["acted"], world.tilby.state_json()["acted"]
                clouds.passes(full=True)
                after = world.lasagna.state_json()["acted"], world.tilby.state_json()["acted"]
                assert before == after, "what agrees is not written again"
            finally:
                clouds.close()

    plays()
