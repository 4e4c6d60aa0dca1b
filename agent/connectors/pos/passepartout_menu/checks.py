"""Comande and bills of Passepartout Menu, and the sale that they make. Pure.

Which bills count comes from the integration document: kind and state decide. Whatever else there is (returns, advances,
cancelled ones, the later payment of a suspended one) would count the same money twice or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agent.connectors.fields import Money, OptionalText
from agent.connectors.pos.passepartout_menu.local_time import read_stamp
from agent.connectors.pos.passepartout_menu.wire import Covers, Id, MenuWire, aside
from agent.domain.money import ZERO, total_of
from agent.domain.ports import SetAside
from agent.domain.sales import Check, Sale, SaleLine
from agent.domain.takings import TillSale

KINDS_THAT_COUNT: Final = frozenset({"Unico", "SeparatoManuale", "SeparatoAutomatico", "RomanaUnico", "RomanaSeparato"})
STATES_THAT_COUNT: Final = frozenset({"Pagato", "Emesso", "Sospeso", "ExSospeso", "BuonoPastoSospeso"})

CANCELLED: Final = "Annullato"
"""`StatoEnum` of a bill that was taken back."""

NOTE: Final = "Nota"
"""`TipoRigaEnum` of a remark. A returned dish (`Reso`) stays a row, with the amount that it has (ASSUMED negative)."""


class WireCheck(MenuWire):
    id_gestionale: Id
    id_prenotazione: int | None = None
    is_pagato: bool | None = None
    is_asporto: bool | None = None
    coperti: Covers | None = None
    sala: OptionalText = None
    tavolo: OptionalText = None
    data_creazione_sistema: OptionalText = None


class WireRow(MenuWire):
    articolo: OptionalText = None
    descrizione: OptionalText = None
    quantita: int = 1
    totale_di_riga: Money = ZERO
    tipo_riga_enum: OptionalText = None
    da_cancellare: bool | None = None


class WireBill(MenuWire):
    id_gestionale: Id
    id_comanda: int | None = None
    tipo_conto_enum: OptionalText = None
    stato_enum: OptionalText = None
    totale_documento: Money | None = None
    numero_coperti: Covers | None = None
    data_chiusura: OptionalText = None
    data_creazione_sistema: OptionalText = None
    ultima_modifica: OptionalText = None
    righe: tuple[WireRow, ...] | None = None

    @property
    def check_ref(self) -> str:
        return str(self.id_comanda or "")

    @property
    def counts(self) -> bool:
        return self.tipo_conto_enum in KINDS_THAT_COUNT and self.stato_enum in STATES_THAT_COUNT


def read_check(record: object, zone: ZoneInfo) -> Check | SetAside:
    try:
        wire = WireCheck.model_validate(record)
    except ValidationError as error:
        return aside(record, error)
    reservation = wire.id_prenotazione or 0
    return Check(
        ref=str(wire.id_gestionale),
        reservation_ref=str(reservation) if reservation > 0 and not wire.is_asporto else None,
        paid=wire.is_pagato is True,
        covers=wire.coperti or 0,
        room=wire.sala or "",
        table=wire.tavolo or "",
        opened_at=_instant((wire.data_creazione_sistema,), zone),
    )


def read_bill(record: object) -> WireBill | SetAside:
    try:
        return WireBill.model_validate(record)
    except ValidationError as error:
        return aside(record, error)


def read_check_ref(record: object) -> str:
    """The comanda of a bill that cannot be read otherwise; empty when not even that can."""
    value = record.get("IdComanda") if isinstance(record, Mapping) else None
    return value if isinstance(value, str) else ""


def sale_of(check: Check, bills: Sequence[WireBill], zone: ZoneInfo) -> Sale | None:
    """None when a bill has no amount, or none tells when it was closed: a sale with a part missing is not told.

    `bills`: those that count, at least one. A check split among the guests has several, each with all the covers.
    """
    totals = [bill.totale_documento for bill in bills if bill.totale_documento is not None]
    closed = [at for bill in bills if (at := _closed_at(bill, zone)) is not None]
    if len(totals) < len(bills) or not closed:
        return None
    return Sale(
        check_ref=check.ref,
        closed_at=max(closed),
        covers=max(bill.numero_coperti or 0 for bill in bills) or check.covers,
        total=total_of(totals),
        lines=tuple(_line(row) for bill in bills for row in bill.righe or () if _is_sold(row)),
    )


def takings_of(check: Check, bills: Sequence[WireBill], zone: ZoneInfo) -> TillSale | SetAside | None:
    """All bills of one comanda, whatever they are, as one sale. None: nothing was sold by them (an advance, a return).

    Set aside as `sale_of` leaves it out. Of a cancelled one the amounts are those that were cancelled.
    """
    counting = [bill for bill in bills if bill.counts]
    cancelled = [bill for bill in bills if bill.tipo_conto_enum in KINDS_THAT_COUNT and bill.stato_enum == CANCELLED]
    if not counting and not cancelled:
        return None
    sale = sale_of(check, counting or cancelled, zone)
    if sale is None:
        return SetAside(check.ref, "totale_documento, data_chiusura (missing)")
    return TillSale(
        ref=check.ref,
        closed_at=sale.closed_at,
        total=sale.total,
        covers=sale.covers,
        lines=sale.lines,
        reservation_ref=check.reservation_ref,
        tables=(check.table,) if check.table else (),
        cancelled=not counting,
    )


def _is_sold(row: WireRow) -> bool:
    return row.tipo_riga_enum != NOTE and not row.da_cancellare


def _line(row: WireRow) -> SaleLine:
    return SaleLine(
        name=row.descrizione or row.articolo or "",
        quantity=Decimal(row.quantita),
        amount=row.totale_di_riga,
        product_ref=row.articolo or "",
    )


def _closed_at(bill: WireBill, zone: ZoneInfo) -> datetime | None:
    """A bill that was issued and not yet paid may have no instant of closing: its last change, else its beginning."""
    return _instant((bill.data_chiusura, bill.ultima_modifica, bill.data_creazione_sistema), zone)


def _instant(texts: Iterable[str | None], zone: ZoneInfo) -> datetime | None:
    """The first that can be read."""
    for text in texts:
        try:
            return read_stamp(text or "", zone)
        except ValueError:
            continue
    return None
