"""What does not fit between the two sides, and what happens to menus and floor plans that are to be sent.

A finding's three texts hold for all articles of one cause; what exactly is wrong with one of them is in `DETAILS`.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from agent.domain.alignment import Finding
from agent.sentences import words
from agent.sentences.sentence import Sentence
from agent.texts import N_, _

TABLE = {
    # Findings: menu
    "finding.sales_point": Sentence(
        N_("The till does not know sales point {sales_point}"),
        N_("Neither the menu nor orders can go to it."),
        N_("Correct sales_point in the configuration: the number stands in the till's back office."),
    ),
    "finding.sales_mode_missing": Sentence(
        N_("The sales mode “{name}” is missing at the till"),
        N_("Prices of this kind arrive as 0: dishes can't be sold that way."),
        N_("Create the sales mode “{name}” at the till, with exactly this name, and give the dishes a price in it."),
    ),
    "finding.sales_mode_near": Sentence(
        N_("The till has “{near}” in place of the sales mode “{name}”"),
        N_("A single letter is enough to be another one: prices of this kind arrive as 0."),
        N_("Rename “{near}” to “{name}” at the till."),
    ),
    "finding.price_missing": Sentence(
        N_("No price at the till"),
        N_("An order with it would have no price there: the dish is kept off sale on the portal."),
        N_("Enter the missing price at the till, or switch the dish off there."),
    ),
    "finding.price_zero": Sentence(
        N_("Price 0 at the till"),
        N_("A guest would order it for nothing: the dish is kept off sale on the portal."),
        N_("Correct the price at the till. If the dish is really free, say so here."),
    ),
    "finding.channel_off": Sentence(
        N_("Not enabled for the portal's channel"),
        N_("The till sells it, but guests don't see it on the portal."),
        N_("Enable the dish for the channel in the till's back office, if guests are to order it."),
    ),
    "finding.option_unfit": Sentence(
        N_("Options that can't travel"),
        N_("They are neither additions nor removals: an order with them is not taken."),
        N_("At the till, turn these options into additions or removals."),
    ),
    "finding.gone_at_till": Sentence(
        N_("On the portal, no longer at the till"),
        N_("A deletion does not travel: guests can still order it, and the till does not know the row."),
        N_("Approve the preview that switches it off, or delete it on the portal's own page."),
    ),
    "finding.category_gone": Sentence(
        N_("Categories that the till no longer has"),
        N_("Guests still see them on the portal."),
        N_("Delete the category on the portal's own page."),
    ),
    "finding.option_gone": Sentence(
        N_("Options that the till no longer has"),
        N_("Guests can still choose them; the till does not know them."),
        N_("Approve the preview, or take the option away on the portal's own page."),
    ),
    "finding.off_at_till": Sentence(
        N_("Off at the till, on sale on the portal"),
        N_("Guests can order what is not to be sold."),
        N_("Approve the preview, or switch the dish off on the portal's own page."),
    ),
    "finding.off_on_portal": Sentence(
        N_("On sale at the till, off on the portal"),
        N_("Somebody switched it off there: it stays off until somebody switches it on again."),
        N_("Switch it on on the portal's own page, if guests are to order it."),
    ),
    "finding.unreadable": Sentence(
        N_("Dishes that could not be read at the till"),
        N_("On the portal they stay as they are."),
        N_("Open the dish at the till and save it anew; if it stays, tell support."),
    ),
    "finding.menu_held": Sentence(
        N_("An earlier menu stands on the portal, the one of {date}"),
        N_("Only what changes at the till from now on reaches the portal."),
        N_("Press “Follow the till again” when the till's own menu is to count."),
    ),
    # Findings: orders
    "finding.row_unmatched": Sentence(
        N_("Rows of orders that the till did not take as products"),
        N_("The order went to the till with that row as a note: it is not counted, nor priced, there."),
        N_("Look for the dish at the till: if it was deleted or made anew, compare and send the menu again."),
    ),
    "finding.till_refuses": Sentence(
        N_("The till refused the last order: {failure}"),
        N_("Since {age} no order went through. Limits at the till (times, amounts, deliveries) do this too."),
        N_("Take the limits away at the till, then press “Try again” on the order in the activity."),
    ),
    "finding.not_verifiable": Sentence(
        N_("Can't be verified: {which}"),
        N_("No call of the till tells it, and nothing told it so far."),
        N_("Look at it in the back office if orders do not come through."),
    ),
    # Findings: tables
    "finding.table_near": Sentence(
        N_("Tables whose names nearly agree"),
        N_("To the two sides they are different tables: a reservation may lose its table."),
        N_("Write the name in the same way on both sides, capitals and blanks included."),
    ),
    "finding.table_missing": Sentence(
        N_("Tables that only one side has"),
        N_("A reservation can't be given that table on the other side."),
        N_("Send the rooms and tables to the portal, or correct them at the till."),
    ),
    "finding.room_near": Sentence(
        N_("Rooms whose names nearly agree"),
        N_("To the two sides they are different rooms."),
        N_("Write the name in the same way on both sides, capitals and blanks included."),
    ),
    # The time line
    "history.menu_waits": Sentence(
        N_("A menu waits for somebody: {new} new, {changed} changed, {gone} removed or off")
    ),
    "history.menu_approved": Sentence(N_("Menu approved")),
    "history.menu_discarded": Sentence(N_("Menu not sent")),
    "history.menu_sent": Sentence(N_("The portal has the menu: {new} new, {changed} changed, {gone} removed or off")),
    "history.menu_refused": Sentence(
        N_("The portal refused the menu: {failure}"),
        N_("Guests still see the one before."),
        N_("Open “Alignment”: it says why."),
    ),
    "history.menu_going_back": Sentence(N_("An earlier menu is wanted back")),
    "history.menu_follows_till": Sentence(N_("The till's own menu counts again")),
    "history.price_zero_allowed": Sentence(N_("May be sold for nothing: dish {dish}")),
    "history.price_zero_forbidden": Sentence(N_("No longer sold for nothing: dish {dish}")),
    "history.floor_approved": Sentence(N_("Rooms and tables approved")),
    "history.floor_discarded": Sentence(N_("Rooms and tables not sent")),
    "history.floor_sent": Sentence(N_("The portal has the rooms and tables: {rooms} rooms, {tables} tables")),
    "history.floor_refused": Sentence(
        N_("The portal refused the rooms and tables: {failure}"),
        N_("There they stand as before."),
        N_("Open “Alignment”: it says why."),
    ),
    # What does not count
    "decision.proposal_over": Sentence(
        N_("This preview is no longer the one that waits"),
        N_("Somebody decided it, or one of the sides has changed since."),
        N_("Look at the preview again as it is now."),
    ),
    "decision.unknown_proposal": Sentence(
        N_("There is no preview {proposal}"), "", N_("Look at what waits: campanello menu show")
    ),
    "decision.unknown_room": Sentence(
        N_("There is no room {room} in this preview"), "", N_("Look at its rooms: campanello floor show")
    ),
    "decision.never_sent": Sentence(
        N_("That menu was never sent"),
        N_("Only menus that stood on the portal can come back."),
        N_("Look at the list: campanello menu versions"),
    ),
}

PRICES = {"takeaway": N_("takeaway price"), "delivery": N_("delivery price"), "plain": N_("price")}

DETAILS: Mapping[str, str] = {
    "finding.price_missing": N_("{which}: missing"),
    "finding.price_zero": N_("{which}: 0"),
    "finding.option_unfit": N_("option “{which}”"),
    "finding.option_gone": N_("option “{which}”"),
    "finding.row_unmatched": N_("order {code}"),
    "finding.unreadable": "{reason}",
    "finding.table_near": N_("the portal has “{near}”"),
    "finding.room_near": N_("the portal has “{near}”"),
    "finding.table_missing": N_("missing {which}"),
}
"""What exactly is wrong with one article; a cause that is not here needs no more words than its title."""

WHICH: Mapping[str, Mapping[str, str]] = {
    "finding.price_missing": PRICES,
    "finding.price_zero": PRICES,
    "finding.not_verifiable": {
        "licence": N_("the till's licence"),
        "limits": N_("limits on orders at the till"),
        "webhook": N_("the till's notices"),
    },
    "finding.table_missing": {"portal": N_("on the portal"), "till": N_("at the till")},
}
"""Codes of the parameter `which` as words. The name of an option is no code."""


def spoken(finding: Finding, zone: tzinfo | None) -> dict[str, str]:
    """The finding's parameters as people say them."""
    params = {**finding.params, "article": finding.article}
    which = WHICH.get(finding.cause, {}).get(params.get("which", ""))
    if which is not None:
        params["which"] = _(which)
    for name in ("date", "age"):
        if name in params:
            params[name] = words.moment_of(datetime.fromisoformat(params[name]), zone)
    return params
