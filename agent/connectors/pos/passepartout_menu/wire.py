"""Kinds of fields that all of this till's records are made of."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_pascal

from agent.connectors.fields import Wire, set_aside
from agent.domain.ports import SetAside

MOST_COVERS: Final = 10_000

Id = Annotated[int, Field(gt=0)]
Covers = Annotated[int, Field(ge=0, le=MOST_COVERS)]


class MenuWire(Wire):
    """Members as the service names them, all of them text. One that is nil is as one that is not there."""

    model_config = ConfigDict(alias_generator=to_pascal)

    @model_validator(mode="before")
    @classmethod
    def _without_nil(cls, record: object) -> object:
        if isinstance(record, Mapping) and None in record.values():
            return {name: value for name, value in record.items() if value is not None}
        return record


def aside(record: object, error: ValidationError) -> SetAside:
    return set_aside({"id": record.get("IdGestionale")} if isinstance(record, Mapping) else None, error)
