"""A link is set up, changed and taken away; nothing half done is ever left, and no credential in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.app import Agent
from agent.configuration import ConfigurationWrong, writing
from agent.configuration.writing import LinkDraft
from agent.domain.failures import Side, Unavailable
from agent.home import Home
from agent.sandbox import Sandbox
from agent.setting_up import SetUp, offers
from agent.store import Store
from agent.vault import MemoryVault
from tests.domain.making import NOON
from tests.scenes.restaurant import WHOLE
from tests.store.making import full_order
from tests.store.making_reservations import full_reservation

COMMENT = "# messo dal rivenditore, non toccare\n"


class Bench:
    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.home = Home.at(folder, {})
        self.vault = MemoryVault()
        self.set_up = SetUp(self.home, self.vault)
        self.secrets = {
            (Side.PORTAL, "api_key"): sandbox.plateform.api_key,
            (Side.POS, "api_key"): sandbox.cassa.api_key,
        }

    def draft(self, name: str = "banco", **pos: object) -> LinkDraft:
        return LinkDraft(
            name,
            "plateform_cassa_in_cloud",
            portal={"base_url": self.sandbox.plateform.base_url, "restaurant_id": self.sandbox.plateform.restaurant_id},
            pos={"base_url": self.sandbox.cassa.base_url, "sales_point": self.sandbox.cassa.sales_point, **pos},
        )

    @property
    def text(self) -> str:
        return self.home.configuration.read_text(encoding="utf-8")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Sandbox() as sandbox:
        yield Bench(tmp_path / "home", sandbox)


def test_every_pair_is_offered_with_all_that_it_asks_for() -> None:
    offered = offers()
    assert [offer.title for offer in offered] == [
        "Plateform + Cassa in Cloud",
        "Plateform + Passepartout Menu",
        "Lasagna Marketing + Tilby",
    ]
    for offer in offered:
        for side in Side:
            asked = offer.side(side)
            assert {field.name for field in asked.fields} >= {"base_url"}
            assert all(field.label and field.where for field in asked.fields)
            assert asked.secrets, "a side without credentials cannot be joined"
            assert not any("webhook" in secret.name for secret in asked.secrets)


def test_both_sides_are_tried_before_anything_is_kept(bench: Bench) -> None:
    for side in Side:
        trial = bench.set_up.try_side(bench.draft(), side, bench.secrets)
        assert trial.account is not None, trial.failure
        assert trial.good
    assert not bench.home.configuration.exists()


def test_a_wrong_credential_is_told(bench: Bench) -> None:
    wrong = bench.set_up.try_side(bench.draft(), Side.PORTAL, {(Side.PORTAL, "api_key"): "sbagliata"})
    assert wrong.failure is not None
    assert (wrong.failure.message, wrong.good) == ("side.credentials_refused", False)


def test_a_missing_prerequisite_is_not_good(bench: Bench) -> None:
    trial = bench.set_up.try_side(bench.draft(sales_mode_delivery="plateform_delivry"), Side.POS, bench.secrets)
    assert trial.failure is None
    assert not trial.good


def test_what_is_kept_works_and_no_credential_is_in_the_file(bench: Bench) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    for secret in bench.secrets.values():
        assert secret not in bench.text
    agent = Agent(bench.home, bench.vault)
    agent.open()
    assert [test.failure for test in agent.test("banco")] == [None, None]
    agent.stop()
    assert bench.set_up.missing() == ()


def test_a_second_link_leaves_the_first_and_its_comments_alone(bench: Bench) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    bench.home.configuration.write_text(COMMENT + bench.text, encoding="utf-8")
    before = bench.text
    bench.set_up.keep(bench.draft("asporto"), bench.secrets)
    assert bench.text.startswith(before.rstrip())
    assert [link.name for link in bench.set_up.links()] == ["banco", "asporto"]
    assert bench.home.configuration.with_name("campanello.toml.before").read_text(encoding="utf-8") == before


def test_a_change_touches_what_it_names(bench: Bench) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    bench.home.configuration.write_text(COMMENT + bench.text, encoding="utf-8")
    bench.set_up.keep(bench.draft(modifiers="note"), {})
    assert bench.text.startswith(COMMENT)
    assert bench.set_up.draft_of("banco").pos["modifiers"] == "note"
    assert bench.vault.read("banco/portal/api_key") == bench.sandbox.plateform.api_key


def test_a_wrong_draft_is_told_key_by_key_and_changes_nothing(bench: Bench) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    before = bench.text
    with pytest.raises(ConfigurationWrong) as wrong:
        bench.set_up.keep(bench.draft("due", sales_point=0), {(Side.POS, "api_key"): "mai"})
    assert [problem.key for problem in wrong.value.problems] == ["links.pos.sales_point"] or any(
        "sales_point" in problem.key for problem in wrong.value.problems
    )
    assert bench.text == before
    assert bench.vault.read("due/pos/api_key") is None


def test_the_resellers_file_asks_for_the_missing_credentials_alone(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(COMMENT + bench.sandbox.configuration(), encoding="utf-8")
    bench.vault.write("banco/portal/api_key", bench.sandbox.plateform.api_key)
    missing = bench.set_up.take_file(file)
    assert [(each.link, each.side, each.field.name) for each in missing] == [("banco", Side.POS, "api_key")]
    assert bench.text == file.read_text(encoding="utf-8")


def test_a_wrong_file_of_a_reseller_is_not_taken(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text("[[links]]\nname = 'banco'\n", encoding="utf-8")
    with pytest.raises(ConfigurationWrong):
        bench.set_up.take_file(file)
    assert not bench.set_up.configured


@pytest.mark.parametrize("forget", [True, False])
def test_a_link_that_goes_takes_what_was_asked_for(bench: Bench, forget: bool) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    bench.set_up.keep(bench.draft("asporto"), bench.secrets)
    store = Store(bench.home.database)
    store.open()
    with store.writing() as ledger:
        for link in ("banco", "asporto"):
            ledger.add_order(full_order(link=link))
            ledger.add_reservation(full_reservation(link=link))
            ledger.save_cursor(link, "orders", NOON)
    store.close()
    bench.set_up.remove("banco", data=forget, secrets=forget)
    assert [link.name for link in bench.set_up.links()] == ["asporto"]
    store.open()
    with store.reading() as ledger:
        left = {order.link for order in ledger.orders()}, {held.link for held in ledger.reservations()}
        assert ledger.cursor("asporto", "orders") == NOON
    store.close()
    both = {"banco", "asporto"}
    assert left == (({"asporto"}, {"asporto"}) if forget else (both, both))
    assert (bench.vault.read("banco/portal/api_key") is None) is forget
    assert bench.vault.read("asporto/portal/api_key")


def test_the_last_link_can_go_too(bench: Bench) -> None:
    bench.set_up.keep(bench.draft(), bench.secrets)
    bench.set_up.remove("banco", data=True, secrets=True)
    assert "links" not in bench.text
    with pytest.raises(Unavailable):
        bench.set_up.draft_of("banco")
    bench.set_up.keep(bench.draft(), bench.secrets)
    assert [link.name for link in bench.set_up.links()] == ["banco"]


@pytest.mark.parametrize("held", ["token", "refresh_token"])
def test_of_two_credentials_that_stand_for_each_other_one_is_enough(tmp_path: Path, held: str) -> None:
    home, vault = Home.at(tmp_path / "home", {}), MemoryVault()
    writing.replace_file(home.configuration, WHOLE)
    asked = [(each.side, each.field.name) for each in SetUp(home, vault).missing() if each.link == "crm"]
    assert asked == [(Side.PORTAL, "client_id"), (Side.PORTAL, "client_secret"), (Side.POS, "token")]
    vault.write(f"crm/pos/{held}", "x")
    assert Side.POS not in [each.side for each in SetUp(home, vault).missing() if each.link == "crm"]
