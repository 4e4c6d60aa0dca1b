"""The only door to the database. Domain values go in and come out; rows never leave."""

from agent.store.ledger import StoreLedger as Ledger
from agent.store.store import Store

__all__ = ["Ledger", "Store"]
