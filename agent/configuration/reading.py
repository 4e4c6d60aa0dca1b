"""Goes through the file once and collects every problem, so that a person mends them all at once."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ValidationError

from agent.configuration.allowed import allowed_by, joined, looks_secret, near, secret_belongs_elsewhere, unknown
from agent.configuration.lines import KeyLines
from agent.configuration.network import NetworkConfiguration
from agent.configuration.parts import LinkConfiguration, PairShape, Problem
from agent.configuration.update import UpdateConfiguration
from agent.configuration.webhook import WebhookConfiguration
from agent.texts import _

LINK_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
FILE_KEYS = ("links", "network", "update", "webhook")
LINK_KEYS = ("name", "pair", "zone", "portal", "pos", "settings")

Table = Mapping[str, object]


class Reader:
    """`problems` is filled by `links` and `webhook`; as long as it is not empty, what they returned is incomplete."""

    def __init__(self, read: Table, lines: KeyLines, pairs: Mapping[str, PairShape]) -> None:
        self._read = read
        self._lines = lines
        self._pairs = pairs
        self.problems: list[Problem] = []

    def links(self) -> tuple[LinkConfiguration, ...]:
        self._known("", self._read, FILE_KEYS, None)
        found = self._read.get("links", [])
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self._wrong("links", _("each link is a table of its own: [[links]]"))
            return ()
        if not found:
            self.problems.append(Problem(None, "", _("no [[links]]: at least one link is needed")))
        made = [self._link(f"links.{index}", table) for index, table in enumerate(found)]
        names = Counter(str(table["name"]) for table in found if "name" in table)
        for index, table in enumerate(found):
            if names[str(table.get("name"))] > 1:
                self._wrong(f"links.{index}.name", _("two links have this name; each needs its own"))
        return tuple(link for link in made if link)

    def webhook(self) -> WebhookConfiguration | None:
        """None: the file does not say that there is to be a door."""
        if "webhook" not in self._read:
            return None
        read = self._part("webhook", self._read["webhook"], WebhookConfiguration, None)
        return read if isinstance(read, WebhookConfiguration) else None

    def network(self) -> NetworkConfiguration:
        if "network" not in self._read:
            return NetworkConfiguration()
        read = self._part("network", self._read["network"], NetworkConfiguration, None)
        return read if isinstance(read, NetworkConfiguration) else NetworkConfiguration()

    def update(self) -> UpdateConfiguration | None:
        """None: nobody looks for newer versions."""
        if "update" not in self._read:
            return None
        read = self._part("update", self._read["update"], UpdateConfiguration, None)
        return read if isinstance(read, UpdateConfiguration) else None

    def _link(self, at: str, table: Table) -> LinkConfiguration | None:
        before = len(self.problems)
        name, pair, zone = self._name(at, table), self._text(at, table, "pair"), self._zone(at, table)
        self._known(at, table, LINK_KEYS, name)
        shape = self._pairs.get(pair or "")
        if shape is None:
            if pair:
                self._wrong(f"{at}.pair", unknown(pair, self._pairs))
            return None
        portal = self._part(f"{at}.portal", table.get("portal", {}), shape.portal, name)
        pos = self._part(f"{at}.pos", table.get("pos", {}), shape.pos, name)
        settings = self._part(f"{at}.settings", table.get("settings", {}), shape.settings, name)
        if len(self.problems) > before or not (name and pair and zone and portal and pos and settings):
            return None
        return LinkConfiguration(name, pair, zone, portal, pos, settings)

    def _name(self, at: str, table: Table) -> str | None:
        name = self._text(at, table, "name")
        if name is None or LINK_NAME.fullmatch(name):
            return name
        self._wrong(f"{at}.name", _("lower-case letters, digits, - and _ only"))
        return None

    def _zone(self, at: str, table: Table) -> ZoneInfo | None:
        name = self._text(at, table, "zone")
        if name is None:
            return None
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # `Europe` is a folder of zones, and a name may be longer than a file's may be.
            what = joined(_("must be a time zone such as Europe/Rome"), near(name, available_timezones()))
            self._wrong(f"{at}.zone", what)
            return None

    def _part(self, at: str, table: object, shape: type[BaseModel], link: str | None) -> BaseModel | None:
        if not isinstance(table, dict):
            self._wrong(at, _("must be a table: [{key}]").format(key=_plain(at)))
            return None
        self._known(at, table, shape.model_fields, link)
        try:
            return shape.model_validate({key: value for key, value in table.items() if key in shape.model_fields})
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False):
                self._wrong(".".join([at, *map(str, found["loc"])]), allowed_by(found))
            return None

    def _text(self, at: str, table: Table, key: str) -> str | None:
        value = table.get(key)
        if isinstance(value, str) and value:
            return value
        self._wrong(f"{at}.{key}", _("is missing") if value is None else _("must be text in quotes"))
        return None

    def _known(self, at: str, table: Table, allowed: Collection[str], link: str | None) -> None:
        for key in table:
            if key in allowed:
                continue
            what = secret_belongs_elsewhere(link, at, key) if looks_secret(key) else unknown(key, allowed)
            self._wrong(f"{at}.{key}" if at else key, what)

    def _wrong(self, at: str, what: str) -> None:
        self.problems.append(Problem(self._lines.of(at), _plain(at), what))


def _plain(at: str) -> str:
    """As a person writes it: without the number of the link."""
    return re.sub(r"\.\d+(?=\.|$)", "", at)
