"""The till's book of reservations: what a Put makes of it, and what the host writes by hand. Knows no XML."""

from datetime import datetime

from agent.sandbox.menu.contracts import ENUMERATIONS, RESERVATION
from agent.sandbox.menu.latin import held, too_long
from agent.sandbox.menu.soap import refused
from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.wire import Json

MADE_BY_THE_TILL = {"IDDati", "IdGestionale", "IsParziale", "OrdineDiProduzione", "UltimaModifica"}
"""Never taken from a Put: the till's own, and its last own change."""

WORDS = {
    "StatoEnum": ("Stato", "EnumStatoPrenotazione"),
    "OrigineEnum": ("Origine", "EnumPMBOriginePrenotazione"),
}
"""Each word with the number beside it that means the same: the word wins, and only it is kept. ASSUMED."""

NUMBERS = {number for number, _ in WORDS.values()}

KEPT = tuple(
    member.name for member in RESERVATION.members if member.name not in MADE_BY_THE_TILL and member.name not in NUMBERS
)

EMPTY: Json = {
    **dict.fromkeys(KEPT),
    "IsWeb": False,
    "NumeroPersone": 0,
    "StatoEnum": "Confermata",
    "OrigineEnum": "Undefined",
}
"""A row of which nothing is said: nulls, and .NET's empty values where null is not allowed."""


def put(state: MenuState, given: Json) -> tuple[Entry, str]:
    """Inserts or changes as the client says, and says in one word which. Raises SoapFault."""
    told = _told(given)
    id_ = given.get("IdGestionale") or 0
    if id_ and id_ not in state.reservations:
        raise refused(f"Prenotazione {id_} non trovata")
    before = state.reservations[id_].content if id_ else EMPTY
    if id_ and state.switches.keeps_left_out:
        told = {name: told.get(name, before[name]) for name in KEPT}
    else:
        told = {**EMPTY, **told}
    if not isinstance(told["DataOra"], datetime):
        raise refused("DataOra mancante")
    for name, value in told.items():
        if state.switches.refuses_long and isinstance(value, str) and too_long(name, value):
            raise refused(f"{name}: valore troppo lungo")
    kept = as_held(told)
    if id_:
        row = state.reservations[id_]
        changed = state.change(row, kept, "api", touches=state.switches.put_always_touches)
    else:
        row = state.create(state.reservations, kept, "api")
        state.creations[str(kept["Tag"] or "")] += 1
        changed = True
    _note_losses(state, row.id, told)
    return row, ("changed" if id_ else "created") if changed else "unchanged"


def on_the_wire(row: Entry) -> Json:
    """With the numbers beside the words."""
    numbers = {number: _place(row.content[word], enumeration) for word, (number, enumeration) in WORDS.items()}
    return {**row.content, **numbers}


def as_held(told: Json) -> Json:
    """The members as the till's database holds them."""
    return {name: held(name, value) if isinstance(value, str) else value for name, value in told.items()}


def check_words(told: Json) -> None:
    """Raises ValueError for a word that its enumeration does not have."""
    for word, (_, enumeration) in WORDS.items():
        if word in told and told[word] not in ENUMERATIONS[enumeration].split():
            raise ValueError(f"{told[word]!r} is none of {ENUMERATIONS[enumeration]}")


def _place(word: str, enumeration: str) -> int:
    """A word that only a later version of the till has stands after all others."""
    words = ENUMERATIONS[enumeration].split()
    return words.index(word) if word in words else len(words)


def _told(given: Json) -> Json:
    """What the client says of members that the till takes."""
    told = {name: value for name, value in given.items() if name in KEPT}
    for word, (number, enumeration) in WORDS.items():
        words = ENUMERATIONS[enumeration].split()
        if told.get(word) is None:
            told.pop(word, None)
            if (place := given.get(number)) is not None:
                if not 0 <= place < len(words):
                    raise refused(f"{number}: {place}")
                told[word] = words[place]
    return {name: EMPTY[name] if value is None else value for name, value in told.items()}


def _note_losses(state: MenuState, id_: int, told: Json) -> None:
    """For a judge: never the text itself."""
    for name, value in told.items():
        if isinstance(value, str) and held(name, value) != value:
            letters = sum(held("", letter) != letter for letter in value)
            cut = max(0, len(value) - len(held(name, value)))
            state.lossy.append({"id": id_, "member": name, "letters": letters, "cut": cut})
