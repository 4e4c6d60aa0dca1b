"""The till's customers: made, replaced whole, found again by e-mail or telephone when the host takes a call."""

from agent.sandbox.tilby import bodies
from agent.sandbox.tilby.carte import uuid_of
from agent.sandbox.tilby.state import TilbyState
from agent.sandbox.wire import Json

NAMES = (
    "id",
    "uuid",
    "first_name",
    "last_name",
    "email",
    "phone",
    "mobile",
    "external_id",
    "notes",
    "updated_at",
)


def create(state: TilbyState, told: bodies.Customer) -> Json:
    id_ = state.next_id()
    made = {"id": id_, "uuid": uuid_of("customer", id_), **told.kept(), "updated_at": state.stamp()}
    state.customers[id_] = made
    state.publish("customers", "CREATED", dict(made))
    state.lock.notify_all()
    return dict(made)


def replace(state: TilbyState, id_: int, told: bodies.Customer) -> Json:
    """What `told` leaves out is gone."""
    state.customers[id_] = {**state.customers[id_], **told.kept(), "updated_at": state.stamp()}
    state.publish("customers", "UPDATED", dict(state.customers[id_]))
    state.lock.notify_all()
    return dict(state.customers[id_])


def known(state: TilbyState, told: bodies.Customer) -> int | None:
    """The id of the customer with that e-mail, else with that telephone as either number."""
    for customer in state.customers.values():
        if told.email and customer["email"] == told.email:
            return int(customer["id"])
    numbers = {number for number in (told.phone, told.mobile) if number}
    for customer in state.customers.values():
        if numbers & {customer["phone"], customer["mobile"]}:
            return int(customer["id"])
    return None
