"""A till of words: it answers each operation with the envelopes that a test put there, and keeps what it was asked."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from lxml import etree

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.manifest import open_passepartout_menu
from agent.connectors.pos.passepartout_menu.settings import Settings
from tests.connectors.clocks import StandingClock

BASE = "http://127.0.0.1:7606/AdapterWS"
ROME = ZoneInfo("Europe/Rome")
WSDL = Path(__file__).parents[3] / "docs" / "vendors" / "AdapterWS.wsdl"
NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
PASSWORD = "segretissima"

NAMESPACES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "t": "http://tempuri.org/",
    "i": "http://www.w3.org/2001/XMLSchema-instance",
    "z": "http://schemas.microsoft.com/2003/10/Serialization/",
    "c": "http://schemas.datacontract.org/2004/07/PMessageBox.Contract",
    "p": "http://schemas.datacontract.org/2004/07/PMessageBox.Contract.PrenotazioneMenu",
    "m": "http://schemas.datacontract.org/2004/07/PMessageBox.Contract.Comanda",
    "o": "http://schemas.datacontract.org/2004/07/PMessageBox.Contract.Conto",
    "k": "http://schemas.datacontract.org/2004/07/PMessageBox.Kernel",
    "b": "http://schemas.datacontract.org/2004/07/frwbo2",
    "a": "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
    "x": "http://www.w3.org/2001/XMLSchema",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


def enveloped(content: str) -> str:
    return f"<s:Envelope {DECLARED}><s:Body>{content}</s:Body></s:Envelope>"


def result(operation: str, content: str, attributes: str = "", more: str = "") -> str:
    """The answer of an operation, with that content in its result."""
    told = f"<t:{operation}Result {attributes}>{content}</t:{operation}Result>"
    return enveloped(f"<t:{operation}Response>{told}{more}</t:{operation}Response>")


def nil(operation: str) -> str:
    return result(operation, "", 'i:nil="true"')


def fault(code: str, text: str) -> httpx.Response:
    told = f"<s:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring></s:Fault>"
    return httpx.Response(500, text=enveloped(told))


def members(prefix: str, **values: object) -> str:
    """In the order given; None is nil."""
    return "".join(
        f'<{prefix}:{name} i:nil="true"/>' if value is None else f"<{prefix}:{name}>{value}</{prefix}:{name}>"
        for name, value in values.items()
    )


def row(
    ref: int = 41,
    *,
    changed: str | None = "2026-11-20T10:00:00.1234567+01:00",
    tables: tuple[str, ...] = (),
    **values: object,
) -> str:
    """What a `ContrattoPrenotazioneMenu` holds, in the order of the schema."""
    told: dict[str, object] = {
        "Adulti": 4,
        "DataOra": "2026-11-25T20:00:00+01:00",
        "IdGestionale": ref,
        "Intestazione": "Maria Rossi",
        "NumeroPersone": 4,
        "StatoEnum": "Confermata",
        "Tavoli": "".join(f"<a:string>{table}</a:string>" for table in tables),
        **values,
    }
    return members("c", UltimaModifica=changed) + members("p", **dict(sorted(told.items())))


def listed(*rows: str) -> str:
    content = "".join(f"<p:ContrattoPrenotazioneMenu>{row}</p:ContrattoPrenotazioneMenu>" for row in rows)
    return result("GetPrenotazioniMenuGiorno", content)


Said = str | httpx.Response


class WordTill:
    """One answer after the other for each operation, the last one again and again."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Said]] = defaultdict(list)
        self.requests: list[httpx.Request] = []
        self.before: Callable[[], None] = lambda: None

    def says(self, operation: str, *answers: Said) -> None:
        self.answers[operation] = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.before()
        self.requests.append(request)
        said = self.answers[operation_of(request)]
        answer = said.pop(0) if len(said) > 1 else said[0]
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, text=answer)

    def asked(self, operation: str) -> list[etree._Element]:
        """What those calls carried, as elements of the operation."""
        return [content_of(request) for request in self.requests if operation_of(request) == operation]

    @property
    def operations(self) -> list[str]:
        return [operation_of(request) for request in self.requests]


def operation_of(request: httpx.Request) -> str:
    return str(request.headers["SOAPAction"]).strip('"').rpartition("/")[2]


def content_of(request: httpx.Request) -> etree._Element:
    content = etree.fromstring(request.content).find("s:Body/*", NAMESPACES)
    assert content is not None
    return content


def text(element: etree._Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMESPACES)


def opened(**settings: object) -> PassepartoutMenu:
    told = Settings.model_validate({"base_url": BASE, "company": "DEMO", **settings})
    around = Surroundings(StandingClock(NOW), ROME, lambda side, ahead: None, "sala")
    return open_passepartout_menu(told, {"user": "campanello", "password": PASSWORD}, around)
