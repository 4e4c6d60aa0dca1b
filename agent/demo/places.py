"""Where the demo plays: a home with the three links of the sandbox."""

from pathlib import Path
from zoneinfo import ZoneInfo

from agent.home import Home
from agent.sandbox import WholeSandbox
from agent.vault import MemoryVault

ZONE = ZoneInfo("Europe/Rome")

QUICK = {
    "banco": "[links.settings]\norder_poll_seconds = 5\n",
    "sala": "[links.settings]\nnear_minutes = 1\n",
    "crm": "calls_per_second = 20\n[links.settings]\npoll_seconds = 5\n",
}
"""What follows each link's own part of the configuration."""


def stage(folder: Path, world: WholeSandbox) -> tuple[Home, MemoryVault]:
    """A home with three links to that sandbox; the secrets stay in memory, since a bare machine has no keyring."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home.at(folder, {})
    home.configuration.write_text(world.configured(QUICK), encoding="utf-8")
    return home, MemoryVault(world.secrets())
