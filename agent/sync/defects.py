"""A mistake of the program itself as a failure: its type and place, never its text, which may quote a guest."""

import traceback

from agent.domain.failures import Failure, FailureKind


def told(error: BaseException) -> Failure:
    place = traceback.extract_tb(error.__traceback__)[-1]
    params = {"error": type(error).__name__, "where": f"{place.name}:{place.lineno}"}
    return Failure(FailureKind.UNKNOWN, "agent.defect", params)
