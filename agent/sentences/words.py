"""States, actors and kinds as people say them."""

from datetime import datetime, tzinfo
from enum import StrEnum

from agent.domain.alignment import Risk
from agent.domain.health import LinkHealth
from agent.domain.menu_difference import ChangeKind, DishField
from agent.domain.orders import Actor, DecisionKind, NoticeKind, OrderKind, OrderState, PaymentMethod
from agent.domain.proposals import ProposalState, WaitReason
from agent.domain.reservations import Field, ReservationState
from agent.domain.takings import SaleSource
from agent.domain.waiting import TillDemand, WaitingFor
from agent.texts import N_

WORDS: dict[tuple[type[StrEnum], str], str] = {
    (OrderState, "new"): N_("New"),
    (OrderState, "accepted"): N_("Accepted"),
    (OrderState, "in_preparation"): N_("In preparation"),
    (OrderState, "ready"): N_("Ready"),
    (OrderState, "out_for_delivery"): N_("Out for delivery"),
    (OrderState, "completed"): N_("Closed"),
    (OrderState, "rejected"): N_("Rejected"),
    (OrderState, "cancelled"): N_("Cancelled"),
    (OrderKind, "takeaway"): N_("Takeaway"),
    (OrderKind, "delivery"): N_("Delivery"),
    (Actor, "screen"): N_("this PC"),
    (Actor, "cli"): N_("terminal"),
    (Actor, "till"): N_("till"),
    (Actor, "portal"): N_("portal"),
    (Actor, "guest"): N_("guest"),
    (Actor, "agent"): N_("Campanello"),
    (WaitingFor, "decision"): N_("waits for a decision"),
    (WaitingFor, "till"): N_("waits for the till"),
    (WaitingFor, "portal"): N_("waits for the portal"),
    (WaitingFor, "person"): N_("needs a look"),
    (TillDemand, "accept"): N_("Accept it at the till too"),
    (TillDemand, "reject"): N_("Reject it at the till too"),
    (TillDemand, "stop"): N_("Stop it at the till too"),
    (TillDemand, "close"): N_("Close it at the till too"),
    (SaleSource, "order"): N_("Orders from the portal"),
    (SaleSource, "reservation"): N_("Guests who had booked"),
    (SaleSource, "walk_in"): N_("Without a booking"),
    (PaymentMethod, "online"): N_("Online"),
    (PaymentMethod, "cash"): N_("Cash"),
    (PaymentMethod, "card_on_delivery"): N_("Card on delivery"),
    (PaymentMethod, "other"): N_("Other payment"),
    (LinkHealth, "ok"): N_("All well"),
    (LinkHealth, "attention"): N_("Needs attention"),
    (LinkHealth, "offline"): N_("Offline"),
    (DecisionKind, "accept"): N_("accepted"),
    (DecisionKind, "reject"): N_("rejected"),
    (DecisionKind, "close"): N_("closed"),
    (DecisionKind, "cancel"): N_("cancelled"),
    (NoticeKind, "cancelled_by_guest"): N_("Cancelled by the guest"),
    (NoticeKind, "cancelled"): N_("Cancelled"),
    (NoticeKind, "expired"): N_("Expired"),
    (NoticeKind, "decision_lost"): N_("Decision not taken"),
    (NoticeKind, "tell_guest"): N_("Call the guest"),
    (NoticeKind, "not_at_till"): N_("Not at the till"),
    (NoticeKind, "rejected_on_portal"): N_("Rejected on the portal"),
    (NoticeKind, "decision_not_sent"): N_("Decision not sent"),
    (ReservationState, "pending"): N_("To be confirmed"),
    (ReservationState, "confirmed"): N_("Confirmed"),
    (ReservationState, "to_assign"): N_("To be seated"),
    (ReservationState, "assigned"): N_("Table assigned"),
    (ReservationState, "waitlisted"): N_("Waiting list"),
    (ReservationState, "table_ready"): N_("Table ready"),
    (ReservationState, "arrived"): N_("Arrived"),
    (ReservationState, "seated"): N_("Seated"),
    (ReservationState, "completed"): N_("Ended"),
    (ReservationState, "no_show"): N_("Did not come"),
    (ReservationState, "rejected"): N_("Declined"),
    (ReservationState, "cancelled"): N_("Called off"),
    (Field, "starts_at"): N_("date and time"),
    (Field, "stay"): N_("stay"),
    (Field, "covers"): N_("covers"),
    (Field, "tables"): N_("table"),
    (Field, "notes"): N_("notes"),
    (Field, "answers"): N_("answers"),
    (Field, "guest"): N_("guest"),
    (Field, "state"): N_("state"),
    (Risk, "orders"): N_("Orders at risk"),
    (Risk, "guest"): N_("Guests see something else"),
    (Risk, "hint"): N_("Worth a look"),
    (ChangeKind, "new"): N_("New"),
    (ChangeKind, "changed"): N_("Changed"),
    (ChangeKind, "switched_off"): N_("Switched off"),
    (ChangeKind, "switched_on"): N_("Switched on"),
    (ChangeKind, "removed"): N_("Removed"),
    (DishField, "name"): N_("Name"),
    (DishField, "category"): N_("Category"),
    (DishField, "description"): N_("Description"),
    (DishField, "image"): N_("Picture"),
    (DishField, "price_takeaway"): N_("Takeaway price"),
    (DishField, "price_delivery"): N_("Delivery price"),
    (DishField, "price_plain"): N_("Price"),
    (DishField, "attributes"): N_("Attributes"),
    (DishField, "additions"): N_("Additions"),
    (DishField, "removals"): N_("Removals"),
    (DishField, "active"): N_("On sale"),
    (ProposalState, "waiting"): N_("Waits for you"),
    (ProposalState, "approved"): N_("About to leave"),
    (ProposalState, "sent"): N_("Sent"),
    (ProposalState, "refused"): N_("Refused by the portal"),
    (ProposalState, "superseded"): N_("Overtaken by a newer one"),
    (ProposalState, "discarded"): N_("Not sent"),
    (WaitReason, "first"): N_("It is the first one: it overwrites the portal's menu."),
    (WaitReason, "many_gone"): N_("Many dishes would be removed or switched off."),
    (WaitReason, "price_zero"): N_("At the till some dishes have the price 0."),
    (WaitReason, "going_back"): N_("An earlier menu was asked for."),
    (WaitReason, "asked_always"): N_("Nothing is sent by itself: a person looks first."),
}

