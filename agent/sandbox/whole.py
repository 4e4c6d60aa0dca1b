"""All five systems, as a restaurant with three links has them: one Plateform for its orders and for its tables."""

from collections.abc import Callable, Mapping
from datetime import datetime

from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.sandbox import Sandbox
from agent.sandbox.system import wall
from agent.sandbox.town import Town, Towns
from agent.sandbox.wire import Json


class WholeSandbox(Towns):
    """Opens nothing before `start`. Port 0: a free one, which is kept over stop and start."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = wall,
        plateform_port: int = 0,
        cassa_port: int = 0,
        menu_port: int = 0,
        lasagna_port: int = 0,
        tilby_port: int = 0,
    ) -> None:
        self.banco = Sandbox(clock=clock, plateform_port=plateform_port, cassa_port=cassa_port)
        self.sala = MenuSandbox(clock=clock, menu_port=menu_port, plateform=self.banco.plateform)
        self.crm = CrmSandbox(clock=clock, lasagna_port=lasagna_port, tilby_port=tilby_port)
        super().__init__(self.banco, self.sala, self.crm)

    @property
    def links(self) -> Mapping[str, Town]:
        """By their names in the configuration."""
        return {"banco": self.banco, "sala": self.sala, "crm": self.crm}

    def configured(self, settings: Mapping[str, str]) -> str:
        """The configuration of all links, each with its `[links.settings]`."""
        return "\n".join(town.configuration() + settings.get(name, "") for name, town in self.links.items())

    def told(self) -> dict[str, Json]:
        """Addresses, credentials and control addresses of each link, for scripts."""
        plateform, cassa, menu = self.banco.plateform, self.banco.cassa, self.sala.menu
        lasagna, tilby = self.crm.lasagna, self.crm.tilby
        portal = {
            "base_url": plateform.base_url,
            "restaurant_id": plateform.restaurant_id,
            "api_key": plateform.api_key,
            "control_url": plateform.control_url,
        }
        return {
            "banco": {
                "portal": portal,
                "pos": {
                    "base_url": cassa.base_url,
                    "sales_point": cassa.sales_point,
                    "api_key": cassa.api_key,
                    "webhook_secret": cassa.webhook_secret,
                    "control_url": cassa.control_url,
                },
            },
            "sala": {
                "portal": portal,
                "pos": {
                    "base_url": menu.base_url,
                    "company": menu.company,
                    "user": menu.user,
                    "password": menu.password,
                    "control_url": menu.control_url,
                },
            },
            "crm": {
                "portal": {
                    "base_url": lasagna.base_url,
                    "client_id": lasagna.client_id,
                    "client_secret": lasagna.client_secret,
                    "control_url": lasagna.control_url,
                },
                "pos": {"base_url": tilby.base_url, "token": tilby.token, "control_url": tilby.control_url},
            },
        }
