"""Versions as they are compared: numbers between dots. Whatever else a name holds is no version of ours."""

import re


def numbers(version: str) -> tuple[int, ...] | None:
    """`1.10.0` as (1, 10): zeros at the end say nothing; None: it is no version."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){0,5}", version) is None:
        return None
    told = [int(part) for part in version.split(".")]
    while told and told[-1] == 0:
        told.pop()
    return tuple(told)


def newer(version: str, than: str) -> bool:
    """Never for what is no version: an update is no guess."""
    one, other = numbers(version), numbers(than)
    return one is not None and other is not None and one > other


def named_in(version: str, file: str) -> bool:
    """Whether the file's name holds that version, and no longer one (`11.2.0` is not `1.2.0`)."""
    return re.search(rf"(?<![0-9.]){re.escape(version)}(?![0-9]|\.[0-9])", file) is not None
