"""The calls of AdapterWS that this sandbox answers, as docs/vendors/AdapterWS.wsdl has them (a test compares them)."""

import re
from dataclasses import dataclass

from agent.sandbox.menu.members import Contract
from agent.sandbox.menu.names import TEMPURI

SIGNATURES = """
Ping() -> boolean
PingLogin(login) -> boolean errore:string?
GetVersioneGestionale(login) -> string?
GetSaleMenu(login) -> ArrayOfstring?
GetDisponibilitaTavoliMenu(login sala:string? inizioPrenotazione:dateTime?) -> PMBSala?
GetPrenotazioniMenuGiorno(login giorno:dateTime ultimaModifica:dateTime?) -> ArrayOfContrattoPrenotazioneMenu?
GetPrenotazioneMenu(login idGestionale:int) -> ContrattoPrenotazioneMenu?
PutPrenotazioneMenu(login prenotazione:ContrattoPrenotazioneMenu?) -> ContrattoPrenotazioneMenu?
GetComandeGiorno(login asporto:boolean giorno:dateTime ultimaModifica:dateTime?) -> ArrayOfContrattoComanda?
GetComanda(login idGestionale:int) -> ContrattoComanda?
GetComandaTavolo(login tavolo:string?) -> ContrattoComanda?
GetContiGiorno(login giorno:dateTime ultimaModifica:dateTime?) -> ArrayOfContrattoConto?
GetConto(login idGestionale:int) -> ContrattoConto?
"""
"""`login` is `datiLogin:InfoLogin?`. The first member of each answer is `<name of the call>Result`."""


@dataclass(frozen=True)
class Operation:
    """One call: what it takes and what it answers, each a contract of its own."""

    name: str
    takes: Contract
    answers: Contract

    @property
    def action(self) -> str:
        """As in the header SOAPAction, without the quotes."""
        return f"{TEMPURI}IAdapterWS/{self.name}"

    @property
    def result(self) -> str:
        return f"{self.name}Result"


def _operation(signature: re.Match[str]) -> Operation:
    name, takes, answers = signature.groups()
    takes = takes.replace("login", "datiLogin:InfoLogin?")
    return Operation(
        name, Contract(name, TEMPURI, takes), Contract(f"{name}Response", TEMPURI, f"{name}Result:{answers}")
    )


OPERATIONS = {
    operation.name: operation
    for operation in map(_operation, re.finditer(r"^(\w+)\((.*)\) -> (.*)$", SIGNATURES, re.MULTILINE))
}
