"""The lines of an order's time line, and the notices that a person acknowledges."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

TABLE = {
    "history.arrived": Sentence(N_("The order arrived")),
    "history.accepted": Sentence(N_("Accepted, ready at {ready_at}")),
    "history.postponed": Sentence(N_("New time promised: {ready_at}")),
    "history.rejected": Sentence(N_("Rejected: {reason}")),
    "history.contrary": Sentence(N_("The till will not make it: {reason}")),
    "history.closed": Sentence(N_("Closed")),
    "history.undone": Sentence(N_("Taken back")),
    "history.acknowledged": Sentence(N_("Notice read")),
    "history.sent_to_till": Sentence(N_("The order is at the till")),
    "history.portal_told": Sentence(N_("The portal has it: {kind}")),
    "history.portal_state": Sentence(N_("On the portal: {state}")),
    "history.till_state": Sentence(N_("At the till: {state}")),
    "history.overtaken": Sentence(N_("The portal did not take the decision: there it is: {state}")),
    "history.parked": Sentence(N_("Stopped, to be looked at: {kind}")),
    "history.retried": Sentence(N_("Tried again: {kind}")),
    "history.resolved": Sentence(N_("Taken care of by hand: {kind}")),
    "history.set_aside": Sentence(
        N_("An order of the portal cannot be read (number {ref})"),
        N_("It does not ring and is not at the till: {reason}"),
        N_("Look at it on the portal, and tell support."),
    ),
    "history.lane_given_up": Sentence(
        N_("The link hung for {seconds} s and was started again"),
        N_("Nothing is lost: what was under way is looked up on the other side before it is sent again."),
        N_("If it happens often, send the diagnostics bundle to support."),
    ),
    "history.paused": Sentence(N_("Link paused")),
    "history.resumed": Sentence(N_("Link resumed")),
    "notice.cancelled_by_guest": Sentence(
        N_("The guest cancelled the order"),
        N_("It had been accepted: the kitchen may be making it."),
        N_("Stop it in the kitchen and at the till."),
    ),
    "notice.cancelled": Sentence(
        N_("The order was cancelled"),
        N_("It was cancelled before anybody decided."),
        N_("Reject it at the till if it is there."),
    ),
    "notice.expired": Sentence(
        N_("Nobody answered in time"),
        N_("The portal cancelled the order and told the guest."),
        N_("Nothing to make. Reject it at the till if it is there."),
    ),
    "notice.decision_lost": Sentence(
        N_("The portal did not take the decision"),
        N_("The order was already decided or cancelled there: that is what the guest knows."),
        N_("Look at the order's state now, and follow it in the kitchen."),
    ),
    "notice.tell_guest": Sentence(
        N_("Call the guest: the till will not make the order"),
        N_("The portal has confirmed it and does not take the rejection: the guest believes it is coming."),
        N_("Call the guest, then correct the order on the portal and press “Mark as resolved”."),
    ),
    "notice.not_at_till": Sentence(
        N_("The order is NOT at the till"),
        N_("The till refused it: the kitchen will not print it by itself."),
        N_("Enter it at the till by hand, or correct the cause and press “Try again”."),
    ),
    "notice.rejected_on_portal": Sentence(
        N_("The order was rejected on the portal"),
        N_("It had been accepted here: the kitchen may be making it."),
        N_("Stop it in the kitchen and at the till."),
    ),
    "notice.decision_not_sent": Sentence(
        N_("The portal refused the decision"),
        N_("The guest does not know of it yet."),
        N_("Decide on the portal's own page, then press “Mark as resolved”; or press “Try again”."),
    ),
}
