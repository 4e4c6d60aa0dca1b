"""The far window's link as the product makes it, over the prepared pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agent.composition.bench import Bench
from agent.composition.reservation_parts import reservation_carriers, reservation_pulls
from agent.connectors.manifest import Surroundings
from agent.connectors.portals.plateform.manifest import open_plateform
from agent.connectors.portals.plateform.settings import Settings as PortalSettings
from agent.connectors.pos.passepartout_menu.manifest import open_passepartout_menu
from agent.connectors.pos.passepartout_menu.settings import Settings as TillSettings
from agent.domain.events import Event
from agent.domain.failures import Side
from agent.domain.ports import Connector
from agent.links import plateform_passepartout as pair
from agent.store import Store
from agent.sync.health_book import HealthBook
from agent.sync.link_pass import LinkPass
from agent.sync.outbox import Outbox
from agent.sync.sides import Opening, SideDoor
from tests.bench.prepared import Place
from tests.connectors.clocks import RunningClock
from tests.store.engine import rows_of

ROME = ZoneInfo("Europe/Rome")
LINK = "sala"
FAR = frozenset({pair.FAR})


class FarLink:
    """One link on an empty database."""

    def __init__(self, folder: Path, place: Place) -> None:
        self.file = folder / "campanello.db"
        self.store = Store(self.file)
        self.store.open()
        self.told = 0
        self._work = self._made(place)

    def window(self) -> None:
        """What a lane does for the far window: both sides read, and whatever is owed then is sent."""
        report = self._work.run(pull=False, full=False, go_on=lambda: True, flows=FAR)
        assert not report.failures, report.failures
        assert (report.sent, report.parked) == (0, 0), "both sides agree: nothing is sent"

    @property
    def stored(self) -> int:
        """Reservations with a record on both sides."""
        return len(rows_of(self.store, "SELECT id FROM reservations WHERE portal IS NOT NULL AND pos IS NOT NULL"))

    def close(self) -> None:
        self._work.close()
        self.store.close()

    def _made(self, place: Place) -> LinkPass:
        clock, settings = RunningClock(), pair.Settings()
        surroundings = Surroundings(clock=clock, zone=ROME, link=LINK, on_server_date=lambda _side, _ahead: None)
        opens: dict[Side, Callable[[tuple[tuple[str, str], ...]], Connector]] = {
            Side.PORTAL: lambda _secrets: open_plateform(
                PortalSettings(base_url=place.portal, restaurant_id=place.restaurant_id),
                {"api_key": place.api_key},
                surroundings,
            ),
            Side.POS: lambda _secrets: open_passepartout_menu(
                TillSettings(base_url=place.till, company=place.company),
                {"user": place.user, "password": place.password},
                surroundings,
            ),
        }
        doors: dict[Side, SideDoor[Any]] = {
            side: SideDoor(Opening(side, tuple, opened), clock) for side, opened in opens.items()
        }
        policy = settings.reservation_policy()
        bench = Bench(LINK, ROME, doors, self.store, clock, self._tell)
        carriers = reservation_carriers(bench, policy)
        pulls = reservation_pulls(bench, policy, pair.RECIPE.flows)
        outbox = Outbox(LINK, self.store, clock, lambda: 0.0, self._tell, carriers, doors)
        health = HealthBook(LINK, self.store, clock, self._tell)
        return LinkPass(LINK, self.store, clock, tuple(doors.values()), pulls, outbox, health, lambda: 0.0)

    def _tell(self, _event: Event) -> None:
        self.told += 1


@contextmanager
def far_link(folder: Path, place: Place) -> Iterator[FarLink]:
    link = FarLink(folder, place)
    try:
        yield link
    finally:
        link.close()
