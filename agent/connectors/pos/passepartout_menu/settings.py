"""What the till's part of `campanello.toml` may say."""

from typing import Annotated

from pydantic import Field

from agent.connectors.manifest import SideSettings

Name = Annotated[str, Field(min_length=1, max_length=100)]


class Settings(SideSettings):
    company: Name
    """`Azienda` of the login: the code of the company in Passepartout."""
    bew: Name | None = None
    """`Bew` of the login; the installations that were seen leave it out."""
    covers_are_adults: bool = True
    """ASSUMED: who comes counts as `Adulti` too, beside the total `NumeroPersone`. False: only the total is written."""
