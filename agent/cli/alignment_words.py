"""Findings, menus and floor plans in the words of the machine interface. Their form is fixed in `docs/cli.md`."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from agent.cli.words import Json, failure, instant
from agent.domain.alignment import Finding
from agent.domain.floor import Room, Table
from agent.domain.menu_difference import (
    CategoryChange,
    DishChange,
    FloorDifference,
    MenuDifference,
    TableChange,
    floor_difference,
    menu_difference,
)
from agent.domain.orders import Option
from agent.domain.proposals import AnyProposal, MenuVersion
from agent.reading import FloorSheet, MenuSheet
from agent.sentences import finding_detail, finding_sentence


def finding(found: Finding, zone: ZoneInfo) -> dict[str, Json]:
    """One line of `alignment`."""
    said = finding_sentence(found, zone)
    return {
        "link": found.link,
        "area": found.area.value,
        "cause": found.cause,
        "risk": found.risk.value,
        "ref": found.ref,
        "article": found.article,
        "detail": finding_detail(found, zone),
        "params": dict[str, Json](found.params),
        "since": instant(found.since, zone),
        "title": said.title,
        "message": said.message,
        "remedy": said.remedy,
    }


def menu_sheet(sheet: MenuSheet, zone: ZoneInfo) -> dict[str, Json]:
    """`menu show`: what waits with its difference; null: nothing does."""
    proposal = sheet.proposal
    return {
        "link": sheet.link,
        "compared_at": instant(sheet.compared_at, zone),
        "automatic": sheet.automatic,
        "limit": sheet.limit,
        "held": sheet.held,
        "zero_allowed": list[Json](sorted(sheet.zero_allowed)),
        "proposal": None
        if proposal is None
        else {
            **_proposal(proposal, zone),
            "goes_back_to": proposal.goes_back_to,
            "difference": _menu_difference(menu_difference(proposal.before, proposal.wanted)),
        },
    }


def version(menu: MenuVersion, zone: ZoneInfo) -> dict[str, Json]:
    """One line of `menu versions`."""
    return {
        "id": menu.id,
        "sent_at": instant(menu.sent_at, zone),
        "by": menu.decided_by.value if menu.decided_by else None,
        "dishes": menu.dishes,
        "goes_back_to": menu.goes_back_to,
    }


def floor_sheet(sheet: FloorSheet, zone: ZoneInfo) -> dict[str, Json]:
    """`floor show`."""
    proposal = sheet.proposal
    own = {room.code for room in sheet.till_rooms}
    return {
        "link": sheet.link,
        "till_rooms": [_room(room) for room in sheet.till_rooms],
        "proposal": None
        if proposal is None
        else {
            **_proposal(proposal, zone),
            "rooms": [{**_room(room), "portal_alone": room.code not in own} for room in proposal.wanted],
            "difference": _floor_difference(floor_difference(proposal.before, proposal.wanted)),
        },
    }


def _proposal(proposal: AnyProposal, zone: ZoneInfo) -> dict[str, Json]:
    return {
        "id": proposal.id,
        "state": proposal.state.value,
        "made_at": instant(proposal.made_at, zone),
        "reasons": [reason.value for reason in proposal.reasons],
        "decided_by": proposal.decided_by.value if proposal.decided_by else None,
        "decided_at": instant(proposal.decided_at, zone),
        "failure": failure(proposal.failure),
    }


def _menu_difference(difference: MenuDifference) -> dict[str, Json]:
    return {
        "categories": [_category(change) for change in difference.categories],
        "dishes": [_dish(change) for change in difference.dishes],
    }


def _category(change: CategoryChange) -> Json:
    return {"ref": change.ref, "before": change.before, "after": change.after, "moved": change.moved}


def _dish(change: DishChange) -> Json:
    return {
        "kind": change.kind.value,
        "ref": change.ref,
        "name": change.name,
        "category": change.category,
        "prices": {}
        if change.dish is None
        else {price.list.value: None if price.amount is None else str(price.amount) for price in change.dish.prices},
        "fields": [
            {"field": each.field.value, "before": _value(each.before), "after": _value(each.after)}
            for each in change.fields
        ],
    }


def _value(value: object) -> Json:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Option):
        return {"ref": value.ref, "name": value.name, "price": str(value.price)}
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return value if isinstance(value, str | bool) else None


def _floor_difference(difference: FloorDifference) -> dict[str, Json]:
    return {
        "rooms": [{"code": each.code, "before": each.before, "after": each.after} for each in difference.rooms],
        "tables": [_table(change) for change in difference.tables],
    }


def _table(change: TableChange) -> Json:
    def told(table: Table | None) -> Json:
        return None if table is None else {"name": table.name, "covers": table.covers}

    either = change.after or change.before
    return {
        "kind": change.kind.value,
        "room": change.room,
        "code": either.code if either is not None else "",
        "before": told(change.before),
        "after": told(change.after),
    }


def _room(room: Room) -> dict[str, Json]:
    tables: list[Json] = [{"code": table.code, "name": table.name, "covers": table.covers} for table in room.tables]
    return {"code": room.code, "name": room.name, "tables": tables}
