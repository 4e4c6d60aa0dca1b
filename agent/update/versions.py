"""Versions as they are compared: numbers between dots. Whatever else a name holds is no version of ours."""


def numbers(version: str) -> tuple[int, ...] | None:
    """`1.10.0` as (1, 10, 0); None: it is no version."""
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return tuple(int(part) for part in parts)


def newer(version: str, than: str) -> bool:
    """Never for what is no version: an update is no guess."""
    one, other = numbers(version), numbers(than)
    return one is not None and other is not None and one > other
