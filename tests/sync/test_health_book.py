"""How a flow fares is kept and logged once, whatever the failure's parameters are called."""

from pathlib import Path

from structlog.testing import capture_logs

from agent.clock import ServerClock
from agent.domain.events import Event
from agent.domain.failures import Failure, FailureKind, Side
from agent.store import Store
from agent.sync.health_book import HealthBook


def test_a_parameter_may_have_the_name_of_a_field_of_the_log(tmp_path: Path) -> None:
    store = Store(tmp_path / "campanello.db")
    store.open()
    events: list[Event] = []
    book = HealthBook("banco", store, ServerClock(), events.append)
    params = {"system": "Plateform", "field": "api_key", "link": "banco", "flow": "x"}
    failure = Failure(FailureKind.AUTH_REFUSED, "side.credentials_missing", params, Side.PORTAL)
    with capture_logs() as logged:
        book.failed("orders", failure)
        book.failed("orders", failure)
    with store.reading() as ledger:
        assert ledger.flow_health("banco")["orders"].failure == failure
    store.close()
    assert [(line["event"], line["link"], line["flow"]) for line in logged] == [("down", "banco", "orders")]
