"""A reseller joins a portal to a till on a new PC, with the keyboard, over real sockets, with what can go wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent.app import Agent
from agent.domain.bell import Sound
from agent.home import Home
from agent.sandbox import Fault, Sandbox
from agent.vault import MemoryVault
from tests.scenes.fixtures import english
from tests.ui.test_awake import FakeInhibitor
from ui.application import Face
from ui.bell.sound_silent import SilentPlayer
from ui.components import Banner, Text
from ui.connections.screen import ConnectionsScreen
from ui.setup.first_sync_page import FirstSyncPage
from ui.setup.pair_page import PairPage
from ui.setup.ready_page import ReadyPage
from ui.setup.side_page import SidePage
from ui.setup.wizard import Step, Wizard

__all__ = ["english"]

LONG = 20_000
PAIR = "plateform_cassa_in_cloud"


class NewPc:
    def __init__(self, folder: Path, sandbox: Sandbox, qtbot: QtBot) -> None:
        self.home = Home.at(folder, {})
        self.sandbox = sandbox
        self.qtbot = qtbot
        self.vault = MemoryVault()
        self.face = Face(lambda: Agent(self.home, self.vault), SilentPlayer(), FakeInhibitor(), has_tray=lambda: False)

    @property
    def wizard(self) -> Wizard:
        assert self.face.wizard is not None
        return self.face.wizard

    def begin(self) -> Wizard:
        self.face.start()
        self.qtbot.waitUntil(lambda: self.face.wizard is not None, timeout=LONG)
        return self.wizard

    def side(self) -> SidePage:
        page = self.wizard.page
        assert isinstance(page, SidePage)
        return page

    def fill(self, values: dict[str, str], secrets: dict[str, str]) -> None:
        page = self.side()
        for name, value in values.items():
            page.entries[name].set_text(value)
        for name, value in secrets.items():
            page.secrets[name].set_text(value)

    def press_next(self, expected: str) -> None:
        button = self.wizard.next_button
        self.qtbot.waitUntil(lambda: not button.busy, timeout=LONG)
        assert button.text() == expected
        button.click()
        self.qtbot.waitUntil(lambda: self.face.wizard is None or not self.wizard.next_button.busy, timeout=LONG)

    def choose(self) -> None:
        page = self.wizard.page
        assert isinstance(page, PairPage)
        page.cards[PAIR].opened.emit()

    def portal(self, key: str | None = None) -> None:
        plateform = self.sandbox.plateform
        self.fill(
            {"base_url": plateform.base_url, "restaurant_id": plateform.restaurant_id},
            {"api_key": plateform.api_key if key is None else key},
        )

    def till(self) -> None:
        cassa = self.sandbox.cassa
        self.fill({"base_url": cassa.base_url, "sales_point": str(cassa.sales_point)}, {"api_key": cassa.api_key})

    def through(self) -> None:
        """To the end of what is typed."""
        self.choose()
        self.portal()
        self.press_next("Try it")
        self.press_next("Go on")
        self.till()
        self.press_next("Try it")
        self.wizard.next_button.click()
        self.qtbot.waitUntil(lambda: self.wizard.step is Step.SYNC, timeout=LONG)


@pytest.fixture
def pc(tmp_path: Path, qtbot: QtBot, english: None) -> Iterator[NewPc]:
    with Sandbox() as sandbox:
        pc = NewPc(tmp_path / "home", sandbox, qtbot)
        yield pc
        with qtbot.waitSignal(pc.face.gone, timeout=LONG):
            pc.face.quit()


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Text) if each.isVisible())


def test_a_new_pc_is_set_up_to_the_first_reading_and_the_sound(pc: NewPc) -> None:
    pc.sandbox.plateform.place_order()
    wizard = pc.begin()
    assert "Welcome" in words(wizard)
    pc.through()
    assert pc.vault.read("asporto/portal/api_key") == pc.sandbox.plateform.api_key
    page = wizard.page
    assert isinstance(page, FirstSyncPage)
    pc.qtbot.waitUntil(lambda: "1 orders" in words(page), timeout=LONG)
    pc.press_next("Go on")
    ready = wizard.page
    assert isinstance(ready, ReadyPage)
    assert pc.face.bridge is not None
    assert pc.face.bridge.agent.autostart.on(), "shown as on, where it can be switched off"
    player = pc.face._player
    assert isinstance(player, SilentPlayer)
    with pc.qtbot.waitSignal(wizard.sound_wanted) as asked:
        ready.sound_button.click()
    assert asked.args == [Sound.ORDER]
    pc.press_next("Done")
    pc.qtbot.waitUntil(lambda: pc.face.wizard is None, timeout=LONG)
    assert pc.face.counter is not None
    assert pc.face.counter.window.isVisible()
    assert [sheet.order.link for sheet in pc.face.counter.window.interior._bridge.agent.orders()] == ["asporto"]


def test_what_is_empty_is_said_at_its_field(pc: NewPc) -> None:
    pc.begin()
    pc.choose()
    pc.press_next("Try it")
    assert "is missing" in words(pc.side().entries["base_url"])
    assert pc.side().entries["base_url"].entry.hasFocus()


def test_a_wrong_key_is_told_and_tried_again(pc: NewPc) -> None:
    pc.begin()
    pc.choose()
    pc.portal("sbagliata")
    pc.press_next("Try it")
    assert pc.side().findChildren(Banner)
    assert pc.wizard.next_button.text() == "Try again"
    assert not pc.home.configuration.exists()
    pc.portal()
    assert pc.wizard.next_button.text() == "Try it", "what was tried before says nothing any more"
    pc.press_next("Try it")
    assert pc.wizard.next_button.text() == "Go on"


def test_a_server_that_does_not_answer_is_told(pc: NewPc) -> None:
    pc.sandbox.plateform.faults.add(Fault("refuse"))
    pc.begin()
    pc.choose()
    pc.portal()
    pc.press_next("Try it")
    assert pc.side().findChildren(Banner)


def test_a_missing_prerequisite_is_shown_with_its_remedy_and_does_not_bar_the_way(pc: NewPc) -> None:
    for mode in pc.sandbox.cassa.state.sales_modes:
        mode["description"] = mode["description"].replace("delivery", "delivry")
    pc.begin()
    pc.choose()
    pc.portal()
    pc.press_next("Try it")
    pc.press_next("Go on")
    pc.till()
    pc.press_next("Try it")
    assert "plateform_delivry" in words(pc.side())
    assert pc.wizard.next_button.text() == "Go on all the same"


def test_the_way_back_keeps_what_was_typed(pc: NewPc) -> None:
    pc.begin()
    pc.choose()
    pc.portal()
    pc.press_next("Try it")
    pc.press_next("Go on")
    pc.fill({"sales_point": "77"}, {})
    pc.wizard.back_button.click()
    assert pc.side().entries["restaurant_id"].text == pc.sandbox.plateform.restaurant_id
    assert pc.side().secrets["api_key"].text == pc.sandbox.plateform.api_key
    pc.press_next("Go on")
    assert pc.side().entries["sales_point"].text == "77"


def test_enter_goes_on(pc: NewPc) -> None:
    pc.begin()
    pc.choose()
    pc.portal()
    pc.qtbot.keyClick(  # type: ignore[no-untyped-call]  # pytest-qt types it no further
        pc.side().secrets["api_key"].entry, Qt.Key.Key_Return
    )
    pc.qtbot.waitUntil(lambda: pc.wizard.next_button.text() == "Go on", timeout=LONG)


def test_a_link_is_changed_and_the_credential_stays(pc: NewPc) -> None:
    pc.begin()
    pc.through()
    pc.wizard.close()
    assert pc.face.counter is not None
    screen = pc.face.counter.window.interior.room("connections")
    assert isinstance(screen, ConnectionsScreen)
    screen.cards["asporto"].change_button.click()
    assert pc.wizard.step is Step.PORTAL
    assert pc.side().entries["base_url"].text == pc.sandbox.plateform.base_url
    assert pc.side().secrets["api_key"].text == ""
    pc.press_next("Try it")
    pc.press_next("Go on")
    pc.fill({"sales_point": str(pc.sandbox.cassa.sales_point)}, {})
    pc.press_next("Try it")
    pc.wizard.next_button.click()
    pc.qtbot.waitUntil(lambda: pc.wizard.step is Step.SYNC, timeout=LONG)
    assert pc.vault.read("asporto/pos/api_key") == pc.sandbox.cassa.api_key


def test_the_only_link_is_removed_with_its_credentials_and_the_set_up_comes_back(pc: NewPc) -> None:
    pc.begin()
    pc.through()
    pc.wizard.close()
    assert pc.face.counter is not None
    pc.face.counter.window.remove_wanted.emit("asporto", True, True)
    pc.qtbot.waitUntil(lambda: pc.face.wizard is not None, timeout=LONG)
    assert pc.vault.read("asporto/portal/api_key") is None
    assert pc.wizard.step is Step.PAIR


def test_a_resellers_file_asks_for_the_missing_credential_alone(pc: NewPc) -> None:
    pc.home.configuration.parent.mkdir(parents=True)
    pc.home.configuration.write_text(pc.sandbox.configuration(), encoding="utf-8")
    pc.vault.write("banco/portal/api_key", pc.sandbox.plateform.api_key)
    pc.begin()
    assert pc.wizard.step is Step.POS
    assert pc.side().entries == {}
    assert list(pc.side().secrets) == ["api_key"]
    pc.press_next("Try it")
    assert "is missing" in words(pc.side().secrets["api_key"])
    pc.fill({}, {"api_key": pc.sandbox.cassa.api_key})
    pc.press_next("Try it")
    before = pc.home.configuration.read_text(encoding="utf-8")
    pc.wizard.next_button.click()
    pc.qtbot.waitUntil(lambda: pc.wizard.step is Step.SYNC, timeout=LONG)
    assert pc.vault.read("banco/pos/api_key") == pc.sandbox.cassa.api_key
    assert pc.home.configuration.read_text(encoding="utf-8") == before


def test_the_first_reading_is_stopped_and_taken_up_again(pc: NewPc) -> None:
    pc.sandbox.cassa.faults.add(Fault("hang", path="/products", seconds=30))
    wizard = pc.begin()
    pc.through()
    page = wizard.page
    assert isinstance(page, FirstSyncPage)
    assert page.pause_button.text() == "Stop reading"
    page.pause_button.click()
    pc.qtbot.waitUntil(lambda: page.pause_button.text() == "Read on", timeout=LONG)
    assert "nothing is exchanged until it goes on" in words(page)
    pc.sandbox.cassa.faults.clear()
    page.pause_button.click()
    pc.qtbot.waitUntil(lambda: page.pause_button.text() == "Stop reading", timeout=LONG)
    assert pc.face.bridge is not None
    agent = pc.face.bridge.agent
    pc.qtbot.waitUntil(
        lambda: all(flow.last_success is not None for flow in agent.status().links[0].flows.values()), timeout=LONG * 2
    )
