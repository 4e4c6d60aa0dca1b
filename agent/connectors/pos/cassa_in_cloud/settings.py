"""What the till's part of `campanello.toml` may say."""

from typing import Annotated, Literal

from pydantic import Field

from agent.connectors.manifest import SideSettings

SalesMode = Annotated[str, Field(min_length=1, max_length=100)]


class Settings(SideSettings):
    sales_point: int = Field(ge=1)
    """Its number, under Monitoring > Diagnostica."""
    modifiers: Literal["both", "note", "values"] = "both"
    """How additions and removals reach the till: as the row's note, as values (their shape is ASSUMED), or both."""
    calls_per_10_minutes: int = Field(360, ge=20, le=100_000)
    sales_mode_takeaway: SalesMode = "plateform_takeaway"
    sales_mode_delivery: SalesMode = "plateform_delivery"
