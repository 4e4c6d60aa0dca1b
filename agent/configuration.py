"""Reads `campanello.toml`. A wrong file says where (file, line, key), what is wrong and what is allowed."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ValidationError

from agent.domain.failures import Unavailable

LINK_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
SECRET_WORDS = ("api_key", "password", "secret", "token", "client_id", "user")


@dataclass(frozen=True)
class PairShape:
    """The models of a pair's three parts."""

    portal: type[BaseModel]
    pos: type[BaseModel]
    settings: type[BaseModel]


@dataclass(frozen=True)
class LinkConfiguration:
    name: str
    pair: str
    zone: ZoneInfo
    portal: BaseModel
    pos: BaseModel
    settings: BaseModel


@dataclass(frozen=True)
class Configuration:
    links: tuple[LinkConfiguration, ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. Values are never quoted: somebody may have typed a secret."""

    line: int | None
    key: str
    what: str


class ConfigurationWrong(Unavailable):
    """`problems` holds all that was found; the message tells them in a few lines."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        told = "\n".join(
            f"{path}:{problem.line or 1}: {problem.key}: {problem.what}" if problem.key else f"{path}: {problem.what}"
            for problem in problems
        )
        super().__init__("configuration.wrong", file=path.name, problems=told)


def load(path: Path, pairs: Mapping[str, PairShape]) -> Configuration:
    """Raises `ConfigurationWrong`, or `Unavailable` (`configuration.missing`, `configuration.unreadable`)."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Unavailable("configuration.missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("configuration.unreadable", file=str(path), error=type(error).__name__) from None
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise ConfigurationWrong(path, [Problem(line, "(syntax)", str(error))]) from None
    reader = _Reader(read, _Lines(text), pairs)
    links = reader.links()
    if reader.problems:
        raise ConfigurationWrong(path, reader.problems)
    return Configuration(links)


class _Reader:
    """Goes through the file once and collects every problem, so that a person mends them all at once."""

    def __init__(self, read: dict[str, Any], lines: "_Lines", pairs: Mapping[str, PairShape]) -> None:
        self._read = read
        self._lines = lines
        self._pairs = pairs
        self.problems: list[Problem] = []

    def links(self) -> tuple[LinkConfiguration, ...]:
        self._known("", self._read, {"links"})
        tables = self._read.get("links", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong("links", "each link is a table of its own: [[links]]")
            return ()
        if not tables:
            self.problems.append(Problem(None, "", "no [[links]]: at least one link is needed"))
        made = [self._link(f"links.{index}", table) for index, table in enumerate(tables)]
        names = [link.name for link in made if link]
        for index, table in enumerate(tables):
            if names.count(str(table.get("name"))) > 1:
                self._wrong(f"links.{index}.name", "two links have this name; each needs its own")
        return tuple(link for link in made if link)

    def _link(self, at: str, table: dict[str, Any]) -> LinkConfiguration | None:
        before = len(self.problems)
        self._known(at, table, {"name", "pair", "zone", "portal", "pos", "settings"})
        name, pair, zone = (self._text(at, table, key) for key in ("name", "pair", "zone"))
        if name and not LINK_NAME.fullmatch(name):
            self._wrong(f"{at}.name", "lower-case letters, digits, - and _ only")
        if zone and _zone(zone) is None:
            self._wrong(f"{at}.zone", f"not a time zone{_near(zone, available_timezones())}, as Europe/Rome")
        shape = self._pairs.get(pair or "")
        if pair and shape is None:
            self._wrong(f"{at}.pair", f"allowed: {', '.join(sorted(self._pairs))}")
        if shape is None:
            return None
        parts = [
            self._part(f"{at}.{key}", table.get(key, {}), getattr(shape, key)) for key in ("portal", "pos", "settings")
        ]
        if len(self.problems) > before or any(part is None for part in parts) or not (name and pair and zone):
            return None
        portal, pos, settings = parts
        assert portal is not None
        assert pos is not None
        assert settings is not None
        return LinkConfiguration(name, pair, ZoneInfo(zone), portal, pos, settings)

    def _part(self, at: str, table: object, shape: type[BaseModel]) -> BaseModel | None:
        if not isinstance(table, dict):
            self._wrong(at, f"must be a table: [{_plain(at)}]")
            return None
        fields = set(shape.model_fields)
        self._known(at, table, fields)
        try:
            return shape.model_validate({key: value for key, value in table.items() if key in fields})
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False):
                where = ".".join(str(part) for part in (at, *found["loc"]))
                self._wrong(where, _allowed(found))
            return None

    def _text(self, at: str, table: dict[str, Any], key: str) -> str | None:
        value = table.get(key)
        if isinstance(value, str) and value:
            return value
        self._wrong(f"{at}.{key}", "is missing" if value is None else "must be text in quotes")
        return None

    def _known(self, at: str, table: dict[str, Any], allowed: set[str]) -> None:
        for key in table:
            if key in allowed:
                continue
            where = f"{at}.{key}" if at else key
            if any(word in key.lower() for word in SECRET_WORDS):
                self._wrong(
                    where, "secrets do not belong in this file: `campanello secret set LINK SIDE FIELD` keeps them"
                )
            else:
                self._wrong(where, f"unknown{_near(key, allowed)}; allowed: {', '.join(sorted(allowed))}")

    def _wrong(self, at: str, what: str) -> None:
        self.problems.append(Problem(self._lines.of(at), _plain(at), what))


class _Lines:
    """Finds the line of a key: a small scan, since tomllib keeps no positions."""

    _HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]")
    _KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")

    def __init__(self, text: str) -> None:
        self._where: dict[str, int] = {}
        for at, number in self._scan(text):
            self._where.setdefault(at, number)

    def of(self, at: str) -> int | None:
        """The key's line, else that of the table around it."""
        while at:
            if at in self._where:
                return self._where[at]
            at = at.rpartition(".")[0]
        return None

    def _scan(self, text: str) -> Iterator[tuple[str, int]]:
        table, counts = "", dict[str, int]()
        for number, line in enumerate(text.splitlines(), start=1):
            header = self._HEADER.match(line)
            if header is not None:
                name = header[2].replace('"', "")
                if header[1] == "[[":
                    counts[name] = counts.get(name, -1) + 1
                    table = f"{name}.{counts[name]}"
                else:
                    first, _dot, rest = name.partition(".")
                    table = f"{first}.{counts[first]}.{rest}" if first in counts and rest else name
                yield table, number
                continue
            key = self._KEY.match(line)
            if key is not None:
                at = f"{table}.{key[1]}" if table else key[1]
                yield at, number
                # Inline tables: their keys are on the same line.
                for inner in re.findall(r"[{,]\s*([A-Za-z0-9_-]+)\s*=", line):
                    yield f"{at}.{inner}", number


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _plain(at: str) -> str:
    """As a person writes it: without the number of the link."""
    return re.sub(r"\.\d+(?=\.|$)", "", at)


def _near(word: str, known: set[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _allowed(found: Mapping[str, Any]) -> str:
    if found["type"] == "missing":
        return "is missing"
    said: str = found["msg"]
    return said[0].lower() + said[1:]
