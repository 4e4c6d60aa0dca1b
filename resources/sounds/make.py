"""Makes the bell's sounds: `python -m resources.sounds.make`. The files are in the repository; a test makes them again.

A struck bell is a sum of partials that are no multiples of each other, each dying at its own pace. Every partial is a
damped oscillator of two multiplications a sample, its coefficients rounded: the same bytes on every machine, whatever
its mathematics library thinks of the last digit of a sine.
"""

import math
import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

RATE = 44_100
_FULL = 32_767
_DIGITS = 12
_FADE_SECONDS = 0.03
_SILENT = 6.91  # e to the minus this is a thousandth: what "gone after so many seconds" means


@dataclass(frozen=True)
class Partial:
    """`ratio` to the note's frequency, `level` beside the others, `seconds` until it is gone."""

    ratio: float
    level: float
    seconds: float


@dataclass(frozen=True)
class Strike:
    """One stroke: when, on which note in hertz, how hard, with which partials."""

    at: float
    hertz: float
    level: float
    partials: tuple[Partial, ...]


@dataclass(frozen=True)
class Score:
    """A sound: its length and its peak, 0 to 1 of what a file can hold."""

    seconds: float
    peak: float
    strikes: tuple[Strike, ...]


# A reception bell's steel cup: the hum, its twin a hair beside it (the slow shimmer), and the partials of a thin shell.
_CUP = (
    Partial(1.0, 1.0, 1.7),
    Partial(1.0042, 0.55, 1.5),
    Partial(2.01, 0.34, 1.05),
    Partial(2.76, 0.42, 0.8),
    Partial(3.93, 0.2, 0.5),
    Partial(5.41, 0.2, 0.3),
    Partial(8.12, 0.09, 0.12),
    Partial(0.5, 0.12, 0.5),
)
# The same cup under a finger: duller, shorter.
_SOFT_CUP = (Partial(1.0, 1.0, 1.1), Partial(1.0042, 0.4, 1.0), Partial(2.01, 0.22, 0.6), Partial(2.76, 0.12, 0.35))
# A wooden bar, for what is no order.
_BAR = (Partial(1.0, 1.0, 0.8), Partial(3.93, 0.18, 0.18), Partial(9.4, 0.05, 0.05))
# A reed: multiples, so that a small loudspeaker carries the low note that it cannot sound itself.
_REED = (Partial(1.0, 0.8, 0.45), Partial(2.0, 1.0, 0.4), Partial(3.0, 0.6, 0.3), Partial(4.0, 0.25, 0.2))

_E6, _B5, _G5, _D5, _A5, _A3 = 1318.51, 987.77, 783.99, 587.33, 880.0, 220.0

SCORES = {
    "order": Score(1.6, 0.8, (Strike(0.0, _E6, 1.0, _CUP),)),
    "order_urgent": Score(1.7, 0.98, (Strike(0.0, _E6, 0.9, _CUP), Strike(0.2, _E6, 1.0, _CUP))),
    "cancelled": Score(1.1, 0.75, (Strike(0.0, _G5, 1.0, _BAR), Strike(0.26, _D5, 1.0, _BAR))),
    "reservation": Score(1.2, 0.5, (Strike(0.0, _A5, 0.8, _SOFT_CUP), Strike(0.16, _E6, 0.7, _SOFT_CUP))),
    "fault": Score(0.9, 0.7, (Strike(0.0, _A3, 1.0, _REED), Strike(0.24, _A3, 0.9, _REED))),
    "reminder": Score(1.1, 0.5, (Strike(0.0, _B5, 1.0, _SOFT_CUP),)),
}


def make(score: Score) -> bytes:
    """The WAV file of that score: one channel, 16 bits, 44.1 kHz."""
    samples = [0.0] * round(score.seconds * RATE)
    for strike in score.strikes:
        for partial in strike.partials:
            _add(samples, round(strike.at * RATE), _oscillator(strike, partial, len(samples)))
    _fade(samples)
    return _file(samples, score.peak)


def _oscillator(strike: Strike, partial: Partial, length: int) -> Iterable[float]:
    """A sine that begins at nought and dies: y = 2 r cos(w) y1 - r r y2."""
    turn = 2 * math.pi * strike.hertz * partial.ratio / RATE
    damping = math.exp(-_SILENT / (partial.seconds * RATE))
    first = round(2 * damping * math.cos(turn), _DIGITS)
    second = round(damping * damping, _DIGITS)
    before, now = 0.0, round(strike.level * partial.level * math.sin(turn), _DIGITS)
    for _ in range(length):
        yield before
        before, now = now, first * now - second * before


def _add(samples: list[float], start: int, tone: Iterable[float]) -> None:
    for at, value in zip(range(start, len(samples)), tone, strict=False):
        samples[at] += value


def _fade(samples: list[float]) -> None:
    """The end runs out to nought, so that nothing clicks."""
    length = round(_FADE_SECONDS * RATE)
    for step in range(length):
        samples[-1 - step] *= step / length


def _file(samples: list[float], peak: float) -> bytes:
    scale = peak * _FULL / max(abs(value) for value in samples)
    frames = array("h", (int(value * scale) for value in samples))
    if sys.byteorder == "big":
        frames.byteswap()
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(frames.itemsize)
        file.setframerate(RATE)
        file.writeframes(frames.tobytes())
    return buffer.getvalue()


def main() -> int:
    folder = Path(__file__).parent
    for name, score in SCORES.items():
        (folder / f"{name}.wav").write_bytes(make(score))
    return 0


if __name__ == "__main__":
    sys.exit(main())
