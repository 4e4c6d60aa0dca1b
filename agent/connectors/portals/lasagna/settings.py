"""What the portal's part of `campanello.toml` may say."""

from agent.connectors.manifest import SideSettings


class Settings(SideSettings):
    """The address alone: the credentials say which restaurant it is."""
