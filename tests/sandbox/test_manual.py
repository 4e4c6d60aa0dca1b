"""docs/sandbox.md is true: every curl line in it does what it says it does, against a running sandbox."""

import re
import shlex
from pathlib import Path

import httpx

from agent.sandbox import CrmSandbox, MenuSandbox, Sandbox
from tests.sandbox.test_cassa_orders import draft, send
from tests.sandbox.visitors import visitor

MANUAL = Path(__file__).parents[2] / "docs" / "sandbox.md"


def curl(client: httpx.Client, line: str, names: dict[str, str]) -> httpx.Response:
    words = shlex.split(line, comments=True)[1:]
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    body = words[words.index("-d") + 1] if "-d" in words else None
    (address,) = [word for word in words if re.match(r"[A-Z]/", word)]
    for name, meant in names.items():
        address = re.sub(rf"(?<=/){name}(?=/)", meant, address)
    return client.request(method, address[1:], content=body)


def dining_room(sala: MenuSandbox) -> dict[str, str]:
    """What the manual's lines name at the till: two parties that are awaited, a comanda, a bill that is owed."""
    host = sala.menu.host
    check = host.open_check()["IdGestionale"]
    bill = host.bill(check, "10.00", state="Sospeso")["IdGestionale"]
    awaited, other = (host.book()["IdGestionale"] for _ in range(2))
    return {"RESERVATION": str(awaited), "OTHER": str(other), "CHECK": str(check), "BILL": str(bill)}


def test_every_line_of_the_manual_works(
    sandbox: Sandbox, till: httpx.Client, crm: CrmSandbox, sala: MenuSandbox
) -> None:
    lines = re.findall(r"^curl .*$", MANUAL.read_text("utf-8"), re.MULTILINE)
    send(till, draft("ORDER"), draft("OTHER"), draft("THIRD"))
    ordered = {
        "ORDER": str(sandbox.plateform.place_order()["id"]),
        "OTHER": str(sandbox.plateform.place_order()["id"]),
        "BOOKING": str(sandbox.plateform.book()["id"]),
    }
    reserved, booked = str(crm.lasagna.book()["id"]), str(crm.tilby.host.book()["id"])
    sold, dish = crm.tilby.cashier.sell(), {"code": "DISH", "name": "A", "price": "7.00", "category_code": "c"}
    crm.lasagna.state.menu = {"categories": [], "dishes": [dish]}
    tried = 0
    for letter, server, names in (
        ("P", sandbox.plateform, ordered),
        ("C", sandbox.cassa, {}),
        ("L", crm.lasagna, {"RESERVATION": reserved}),
        ("T", crm.tilby, {"BOOKING": booked, "SALE": str(sold["id"])}),
        ("M", sala.menu, dining_room(sala)),
    ):
        asked = [line for line in lines if f" {letter}/" in line]
        tried += len(asked)
        with visitor(server.control_url.removesuffix("/_control")) as client:
            answers = {line: curl(client, line, names).status_code for line in asked}
        assert {line: status for line, status in answers.items() if status != 200} == {}
    assert len(lines) == tried > 90
