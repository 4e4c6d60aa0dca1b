"""What happens to reservations: the lines of their time, what is refused, what a person must look at."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

TABLE = {
    # The time line
    "history.reservation_heard": Sentence(N_("New reservation"), "", ""),
    "history.reservation_paired": Sentence(N_("The two records belong together"), "", ""),
    "history.reservation_created": Sentence(N_("Written on the other side"), "", ""),
    "history.reservation_told": Sentence(N_("The other side has the change"), "", ""),
    "history.reservation_state_told": Sentence(N_("The portal has it: {becomes}"), "", ""),
    "history.reservation_closed": Sentence(
        N_("Cancelled at the till"), N_("From now on this reservation is not kept in step any more."), ""
    ),
    "history.reservation_state": Sentence(N_("State: {becomes}"), "", ""),
    "history.reservation_edited": Sentence(N_("Changed: {fields}"), "", ""),
    "history.reservation_conflict": Sentence(
        N_("Both sides changed it: {field}"),
        N_("One value counts, the other is kept."),
        N_("Open the reservation and put the other value back if it was the right one."),
    ),
    "history.reservation_reopened": Sentence(
        N_("Reopened on the portal"),
        N_("At the till it is closed: what changes on the portal is not sent there."),
        N_("Create it anew at the till if the guest comes."),
    ),
    "history.reservation_chosen": Sentence(N_("Set to: {becomes}"), "", ""),
    "history.reservation_table": Sentence(N_("Table: {tables}"), "", ""),
    "history.reservation_moved": Sentence(N_("Moved to {starts_at}"), "", ""),
    "history.reservation_accepted_as_is": Sentence(
        N_("Looked at: right as it is"), N_("Nothing was sent; what had differed asks for nobody any more."), ""
    ),
    "history.reservation_undone": Sentence(N_("The other value was put back: {field}"), "", ""),
    "history.reservation_recreated": Sentence(N_("To be created anew at the till"), "", ""),
    "history.reservation_refused": Sentence(
        N_("The portal refused: {becomes}"), N_("Its own state counts; the guest was not told."), ""
    ),
    "history.reservation_attached": Sentence(N_("A check is open for it: the guest has arrived"), "", ""),
    "history.reservation_paid": Sentence(N_("Its checks are paid"), "", ""),
    "history.check_opened": Sentence(N_("Check opened, table {table}"), "", ""),
    "history.check_reopened": Sentence(
        N_("A check was reopened after its sale was sent"),
        N_("The portal keeps what it was told."),
        N_("Correct the sale on the portal by hand if it matters."),
    ),
    "history.sold": Sentence(N_("Paid: {total}, {covers} covers"), "", ""),
    "history.sale_told": Sentence(N_("The portal has the sale: {total}"), "", ""),
    "history.sale_differs": Sentence(
        N_("A bill changed after its sale was sent"),
        N_("The portal keeps what it was told."),
        N_("Correct the sale on the portal by hand if it matters."),
    ),
    # What does not count
    "decision.unknown_reservation": Sentence(
        N_("There is no reservation {reservation}"), "", N_("Look at the list: campanello reservations list")
    ),
    "decision.reservation_state": Sentence(
        N_("From “{becomes}” it cannot become “{wanted}” here"), "", N_("Choose one of the states that are offered.")
    ),
    "decision.reservation_over": Sentence(N_("The reservation is already at its end"), N_("It is “{becomes}”."), ""),
    "decision.reservation_closed": Sentence(
        N_("This reservation is closed at the till"),
        N_("It is not kept in step any more."),
        N_("If it is alive again on the portal, create it anew."),
    ),
    "decision.reservation_not_closed": Sentence(N_("The reservation is still there at the till"), "", ""),
    "decision.reservation_table": Sentence(
        N_("The table is chosen at the till"), N_("This till does not take it from here."), ""
    ),
    "decision.reservation_move": Sentence(
        N_("The time is changed on the portal"), N_("This pair does not take it from here."), ""
    ),
    "decision.nothing_to_accept": Sentence(
        N_("There is nothing to be accepted"), N_("Both sides agree, and no sale differs."), ""
    ),
    "decision.no_conflict": Sentence(N_("There is nothing to put back: {field}"), "", ""),
    "decision.unknown_table": Sentence(
        N_("There is no table “{table}”"), N_("The till knows: {known}"), N_("Write it as the till does.")
    ),
    # What was parked
    "reservation.not_to_be_attached": Sentence(
        N_("The portal does not know that the guest arrived"),
        N_("A check was opened, but on the portal the reservation is “{becomes}”: only a confirmed one can arrive."),
        N_("Set it to confirmed on the portal; then it goes by itself, or press “Try again”."),
    ),
    "reservation.state_refused": Sentence(
        N_("The portal does not take “{wanted}”"),
        N_("There the reservation is “{becomes}”, and stays so."),
        N_("Change it on the portal's own page if it must be, then press “Mark as resolved”."),
    ),
    "reservation.portal_creates_none": Sentence(
        N_("The portal takes no reservations from here"), "", N_("Enter it on the portal's own page.")
    ),
}
