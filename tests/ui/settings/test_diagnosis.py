"""The doctor's findings as a list: what is to be mended first, each with its remedy."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.diagnostics.doctor import Check
from agent.domain.failures import Failure, FailureKind, Unavailable
from tests.scenes.restaurant import Restaurant
from ui.bridge import Bridge
from ui.components import Text, save_form
from ui.diagnosis.findings import findings_of, subject_text
from ui.diagnosis.screen import DiagnosisScreen
from ui.theme import Tone

CHECKS = (
    Check("disk", True, params={"megabytes": "4096"}),
    Check("clock", None),
    Check(
        "credentials",
        False,
        "banco/pos",
        failure=Failure(FailureKind.AUTH_REFUSED, "side.credentials_refused", {"system": "Cassa in Cloud"}),
    ),
)


def test_what_is_to_be_mended_is_first_and_has_its_remedy() -> None:
    found = findings_of(CHECKS)
    assert [each.tone for each in found] == [Tone.BAD, Tone.NEUTRAL, Tone.GOOD]
    assert found[0].told.title == "Cassa in Cloud refuses the credentials"
    assert found[0].told.remedy
    assert found[0].subject == "banco, till"
    assert found[2].told == ("Disk: 4096 MB free", "", "")


@pytest.mark.parametrize(
    ("subject", "told"), [("banco/portal", "banco, portal"), ("banco/orders", "banco"), ("banco", "banco"), ("", "")]
)
def test_whom_it_is_about(subject: str, told: str) -> None:
    assert subject_text(subject) == told


class TestScreen:
    @pytest.fixture
    def screen(self, bridge: Bridge, qtbot: QtBot) -> DiagnosisScreen:
        made = DiagnosisScreen(bridge)
        qtbot.addWidget(made)
        made.show()
        return made

    @staticmethod
    def told(screen: DiagnosisScreen) -> str:
        return "\n".join(text.text() for text in screen.findChildren(Text) if text.isVisible())

    def test_it_examines_when_somebody_comes_and_again_when_asked(
        self, screen: DiagnosisScreen, place: Restaurant, qtbot: QtBot
    ) -> None:
        place.agent.checks = CHECKS
        with qtbot.waitSignal(screen.counted, timeout=3000) as heard:
            screen.enter()
            assert screen.examine_button.busy
        assert heard.args == [1]
        text = self.told(screen)
        assert "20:14: 1 thing is to be mended." in text
        assert "Enter them again" in text
        screen.enter()
        assert not screen.examine_button.busy
        place.agent.checks = CHECKS[:1]
        with qtbot.waitSignal(screen.counted, timeout=3000) as heard:
            screen.examine()
        assert heard.args == [0]
        assert "everything that could be examined is well" in self.told(screen)

    def test_a_doctor_that_fails_is_told(self, screen: DiagnosisScreen, place: Restaurant, qtbot: QtBot) -> None:
        place.agent.doctor_raises = Unavailable("store.closed")
        with qtbot.waitSignal(screen.trouble, timeout=3000) as heard:
            screen.examine()
        assert heard.args is not None
        assert heard.args[0].title == "The program is ending"
        assert not screen.examine_button.busy

    def test_what_the_face_finds_of_itself_stands_with_the_rest(
        self, screen: DiagnosisScreen, place: Restaurant, qtbot: QtBot
    ) -> None:
        asked: list[Callable[[tuple[Check, ...]], None]] = []
        screen.face_examination_wanted.connect(asked.append)
        place.agent.checks = CHECKS[:1]
        with qtbot.waitSignal(screen.counted, timeout=3000):
            screen.enter()
        with qtbot.waitSignal(screen.counted, timeout=3000) as heard:
            asked[0]((Check("tray", False),))
        assert heard.args == [1]
        assert "Tray: this desktop has none" in self.told(screen)
        assert "Disk: 4096 MB free" in self.told(screen)

    def test_the_bundle_is_saved_where_the_person_says(
        self, screen: DiagnosisScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "Documenti").mkdir()
        monkeypatch.setattr(save_form, "places", lambda: {"Documents": tmp_path / "Documenti"})
        form = screen.save()
        with qtbot.waitSignal(screen.told, timeout=20_000):
            form.save_button.click()
        file = tmp_path / "Documenti" / "campanello-diagnostics-2026-11-21.zip"
        with zipfile.ZipFile(file) as bundle:
            assert "doctor.json" in bundle.namelist()
