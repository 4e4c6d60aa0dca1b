"""How the portal says no: `{"error": {"code", "message", "field"}}`. Never decides anything."""

from pydantic import ValidationError
from starlette.responses import Response

from agent.sandbox.wire import Json, json_answer


class Refusal(ValueError):
    """A request is refused. With an `entity`, that is the whole body (412)."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        entity: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = entity if entity is not None else error_body(code, message, field)
        self.headers = headers

    def answer(self) -> Response:
        return json_answer(self.body, self.status, self.headers)


def error_body(code: str, message: str, field: str | None = None) -> Json:
    error = {"code": code, "message": message}
    return {"error": error if field is None else {**error, "field": field}}


def unknown(what: str) -> Refusal:
    return Refusal(404, "not_found", f"no such {what}")


def invalid(field: str, message: str) -> Refusal:
    return Refusal(422, "invalid", message, field)


def not_allowed(what: str, status: str, wanted: str) -> Refusal:
    return Refusal(409, "invalid_transition", f"the {what} is {status}: {wanted} is not allowed", "status")


def misshapen(error: ValidationError) -> Refusal:
    first = error.errors()[0]
    return invalid(".".join(str(part) for part in first["loc"]), first["msg"])
