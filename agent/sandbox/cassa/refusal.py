"""How the till says no: `{"error": a word, "msg": a sentence}`. The word decides; the status is always some 4xx."""

from pydantic import ValidationError
from starlette.responses import Response

from agent.sandbox.wire import Json, json_answer


class Refusal(ValueError):
    def __init__(self, error: str, msg: str, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{error}: {msg}")
        self.body = error_body(error, msg)
        self.status = status
        self.headers = headers

    def answer(self) -> Response:
        return json_answer(self.body, self.status, self.headers)


def error_body(error: str, msg: str) -> Json:
    return {"error": error, "msg": msg}


def invalid(msg: str) -> Refusal:
    return Refusal("InvalidParams", msg)


def unknown(what: str, id_: object) -> Refusal:
    return Refusal("InvalidId", f"no {what} {id_}")


def misshapen(error: ValidationError) -> Refusal:
    first = error.errors()[0]
    return invalid(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
