"""Plateform with Cassa in Cloud: orders to the till, decisions back; the till's menu to the portal."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.menu import PriceList
from agent.domain.menu_plan import MenuRules
from agent.domain.orders import DecisionMode, OrderPolicy
from agent.links.recipe import Recipe

ORDERS = "orders"
MENU = "menu"
FLOOR = "floor"
GUESTS = "guests"
SALES = "sales"


class Settings(BaseModel):
    """`[links.settings]` of this pair; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    order_poll_seconds: int = Field(20, ge=5, le=3600)
    order_decision: Literal["shared", "bell_first"] = "shared"
    accept_within_minutes: int = Field(10, ge=1, le=240)
    """The countdown, when the portal gives no `accept_by`."""
    preparation_minutes: int = Field(30, ge=0, le=24 * 60)
    default_rejection_reason: str = Field("Non possiamo preparare l'ordine", min_length=1, max_length=500)
    menu_poll_seconds: int = Field(60, ge=30, le=75)
    """Dishes, categories and options are asked for in turn: a change is seen within four looks."""
    menu_automatic: bool = True
    """Whether small changes of the menu are sent without asking."""
    menu_limit: int = Field(5, ge=0, le=10_000)
    """Dishes that may be removed or switched off without asking."""
    guests_minutes: int = Field(5, ge=1, le=60)
    """How often new guests of the portal are brought to the till, besides with their orders."""
    sales_minutes: int = Field(5, ge=1, le=60)
    floor_hours: int = Field(12, ge=1, le=48)
    guest_data_months: int = Field(24, ge=0, le=120)
    """How long guests' data are kept on this PC; the figures stay. 0: for ever."""
    webhook: bool = False
    """Whether the door of `[webhook]` takes notices for this link; polling goes on beside it."""

    def cadence(self) -> Mapping[str, timedelta]:
        return {
            ORDERS: timedelta(seconds=self.order_poll_seconds),
            MENU: timedelta(seconds=self.menu_poll_seconds),
            FLOOR: timedelta(hours=self.floor_hours),
            GUESTS: timedelta(minutes=self.guests_minutes),
            SALES: timedelta(minutes=self.sales_minutes),
        }

    def menu_rules(self) -> MenuRules:
        # Plateform goes on selling what an import leaves out (ASSUMED profile of PUT /menu).
        return MenuRules(
            (PriceList.TAKEAWAY, PriceList.DELIVERY), self.menu_automatic, self.menu_limit, keeps_left_out=True
        )

    def order_policy(self) -> OrderPolicy:
        return OrderPolicy(
            decision=DecisionMode(self.order_decision),
            accept_within=timedelta(minutes=self.accept_within_minutes),
            preparation=timedelta(minutes=self.preparation_minutes),
            default_rejection_reason=self.default_rejection_reason,
        )


UNREAD = ("licence", "limits", "webhook")
"""What no call of this till can read: its licence, its limits on orders, and whether its notices are registered."""


RECIPE = Recipe(
    pair="plateform_cassa_in_cloud",
    title="Plateform + Cassa in Cloud",
    portal="plateform",
    pos="cassa_in_cloud",
    settings=Settings,
    unread=UNREAD,
    flows=(ORDERS, MENU, FLOOR, GUESTS, SALES),
)
