"""What Plateform's connector declares. Its client is loaded when the first link is opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel

from agent.connectors.http import Patience, SideClient
from agent.connectors.manifest import Manifest, SecretField, SettingField, Surroundings
from agent.connectors.portals.plateform.settings import Settings
from agent.domain.failures import Side
from agent.texts import N_

if TYPE_CHECKING:
    from agent.connectors.portals.plateform.client import Plateform

TITLE = "Plateform"


def open_plateform(
    settings: BaseModel,
    secrets: Mapping[str, str],
    surroundings: Surroundings,
    patience: Patience | None = None,
) -> "Plateform":
    """Makes no call. `patience` is shorter in tests."""
    # What no link of this restaurant needs is not to lie in its memory.
    from agent.connectors.portals.plateform.client import Plateform

    if not isinstance(settings, Settings):
        raise TypeError("these are another connector's settings")
    client = SideClient(
        TITLE,
        Side.PORTAL,
        settings.base_url,
        surroundings.on_server_date,
        patience=patience,
        network=surroundings.network,
    )
    return Plateform(client, settings.restaurant_id, secrets["api_key"])


MANIFEST = Manifest(
    name="plateform",
    title=TITLE,
    side=Side.PORTAL,
    settings=Settings,
    secrets=(
        SecretField(
            name="api_key",
            label=N_("API key"),
            where=N_("Plateform's back office: Impostazioni > Integrazioni > Generale > Chiave API"),
        ),
    ),
    never_tried_live=(
        N_("Every address, field and code of Plateform's interface: the vendor publishes no reference."),
        N_("Whether an order that was confirmed can still be rejected."),
        N_("Whether a reservation may leap over states, and what the portal refuses."),
        N_("Whether the sale of a reservation is counted once, and how it is shown."),
        N_("How much later than its time stamp a change becomes visible."),
    ),
    fields=(
        SettingField(
            "base_url",
            N_("Address of the interface"),
            N_("from Plateform, for integrations: the vendor publishes no address"),
            "https://api.example.org/v1",
        ),
        SettingField(
            "restaurant_id",
            N_("Restaurant id"),
            N_("Plateform's back office: the number in brackets at the top right"),
            "1234",
        ),
    ),
    open=open_plateform,
)
