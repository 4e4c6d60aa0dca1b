"""The demo without a screen ends with both sides in step, and tells the outage and the refusal on the way."""

import threading
from pathlib import Path

from agent.demo import headless
from agent.texts import use_language


def test_the_evening_tells_itself_and_ends_with_the_count_on_both_sides(tmp_path: Path) -> None:
    use_language("en")
    before = set(threading.enumerate())
    lines: list[str] = []
    assert headless(tmp_path / "home", seconds=18.0, echo=lines.append) == 0
    told = "\n".join(lines)
    for wanted in (
        "arrives",
        "The order is at the till",
        "The portal is away",
        "Abbiamo finito l'impasto",
        "The portal has it: acceptance",
        "Orders on the portal: ",
        "each once: yes",
        "books for",
        "Written on the other side",
        "A check is open for it",
        "The portal has the sale",
        "Reservations of crm: 1, each once on both sides: yes",
        "Reservations of sala: 1, each once on both sides: yes",
    ):
        assert wanted in told, told
    assert [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()] == []
