"""Plateform as the flows see it. Decides nothing: it asks, sends, and says what came back."""

from pydantic import ValidationError

from agent.connectors.http import SideClient
from agent.connectors.portals.plateform.api import Api
from agent.connectors.portals.plateform.guests import Guests
from agent.connectors.portals.plateform.mapping import WireAccount
from agent.connectors.portals.plateform.menu import MenuSubject
from agent.connectors.portals.plateform.orders import Orders
from agent.connectors.portals.plateform.reservations import Reservations
from agent.domain.ports import Account, Prerequisite


class Plateform(Orders, Reservations, MenuSubject, Guests):
    """Fulfils `OrderPortal`, `ReservationSide`, `SalePortal`, `MenuPortal` and `GuestPortal`."""

    def __init__(self, client: SideClient, restaurant_id: str, api_key: str) -> None:
        super().__init__(Api(client, restaurant_id, api_key))

    @property
    def budget_used(self) -> float | None:
        budget = self._api.client.budget
        return budget.used if budget else None

    def close(self) -> None:
        self._api.client.close()

    def test(self) -> Account:
        answer = self._api.call("GET", "/account")
        try:
            account = WireAccount.model_validate(answer.json())
        except ValidationError:
            raise answer.malformed("account") from None
        return Account(account.name, account.id, account.timezone)

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """None that a call could tell: the credentials are all that Plateform asks for."""
        return ()
