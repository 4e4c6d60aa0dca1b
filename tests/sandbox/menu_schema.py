"""Checks messages of AdapterWS against the schemas inside its description, docs/vendors/AdapterWS.wsdl.

They are embedded side by side and import each other by namespace alone. Each is written to a file of its own, every
import is told that file, and one more schema imports them all. Nothing of their content is changed.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

WSDL = Path(__file__).parents[2] / "docs" / "vendors" / "AdapterWS.wsdl"
XS = "http://www.w3.org/2001/XMLSchema"


@cache
def embedded() -> tuple[etree._Element, ...]:
    return tuple(etree.parse(str(WSDL)).iter(f"{{{XS}}}schema"))


@cache
def schema() -> etree.XMLSchema:
    files = {one.get("targetNamespace", ""): f"{number}.xsd" for number, one in enumerate(embedded())}
    with TemporaryDirectory() as folder:
        for one in embedded():
            # Written and read again: a copy in memory would lose the prefixes that the description declares outside.
            alone = etree.fromstring(etree.tostring(one))
            for imported in alone.iter(f"{{{XS}}}import"):
                imported.set("schemaLocation", files[imported.get("namespace", "")])
            (Path(folder) / files[alone.get("targetNamespace", "")]).write_bytes(etree.tostring(alone))
        cover = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS})
        for namespace, file in files.items():
            etree.SubElement(cover, f"{{{XS}}}import", namespace=namespace, schemaLocation=file)
        whole = Path(folder) / "all.xsd"
        whole.write_bytes(etree.tostring(cover))
        return etree.XMLSchema(etree.parse(str(whole)))


def faults_of(message: etree._Element) -> str:
    """The first thing that the schemas have against the one element in an envelope's body; empty: nothing."""
    try:
        schema().assertValid(etree.fromstring(etree.tostring(message)))
    except etree.DocumentInvalid as invalid:
        return str(invalid)
    return ""
