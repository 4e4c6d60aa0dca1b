"""Plateform and Cassa in Cloud together, as one restaurant has them."""

from collections.abc import Callable
from datetime import datetime

from agent.sandbox.cassa.server import CassaServer
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.system import wall
from agent.sandbox.town import Town

CONFIGURATION = """\
[[links]]
name = "banco"
pair = "plateform_cassa_in_cloud"
zone = "Europe/Rome"
[links.portal]
base_url = "{portal}"
restaurant_id = "{restaurant_id}"
[links.pos]
base_url = "{pos}"
sales_point = {sales_point}
"""


class Sandbox(Town):
    """Opens nothing before `start`. Port 0: a free one, which is kept over stop and start."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        plateform_port: int = 0,
        cassa_port: int = 0,
        token_seconds: int = 3600,
        seed: int = 4711,
    ) -> None:
        self.plateform = PlateformServer(clock=clock, port=plateform_port, seed=seed)
        self.cassa = CassaServer(clock=clock, port=cassa_port, token_seconds=token_seconds)
        super().__init__(self.plateform, self.cassa)

    def configuration(self) -> str:
        """The `campanello.toml` of one link, "banco", to this sandbox; `[links.settings]` may follow."""
        return CONFIGURATION.format(
            portal=self.plateform.base_url,
            restaurant_id=self.plateform.restaurant_id,
            pos=self.cassa.base_url,
            sales_point=self.cassa.sales_point,
        )

    def secrets(self) -> dict[str, str]:
        """The link's credentials by their names in the keyring."""
        return {"banco/portal/api_key": self.plateform.api_key, "banco/pos/api_key": self.cassa.api_key}
