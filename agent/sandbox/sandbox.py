"""Both systems together, as one restaurant has them."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from agent.sandbox.cassa.server import CassaServer
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.system import wall

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


class Sandbox:
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

    def start(self) -> None:
        """Raises OSError when a chosen port is taken; then nothing is left open."""
        self.plateform.start()
        try:
            self.cassa.start()
        except BaseException:
            self.plateform.stop()
            raise

    def stop(self) -> None:
        """Closes every socket and joins every thread, also while requests hang."""
        try:
            self.cassa.stop()
        finally:
            self.plateform.stop()

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

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
