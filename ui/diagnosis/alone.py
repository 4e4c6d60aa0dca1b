"""The face's part of the doctor for a terminal: asked of the face that runs, else examined here as far as that goes."""

import json
import sys
from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from agent.app import Agent
from agent.diagnostics.doctor import Check
from agent.domain.failures import Failure, FailureKind
from ui.bell.sound import make_player
from ui.bell.sound_level import SoundLevel
from ui.bell.sound_ring import RingLoop
from ui.diagnosis.face_doctor import PATIENCE, FaceDoctor
from ui.door import door_name
from ui.settings.preferences import VOLUME, volume_of
from ui.single_instance import ask_for_examination

WITHIN = 12.0
"""Seconds for the face that runs to answer: its sound takes its time, and all of the doctor has 15."""


def face_checks(agent: Agent) -> tuple[Check, ...]:
    """Of an opened agent. Blocks as long as the sound sounds; raises `Unavailable` as the store does."""
    heard = ask_for_examination(door_name(agent.home.id), WITHIN)
    if heard is None:
        return _alone(agent)
    return _understood(heard) if heard else (Check("face", False),)


def told(checks: Sequence[Check]) -> str:
    """The checks as one line of text for another process."""
    return json.dumps([_plain(check) for check in checks])


def _understood(text: str) -> tuple[Check, ...]:
    return tuple(_check(plain) for plain in json.loads(text))


def _plain(check: Check) -> dict[str, object]:
    failure = check.failure
    said = None if failure is None else [failure.kind.value, failure.message, dict(failure.params)]
    return {"name": check.name, "ok": check.ok, "params": dict(check.params), "failure": said}


def _check(plain: dict[str, object]) -> Check:
    name, ok, params, said = plain["name"], plain["ok"], plain["params"], plain["failure"]
    assert isinstance(name, str)
    assert ok is None or isinstance(ok, bool)
    assert isinstance(params, dict)
    failure = None
    if isinstance(said, list):
        failure = Failure(FailureKind(said[0]), said[1], said[2])
    return Check(name, ok, params=MappingProxyType(params), failure=failure)


def _alone(agent: Agent) -> tuple[Check, ...]:
    """No face runs: the sound is played from here; whether there is a tray, only a face can tell."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    player = make_player(app)
    volume = volume_of(agent.preferences().get(VOLUME))
    loop, level = RingLoop(player, volume), SoundLevel()
    level.look()
    doctor = FaceDoctor(loop, player, level, lambda: volume, agent.autostart, None)
    waiting = QEventLoop()
    found: list[Check] = []

    def take(checks: tuple[Check, ...]) -> None:
        found.extend(checks)
        # Not within `examine`: a loop that has not begun can't be ended.
        QTimer.singleShot(0, waiting.quit)

    QTimer.singleShot(0, lambda: doctor.examine(take))
    QTimer.singleShot(PATIENCE + 1000, waiting.quit)
    waiting.exec()
    level.close()
    loop.close()
    return tuple(found)
