"""Checks a JSON value against the schemas of the assumed profiles (their copies: *_schemas.json).

Stricter than a schema: a field that the schema does not name is wrong too, for the wire must be exactly theirs.
Only the words that those schemas use; another one is an error, not a silent pass.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

Schemas = dict[str, Any]
KNOWN_WORDS = {"type", "required", "properties", "items", "enum", "pattern", "format", "minimum", "maximum", "minItems"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _profile(name: str) -> Schemas:
    schemas: Schemas = json.loads(Path(__file__).with_name(f"{name}_schemas.json").read_text("utf-8"))
    return schemas


PLATEFORM, LASAGNA = _profile("plateform"), _profile("lasagna")


def faults_of(value: object, name: str, schemas: Schemas = PLATEFORM) -> list[str]:
    """What is wrong with `value` as a `name`; empty when it fits."""
    return list(_faults(value, schemas[name], schemas, name))


def _faults(value: Any, schema: Schemas, schemas: Schemas, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _faults(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, at)
        return
    if odd := set(schema) - KNOWN_WORDS:
        raise AssertionError(f"the checker does not know {odd} at {at}")
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(_is(value, kind) for kind in types):
        yield f"{at}: {value!r} is not {types}"
    elif isinstance(value, dict):
        yield from _object_faults(value, schema, schemas, at)
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: too few"
        for index, item in enumerate(value):
            yield from _faults(item, schema["items"], schemas, f"{at}[{index}]")
    else:
        yield from _scalar_faults(value, schema, at)


def _is(value: object, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))


def _object_faults(value: dict[str, Any], schema: Schemas, schemas: Schemas, at: str) -> Iterator[str]:
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}.{name}: missing"
    for name, item in value.items():
        if name not in schema["properties"]:
            yield f"{at}.{name}: not in the profile"
        else:
            yield from _faults(item, schema["properties"][name], schemas, f"{at}.{name}")


def _scalar_faults(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not among {schema['enum']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if schema.get("format") == "date-time" and isinstance(value, str) and datetime.fromisoformat(value).tzinfo is None:
        yield f"{at}: {value!r} has no offset"
    if schema.get("format") == "uuid" and str(UUID(str(value))) != value:
        yield f"{at}: {value!r} is no uuid"
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        yield f"{at}: {value!r} is too small"
