"""Why a decision does not count."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

TABLE = {
    "decision.already_decided": Sentence(
        N_("Already decided at {at}: {kind} ({by})"),
        N_("The first decision counts; yours changed nothing."),
        N_("Look at the order: it now is “{state}”."),
    ),
    "decision.already_over": Sentence(N_("The order is already at its end"), N_("It is “{state}”."), ""),
    "decision.not_open": Sentence(N_("The order does not wait for a decision"), N_("It is “{state}”."), ""),
    "decision.not_accepted_yet": Sentence(
        N_("The order was not accepted"), N_("It is “{state}”."), N_("Accept it first.")
    ),
    "decision.not_later": Sentence(
        N_("That is not later"), N_("A new time must be after the one promised."), N_("Choose more minutes.")
    ),
    "decision.reason_missing": Sentence(
        N_("A reason is needed"), N_("The guest will read it."), N_("Choose a reason or write one.")
    ),
    "decision.reason_too_long": Sentence(
        N_("The reason is too long"), N_("At most {most} characters reach the guest."), N_("Shorten it.")
    ),
    "decision.document_not_printed": Sentence(
        N_("Paid online: print the document at the till first"),
        N_("Closing asks the guest for a review; an order paid online closes when its receipt or invoice exists."),
        N_("Print it at the till; the order then closes by itself."),
    ),
    "decision.undo_too_late": Sentence(
        N_("Too late to take it back"), N_("The decision is on its way."), N_("Call the guest if it was a mistake.")
    ),
    "decision.unknown_order": Sentence(
        N_("There is no order {order}"), "", N_("Look at the list: campanello orders list")
    ),
    "decision.unknown_link": Sentence(
        N_("The link “{link}” is not configured any more"),
        N_("Its orders can be read, not decided."),
        N_("Put the link back into the configuration."),
    ),
    "decision.not_parked": Sentence(
        N_("This was already taken care of"), N_("Somebody else was first, or it went through by itself."), ""
    ),
}
