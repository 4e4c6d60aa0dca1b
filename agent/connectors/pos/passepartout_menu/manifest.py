"""What Passepartout Menu's connector declares. Loads no XML library: that is left to the first link that is opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel

from agent.connectors.http import Patience, SideClient
from agent.connectors.manifest import Manifest, SecretField, SettingField, Surroundings
from agent.connectors.pos.passepartout_menu.settings import Settings
from agent.domain.failures import Side
from agent.texts import N_

if TYPE_CHECKING:
    from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu

TITLE = "Passepartout Menu"


def open_passepartout_menu(
    settings: BaseModel,
    secrets: Mapping[str, str],
    surroundings: Surroundings,
    patience: Patience | None = None,
) -> "PassepartoutMenu":
    """Makes no call. `patience` is shorter in tests."""
    # lxml costs some megabytes, which a link to another till has no use for.
    from agent.connectors.pos.passepartout_menu.api import Api
    from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu

    if not isinstance(settings, Settings):
        raise TypeError("these are another connector's settings")
    client = SideClient(
        TITLE, Side.POS, settings.base_url, surroundings.on_server_date, patience=patience, network=surroundings.network
    )
    login = {"Azienda": settings.company, "Password": secrets["password"], "Utente": secrets["user"]}
    if settings.bew is not None:
        login["Bew"] = settings.bew
    return PassepartoutMenu(Api(client, login, settings.base_url), settings, surroundings)


MANIFEST = Manifest(
    name="passepartout_menu",
    title=TITLE,
    side=Side.POS,
    settings=Settings,
    secrets=(
        SecretField(
            name="user",
            label=N_("User"),
            where=N_("Passepartout Menu: the user that the reseller made for integrations"),
        ),
        SecretField(
            name="password",
            label=N_("Password"),
            where=N_("Passepartout Menu: the password of the same user"),
        ),
    ),
    never_tried_live=(
        N_(
            "In which words the till refuses a login, a licence without a free terminal, or a record that is not there."
        ),
        N_("Whether children and others are part of the number of persons."),
        N_("Whether a guest's stay is counted in minutes."),
        N_("Which of the two hours the till means in the night in which summer time ends; the first is written."),
        N_("Whether a returned dish on a bill has a negative amount."),
    ),
    fields=(
        SettingField(
            "base_url",
            N_("Address of the till's server"),
            N_("the PC on which Passepartout Menu runs, on the restaurant's own network, port 7606"),
            "http://192.168.1.10:7606",
        ),
        SettingField(
            "company",
            N_("Company code"),
            N_("Passepartout Menu: the code of the company, as it is chosen at the login"),
            "DEMO",
        ),
    ),
    open=open_passepartout_menu,
)
