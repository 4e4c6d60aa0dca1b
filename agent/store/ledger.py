"""One transaction's view of the whole database: fulfils `agent.domain.ledger.Ledger`, and what the face reads."""

from agent.store.alignment_shelf import AlignmentShelf
from agent.store.flow_shelf import ChoiceShelf, FlowShelf, HistoryShelf
from agent.store.link_shelf import LinkShelf
from agent.store.outbox_shelf import OutboxShelf
from agent.store.retention_shelf import RetentionShelf
from agent.store.tables import Tables
from agent.store.takings_shelf import TakingsShelf


class StoreLedger(
    RetentionShelf,
    OutboxShelf,
    AlignmentShelf,
    TakingsShelf,
    HistoryShelf,
    FlowShelf,
    ChoiceShelf,
    LinkShelf,
):
    """Valid until its transaction ends, in the thread that began it."""

    def __init__(self, tables: Tables, origin: str) -> None:
        self._tables = tables
        self._origin = origin
