"""Euro amounts. Always `Decimal` with two places; a float never becomes money, because it already lost the cent."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def euro(amount: str | int | Decimal) -> Decimal:
    """That amount in euro, rounded half up to the cent.

    Raises `TypeError` for a float and `ValueError` for what is no finite number.
    """
    if isinstance(amount, float):
        raise TypeError("a float is no money: read the amount as text or as Decimal")
    try:
        value = Decimal(amount)
        if not value.is_finite():
            raise ValueError(f"not an amount: {amount!r}")
        return value.quantize(CENT, rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {amount!r}") from error


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """The sum in euro; 0.00 for none."""
    return sum(amounts, ZERO)
