"""The terminal's door to the façade, for scripts and resellers. No Qt is loaded here."""

from agent.cli.group import main

__all__ = ["main"]
