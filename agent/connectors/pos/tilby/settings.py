"""What the till's part of `campanello.toml` may say."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from agent.connectors.manifest import Address, SideSettings, leaves_the_house
from agent.domain.reservations import ReservationState

Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]


class StateCodes(BaseModel):
    """The shop's codes for the integration's seven states. The defaults are ASSUMED: the vendor names no code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to_confirm: Code = "to_confirm"
    confirmed: Code = "confirmed"
    to_assign: Code = "to_assign"
    assigned: Code = "assigned"
    waiting_list: Code = "waiting_list"
    arrived: Code = "arrived"
    checked_out: Code = "checked_out"

    @model_validator(mode="after")
    def _each_its_own(self) -> "StateCodes":
        if len(self.states()) < len(type(self).model_fields):
            raise PydanticCustomError("state_codes", "each state needs a code of its own")
        return self

    def states(self) -> Mapping[str, ReservationState]:
        """What each code means."""
        return {
            self.to_confirm: ReservationState.PENDING,
            self.confirmed: ReservationState.CONFIRMED,
            self.to_assign: ReservationState.TO_ASSIGN,
            self.assigned: ReservationState.ASSIGNED,
            self.waiting_list: ReservationState.WAITLISTED,
            self.arrived: ReservationState.ARRIVED,
            self.checked_out: ReservationState.COMPLETED,
        }


class Settings(SideSettings):
    token_url: Address | None = None
    """Where the refresh token buys access tokens. None: there is a static token."""
    states: StateCodes = StateCodes()
    calls_per_second: int = Field(5, ge=1, le=100)
    """ASSUMED: the vendor documents no limit."""
    price_list: int = Field(1, ge=1, le=10)
    """Which of the till's price lists, `price1` to `price10`, the portal's menu shows."""
    webhook_email: str | None = Field(None, min_length=3, max_length=200)
    """Whom the vendor writes to when notices cannot be delivered."""

    @field_validator("token_url")
    @classmethod
    def _plain_http_stays_at_home_too(cls, token_url: str | None, info: ValidationInfo) -> str | None:
        if token_url is not None and leaves_the_house(token_url) and not info.data.get("allow_plain_http"):
            raise PydanticCustomError(
                "token_url_plain_http",
                "must be https; plain http is for this PC itself, or with allow_plain_http = true",
            )
        return token_url
