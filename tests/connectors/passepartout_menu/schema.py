"""The schemas inside the WSDL, made into one that lxml can compile.

They are embedded side by side and import each other by namespace alone. Each is written to a file of its own, every
import is told that file, and one more schema imports them all. Nothing of their content is changed.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.connectors.passepartout_menu.till import WSDL

XS = "{http://www.w3.org/2001/XMLSchema}"


@cache
def schema() -> etree.XMLSchema:
    embedded = list(etree.parse(str(WSDL)).iter(f"{XS}schema"))
    files = {one.get("targetNamespace", ""): f"{number}.xsd" for number, one in enumerate(embedded)}
    with TemporaryDirectory() as folder:
        for one in embedded:
            # Written and read again: a copy in memory would lose the prefixes that the description declares outside.
            alone = etree.fromstring(etree.tostring(one))
            for imported in alone.iter(f"{XS}import"):
                imported.set("schemaLocation", files[imported.get("namespace", "")])
            (Path(folder) / files[alone.get("targetNamespace", "")]).write_bytes(etree.tostring(alone))
        whole = etree.Element(f"{XS}schema", nsmap={"xs": XS[1:-1]})
        for namespace, file in files.items():
            etree.SubElement(whole, f"{XS}import", namespace=namespace, schemaLocation=file)
        cover = Path(folder) / "all.xsd"
        cover.write_bytes(etree.tostring(whole))
        return etree.XMLSchema(etree.parse(str(cover)))


def faults_of(content: etree._Element) -> str:
    """The first thing that the schemas have against that message; empty: nothing."""
    alone = etree.fromstring(etree.tostring(content))
    try:
        schema().assertValid(alone)
    except etree.DocumentInvalid as invalid:
        return str(invalid)
    return ""
