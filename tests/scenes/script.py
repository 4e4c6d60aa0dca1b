"""What is to happen on an evening, written order by order and played by the clock."""

from collections.abc import Callable
from datetime import timedelta

from agent.domain.errands import ErrandKind
from agent.domain.failures import Failure
from agent.domain.orders import Order, OrderState, PortalOrder
from tests.scenes.menu import PLAIN, Extra, order_from_portal
from tests.scenes.restaurant import Restaurant


class Script:
    """`ago` are minutes before the present instant; orders are named by their number."""

    def __init__(self, place: Restaurant) -> None:
        self.place = place
        self.orders: dict[int, Order] = {}
        self._steps: list[tuple[float, Callable[[], None]]] = []

    def play(self) -> None:
        """Everything, earliest first."""
        steps, self._steps = sorted(self._steps, key=lambda step: -step[0]), []
        for _ago, step in steps:
            step()

    def id_of(self, number: int) -> int:
        return self.orders[number].id

    def arrives(self, number: int, ago: float, due_in: float, extra: Extra = PLAIN, *, at_till: bool = True) -> None:
        made = self.place.clock.at - timedelta(minutes=ago)
        said = order_from_portal(number, made, timedelta(minutes=due_in), extra)
        self.arrives_as(number, ago, said, at_till=at_till)

    def arrives_as(self, number: int, ago: float, said: PortalOrder, *, at_till: bool = True) -> None:
        self._add(ago, number, lambda: self.place.arrives(said, ago=_minutes(ago), at_till=at_till))

    def at_till(
        self, number: int, ago: float, state: OrderState = OrderState.NEW, *, unmatched: tuple[str, ...] = ()
    ) -> None:
        self._add(
            ago,
            number,
            lambda: self.place.at_till(self.orders[number], state, unmatched=unmatched, ago=_minutes(ago)),
        )

    def accepts(self, number: int, ago: float, minutes: int | None, *, sent: bool = True) -> None:
        self._add(ago, number, lambda: self.place.accepts(self.orders[number], minutes, ago=_minutes(ago), sent=sent))

    def rejects(self, number: int, ago: float, reason: str) -> None:
        self._add(ago, number, lambda: self.place.rejects(self.orders[number], reason, ago=_minutes(ago)))

    def cancelled(self, number: int, ago: float) -> None:
        """By the guest, on the portal."""
        self._add(
            ago,
            number,
            lambda: self.place.portal_says(
                self.orders[number], OrderState.CANCELLED, ago=_minutes(ago), status="annullato"
            ),
        )

    def acknowledges(self, number: int, ago: float) -> None:
        self._add(ago, number, lambda: self.place.acknowledges(self.orders[number], ago=_minutes(ago)))

    def prints(self, number: int, ago: float) -> None:
        self._add(ago, number, lambda: self.place.prints(self.orders[number], ago=_minutes(ago)))

    def finishes(self, number: int, ago: float, *kinds: ErrandKind) -> None:
        self._steps.append((ago, lambda: self.place.finishes(self.orders[number], *kinds)))

    def parks(self, number: int, ago: float, kind: ErrandKind, failure: Failure) -> None:
        self._steps.append((ago, lambda: self.place.parks(self.orders[number], kind, failure, ago=_minutes(ago))))

    def _add(self, ago: float, number: int, happens: Callable[[], Order]) -> None:
        def step() -> None:
            self.orders[number] = happens()

        self._steps.append((ago, step))


def _minutes(ago: float) -> timedelta:
    return timedelta(minutes=ago)
