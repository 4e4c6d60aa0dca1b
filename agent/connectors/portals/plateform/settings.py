"""What the portal's part of `campanello.toml` may say."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from agent.connectors.fields import reference
from agent.connectors.manifest import SideSettings


class Settings(SideSettings):
    restaurant_id: Annotated[str, BeforeValidator(reference), Field(min_length=1, max_length=100, pattern=r"^[^:\s]+$")]
    """The number in brackets at the top right of the back office. A colon would end the user name of the login."""
