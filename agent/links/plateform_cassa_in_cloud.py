"""Plateform with Cassa in Cloud: orders to the till, decisions back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.orders import DecisionMode, OrderPolicy
from agent.links.recipe import Recipe

ORDERS = "orders"


class Settings(BaseModel):
    """`[links.settings]` of this pair; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    order_poll_seconds: int = Field(20, ge=5, le=3600)
    order_decision: Literal["shared", "bell_first"] = "shared"
    accept_within_minutes: int = Field(10, ge=1, le=240)
    """The countdown, when the portal gives no `accept_by`."""
    preparation_minutes: int = Field(30, ge=0, le=24 * 60)
    default_rejection_reason: str = Field("Non possiamo preparare l'ordine", min_length=1, max_length=500)
    webhook: bool = False
    """Whether the door of `[webhook]` takes notices for this link; polling goes on beside it."""

    def cadence(self) -> Mapping[str, timedelta]:
        return {ORDERS: timedelta(seconds=self.order_poll_seconds)}

    def order_policy(self) -> OrderPolicy:
        return OrderPolicy(
            decision=DecisionMode(self.order_decision),
            accept_within=timedelta(minutes=self.accept_within_minutes),
            preparation=timedelta(minutes=self.preparation_minutes),
            default_rejection_reason=self.default_rejection_reason,
        )


RECIPE = Recipe(
    pair="plateform_cassa_in_cloud",
    title="Plateform + Cassa in Cloud",
    portal="plateform",
    pos="cassa_in_cloud",
    settings=Settings,
    flows=(ORDERS,),
)
