"""What Tilby's connector declares. Its client is loaded when the first link is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from agent.connectors.budget import Budget
from agent.connectors.http import Patience, SideClient
from agent.connectors.manifest import Manifest, SecretField, SettingField, Surroundings
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.failures import AuthRefused, Failure, FailureKind, Side
from agent.texts import N_

if TYPE_CHECKING:
    from agent.connectors.pos.tilby.auth import Access
    from agent.connectors.pos.tilby.client import Tilby

TITLE = "Tilby"

LONGEST_TURN: Final = timedelta(seconds=5)
"""A limit of some calls a second is kept by waiting, not by giving up: a list of many pages would never end."""

REFRESH_TOKEN: Final = "refresh_token"  # noqa: S105  # a name


def open_tilby(
    settings: BaseModel,
    secrets: Mapping[str, str],
    surroundings: Surroundings,
    patience: Patience | None = None,
) -> "Tilby":
    """Makes no call. `patience` is shorter in tests.

    Raises `AuthRefused` when there is neither a token nor a refresh token, or no address for the latter.
    """
    # What no link of this restaurant needs is not to lie in its memory.
    from agent.connectors.pos.tilby.api import Api
    from agent.connectors.pos.tilby.client import Tilby

    if not isinstance(settings, Settings):
        raise TypeError("these are another connector's settings")
    access = _access(settings, secrets, surroundings, patience)
    client = SideClient(
        TITLE,
        Side.POS,
        settings.base_url,
        surroundings.on_server_date,
        budget=Budget(settings.calls_per_second, 1.0, surroundings.clock.monotonic),
        longest_turn=LONGEST_TURN,
        patience=patience,
        network=surroundings.network,
    )
    return Tilby(Api(client, access), settings, surroundings)


def _access(
    settings: Settings, secrets: Mapping[str, str], surroundings: Surroundings, patience: Patience | None
) -> "Access":
    """A refresh token where its address is configured, else the static token."""
    from agent.connectors.pos.tilby.auth import RefreshedToken, Safe, StaticToken

    refresh, static = secrets.get(REFRESH_TOKEN), secrets.get("token")
    if refresh and settings.token_url is not None:
        client = SideClient(
            TITLE,
            Side.POS,
            settings.token_url,
            surroundings.on_server_date,
            patience=patience,
            network=surroundings.network,
        )
        safe = Safe(
            read=lambda: surroundings.read_secret(REFRESH_TOKEN),
            keep=lambda value: surroundings.keep_secret(REFRESH_TOKEN, value),
        )
        return RefreshedToken(client, refresh, safe, surroundings.clock, surroundings.link)
    if static:
        return StaticToken(static)
    if refresh:
        raise AuthRefused("side.no_token_address", side=Side.POS, system=TITLE)
    field = REFRESH_TOKEN if settings.token_url is not None else "token"
    missing = {"system": TITLE, "field": field, "link": surroundings.link, "side": Side.POS.value}
    raise AuthRefused.of(Failure(FailureKind.AUTH_REFUSED, "side.credentials_missing", missing, Side.POS))


MANIFEST = Manifest(
    name="tilby",
    title=TITLE,
    side=Side.POS,
    settings=Settings,
    secrets=(
        SecretField(
            name="token",
            label=N_("Token"),
            where=N_("from Tilby's developer programme; or a refresh token instead"),
            required=False,
        ),
        SecretField(
            name=REFRESH_TOKEN,
            label=N_("Refresh token"),
            where=N_("from Tilby's developer programme, with token_url in the configuration; replaced by itself"),
            required=False,
        ),
        SecretField(
            name="webhook_path",
            label=N_("Secret part of the webhook's address"),
            where=N_("made by itself when the webhook is registered with “campanello links webhook”"),
            required=False,
            kept_by_itself=True,
        ),
    ),
    any_of=("token", REFRESH_TOKEN),
    never_tried_live=(
        N_("The codes of the booking's states: they can be set (states)."),
        N_("How a refresh token buys an access token."),
        N_("Whether deleted bookings are listed, and whether one can still be read."),
        N_("How many calls a second are allowed."),
        N_("How customers are looked up by phone."),
        N_("Which variations and components of a dish change its price."),
        N_("What one piece of a sale costs, how a sale that was taken back is told, and whose sale it was."),
    ),
    fields=(
        SettingField(
            "base_url",
            N_("Address of the interface"),
            N_("the vendor's own; change it only when support says so"),
            default="https://api.tilby.com/v2",
        ),
    ),
    open=open_tilby,
)
