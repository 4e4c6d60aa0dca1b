"""What belongs to one link, wherever it stands: taken away when the link is."""

from agent.store.tables import Tables

_OF_A_LINK = (
    "outbox",
    "history",
    "takings",
    "orders",
    "reservations",
    "floors",
    "proposals",
    "menu_looks",
    "findings",
    "cursors",
    "flow_health",
    "set_aside",
    "guests",
    "paused_links",
)
"""In this order: what refers to an order or a reservation goes before it."""


class LinkShelf:
    _tables: Tables

    def forget_link(self, link: str) -> None:
        """Everything that the database holds of that link, for good."""
        for name in _OF_A_LINK:
            table = getattr(self._tables, name)
            table.delete().where(table.link == link).execute()
