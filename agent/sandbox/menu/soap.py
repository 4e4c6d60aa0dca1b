"""SOAP 1.1 envelopes: the one that is asked with and the ones that answer. Knows no operation of the till.

A DTD is refused as soon as it begins, so no entity is ever expanded.
"""

from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from agent.sandbox.menu.names import ADDRESSING_FAULTS, DISPATCH_FAULTS, SOAP

CONTENT_TYPE = "text/xml; charset=utf-8"


class NotSoap(ValueError):
    """The body is no envelope: the service refuses it before it looks for an operation."""


@dataclass
class SoapFault(Exception):
    """What the service says instead of an answer."""

    code: str
    text: str
    namespace: str = DISPATCH_FAULTS
    """Of the code; empty for those of SOAP itself."""

    def answer(self) -> Response:
        code = f"a:{self.code}" if self.namespace else f"s:{self.code}"
        names = f" xmlns:a={quoteattr(self.namespace)}" if self.namespace else ""
        fault = (
            f"<s:Fault><faultcode{names}>{code}</faultcode>"
            f'<faultstring xml:lang="it-IT">{escape(self.text)}</faultstring></s:Fault>'
        )
        return envelope(fault, 500)


def refused(text: str) -> SoapFault:
    """The till itself refuses."""
    return SoapFault("InternalServiceFault", text)


def unreadable(text: str) -> SoapFault:
    return SoapFault("DeserializationFailed", text)


def no_such_action(action: str) -> SoapFault:
    text = f"The message with Action '{action}' cannot be processed at the receiver, due to a ContractFilter mismatch."
    return SoapFault("ActionNotSupported", text, ADDRESSING_FAULTS)


def envelope(content: str, status: int = 200) -> Response:
    text = f"<s:Envelope xmlns:s={quoteattr(SOAP)}><s:Body>{content}</s:Body></s:Envelope>"
    return Response(text.encode(), status, media_type=CONTENT_TYPE)


def asked(body: bytes) -> Element:
    """The one element in the body of the envelope. Raises NotSoap."""
    parser = XMLParser(target=_WithoutDoctype())  # noqa: S314 - its target refuses DTDs
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ParseError, LookupError) as error:
        raise NotSoap("not well-formed") from error
    if root.tag != f"{{{SOAP}}}Envelope":
        raise NotSoap("not a SOAP 1.1 envelope")
    inner = root.find(f"{{{SOAP}}}Body")
    if inner is None or len(inner) != 1:
        raise NotSoap("a body holds one call")
    return inner[0]


class _WithoutDoctype(TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        raise NotSoap("a DTD is not allowed")
