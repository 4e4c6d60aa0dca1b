"""Plateform and Passepartout Menu together, as one restaurant has them."""

from collections.abc import Callable
from datetime import datetime

from agent.sandbox.menu.server import MenuServer
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.system import wall
from agent.sandbox.town import Town

CONFIGURATION = """\
[[links]]
name = "sala"
pair = "plateform_passepartout"
zone = "Europe/Rome"
[links.portal]
base_url = "{portal}"
restaurant_id = "{restaurant_id}"
[links.pos]
base_url = "{pos}"
company = "{company}"
"""


class MenuSandbox(Town):
    """Opens nothing before `start`. Port 0: a free one, which is kept over stop and start."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        plateform_port: int = 0,
        menu_port: int = 0,
        seed: int = 4713,
        plateform: PlateformServer | None = None,
    ) -> None:
        """`plateform`: one that somebody else starts and stops, as where one portal serves two links."""
        self.plateform = plateform or PlateformServer(clock=clock, port=plateform_port, seed=seed)
        self.menu = MenuServer(clock=clock, port=menu_port, seed=seed)
        super().__init__(*(() if plateform else (self.plateform,)), self.menu)

    def configuration(self) -> str:
        """The `campanello.toml` of one link, "sala", to this sandbox; `[links.settings]` may follow."""
        return CONFIGURATION.format(
            portal=self.plateform.base_url,
            restaurant_id=self.plateform.restaurant_id,
            pos=self.menu.base_url,
            company=self.menu.company,
        )

    def secrets(self) -> dict[str, str]:
        """The link's credentials by their names in the keyring."""
        return {
            "sala/portal/api_key": self.plateform.api_key,
            "sala/pos/user": self.menu.user,
            "sala/pos/password": self.menu.password,
        }
