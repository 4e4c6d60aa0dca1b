"""`docs/bench.md`, and the numbers it is made of.

The numbers lie beside it as JSON, by the row's name, so that measuring one row anew leaves the others as they were
measured: each says when and where.
"""

import json
import os
import platform
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.result import Result, spread

PAGE = Path(__file__).parents[2] / "docs" / "bench.md"
NUMBERS = PAGE.with_suffix(".json")
FOUND = PAGE.with_name("bench-found.md")
"""What was found and mended on the way, written by hand; it stands below the numbers."""

HEAD = """# How fast, how small

Written by `./dev bench`; `./dev bench NAME ..` measures these rows anew and leaves the others. Every value stands
against a floor measured in the same run, in turn with it: the machine's own noise is in both. Value: the median (or
what the row says; a p99 stands against the floor's p99 where both were measured as often) of at least ten runs; in
brackets from the tenth to the ninetieth of a hundred.

"""


def keep(name: str, result: Result, at: datetime) -> None:
    """`at`: an aware instant."""
    numbers = read()
    numbers[name] = {
        "what": result.what,
        "unit": result.unit,
        "judged": result.judged,
        "value": result.value,
        "spread": spread(result.ours),
        "runs": len(result.ours),
        "floor_is": result.floor_is,
        "floor": result.ground,
        "floor_spread": spread(result.floor) if result.floor else None,
        "times": result.times,
        "most_times": result.most_times,
        "most": result.most,
        "rival_is": result.rival_is,
        "rival": median(result.rival) if result.rival else None,
        "reached": result.reached,
        "remark": result.remark,
        "at": at.isoformat(timespec="minutes"),
        "machine": machine(),
    }
    NUMBERS.write_text(json.dumps(numbers, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def read() -> dict[str, Any]:
    if not NUMBERS.exists():
        return {}
    numbers: dict[str, Any] = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return numbers


def machine() -> str:
    """What decides about speed; never a machine's name."""
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def write(order: list[str]) -> None:
    """`order`: the rows' names as they are to stand; one that was never measured is left out."""
    numbers = read()
    lines = ["| what | measured | floor | ratio | must reach | |", "|---|---|---|---|---|---|"]
    lines += [row(numbers[name]) for name in order if name in numbers]
    remarks = [remark(numbers[name]) for name in order if name in numbers]
    found = FOUND.read_text(encoding="utf-8") if FOUND.exists() else ""
    parts = (HEAD + "\n".join(lines), "## How each was measured", "\n".join(remarks), found)
    PAGE.write_text("\n\n".join(filter(None, parts)).rstrip() + "\n", encoding="utf-8")


def remark(number: Mapping[str, Any]) -> str:
    return f"- **{number['what']}** ({number['at']}, {number['machine']}). {number['remark']}"


def row(number: Mapping[str, Any]) -> str:
    unit = number["unit"]
    judged = "" if number["judged"] == "median" else f"{number['judged']} "
    low, high = number["spread"]
    measured = f"{judged}{figure(number['value'])} {unit} ({figure(low)} to {figure(high)}, {number['runs']} runs)"
    floor = f"{figure(number['floor'])} {unit}: {number['floor_is']}" if number["floor"] is not None else ""
    times = f"{number['times']:.2f}" if number["times"] is not None else ""
    wanted = [f"{number['most_times']:g} times" if number["most_times"] is not None else ""]
    wanted += [f"{number['most']:g} {unit}" if number["most"] is not None else ""]
    wanted += [f"below {number['rival_is']} ({figure(number['rival'])} {unit})" if number["rival"] is not None else ""]
    reached = "yes" if number["reached"] else "**no**"
    return f"| {number['what']} | {measured} | {floor} | {times} | {', '.join(filter(None, wanted))} | {reached} |"


def figure(value: float) -> str:
    """Three figures that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
