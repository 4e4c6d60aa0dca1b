"""Icons, sounds, fonts and translations, found the same way from a checkout, a wheel and a built program."""

from pathlib import Path

_HERE = Path(__file__).parent


def path(*parts: str) -> Path:
    """The file of that name below `resources/`; it is not checked to exist."""
    return _HERE.joinpath(*parts)
