"""The person at the cash desk: bills a comanda in one or more parts, takes bills back, opens comande again.

A comanda is named by its id at the till, and so is a bill. Amounts are in euro, as text or Decimal.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from agent.sandbox.cassa.operator import NotPossible
from agent.sandbox.instants import day_start
from agent.sandbox.menu import consumption
from agent.sandbox.menu.contracts import ENUMERATIONS
from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.totals import Sold, Totals, summed
from agent.sandbox.wire import Json

KINDS = ENUMERATIONS["EnumTipoConto"].split()
STATES = ENUMERATIONS["EnumStatoConto"].split()
OWED = ("Aperto", "Sospeso", "BuonoPastoSospeso")
"""States in which nothing was paid yet."""

SALES = ("Unico", "SeparatoManuale", "SeparatoAutomatico", "RomanaUnico", "RomanaSeparato")
SOLD = ("Pagato", "Emesso", "Sospeso", "ExSospeso", "BuonoPastoSospeso")
"""Kinds and states of the bills that are counted."""


class Cashier:
    """LookupError: the till has no such comanda or bill; NotPossible: it does not offer that for this one."""

    def __init__(self, state: MenuState) -> None:
        self._state = state

    def pay(self, check: int, *, kind: str = "Unico", parts: int = 1, state: str = "Pagato") -> list[Json]:
        """Closes the comanda with `parts` bills of that kind, together worth what was consumed. Answers the bills.

        The two Romana kinds share the amount, the others the rows. Every bill names all covers of the comanda.
        """
        with self._state.lock:
            held = self._open(check)
            shares = consumption.shares(held.content["Righe"], parts, alike=kind.startswith("Romana"))
            bills = [self._issue(held, rows, kind, state) for rows in shares]
            self._state.change(held, {"IsPagato": True}, "host", "paid")
            return [bill.wire() for bill in bills]

    def bill(
        self,
        check: int,
        amount: str | Decimal,
        *,
        kind: str = "SeparatoManuale",
        state: str = "Pagato",
        covers: int | None = None,
    ) -> Json:
        """One bill of that amount; the comanda stays open. `covers`: those of the comanda when not said."""
        with self._state.lock:
            rows = [consumption.named_row("Consumazioni", 1, Decimal(amount))]
            return self._issue(self._open(check), rows, kind, state, covers).wire()

    def close(self, check: int) -> Json:
        """The comanda is paid by the bills that there are."""
        with self._state.lock:
            held = self._open(check)
            self._state.change(held, {"IsPagato": True}, "host", "paid")
            return held.wire()

    def reopen(self, check: int) -> Json:
        """The comanda is not paid any more; its bills stay."""
        with self._state.lock:
            held = self._check(check)
            if not held.content["IsPagato"]:
                raise NotPossible(f"comanda {check} is open")
            self._state.change(held, {"IsPagato": False}, "host", "reopened")
            return held.wire()

    def deposit(self, check: int, amount: str | Decimal) -> Json:
        """Money in advance: a bill of the kind Acconto."""
        return self.bill(check, amount, kind="Acconto")

    def give_back(self, check: int, amount: str | Decimal) -> Json:
        """A return: a bill of the kind Reso. Its amount is positive; the kind says what it means (ASSUMED)."""
        with self._state.lock:
            rows = [consumption.named_row("Reso", 1, Decimal(amount))]
            return self._issue(self._check(check), rows, "Reso", "Pagato").wire()

    def cancel_bill(self, bill: int) -> Json:
        """Annullato; the comanda stays as it is."""
        with self._state.lock:
            held = self._bill(bill)
            if held.content["StatoEnum"] == "Annullato":
                raise NotPossible(f"bill {bill} is cancelled already")
            self._set_state(held, "Annullato", "cancelled")
            return held.wire()

    def settle(self, bill: int) -> Json:
        """A bill that was left open is paid later: it becomes ExSospeso, and a second one says that it was paid."""
        with self._state.lock:
            held = self._bill(bill)
            if held.content["StatoEnum"] != "Sospeso":
                raise NotPossible(f"bill {bill} is {held.content['StatoEnum']}")
            self._set_state(held, "ExSospeso", "settled")
            rows = [consumption.named_row("Pagamento sospesi", 1, held.content["TotaleDocumento"])]
            return self._issue(self._check(held.content["IdComanda"]), rows, "PagamentoSospesi", "Pagato").wire()

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What the till counts of the comande that were billed on these days: covers once, the highest.

        By kind and state as the integration document has it. A comanda counts on the day of its last bill.
        """
        with self._state.lock:
            by_check: dict[int, list[Json]] = {}
            for bill in self._state.bills.values():
                if bill.content["TipoContoEnum"] in SALES and bill.content["StatoEnum"] in SOLD:
                    by_check.setdefault(bill.content["IdComanda"], []).append(bill.content)
            return summed((_sold(bills) for bills in by_check.values()), first, last)

    def _set_state(self, bill: Entry, state: str, what: str) -> None:
        self._state.change(bill, {"Stato": STATES.index(state), "StatoEnum": state}, "host", what)

    def _issue(self, check: Entry, rows: Sequence[Json], kind: str, state: str, covers: int | None = None) -> Entry:
        if kind not in KINDS or state not in STATES:
            raise ValueError(f"no kind {kind} ({', '.join(KINDS)}) or no state {state} ({', '.join(STATES)})")
        now, total = self._state.now(), consumption.total_of(rows)
        taxable = (total / (1 + consumption.VAT["Percentuale"] / 100)).quantize(consumption.CENT)
        paid = Decimal() if state in OWED else total
        number = len(self._state.bills) + 1
        day = day_start(self._state.day_of(now))
        payment = {"Importo": paid, "DataGestione": day, "Numero": 1, "Tipo": consumption.PAYMENT_TYPES[number % 2]}
        content = {
            "CastellettoIVA": [
                {"CodiceIVA": "10", "Imponibile": taxable, "Importo": total - taxable, "Percentuale": Decimal(10)}
            ],
            "DataChiusura": now,
            "DataCreazioneSistema": now,
            "DataGestione": day,
            "IdComanda": check.id,
            "Numero": number,
            "NumeroCoperti": check.content["Coperti"] if covers is None else covers,
            "NumeroFatturaScontrino": number,
            "Pagamenti": [payment] if paid else [],
            "Righe": consumption.bill_rows(rows),
            "Stato": STATES.index(state),
            "StatoEnum": state,
            "TipoConto": KINDS.index(kind),
            "TipoContoEnum": kind,
            "TipoDocumento": 0,
            "TipoDocumentoEnum": "Scontrino",
            "TotaleDaPagare": total,
            "TotaleDocumento": total,
            "TotaleIVA": total - taxable,
            "TotaleImponibile": taxable,
            "TotalePagato": paid,
            "TotalePezzi": sum(row["Pezzi"] for row in rows),
        }
        return self._state.create(self._state.bills, content, "host")

    def _open(self, id_: int) -> Entry:
        check = self._check(id_)
        if check.content["IsPagato"]:
            raise NotPossible(f"comanda {id_} is paid")
        return check

    def _check(self, id_: int) -> Entry:
        if id_ not in self._state.checks:
            raise LookupError(f"no comanda {id_} at the till")
        return self._state.checks[id_]

    def _bill(self, id_: int) -> Entry:
        if id_ not in self._state.bills:
            raise LookupError(f"no bill {id_} at the till")
        return self._state.bills[id_]


def _sold(bills: Sequence[Json]) -> Sold:
    """Of one comanda."""
    amount = sum((bill["TotaleDocumento"] for bill in bills), Decimal("0.00"))
    return Sold(max(bill["DataChiusura"] for bill in bills), amount, max(bill["NumeroCoperti"] for bill in bills))
