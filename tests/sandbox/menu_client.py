"""Someone who speaks SOAP to the sandbox's till by hand, and checks every answer against its description."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

import httpx
from lxml import etree

from agent.sandbox import MenuServer
from tests.sandbox.menu_schema import faults_of
from tests.sandbox.visitors import visitor

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
KERNEL = "http://schemas.datacontract.org/2004/07/PMessageBox.Kernel"
BOOK = "http://schemas.datacontract.org/2004/07/PMessageBox.Contract.PrenotazioneMenu"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
Z = "{http://schemas.microsoft.com/2003/10/Serialization/}"


class Faulted(Exception):
    """The till answered with a SOAP fault."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class MenuClient:
    def __init__(self, till: MenuServer, http: httpx.Client) -> None:
        self.http = http
        self.url = till.base_url
        """Whole: httpx would add a slash to it."""
        self._till = till

    def login(self, **instead: str) -> str:
        """`datiLogin` in the order of its contract; values by name instead of the right ones."""
        told = {"Azienda": self._till.company, "Password": self._till.password, "Utente": self._till.user, **instead}
        inside = "".join(f"<k:{name}>{escape(value)}</k:{name}>" for name, value in told.items())
        return f'<datiLogin xmlns:k="{KERNEL}">{inside}</datiLogin>'

    def send(self, operation: str, parameters: str = "", *, action: str | None = None) -> httpx.Response:
        body = f'<{operation} xmlns="http://tempuri.org/">{parameters}</{operation}>'
        return self.post(
            f'<s:Envelope xmlns:s="{SOAP[1:-1]}"><s:Body>{body}</s:Body></s:Envelope>',
            f'"http://tempuri.org/IAdapterWS/{operation}"' if action is None else action,
        )

    def post(self, envelope: str, action: str) -> httpx.Response:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action}
        return self.http.post(self.url, content=envelope.encode(), headers=headers)

    def call(self, operation: str, **parameters: object) -> etree._Element:
        """The result element, after its message was found to fit the description. Raises Faulted."""
        inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in parameters.items())
        return self.raw(operation, self.login() + inside)

    def raw(self, operation: str, parameters: str = "") -> etree._Element:
        return result_of(self.send(operation, parameters))

    def day(self, operation: str, day: str, since: str | None = None, **more: object) -> list[etree._Element]:
        when = {"giorno": f"{day}T00:00:00"} | ({} if since is None else {"ultimaModifica": since})
        return list(self.call(operation, **more, **when))

    def put(self, inside: str) -> int:
        """A Put of a row with these members, as XML with the prefix p. Answers the id."""
        row = f'<prenotazione xmlns:p="{BOOK}" xmlns:r="{ARRAYS}">{inside}</prenotazione>'
        return int(member(self.raw("PutPrenotazioneMenu", self.login() + row), "IdGestionale") or 0)


def result_of(answer: httpx.Response) -> etree._Element:
    (message,) = body_of(answer)
    if message.tag == f"{SOAP}Fault":
        assert answer.status_code == 500
        raise Faulted(message.findtext("faultcode") or "", message.findtext("faultstring") or "")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert faults_of(message) == ""
    return message[0]


def body_of(answer: httpx.Response) -> list[etree._Element]:
    body = etree.fromstring(answer.content).find(f"{SOAP}Body")
    assert body is not None
    return list(body)


def member(element: etree._Element, name: str) -> str | None:
    """The text of the last member of that name: the contract's own, not its base's. None for a null."""
    found = [child for child in element if etree.QName(child).localname == name]
    assert found, f"no member {name}"
    return None if found[-1].get(NIL) == "true" else found[-1].text or ""


@contextmanager
def menu_client(till: MenuServer) -> Iterator[MenuClient]:
    with visitor(till.base_url) as http:
        yield MenuClient(till, http)
