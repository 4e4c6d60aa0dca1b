"""Who orders on the made-up portal: names, addresses and wishes, all invented.

The telephone numbers lie in no Italian operator's range, and the addresses end in a domain that can't exist.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Regular:
    first_name: str
    last_name: str
    phone: str | None
    street: str
    bell: str
    """What the rider is told."""

    @property
    def email(self) -> str:
        plain = f"{self.first_name}.{self.last_name}".lower().replace(" ", "").replace("'", "")
        return f"{plain.translate(str.maketrans('àèéìòù', 'aeeiou'))}@posta.invalid"


REGULARS = (
    Regular("Giulia", "Ferrari", "+393990001101", "Via dei Serpenti 12", "Citofono Ferrari, secondo piano"),
    Regular("Marco", "Esposito", "+393990001102", "Via Cavour 201", "Scala B, interno 7"),
    Regular("Niccolò", "D'Angelo", "+393990001103", "Via Panisperna 88", "Il citofono non va: chiamare"),
    Regular("Chiara", "De Santis", "+393990001104", "Via Urbana 34", "Portone verde"),
    Regular("Salvatore", "Russo", "3990001105", "Via Baccina 5", "Lasciare dal portiere"),
    Regular("Benedetta", "Caffarelli", None, "Via Leonina 61", "Terzo piano senza ascensore"),
)

CITY = "Roma"
ZIP = "00184"

NOTES = (
    None,
    None,
    "Citofono rotto, chiamate al cellulare per favore",
    "Posate per due, grazie",
    "È il compleanno di papà: una candelina?",
    "Allergia alle noci",
)

LINE_NOTES = (None, None, None, "ben cotta", "tagliata a spicchi", "poco sale")
