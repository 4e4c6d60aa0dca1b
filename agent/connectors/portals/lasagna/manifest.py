"""What Lasagna's connector declares. Its client is loaded when the first link is opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel

from agent.connectors.http import Patience, SideClient
from agent.connectors.manifest import Manifest, SecretField, SettingField, Surroundings
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.failures import Side
from agent.texts import N_

if TYPE_CHECKING:
    from agent.connectors.portals.lasagna.client import Lasagna

TITLE = "Lasagna Marketing"


def open_lasagna(
    settings: BaseModel,
    secrets: Mapping[str, str],
    surroundings: Surroundings,
    patience: Patience | None = None,
) -> "Lasagna":
    """Makes no call. `patience` is shorter in tests."""
    # What no link of this restaurant needs is not to lie in its memory.
    from agent.connectors.portals.lasagna.api import Api
    from agent.connectors.portals.lasagna.auth import Access
    from agent.connectors.portals.lasagna.client import Lasagna

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
    access = Access(client, secrets["client_id"], secrets["client_secret"], surroundings.clock)
    return Lasagna(Api(client, access), surroundings.zone)


MANIFEST = Manifest(
    name="lasagna",
    title=TITLE,
    side=Side.PORTAL,
    settings=Settings,
    secrets=(
        SecretField(
            name="client_id",
            label=N_("Client ID"),
            where=N_("from Lasagna Marketing, for this restaurant"),
        ),
        SecretField(
            name="client_secret",
            label=N_("Client secret"),
            where=N_("from Lasagna Marketing, for this restaurant"),
        ),
        SecretField(
            name="webhook_secret",
            label=N_("Secret of the webhook"),
            where=N_("kept by itself when the webhook is registered with “campanello links webhook”"),
            required=False,
            kept_by_itself=True,
        ),
    ),
    never_tried_live=(
        N_("Every address, field and code of Lasagna's interface: the vendor publishes no reference."),
        N_("How the token is refreshed, and what happens to the old one."),
        N_("Whether creating a reservation twice is answered with the first one."),
        N_("Which tables Lasagna takes: one for a reservation, by the till's code."),
    ),
    fields=(
        SettingField(
            "base_url",
            N_("Address of the interface"),
            N_("from Lasagna Marketing, for integrations: the vendor publishes no address"),
            "https://api.example.org",
        ),
    ),
    open=open_lasagna,
)
