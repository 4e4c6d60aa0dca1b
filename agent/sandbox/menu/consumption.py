"""What a party eats and what it is billed for: rows of comande and of bills, out of the trattoria's carte.

Rows are kept without the references back to what holds them; `on_the_wire` puts those in. No rules.
"""

import random
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from agent.sandbox.dishes import DISHES, Dish
from agent.sandbox.menu.contracts import ENUMERATIONS
from agent.sandbox.wire import Json

CENT = Decimal("0.01")
COVER_CHARGE = Decimal("2.00")

VAT: Json = {
    "Codice": "10",
    "Descrizione": "IVA 10%",
    "Percentuale": Decimal(10),
    "RepartoFiscale": 1,
    "Target": 0,
    "TargetEnum": "Beni",
}
"""One object for all rows: on the wire it is written once and then referred to."""

CASH: Json = {"Categoria": "Contanti", "Codice": "CONT"}
CARD: Json = {"Categoria": "Carta di credito", "Codice": "CC"}
PAYMENT_TYPES = (CASH, CARD)


def some_rows(covers: int, dice: random.Random) -> list[Json]:
    """The cover charge and about one dish a head; some with an addition."""
    dishes = [dice.choice(DISHES) for _ in range(max(1, covers))]
    return [cover_row(covers), *(dish_row(dish, dice) for dish in dishes)]


def cover_row(covers: int) -> Json:
    return _row("COP", "Coperto", covers, COVER_CHARGE, "Coperto")


def dish_row(dish: Dish, dice: random.Random) -> Json:
    additions = [value for choice in dish.choices if choice.adds for value in choice.values]
    chosen = dice.sample(additions, min(len(additions), dice.choice((0, 0, 1))))
    price = dish.price + sum((value.price for value in chosen), Decimal())
    row = _row(dish.name.upper()[:10], dish.name, dice.choice((1, 1, 1, 2)), price, "Semplice")
    row["Varianti"] = [
        {"Variante": value.name.upper()[:10], "Descrizione": value.name, "InAggiunta": True, "Prezzo": value.price}
        for value in chosen
    ]
    return row


def named_row(name: str, quantity: int, price: Decimal) -> Json:
    """Something that a host types in."""
    return _row(name.upper()[:10], name, quantity, price, "Semplice")


def _row(code: str, name: str, quantity: int, price: Decimal, kind: str) -> Json:
    kinds = ENUMERATIONS["EnumTipoRigaComanda"].split()
    return {
        "Articolo": code,
        "Descrizione": name,
        "IVA": VAT,
        "Pezzi": quantity,
        "PezziPrec": quantity,
        "Prezzo": price,
        "Stato": 3,
        "StatoEnum": "Fatto",
        "Tipo": kinds.index(kind),
        "TipoEnum": kind,
        "Totale": quantity * price,
        "Varianti": [],
    }


def total_of(rows: Sequence[Json]) -> Decimal:
    return sum((row["Totale"] for row in rows), Decimal())


def bill_rows(rows: Sequence[Json]) -> list[Json]:
    """The same as rows of a bill."""
    return [
        {
            "Articolo": row["Articolo"],
            "Descrizione": row["Descrizione"],
            "IVA": row["IVA"],
            "IdRigaComanda": row.get("IdGestionale"),
            "NumeroRiga": number,
            "Prezzo": row["Prezzo"],
            "PrezzoUnitario": row["Prezzo"],
            "Quantita": row["Pezzi"],
            "TipoRiga": 0,
            "TipoRigaEnum": "Normale",
            "TotaleDiRiga": row["Totale"],
        }
        for number, row in enumerate(rows, start=1)
    ]


def shares(rows: Sequence[Json], parts: int, *, alike: bool) -> list[list[Json]]:
    """What each of `parts` bills is for: the same amount (`alike`), or row by row. A bill of nothing is left out."""
    if parts == 1:
        return [list(rows)]
    if not alike:
        return [part for start in range(parts) if (part := list(rows[start::parts]))]
    whole = total_of(rows)
    each = (whole / parts).quantize(CENT, ROUND_DOWN)
    amounts = [each] * (parts - 1) + [whole - each * (parts - 1)]
    return [[named_row(f"Quota {number}/{parts}", 1, amount)] for number, amount in enumerate(amounts, start=1)]


def check_on_the_wire(check: Json) -> Json:
    """Each variant names the row that it belongs to."""
    rows = []
    for kept in check["Righe"]:
        row = dict(kept)
        row["Varianti"] = [{**variant, "RigaComanda": row} for variant in kept["Varianti"]]
        rows.append(row)
    return {**check, "Righe": rows}


def bill_on_the_wire(bill: Json) -> Json:
    """Each row and each payment names the bill that it belongs to."""
    told = dict(bill)
    for name in ("Righe", "Pagamenti"):
        told[name] = [{**row, "Conto": told} for row in bill[name]]
    return told
