"""The till's customers: found, created, written over. Every write keeps what was there before it."""

from agent.sandbox.cassa.bodies import CustomerDraft
from agent.sandbox.cassa.refusal import invalid, unknown
from agent.sandbox.cassa.state import SALES_POINT, Customer, CustomerWrite, TillState
from agent.sandbox.instants import to_ms
from agent.sandbox.wire import Json

FIELDS = (
    "name",
    "firstName",
    "lastName",
    "email",
    "phoneNumber",
    "note",
    "externalId",
    "dateOfBirth",
    "address",
    "city",
    "zipcode",
)


def create(state: TillState, draft: CustomerDraft, sent: Json) -> Customer:
    """Raises Refusal when it has no name, or an e-mail that the till does not like."""
    if not (draft.name or draft.firstName or draft.lastName):
        raise invalid("a customer needs a name")
    if draft.email in state.refused_emails:
        raise invalid("email is not valid")
    customer = Customer({"id": state.new_id(), "idSalesPoint": SALES_POINT, **dict.fromkeys(FIELDS)})
    state.customers[customer.content["id"]] = customer
    _write(state, customer, "POST", {**customer.content, **_known(sent)})
    return customer


def overwrite(state: TillState, id_: str, sent: Json) -> Customer:
    """With `put_replaces`, what is not sent is gone. Raises Refusal InvalidId."""
    customer = state.customers.get(id_)
    if customer is None:
        raise unknown("customer", id_)
    base = dict.fromkeys(FIELDS) if state.put_replaces else {}
    _write(state, customer, "PUT", {**customer.content, **base, **_known(sent)})
    return customer


def passes(content: Json, email: str | None, name: str | None) -> bool:
    """E-mail whole, name as a part; neither minds capital letters."""
    of_mail, of_name = (content.get(field) or "" for field in ("email", "name"))
    return (email is None or email.casefold() == of_mail.casefold()) and (
        name is None or name.casefold() in of_name.casefold()
    )


def _known(sent: Json) -> Json:
    return {name: sent[name] for name in FIELDS if name in sent}


def _write(state: TillState, customer: Customer, method: str, content: Json) -> None:
    before = customer.content
    customer.content = {**content, "lastUpdate": to_ms(state.now())}
    customer.writes.append(CustomerWrite(state.now(), method, before, customer.content))
    state.publish("CUSTOMER", "CREATE" if method == "POST" else "EDIT", customer.content)
    state.lock.notify_all()
