"""What connectors declare, and which settings of a side are accepted."""

import string

import pytest
from pydantic import ValidationError

from agent.connectors.manifest import Manifest, SideSettings
from agent.connectors.portals.plateform.settings import Settings as PortalSettings
from agent.connectors.pos.cassa_in_cloud.settings import Settings as TillSettings
from agent.connectors.pos.passepartout_menu.settings import Settings as MenuSettings
from agent.connectors.registry import PORTALS, TILLS
from agent.domain.failures import Side

EVERY = [*PORTALS.values(), *TILLS.values()]


def test_the_connectors_that_there_are() -> None:
    assert list(PORTALS) == ["plateform", "lasagna"]
    assert list(TILLS) == ["cassa_in_cloud", "tilby", "passepartout_menu"]
    assert {manifest.side for manifest in PORTALS.values()} == {Side.PORTAL}
    assert {manifest.side for manifest in TILLS.values()} == {Side.POS}


@pytest.mark.parametrize("manifest", EVERY, ids=lambda manifest: manifest.name)
def test_each_declares_itself(manifest: Manifest) -> None:
    assert set(manifest.name) <= set(string.ascii_lowercase + "_")
    assert manifest.title
    assert manifest.never_tried_live
    assert all(field.label and field.where for field in manifest.secrets)
    # Tilby takes either of two, and says so itself when it is opened.
    assert manifest.name == "tilby" or any(field.required for field in manifest.secrets)
    assert issubclass(manifest.settings, SideSettings)


def test_the_secrets_have_the_names_of_the_domain() -> None:
    assert [field.name for field in PORTALS["plateform"].secrets] == ["api_key"]
    till = {field.name: field.required for field in TILLS["cassa_in_cloud"].secrets}
    assert till == {"api_key": True, "webhook_secret": False}
    menu = {field.name: field.required for field in TILLS["passepartout_menu"].secrets}
    assert menu == {"user": True, "password": True}
    portal = {field.name: field.required for field in PORTALS["lasagna"].secrets}
    assert portal == {"client_id": True, "client_secret": True, "webhook_secret": False}
    assert [field.name for field in TILLS["tilby"].secrets] == ["token", "refresh_token", "webhook_path"]


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example.test",
        "https://api.example.test:8443/v1/",
        "http://127.0.0.1:9001/v1",
        "http://localhost:9001",
        "http://[::1]:9001",
    ],
)
def test_addresses_that_are_accepted(address: str) -> None:
    assert SideSettings(base_url=address).base_url == address.rstrip("/")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "base_url"),
        ("api.example.test", "base_url"),
        ("ftp://api.example.test", "base_url"),
        ("https://", "base_url"),
        ("https://host:notaport", "base_url"),
        ("https://host:99999", "base_url"),
        ("https://[::1", "base_url"),
        ("https://api.example.test/?key=1", "base_url"),
        ("https://anna:segreta@api.example.test", "base_url_login"),
        ("https://anna@api.example.test", "base_url_login"),
        ("http://192.168.1.20:7606", "base_url_plain_http"),
        ("http://api.example.test", "base_url_plain_http"),
    ],
)
def test_addresses_that_are_refused(address: str, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SideSettings(base_url=address)
    assert [error["type"] for error in caught.value.errors()] == [kind]
    assert "segreta" not in str(caught.value.errors(include_input=False))


def test_plain_http_for_a_till_on_the_lan_when_it_is_said() -> None:
    assert SideSettings(base_url="http://192.168.1.20:7606", allow_plain_http=True).allow_plain_http


def test_settings_as_the_file_gives_them() -> None:
    portal = PortalSettings.model_validate({"base_url": "http://127.0.0.1:9001/v1", "restaurant_id": "4711"})
    assert portal == PortalSettings.model_validate({"base_url": "http://127.0.0.1:9001/v1", "restaurant_id": 4711})
    till = TillSettings.model_validate({"base_url": "http://127.0.0.1:9002", "sales_point": 77})
    assert (till.modifiers, till.calls_per_10_minutes) == ("both", 360)
    assert (till.sales_mode_takeaway, till.sales_mode_delivery) == ("plateform_takeaway", "plateform_delivery")
    menu = MenuSettings.model_validate({"base_url": "http://127.0.0.1:9003/AdapterWS", "company": "DEMO"})
    assert (menu.base_url, menu.bew, menu.covers_are_adults) == ("http://127.0.0.1:9003/AdapterWS", None, True)


@pytest.mark.parametrize(
    ("settings", "told", "where"),
    [
        (MenuSettings, {"base_url": "https://x.test"}, "company"),
        (MenuSettings, {"base_url": "https://x.test", "company": ""}, "company"),
        (MenuSettings, {"base_url": "https://x.test", "company": "DEMO", "password": "x"}, "password"),
        (PortalSettings, {"base_url": "https://x.test"}, "restaurant_id"),
        (PortalSettings, {"base_url": "https://x.test", "restaurant_id": "47:11"}, "restaurant_id"),
        (PortalSettings, {"base_url": "https://x.test", "restaurant_id": "1", "api_key": "k"}, "api_key"),
        (TillSettings, {"base_url": "https://x.test"}, "sales_point"),
        (TillSettings, {"base_url": "https://x.test", "sales_point": 0}, "sales_point"),
        (TillSettings, {"base_url": "https://x.test", "sales_point": 7, "modifiers": "none"}, "modifiers"),
        (
            TillSettings,
            {"base_url": "https://x.test", "sales_point": 7, "calls_per_10_minutes": 0},
            "calls_per_10_minutes",
        ),
    ],
)
def test_settings_that_are_wrong(settings: type[SideSettings], told: dict[str, object], where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        settings.model_validate(told)
    assert [error["loc"] for error in caught.value.errors()] == [(where,)]
