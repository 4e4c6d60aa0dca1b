"""JSON as it goes over the wire, exact to the cent. Never knows which system is speaking."""

import json
from decimal import Decimal
from typing import Any, TypeAlias

from starlette.responses import Response

Json: TypeAlias = dict[str, Any]
"""A JSON object: keys known by the contract of the vendor, values of any JSON type."""


def _number(value: object) -> float:
    """A Decimal leaves as a JSON number: the shortest float that reads back as the same price."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def encoded(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=_number, separators=(",", ":")).encode()


def decoded(body: bytes) -> Any:
    """Raises ValueError (also for a text that is not UTF-8); numbers with a point become Decimal."""
    return json.loads(body, parse_float=Decimal)


def json_answer(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(encoded(content), status, headers, media_type="application/json")
