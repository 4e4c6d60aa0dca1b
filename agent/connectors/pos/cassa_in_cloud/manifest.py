"""What Cassa in Cloud's connector declares. Its client is loaded when the first link is opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from agent.connectors.budget import Budget
from agent.connectors.http import Patience, SideClient
from agent.connectors.manifest import Manifest, SecretField, SettingField, Surroundings
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.failures import Side
from agent.texts import N_

if TYPE_CHECKING:
    from agent.connectors.pos.cassa_in_cloud.client import CassaInCloud

TITLE = "Cassa in Cloud"

BUDGET_WINDOW: Final = 600.0
"""Seconds in which the vendor allows so many calls; per endpoint or in total is unclear, so in total."""

LARGEST_REQUEST: Final = 100 * 1024
"""Bytes; the vendor answers 413 beyond."""


def open_cassa_in_cloud(
    settings: BaseModel,
    secrets: Mapping[str, str],
    surroundings: Surroundings,
    patience: Patience | None = None,
) -> "CassaInCloud":
    """Makes no call. `patience` is shorter in tests."""
    # What no link of this restaurant needs is not to lie in its memory.
    from agent.connectors.pos.cassa_in_cloud.api import Api
    from agent.connectors.pos.cassa_in_cloud.auth import Access
    from agent.connectors.pos.cassa_in_cloud.client import CassaInCloud

    if not isinstance(settings, Settings):
        raise TypeError("these are another connector's settings")
    client = SideClient(
        TITLE,
        Side.POS,
        settings.base_url,
        surroundings.on_server_date,
        budget=Budget(settings.calls_per_10_minutes, BUDGET_WINDOW, surroundings.clock.monotonic),
        patience=patience,
        largest_request=LARGEST_REQUEST,
        network=surroundings.network,
    )
    return CassaInCloud(Api(client, Access(client, secrets["api_key"], surroundings.clock)), settings, surroundings)


MANIFEST = Manifest(
    name="cassa_in_cloud",
    title=TITLE,
    side=Side.POS,
    settings=Settings,
    secrets=(
        SecretField(
            name="api_key",
            label=N_("API key"),
            where=N_("Cassa in Cloud's back office: Impostazioni Account > API > Nuova API Key, read and write"),
        ),
        SecretField(
            name="webhook_secret",
            label=N_("Secret of the webhook"),
            where=N_("Cassa in Cloud's back office: shown where the webhook is created"),
            required=False,
            kept_by_itself=True,
        ),
    ),
    never_tried_live=(
        N_("Whether an order can be created already accepted."),
        N_("The form in which additions and removals are sent besides the row's note."),
        N_("A delivery fee as a row, and a discount in the amount alone."),
        N_("Which receipt belongs to which order."),
        N_("How the till answers when there are too many calls."),
        N_("Whether writing a customer replaces the card or completes it; the whole card is sent."),
    ),
    fields=(
        SettingField(
            "base_url",
            N_("Address of the interface"),
            N_("the vendor's own; change it only when support says so"),
            default="https://api.cassanova.com",
        ),
        SettingField(
            "sales_point",
            N_("Sales point"),
            N_("Cassa in Cloud's back office: Monitoring > Diagnostica, the number of the sales point"),
            "1234",
            number=True,
        ),
    ),
    open=open_cassa_in_cloud,
)