OF_PARAMS: dict[tuple[str, str], str] = {
    **{("state", state.value): WORDS[(OrderState, state.value)] for state in OrderState},
    **{("by", actor.value): WORDS[(Actor, actor.value)] for actor in Actor},
    ("kind", "accept"): N_("accepted"),
    ("kind", "reject"): N_("rejected"),
    ("kind", "close"): N_("closed"),
    ("kind", "cancel"): N_("cancelled"),
    ("kind", "portal.received"): N_("receipt of the order"),
    ("kind", "portal.accept"): N_("acceptance"),
    ("kind", "portal.postpone"): N_("new time"),
    ("kind", "portal.reject"): N_("rejection"),
    ("kind", "portal.complete"): N_("closing"),
    ("kind", "till.create"): N_("order for the till"),
    ("kind", "till.reservation"): N_("reservation for the till"),
    ("kind", "portal.reservation"): N_("reservation for the portal"),
    ("kind", "portal.reservation_state"): N_("state for the portal"),
    ("kind", "portal.sale"): N_("sale for the portal"),
    ("kind", "portal.guest_sale"): N_("guest's spending for the portal"),
    **{("wanted", state.value): WORDS[(ReservationState, state.value)] for state in ReservationState},
    **{("becomes", state.value): WORDS[(ReservationState, state.value)] for state in ReservationState},
    **{("field", field.value): WORDS[(Field, field.value)] for field in Field},
}


def time_of(at: datetime, zone: tzinfo | None) -> str:
    """The time in the restaurant's zone; without one, the time on the PC's wall."""
    return f"{at.astimezone(zone):%H:%M}"


def moment_of(at: datetime, zone: tzinfo | None) -> str:
    """Day and time, for what may be long ago."""
    return f"{at.astimezone(zone):%d/%m %H:%M}"
