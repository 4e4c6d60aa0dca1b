"""What the pair needs to find at the till: the sales point and both sales modes, by their exact names."""

from collections.abc import Iterable, Mapping

from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.mapping import WireSalesPoint, read_sales_point
from agent.domain.ports import Prerequisite


def sales_points(api: Api, *, chore: bool = False) -> tuple[WireSalesPoint, ...]:
    """Those that the key may see and that have a licence."""
    listed = api.listed("/salespoint", "salesPoint", {"hasActiveLicense": True}, chore=chore)
    found = (read_sales_point(record) for record in listed)
    return tuple(point for point in found if point is not None)


def sales_point_visible(points: Iterable[WireSalesPoint], wanted: int) -> Prerequisite:
    names = {str(point.id): point.name or "" for point in points}
    params = (("id", str(wanted)), ("name", names.get(str(wanted), "")), ("visible", ", ".join(sorted(names))))
    return Prerequisite("prerequisite.sales_point", str(wanted) in names, params)


def sales_mode_exists(modes: Mapping[str, object], wanted: str) -> Prerequisite:
    """A name that is nearly right is the usual cause: it is named."""
    near = None if wanted in modes else near_miss(wanted, modes)
    if near is not None:
        return Prerequisite("prerequisite.near_miss", False, (("name", wanted), ("found", near)))
    return Prerequisite("prerequisite.sales_mode", wanted in modes, (("name", wanted),))


def near_miss(wanted: str, names: Iterable[str]) -> str | None:
    """The name that differs by case, blanks, dashes or one letter."""
    plain = _plain(wanted)
    return next((name for name in names if _plain(name) == plain or _one_letter_apart(_plain(name), plain)), None)


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter more, less, other, or two swapped."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    differs = next((at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    rest_short, rest_long = short[differs:], long[differs:]
    if len(short) != len(long):
        return rest_short == rest_long[1:]
    return rest_short[1:] == rest_long[1:] or (rest_short[:2] == rest_long[1::-1] and rest_short[2:] == rest_long[2:])
