"""A vendor that has a call is asked by it; what it answers goes into the vault, and no secret is shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from agent.composition import Link
from agent.configuration import LinkConfiguration, WebhookConfiguration
from agent.connectors.registry import PORTALS, TILLS
from agent.domain.failures import Refused, Side, Unavailable
from agent.domain.ports import Account, Connector, Prerequisite
from agent.domain.webhooks import RegisteredWebhook
from agent.links import RECIPES
from agent.registering import Registration, register
from agent.sync.sides import SideDoor
from agent.vault import MemoryVault

WANTED = WebhookConfiguration(listen="127.0.0.1:8765", public_url="https://avvisi.example/ristorante/")
PLAIN = "https://avvisi.example/ristorante/hooks/crm"


class Settings(BaseModel):
    webhook: bool = True

    def cadence(self) -> dict[str, timedelta]:
        return {}


class Silent:
    """A connector without a call to register."""

    budget_used: float | None = None

    def __init__(self) -> None:
        self.closed = 0

    def test(self) -> Account:
        return Account("x")

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        return ()

    def close(self) -> None:
        self.closed += 1


class Vendor(Silent):
    """One with it."""

    def __init__(self, secret: str | None = None, on_call: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.urls: list[str] = []
        self._secret = secret
        self._on_call = on_call

    def register_webhook(self, url: str) -> RegisteredWebhook:
        self._on_call()
        self.urls.append(url)
        return RegisteredWebhook(self._secret)


@dataclass
class Desk:
    """The pair of issue 3, with connectors of the test."""

    vault: MemoryVault
    portal: Silent
    till: Silent

    def register(
        self, wanted: WebhookConfiguration | None = WANTED, *, webhook: bool = True
    ) -> tuple[Registration, ...]:
        recipe = replace(RECIPES["plateform_cassa_in_cloud"], pair="lasagna_tilby", portal="lasagna", pos="tilby")
        settings = Settings(webhook=webhook)
        link = Link(
            LinkConfiguration("crm", recipe.pair, ZoneInfo("Europe/Rome"), settings, settings, settings), recipe
        )
        return register(link, wanted, self.vault, self._door)

    def _door(self, link: Link, side: Side) -> SideDoor[Connector]:
        connector = self.portal if side is Side.PORTAL else self.till
        return cast(SideDoor[Connector], SimpleNamespace(connector=lambda: connector, close=connector.close))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two vendors are in the registry, whether or not their connectors are yet."""
    portal, till = PORTALS["plateform"], TILLS["cassa_in_cloud"]
    monkeypatch.setattr("agent.composition.link.PORTALS", {"lasagna": replace(portal, name="lasagna", title="Lasagna")})
    monkeypatch.setattr("agent.composition.link.TILLS", {"tilby": replace(till, name="tilby", title="Tilby")})


pytestmark = pytest.mark.usefixtures("names")


def test_both_vendors_are_asked_and_the_secrets_are_kept() -> None:
    desk = Desk(MemoryVault(), Vendor("firma"), Vendor())
    portal, till = desk.register()
    assert desk.vault.read("crm/portal/webhook_secret") == "firma"
    path = desk.vault.read("crm/pos/webhook_path")
    assert path is not None
    assert len(path) >= 40
    assert isinstance(desk.portal, Vendor)
    assert isinstance(desk.till, Vendor)
    assert (desk.portal.urls, desk.till.urls) == ([f"{PLAIN}/portal"], [f"{PLAIN}/pos/{path}"])
    assert (portal.registered, till.registered) == (True, True)
    assert till.url == f"{PLAIN}/pos/…"
    assert path not in f"{till} {till.url}"
    assert "firma" not in f"{portal} {RegisteredWebhook('firma')}"
    assert (desk.portal.closed, desk.till.closed) == (1, 1)


def test_the_path_is_in_the_vault_before_the_vendor_sends_its_first_notice() -> None:
    kept: list[str | None] = []
    vault = MemoryVault()
    Desk(vault, Vendor("x"), Vendor(on_call=lambda: kept.append(vault.read("crm/pos/webhook_path")))).register()
    assert kept == [vault.read("crm/pos/webhook_path")]
    assert kept[0]


def test_again_it_is_the_same_address() -> None:
    desk = Desk(MemoryVault(), Vendor("x"), Vendor())
    desk.register()
    desk.register()
    assert isinstance(desk.till, Vendor)
    assert len(set(desk.till.urls)) == 1


def test_a_vendor_that_refuses_is_told_and_the_other_is_asked_all_the_same() -> None:
    def refuse() -> None:
        raise Refused("side.refused", side=Side.PORTAL, system="Lasagna", code="no")

    desk = Desk(MemoryVault(), Vendor("x", refuse), Vendor())
    portal, till = desk.register()
    assert portal.failure is not None
    assert (portal.registered, till.registered) == (False, True)
    assert desk.vault.read("crm/portal/webhook_secret") is None
    assert desk.portal.closed == 1


def test_a_connector_without_the_call_leaves_it_to_a_person_who_needs_the_whole_address() -> None:
    desk = Desk(MemoryVault(), Silent(), Silent())
    portal, till = desk.register()
    assert (portal.registered, portal.secret, portal.url) == (False, "webhook_secret", f"{PLAIN}/portal")
    assert till.url == f"{PLAIN}/pos/{desk.vault.read('crm/pos/webhook_path')}"
    assert till.secret is None


def test_a_locked_vault_is_told_before_any_vendor_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_name: str) -> str | None:
        raise Unavailable("keyring.locked")

    desk = Desk(MemoryVault(), Vendor("x"), Vendor())
    monkeypatch.setattr(desk.vault, "read", locked)
    with pytest.raises(Unavailable, match="locked"):
        desk.register()
    assert isinstance(desk.portal, Vendor)
    assert desk.portal.urls == []


@pytest.mark.parametrize(
    ("wanted", "webhook"),
    [(None, True), (WebhookConfiguration(listen="127.0.0.1:8765"), True), (WANTED, False)],
)
def test_what_is_not_configured_is_told(wanted: WebhookConfiguration | None, webhook: bool) -> None:
    with pytest.raises(Unavailable, match=r"configuration\.no_webhook"):
        Desk(MemoryVault(), Vendor(), Vendor()).register(wanted, webhook=webhook)


def test_a_pair_without_notices_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    till = replace(TILLS["cassa_in_cloud"], name="passepartout_menu")
    monkeypatch.setattr("agent.composition.link.TILLS", {"tilby": till})
    monkeypatch.setattr("agent.composition.link.PORTALS", {"lasagna": PORTALS["plateform"]})
    with pytest.raises(Unavailable, match=r"configuration\.no_notices"):
        Desk(MemoryVault(), Vendor(), Vendor()).register()
