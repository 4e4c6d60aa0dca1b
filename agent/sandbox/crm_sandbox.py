"""Lasagna Marketing and Tilby together, as one restaurant has them."""

from collections.abc import Callable
from datetime import datetime

from agent.sandbox.lasagna.server import LasagnaServer
from agent.sandbox.system import wall
from agent.sandbox.tilby.server import TilbyServer
from agent.sandbox.town import Town

CONFIGURATION = """\
[[links]]
name = "crm"
pair = "lasagna_tilby"
zone = "Europe/Rome"
[links.portal]
base_url = "{portal}"
[links.pos]
base_url = "{pos}"
"""


class CrmSandbox(Town):
    """Opens nothing before `start`. Port 0: a free one, which is kept over stop and start."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        lasagna_port: int = 0,
        tilby_port: int = 0,
        token_seconds: int = 3600,
        seed: int = 4712,
    ) -> None:
        """`token_seconds`: how long an access token lives, on both."""
        self.lasagna = LasagnaServer(clock=clock, port=lasagna_port, token_seconds=token_seconds, seed=seed)
        self.tilby = TilbyServer(clock=clock, port=tilby_port, token_seconds=token_seconds, seed=seed)
        super().__init__(self.lasagna, self.tilby)

    def configuration(self) -> str:
        """The `campanello.toml` of one link, "crm", to this sandbox; `[links.settings]` may follow.

        With a refresh token instead of the static one, `token_url` of `[links.pos]` is `tilby.token_url`.
        """
        return CONFIGURATION.format(portal=self.lasagna.base_url, pos=self.tilby.base_url)

    def secrets(self) -> dict[str, str]:
        """The link's credentials by their names in the keyring, Tilby's static token among them."""
        return {
            "crm/portal/client_id": self.lasagna.client_id,
            "crm/portal/client_secret": self.lasagna.client_secret,
            "crm/pos/token": self.tilby.token,
        }
