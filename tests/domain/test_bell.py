"""What the bell shows and what sounds, by the list of what waits and the instant alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agent.domain import bell, decisions
from agent.domain.bell import Card, CardKind, Quiet, Sound, Stage, arranged, card_of, sound_of
from agent.domain.orders import Actor, NoticeKind, Order, OrderState
from agent.domain.road import noticed
from agent.domain.waiting import TillDemand
from tests.domain.making import NOON, SHARED, arrived, seconds, till_order


def card(order: Order, now: datetime = NOON) -> Card:
    made = card_of(order, (), SHARED, now)
    assert made is not None
    return made


def sounding(order: Order, now: datetime, quiet: Quiet | None = None) -> Sound | None:
    made = card_of(order, (), SHARED, now)
    return sound_of((made,) if made else (), now, quiet)


@pytest.mark.parametrize(
    ("age", "stage", "sound"),
    [
        (0, Stage.FRESH, Sound.ORDER),
        (59, Stage.FRESH, Sound.ORDER),
        (60, Stage.LOUD, Sound.ORDER_URGENT),
        (300, Stage.WIDE, Sound.ORDER_URGENT),
        (480, Stage.LAST, Sound.ORDER_URGENT),
        (601, Stage.LATE, Sound.ORDER_URGENT),
    ],
)
def test_the_stages_of_ten_minutes(age: int, stage: Stage, sound: Sound) -> None:
    now = NOON + seconds(age)
    made = card(arrived(), now)
    assert (made.kind, made.stage) == (CardKind.DECIDE, stage)
    assert made.remaining == max(seconds(600 - age), timedelta(0))
    assert sound_of([made], now) is sound


def test_without_accept_by_the_links_minutes_count_from_the_arrival() -> None:
    assert card(arrived(accept_by=None)).remaining == SHARED.accept_within


def test_a_decided_order_is_silent_and_says_so_for_a_while() -> None:
    order = decisions.accept(arrived(), None, SHARED, Actor.SCREEN, NOON).order
    assert card(order, NOON + seconds(1)).kind is CardKind.DECIDED
    assert sounding(order, NOON + seconds(1)) is None
    assert card_of(order, (), SHARED, NOON + seconds(9)) is None


def test_nothing_waits_means_silence() -> None:
    assert sound_of((), NOON) is None


def test_the_till_must_follow_and_is_reminded_every_minute() -> None:
    order = decisions.accept(arrived(till=OrderState.NEW), None, SHARED, Actor.CLI, NOON).order
    made = card(order, NOON + seconds(30))
    assert (made.kind, made.demand) == (CardKind.TILL, TillDemand.ACCEPT)
    heard = [age for age in range(0, 200) if sounding(order, NOON + seconds(age)) is Sound.REMINDER]
    assert heard == [60, 61, 62, 120, 121, 122, 180, 181, 182]
    followed = replace(order, till=till_order(OrderState.ACCEPTED))
    assert card_of(followed, (), SHARED, NOON + seconds(61)) is None


@pytest.mark.parametrize(
    ("kind", "sound"),
    [
        (NoticeKind.CANCELLED_BY_GUEST, Sound.CANCELLED),
        (NoticeKind.REJECTED_ON_PORTAL, Sound.CANCELLED),
        (NoticeKind.TELL_GUEST, Sound.FAULT),
        (NoticeKind.NOT_AT_TILL, Sound.FAULT),
        (NoticeKind.DECISION_LOST, Sound.FAULT),
        (NoticeKind.DECISION_NOT_SENT, Sound.FAULT),
    ],
)
def test_an_alarm_sounds_until_it_is_acknowledged(kind: NoticeKind, sound: Sound) -> None:
    order = noticed(replace(arrived(), state=OrderState.CANCELLED), kind, NOON)
    assert card(order).kind is CardKind.ALARM
    assert {sounding(order, NOON + seconds(age)) for age in range(0, 600, 7)} == {sound}
    calm = decisions.acknowledge(order, Actor.SCREEN, NOON).order
    assert sounding(calm, NOON) is None


def test_what_ended_while_the_pc_was_off_is_listed_quietly() -> None:
    order = noticed(replace(arrived(), state=OrderState.CANCELLED), NoticeKind.EXPIRED, NOON)
    order = replace(order, notices=tuple(replace(notice, while_off=True) for notice in order.notices))
    assert card(order).kind is CardKind.MISSED
    assert sounding(order, NOON + seconds(30)) is None


def test_an_order_that_can_still_be_decided_stays_decidable_whatever_is_told_of_it() -> None:
    assert card(noticed(arrived(), NoticeKind.NOT_AT_TILL, NOON)).kind is CardKind.DECIDE


def test_an_order_for_later_reminds_when_its_preparation_should_start() -> None:
    due = NOON + timedelta(hours=3)
    order = decisions.accept(arrived(due_at=due, till=OrderState.NEW), None, SHARED, Actor.CLI, NOON).order
    order = replace(order, till=till_order(OrderState.ACCEPTED))
    start = due - SHARED.preparation
    assert card_of(order, (), SHARED, start - seconds(1)) is None
    assert card(order, start).kind is CardKind.PREPARE
    assert sounding(order, start) is Sound.REMINDER
    assert card_of(decisions.acknowledge(order, Actor.SCREEN, start).order, (), SHARED, start) is None
    assert card_of(replace(order, state=OrderState.IN_PREPARATION), (), SHARED, start) is None


def test_the_first_card_is_the_alarm_then_the_nearest_deadline() -> None:
    near = replace(arrived(ref="1", accept_by=NOON + seconds(100)), id=1)
    far = replace(arrived(ref="2", accept_by=NOON + seconds(900)), id=2)
    alarm = replace(noticed(replace(arrived(ref="3"), state=OrderState.CANCELLED), NoticeKind.TELL_GUEST, NOON), id=3)
    assert [made.order.id for made in arranged([card(far), card(near), card(alarm)])] == [3, 1, 2]


def test_two_sounds_take_turns() -> None:
    alarm = noticed(replace(arrived(ref="3"), state=OrderState.CANCELLED), NoticeKind.TELL_GUEST, NOON)
    both = [card(alarm), card(arrived())]
    heard = {sound_of(both, NOON + seconds(age)) for age in range(0, 13, 3)}
    assert heard == {Sound.FAULT, Sound.ORDER}


def test_a_pause_quiets_what_was_seen_and_a_new_order_always_rings() -> None:
    quiet = Quiet(since=NOON + seconds(1), until=NOON + timedelta(minutes=30))
    now = NOON + seconds(10)
    assert sounding(arrived(), now, quiet) is None
    newer = replace(arrived(), arrived_at=NOON + seconds(5))
    assert sounding(newer, now, quiet) is Sound.ORDER
    assert sounding(arrived(), quiet.until, quiet) is not None


def test_every_sound_has_its_place_in_the_precedence() -> None:
    assert set(bell._PRECEDENCE) == set(Sound)
