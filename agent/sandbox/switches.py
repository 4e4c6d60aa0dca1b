"""What a system may or may not do where its document is silent: a dataclass of plain values, turned by name."""

from dataclasses import asdict, fields
from typing import Any, ClassVar, Protocol

from agent.sandbox.wire import Json


class Switches(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def turn(switches: Switches, told: Json) -> Json:
    """Sets those that `told` names, all or none, and answers how all stand.

    Raises LookupError for a name that is no switch, TypeError for a value that is not of its type.
    """
    kinds = {switch.name: type(getattr(switches, switch.name)) for switch in fields(switches)}
    for name, value in told.items():
        if name not in kinds:
            raise LookupError(f"no switch {name}: {', '.join(kinds)}")
        if type(value) is not kinds[name]:
            raise TypeError(f"{name} is of type {kinds[name].__name__}")
    for name, value in told.items():
        setattr(switches, name, value)
    return asdict(switches)
