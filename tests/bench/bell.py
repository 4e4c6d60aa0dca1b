"""Not measured yet."""

from collections.abc import Mapping

from tests.bench.result import Measurement

ROWS: Mapping[str, Measurement] = {}
