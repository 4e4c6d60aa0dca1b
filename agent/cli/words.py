"""The words of the machine interface: plain dictionaries for `--json`. Their form is fixed in `docs/cli.md`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from agent.app import SideTest
from agent.diagnostics.doctor import Check
from agent.domain.failures import Failure
from agent.domain.health import FlowHealth, LinkStatus, Status
from agent.domain.orders import Order, OrderLine
from agent.domain.webhooks import DoorStatus
from agent.reading import OrderSheet
from agent.registering import Registration
from agent.sentences import check_sentence
from agent.sync.link_pass import PassReport

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def instant(at: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the offset of that zone."""
    return None if at is None else at.astimezone(zone).isoformat()


def order_row(sheet: OrderSheet, zone: ZoneInfo) -> dict[str, Json]:
    """One line of `orders list`."""
    order = sheet.order
    return {
        "id": order.id,
        "link": order.link,
        "code": order.portal.code,
        "status": order.state.value,
        "due_at": instant(order.portal.due_at, zone),
        "accept_by": instant(order.portal.accept_by, zone),
        "total": str(order.portal.total),
        "customer": order.portal.customer.name,
        "portal_ref": order.portal.ref,
        "pos_ref": order.till.ref if order.till else None,
        "waiting_for": sheet.waiting_for.value if sheet.waiting_for else None,
    }


def order_sheet(sheet: OrderSheet, zone: ZoneInfo) -> dict[str, Json]:
    """`orders show`: the row, and everything that is known."""
    order = sheet.order
    return {
        **order_row(sheet, zone),
        "type": order.portal.kind.value,
        "promised_at": instant(order.promised_at, zone),
        "phone": order.portal.customer.phone,
        "email": order.portal.customer.email,
        "paid": order.portal.paid,
        "payment": order.portal.payment.value,
        "notes": order.portal.notes,
        "difference": str(order.portal.difference),
        "lines": [_line(line, order) for line in order.portal.lines],
        "portal_status": order.portal.status,
        "pos_status": order.till.status if order.till else None,
        "decision": _decision(order, zone),
        "notices": [notice.kind.value for notice in order.notices],
        "errands": [
            {
                "id": row.id,
                "kind": row.kind.value,
                "state": row.state.value,
                "attempts": row.attempts,
                "failure": failure(row.failure),
            }
            for row in sheet.errands
        ],
        "history": [
            {
                "at": instant(entry.at, zone),
                "actor": entry.actor.value,
                "what": entry.what,
                "params": dict[str, Json](entry.params),
            }
            for entry in sheet.history
        ],
    }


def failure(failed: Failure | None) -> Json:
    if failed is None:
        return None
    return {
        "kind": failed.kind.value,
        "message": failed.message,
        "side": failed.side.value if failed.side else None,
        "params": dict[str, Json](failed.params),
    }


def status(told: Status, zones: dict[str, ZoneInfo]) -> dict[str, Json]:
    return {
        "clock_skew_seconds": told.clock_skew_seconds,
        "links": [_link(link, zones[link.name]) for link in told.links],
        # Only where a door is configured, so that a script of before sees what it always saw.
        **({} if told.webhook is None else {"webhook": door(told.webhook, zones)}),
    }


def report(told: PassReport) -> dict[str, Json]:
    return {
        "name": told.link,
        "sent": told.sent,
        "parked": told.parked,
        "failures": [failure(failed) for failed in told.failures],
    }


def side_test(told: SideTest) -> dict[str, Json]:
    return {
        "link": told.link,
        "side": told.side.value,
        "ok": told.failure is None,
        "account": told.account.name if told.account else None,
        "failure": failure(told.failure),
        "prerequisites": [
            {"name": wanted.name, "fulfilled": wanted.fulfilled, "params": dict[str, Json](wanted.params)}
            for wanted in told.prerequisites
        ],
    }


def registration(told: Registration) -> dict[str, Json]:
    return {
        "link": told.link,
        "side": told.side.value,
        "system": told.system,
        "url": told.url,
        "registered": told.registered,
        "secret_to_keep": told.secret,
        "failure": failure(told.failure),
    }


def door(told: DoorStatus, zones: dict[str, ZoneInfo]) -> dict[str, Json]:
    return {
        "listen": told.listen,
        "failure": failure(told.failure),
        "hooks": [
            {
                "link": hook.link,
                "side": hook.side.value,
                "accepted": hook.accepted,
                "repeated": hook.repeated,
                "refused": hook.refused,
                "last_accepted_at": instant(hook.last_accepted_at, zones[hook.link]),
            }
            for hook in told.hooks
            if hook.link in zones
        ],
    }


def check(told: Check) -> dict[str, Json]:
    return {
        "name": told.name,
        "subject": told.subject,
        "ok": told.ok,
        "params": dict[str, Json](told.params),
        "failure": failure(told.failure),
        "remedy": check_sentence(told).remedy if not told.ok else "",
    }


def _link(told: LinkStatus, zone: ZoneInfo) -> dict[str, Json]:
    return {
        "name": told.name,
        "pair": told.pair,
        "paused": told.paused,
        "health": told.health.value,
        "flows": {name: _flow(flow, zone) for name, flow in told.flows.items()},
        "outbox": {"waiting": told.outbox.waiting, "sending": told.outbox.sending, "parked": told.outbox.parked},
    }


def _flow(told: FlowHealth, zone: ZoneInfo) -> dict[str, Json]:
    return {
        "last_success": instant(told.last_success, zone),
        "last_failure": instant(told.last_failure, zone),
        "failure": failure(told.failure),
    }


def _line(line: OrderLine, order: Order) -> dict[str, Json]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": str(line.unit_price),
        "additions": [option.name for option in line.additions],
        "removals": [option.name for option in line.removals],
        "note": line.note,
        "matched": line.ref not in order.unmatched,
    }


def _decision(order: Order, zone: ZoneInfo) -> Json:
    if order.decision is None:
        return None
    return {
        "kind": order.decision.kind.value,
        "by": order.decision.by.value,
        "at": instant(order.decision.at, zone),
        "reason": order.decision.reason,
    }
