"""What Passepartout Menu's service is asked and what it answers: ordered lists of members, as in `AdapterWS.wsdl`.

A .NET DataContract reader ignores, without an error, what stands out of order: the base's members come first, then the
own ones by the alphabet. What is only read is declared as far as it is used. Knows no XML library.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

TEMPURI: Final = "http://tempuri.org/"
_CONTRACT = "http://schemas.datacontract.org/2004/07/PMessageBox.Contract"
_BOOKING = f"{_CONTRACT}.PrenotazioneMenu"
_CHECK = f"{_CONTRACT}.Comanda"
_BILL = f"{_CONTRACT}.Conto"
_KERNEL = "http://schemas.datacontract.org/2004/07/PMessageBox.Kernel"
_ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"


@dataclass(frozen=True)
class Record:
    """`members`: names and tags in the order of the wire. Of a name in two namespaces the first with a value counts."""

    members: tuple[tuple[str, str], ...]
    inner: Mapping[str, "Record | Array"] = field(default_factory=dict)
    """The members that are no plain text."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _tag in self.members))

    @cached_property
    def tags(self) -> frozenset[str]:
        return frozenset(tag for _name, tag in self.members)

    @cached_property
    def plain(self) -> Mapping[str, str]:
        """The names of the members that are plain text and have theirs for themselves, by their tags."""
        names = [name for name, _tag in self.members]
        return {tag: name for name, tag in self.members if name not in self.inner and names.count(name) == 1}


@dataclass(frozen=True)
class Array:
    item: str
    of: Record | None = None


def _record(*parts: tuple[str, str], **inner: Record | Array) -> Record:
    """`parts`, the base first: each a namespace and its members, parted by blanks."""
    return Record(tuple((name, f"{{{where}}}{name}") for where, names in parts for name in names.split()), inner)


_BASE = (_CONTRACT, "IDDati IsParziale UltimaModifica")
_STRINGS = Array(f"{{{_ARRAYS}}}string")
_LOGIN = _record((_KERNEL, "Azienda Bew Password Utente"))
BOOKING: Final = _record(
    _BASE,
    (
        _BOOKING,
        "Adulti Altro Bambini CameraCodiceCliente CameraIdPrenotazione CameraNumero CameraTrattamento ClienteCF "
        "ClienteCodRete ClientePIVA ClienteRagSoc CodiceRete DataOra Durata Email IdGestionale Intestazione IsWeb Menu "
        "Note NumeroPersone OrdineDiProduzione Origine OrigineEnum PersonaleLogin Sala Stato StatoEnum Tag Tavoli "
        "Telefono Varie Veg",
    ),
    Tavoli=_STRINGS,
)
_LISTED = _record(
    (_CONTRACT, "UltimaModifica"),
    (
        _BOOKING,
        "DataOra Durata Email IdGestionale Intestazione Note NumeroPersone OrigineEnum Sala Stato StatoEnum Tag Tavoli "
        "Telefono",
    ),
    Tavoli=_STRINGS,
)
"""Of a booking in a list no more is read than what is made of it: nothing of it is ever written back."""
_TABLE = _record((_BOOKING, "Coperti IsLibero Nome Tipo"))
_ROOM = _record((_BOOKING, "Nome Tavoli"), Tavoli=Array(f"{{{_BOOKING}}}PMBTavolo", _TABLE))
_COMANDA = _record(
    _BASE, (_CHECK, "Coperti DataCreazioneSistema IdGestionale IdPrenotazione IsAsporto IsPagato Sala Tavolo")
)
_BILL_ROW = _record((_BILL, "Articolo DaCancellare Descrizione Quantita TipoRigaEnum TotaleDiRiga"))
_CONTO = _record(
    _BASE,
    (_BILL, "DataChiusura DataCreazioneSistema IdComanda IdGestionale IsParziale NumeroCoperti Righe StatoEnum"),
    (_BILL, "TipoContoEnum TotaleDocumento UltimaModifica"),
    Righe=Array(f"{{{_BILL}}}PMBRigaConto", _BILL_ROW),
)
OPERATIONS: Final[Mapping[str, tuple[str, Record | Array | None]]] = {
    "PingLogin": ("", None),
    "GetVersioneGestionale": ("", None),
    "GetSaleMenu": ("", _STRINGS),
    "GetDisponibilitaTavoliMenu": ("sala inizioPrenotazione", _ROOM),
    "GetPrenotazioniMenuGiorno": ("giorno ultimaModifica", Array(f"{{{_BOOKING}}}ContrattoPrenotazioneMenu", _LISTED)),
    "GetPrenotazioneMenu": ("idGestionale", BOOKING),
    "PutPrenotazioneMenu": ("prenotazione", BOOKING),
    "GetComandeGiorno": ("asporto giorno ultimaModifica", Array(f"{{{_CHECK}}}ContrattoComanda", _COMANDA)),
    "GetComanda": ("idGestionale", _COMANDA),
    "GetComandaTavolo": ("tavolo", _COMANDA),
    "GetContiGiorno": ("giorno ultimaModifica", Array(f"{{{_BILL}}}ContrattoConto", _CONTO)),
    "GetConto": ("idGestionale", _CONTO),
}
"""Each with its parameters besides the login, and what its result is (None: plain text)."""


@cache
def asked(operation: str) -> Record:
    return _record((TEMPURI, f"datiLogin {OPERATIONS[operation][0]}"), datiLogin=_LOGIN)


@cache
def answered(operation: str) -> Record:
    """PingLogin answers an `errore` too; no other operation has such a member."""
    result = OPERATIONS[operation][1]
    inner = {} if result is None else {f"{operation}Result": result}
    return _record((TEMPURI, f"{operation}Result errore"), **inner)
