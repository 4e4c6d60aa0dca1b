"""Comande and what was paid for them, asked of Passepartout Menu."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from agent.connectors.pos.passepartout_menu.api import Api, Heard
from agent.connectors.pos.passepartout_menu.checks import WireBill, read_bill, read_check, read_check_ref, sale_of
from agent.connectors.pos.passepartout_menu.local_time import each_day, midnight, since
from agent.domain.failures import Gone
from agent.domain.ports import SetAside
from agent.domain.reservation_ports import Days
from agent.domain.sales import Check, Sale

log = structlog.get_logger()


class TillChecks:
    """The part of the till that fulfils `CheckTill`."""

    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        self._api = api
        self._zone = zone
        self._by_bill: dict[str, Check | None] = {}
        """Checks that only a bill told of, as they were read once; None: the till tells nothing of them."""

    def checks(self, days: Days, *, changed_since: datetime | None = None) -> tuple[Check, ...]:
        """A check after midnight may be listed on both days: it is told once, as it was read last.

        One that was opened and paid between two looks may be in no list any more: its bill tells of it.
        """
        filtered = {} if changed_since is None else {"ultimaModifica": since(changed_since, self._zone)}
        found: dict[str, Check] = {}
        listed: set[str] = set()
        for day in each_day(days):
            heard = self._api.ask("GetComandeGiorno", {"asporto": False, "giorno": midnight(day), **filtered})
            for record in heard.listed():
                check = self._check(record)
                if check is not None:
                    listed.add(check.ref)
                if check is not None and check.reservation_ref is not None:
                    found[check.ref] = check
        for check in self._told_by_bills(days, listed):
            found.setdefault(check.ref, check)
        return tuple(found.values())

    def _told_by_bills(self, days: Days, listed: Set[str]) -> Iterator[Check]:
        """Each is asked for once: what is paid and gone from the lists does not change."""
        billed = {ref for record in self._listed_bills(days) if (ref := read_check_ref(record))} - listed
        self._by_bill = {ref: check for ref, check in self._by_bill.items() if ref in billed}
        for ref in sorted(billed):
            if ref not in self._by_bill:
                self._by_bill[ref] = self.check(ref)
            check = self._by_bill[ref]
            if check is not None and check.reservation_ref is not None:
                yield check

    def check(self, ref: str) -> Check | None:
        heard = self._by_id("GetComanda", ref)
        return None if heard is None else self._check_of(heard)

    def check_at(self, table: str) -> Check | None:
        """The comanda that is open at that table; None: the table is free."""
        heard = self._api.ask("GetComandaTavolo", {"tavolo": table})
        return None if heard.record() is None else self._check_of(heard)

    def sales(self, checks: Sequence[Check], days: Days) -> tuple[Sale, ...]:
        """A check of which a bill that counts cannot be read is left out, and told of in the log: half is no total."""
        bills, unreadable = self._bills(frozenset(check.ref for check in checks), days)
        sales = []
        for check in {check.ref: check for check in checks}.values():
            counting = [bill for bill in bills.values() if bill.check_ref == check.ref and bill.counts]
            if not counting or check.ref in unreadable:
                continue
            sale = sale_of(check, [self._with_rows(bill) for bill in counting], self._zone)
            if sale is None:
                log.warning("menu.sale_incomplete", check=check.ref)
            else:
                sales.append(sale)
        return tuple(sales)

    def _bills(self, checks: frozenset[str], days: Days) -> tuple[Mapping[int, WireBill], frozenset[str]]:
        """The bills of these checks by their id (two days may list the same one), and the checks with a bad one."""
        bills: dict[int, WireBill] = {}
        unreadable: set[str] = set()
        for record in self._listed_bills(days):
            if read_check_ref(record) not in checks:
                continue
            bill = read_bill(record)
            if isinstance(bill, SetAside):
                log.warning("menu.bill_unreadable", bill=bill.ref, reason=bill.reason)
                unreadable.add(read_check_ref(record))
            else:
                bills[bill.id_gestionale] = bill
        return bills, frozenset(unreadable)

    def _listed_bills(self, days: Days) -> Iterator[object]:
        for day in each_day(days):
            yield from self._api.ask("GetContiGiorno", {"giorno": midnight(day)}).listed()

    def _with_rows(self, bill: WireBill) -> WireBill:
        """A day's list may leave the rows out. What the bill itself says of its amount stays what the list said."""
        if bill.righe:
            return bill
        heard = self._by_id("GetConto", str(bill.id_gestionale))
        whole = None if heard is None else read_bill(heard.record())
        if not isinstance(whole, WireBill):
            log.warning("menu.bill_without_rows", bill=bill.id_gestionale)
            return bill
        return bill.model_copy(update={"righe": whole.righe})

    def _check_of(self, heard: Heard) -> Check:
        check = read_check(heard.record(), self._zone)
        if isinstance(check, SetAside):
            raise heard.answer.malformed("comanda")
        return check

    def _check(self, record: object) -> Check | None:
        check = read_check(record, self._zone)
        if isinstance(check, SetAside):
            log.warning("menu.check_unreadable", check=check.ref, reason=check.reason)
            return None
        return check

    def _by_id(self, operation: str, ref: str) -> Heard | None:
        """None for an id that the till does not know, or could never have given."""
        if not (ref.isascii() and ref.isdigit() and 0 < int(ref[:12]) < 2**31):
            return None
        try:
            heard = self._api.ask(operation, {"idGestionale": int(ref)}, by_id=True)
        except Gone:
            return None
        return None if heard.record() is None else heard
