"""How the till says no: `{"error_code", "error": {"type", "code"}}`. Never decides anything.

The form was seen; its words are ASSUMED, all but code 50 of an empty list. A header says the reason in a sentence.
"""

from collections.abc import Mapping

from pydantic import ValidationError
from starlette.responses import Response

from agent.sandbox.wire import Json, json_answer

EMPTY = 50
"""`error.code` of a filter that found nothing."""
CODES = {400: 10, 401: 20, 403: 21, 404: 40, 405: 41, 422: 30}
TYPES = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 422: "ValidationError"}
REASON = "X-Sandbox-Reason"


class Refusal(ValueError):
    def __init__(
        self, status: int, reason: str, *, code: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.body = error_body(status, code)
        self.headers = {REASON: reason, **(headers or {})}

    def answer(self) -> Response:
        return json_answer(self.body, self.status, self.headers)


def error_body(status: int, code: int | None = None) -> Json:
    kind = TYPES.get(status, "Error")
    return {"error_code": status, "error": {"type": kind, "code": CODES.get(status, 0) if code is None else code}}


def invalid(reason: str) -> Refusal:
    return Refusal(422, reason)


def unknown(what: str) -> Refusal:
    return Refusal(404, f"no such {what}")


def misshapen(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_input=False)[0]
    told = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return invalid(told.encode("ascii", "replace").decode())
