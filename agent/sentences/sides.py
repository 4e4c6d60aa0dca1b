"""What goes wrong between this PC and a portal or a till."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

_GOES_BY_ITSELF = N_("Nothing is lost: what waits is sent by itself as soon as it is possible.")
_CHECK_NETWORK = N_(
    "Check that this PC is on the internet. If only {system} is missing, it is usually back in minutes."
)
_SUPPORT = N_("If it happens again, call support.")

TABLE = {
    "side.unreachable": Sentence(N_("{system} cannot be reached"), _GOES_BY_ITSELF, _CHECK_NETWORK),
    "side.timeout": Sentence(N_("{system} does not answer"), _GOES_BY_ITSELF, _CHECK_NETWORK),
    "side.broken_answer": Sentence(N_("{system} broke off its answer"), _GOES_BY_ITSELF, _CHECK_NETWORK),
    "side.server_error": Sentence(N_("{system} has a fault ({status})"), _GOES_BY_ITSELF, _SUPPORT),
    "side.busy": Sentence(
        N_("{system} asks to wait"), _GOES_BY_ITSELF, N_("Nothing to do: the program waits as long as it is asked to.")
    ),
    "side.budget": Sentence(
        N_("The calls that {system} allows are used up for now"),
        N_("Orders come first; the rest waits a few minutes."),
        N_("If it happens often, ask for the polling interval to be made longer."),
    ),
    "side.redirected": Sentence(
        N_("{system} has moved ({status})"),
        N_("The address in the configuration leads somewhere else; nothing is exchanged."),
        N_("Ask support for the new address and correct it in the configuration."),
    ),
    "side.stranger": Sentence(
        N_("Somebody else answers in place of {system} ({status})"),
        N_("A proxy, a login page of the network or a wrong address stands in between; nothing is exchanged."),
        N_("Open the network's login page in a browser, or check the address in the configuration."),
    ),
    "side.closed": Sentence(N_("The connection to {system} was closed"), _GOES_BY_ITSELF, ""),
    "side.credentials_refused": Sentence(
        N_("{system} refuses the credentials"),
        N_("Nothing is exchanged with {system} until they are right. What waits stays kept."),
        N_("Enter them again: “Change …” on its card in Connections, or “campanello secret set”."),
    ),
    "side.credentials_missing": Sentence(
        N_("A credential of {system} is missing ({field})"),
        N_("Nothing is exchanged with {system} until it is entered."),
        N_("Enter it with: campanello secret set {link} {side} {field}"),
    ),
    "side.sales_point_missing": Sentence(
        N_("The sales point {id} is not among those of this key"),
        N_("Orders would reach no till."),
        N_("Correct sales_point in the configuration. This key sees: {visible}"),
    ),
    "side.refused": Sentence(
        N_("{system} refuses it ({code})"),
        N_("The same would be refused again, so the program stopped and asks you."),
        N_("Do it by hand on {system}, then press “Mark as resolved”; or correct the cause and press “Try again”."),
    ),
    "side.not_offered": Sentence(
        N_("{system} has no call for this ({what})"),
        N_("The program cannot do it there; nothing was changed."),
        N_("Do it by hand on {system}, then press “Mark as resolved”."),
    ),
    "side.no_token_address": Sentence(
        N_("The address where {system} renews its token is missing"),
        N_("The refresh token alone opens nothing; nothing is exchanged with {system}."),
        N_("Write token_url in the configuration, or enter a token that does not end."),
    ),
    "side.gone": Sentence(
        N_("{system} does not have it any more"),
        N_("It was deleted there."),
        N_("Check on {system} whether somebody deleted it, then press “Mark as resolved”."),
    ),
    "side.conflict": Sentence(
        N_("{system} does not allow it now"),
        N_("Its state there is another one ({status})."),
        N_("Look at the order on {system} and correct its state there, then press “Try again” or “Mark as resolved”."),
    ),
    "side.malformed": Sentence(N_("The answer of {system} cannot be read"), _GOES_BY_ITSELF, _SUPPORT),
    "side.certificate": Sentence(
        N_("The certificate of {host} is not valid"),
        N_("The program does not send credentials to an address that cannot prove who it is."),
        N_("Check the date of this PC first. If it is right, call support: {why}"),
    ),
    "prerequisite.sales_point": Sentence(
        N_("Sales point {id}"), "", N_("Correct sales_point in the configuration. This key sees: {visible}")
    ),
    "prerequisite.sales_mode": Sentence(
        N_("Sales mode “{name}”"),
        "",
        N_("Create the sales mode “{name}” at the till, with exactly this name: else the price arrives as 0."),
    ),
    "prerequisite.near_miss": Sentence(
        N_("Sales mode “{name}”: only “{found}” exists"),
        "",
        N_("Rename “{found}” to “{name}” at the till: one letter, a capital or a space is enough to be another one."),
    ),
}
