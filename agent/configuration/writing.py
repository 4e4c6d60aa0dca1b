"""Writes `campanello.toml`: one link in, changed or out; what a person wrote beside it stays as it is."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from agent.configuration.lines import KeyLines
from agent.configuration.parts import Configuration, ConfigurationWrong, PairShape, Problem
from agent.configuration.reading import Reader
from agent.domain.failures import Unavailable

Values = Mapping[str, Any]
"""Settings as TOML has them: text, numbers, flags, tables."""


@dataclass(frozen=True)
class LinkDraft:
    """A link as it is to stand in the file. Secrets are not in it."""

    name: str
    pair: str
    zone: str = "Europe/Rome"
    portal: Values = field(default_factory=lambda: MappingProxyType({}))
    pos: Values = field(default_factory=lambda: MappingProxyType({}))
    settings: Values = field(default_factory=lambda: MappingProxyType({}))


def with_link(text: str, draft: LinkDraft) -> str:
    """The file's text with that link added, or changed where one of its name stands. Raises `ConfigurationWrong`."""
    document = _parsed(text)
    table = _found(document, draft.name)
    if table is None:
        table = tomlkit.table()
        links = document.get("links")
        if not isinstance(links, AoT):
            links = tomlkit.aot()
            document["links"] = links
        links.append(table)
        table = links[-1]
    for key in ("name", "pair", "zone"):
        table[key] = getattr(draft, key)
    for key, values in (("portal", draft.portal), ("pos", draft.pos), ("settings", draft.settings)):
        _fill(table, key, values)
    return tomlkit.dumps(document)


def without_link(text: str, name: str) -> str:
    """The file's text without that link; the same text where there is none."""
    document = _parsed(text)
    links = document.get("links")
    if isinstance(links, AoT):
        kept = [table for table in links if table.get("name") != name]
        if not kept:
            document.remove("links")
        elif len(kept) < len(links):
            for index in reversed(range(len(links))):
                if links[index].get("name") == name:
                    del links[index]
    return tomlkit.dumps(document)


def names_of(text: str) -> tuple[str, ...]:
    """The names of the links in it, as they stand. Raises `ConfigurationWrong` for what is no TOML."""
    links = _parsed(text).get("links")
    return tuple(str(table.get("name", "")) for table in links) if isinstance(links, list) else ()


def checked(path: Path, text: str, pairs: Mapping[str, PairShape], *, may_be_empty: bool = False) -> Configuration:
    """What the text means. Raises `ConfigurationWrong` with everything that is wrong in it."""
    reader = Reader(_parsed(text).unwrap(), KeyLines(text), pairs)
    links, webhook, network = reader.links(), reader.webhook(), reader.network()
    update = reader.update()
    if reader.problems and not (may_be_empty and not links and "links" not in _parsed(text)):
        raise ConfigurationWrong(path, reader.problems)
    return Configuration(links, webhook, network, update and update.beside(path.parent))


def replace_file(path: Path, text: str) -> None:
    """All or nothing; the file before lies beside it. Raises `Unavailable("store.read_only")`."""
    unfinished = path.with_name(f"{path.name}.writing")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            path.with_name(f"{path.name}.before").write_bytes(path.read_bytes())
        unfinished.replace(path)
    except OSError as error:
        raise Unavailable("store.read_only", file=path.name, error=type(error).__name__) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except tomlkit.exceptions.TOMLKitError as error:
        line = getattr(error, "line", None)
        raise ConfigurationWrong(Path("campanello.toml"), [Problem(line, "(syntax)", str(error))]) from None


def _found(document: tomlkit.TOMLDocument, name: str) -> Table | None:
    links = document.get("links")
    tables = links if isinstance(links, AoT) else ()
    return next((table for table in tables if table.get("name") == name), None)


def _fill(table: Table, key: str, values: Values) -> None:
    """What is not among the values goes; what is stays in its place."""
    part = table.get(key)
    if not values:
        if part is not None:
            table.remove(key)
        return
    if not isinstance(part, Table):
        part = tomlkit.table()
        table[key] = part
        part = table[key]
    for old in [old for old in part if old not in values]:
        part.remove(old)
    for name, value in values.items():
        if part.get(name) != value:
            part[name] = value
