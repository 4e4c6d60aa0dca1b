"""How the portal says no: `{"error", "error_description", "field"}`. Never decides anything."""

from pydantic import ValidationError
from starlette.responses import Response

from agent.sandbox.wire import Json, json_answer


class Refusal(ValueError):
    """A request is refused. With a `reservation`, that is the whole body (409, 412)."""

    def __init__(
        self,
        status: int,
        error: str,
        description: str | None = None,
        *,
        field: str | None = None,
        reservation: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(description or error)
        self.status = status
        self.body = reservation if reservation is not None else error_body(error, description, field)
        self.headers = headers

    def answer(self) -> Response:
        return json_answer(self.body, self.status, self.headers)


def error_body(error: str, description: str | None = None, field: str | None = None) -> Json:
    told = {"error": error, "error_description": description, "field": field}
    return {name: value for name, value in told.items() if value is not None}


def invalid(field: str, description: str) -> Refusal:
    return Refusal(422, "invalid", description, field=field)


def unknown(what: str) -> Refusal:
    return Refusal(404, "not_found", f"no such {what}")


def misshapen(error: ValidationError) -> Refusal:
    first = error.errors()[0]
    return invalid(".".join(str(part) for part in first["loc"]) or "body", first["msg"])
