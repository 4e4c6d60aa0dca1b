"""The sandbox's contracts and calls are those of the description, member for member."""

import re
from collections.abc import Iterator

import pytest
from lxml import etree

from agent.sandbox.menu.contracts import BY_NAME, ENUMERATIONS, item_of
from agent.sandbox.menu.members import Contract
from agent.sandbox.menu.names import SERIALIZATION, TEMPURI
from agent.sandbox.menu.operations import OPERATIONS
from tests.sandbox.menu_schema import XS, embedded, faults_of

WSDL_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"

TOOLS = {"EnumToolEvento", "EnumToolTipoDomanda"}
"""Of which the sandbox knows the first word alone."""


def named(what: str, namespace: str, name: str) -> etree._Element:
    (schema,) = (one for one in embedded() if one.get("targetNamespace") == namespace)
    (found,) = schema.findall(f"{{{XS}}}{what}[@name='{name}']")
    return found


def described(element: etree._Element) -> Iterator[tuple[str, str, bool]]:
    for one in element.iter(f"{{{XS}}}element"):
        if one.get("type") is not None:
            assert one.get("minOccurs") == "0"
            yield one.get("name", ""), one.get("type", "").rpartition(":")[2], one.get("nillable") == "true"


def declared(contract: Contract) -> list[tuple[str, str, bool]]:
    own = contract.members[len(contract.base.members) if contract.base else 0 :]
    assert {member.namespace for member in own} <= {contract.namespace}
    return [(member.name, member.kind, member.nullable) for member in own]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_contract_is_that_of_the_description(name: str) -> None:
    contract = BY_NAME[name]
    found = named("complexType", contract.namespace, name)
    assert declared(contract) == list(described(found))
    base = found.find(f".//{{{XS}}}extension")
    assert (base.get("base", "").rpartition(":")[2] if base is not None else None) == (
        contract.base.name if contract.base else None
    )
    identity = any(one.get("ref") == "ser:Id" for one in found.iter(f"{{{XS}}}attribute"))
    assert identity == contract.own_identity


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_an_enumeration_is_that_of_the_description(name: str) -> None:
    found = [t for one in embedded() for t in one.findall(f"{{{XS}}}simpleType[@name='{name}']")]
    words = [one.get("value") for one in found[0].iter(f"{{{XS}}}enumeration")]
    assert ENUMERATIONS[name].split() == (words[:1] if name in TOOLS else words)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_call_is_that_of_the_description(name: str) -> None:
    operation = OPERATIONS[name]
    assert declared(operation.takes) == list(described(named("element", TEMPURI, name)))
    assert declared(operation.answers) == list(described(named("element", TEMPURI, f"{name}Response")))
    described_ones = {one.get("soapAction") for one in embedded()[0].getroottree().iter(f"{{{WSDL_SOAP}}}operation")}
    assert operation.action in described_ones


def test_what_is_not_described_is_always_null() -> None:
    """Every other type that a member names: where null is not allowed the sandbox must know a value."""
    simple = {"string", "int", "boolean", "decimal", "dateTime"}
    for contract in BY_NAME.values():
        for member in contract.members:
            item = item_of(member.kind) or member
            known = item.kind in simple | set(BY_NAME) | set(ENUMERATIONS)
            assert known or member.nullable, f"{contract.name}.{member.name}"


def test_arrays_hold_what_the_description_says() -> None:
    for contract in BY_NAME.values():
        for member in contract.members:
            item = item_of(member.kind)
            if item is None or item.kind not in {"string", *BY_NAME}:
                continue
            namespace = item.namespace if item.kind != "string" else f"{SERIALIZATION}Arrays"
            array = named("complexType", namespace, member.kind)
            assert [(name, re.sub(r"^.*:", "", kind)) for name, kind, _ in described(array)] == [(item.name, item.kind)]


@pytest.mark.parametrize(
    "message",
    [
        '<PingResponse xmlns="http://tempuri.org/"><PingResult>forse</PingResult></PingResponse>',
        '<PingResponse xmlns="http://tempuri.org/"><Altro/></PingResponse>',
        "<PingResponse/>",
    ],
)
def test_the_checker_itself_sees_what_does_not_fit(message: str) -> None:
    assert faults_of(etree.fromstring(message)) != ""
