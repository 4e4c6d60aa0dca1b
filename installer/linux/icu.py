"""Qt's ICU data (31 MB) without what no till speaks.

Qt for Linux is linked against the whole library; most of its data are names of currencies, units and regions in four
hundred languages, code pages of other decades and dictionaries for scripts without blanks. Qt brings its own tables for
dates and numbers and asks ICU for the order of words, upper case and the names of time zones. What stays is whole: a
language that is not here is answered with the root's data, as ICU does for one that it does not know.
"""

import re
import struct
import subprocess
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("en", "it")

_TREES = ("rbnf", "translit", "unit", "curr", "lang", "region")
"""Numbers in words, scripts into one another, and names of units, money, languages and countries."""

_ENDINGS = (".cnv", ".dict")
"""Code pages, but for those that the library has in its code, among them all of Unicode; and the dictionaries."""

_LOCALE = re.compile(r"([a-z]{2,3})(_\w*)?\.res")
_ALIGNMENT = 16
"""Of every item: the library reads words where they lie."""


class UnknownData(Exception):
    """The file is not laid out as this module knows it: ICU changed, and somebody must look."""


class Archive(NamedTuple):
    """An ICU "common data" file (udata.h, ucmndata.h): a head, a table of contents by name, the items."""

    head: bytes
    """With the format's name and its version."""
    items: Mapping[str, bytes]
    """By path, as `icudt73l/coll/it.res`, in the order of the table: the library searches by halves."""

    @classmethod
    def read(cls, data: bytes) -> "Archive":
        size, magic_1, magic_2 = struct.unpack_from("<HBB", data)
        if (magic_1, magic_2, data[12:17]) != (0xDA, 0x27, b"CmnD\x01"):
            raise UnknownData("no ICU common data of format 1")
        table = data[size:]
        (count,) = struct.unpack_from("<I", table)
        rows = [struct.unpack_from("<II", table, 4 + 8 * row) for row in range(count)]
        ends = [start for _name, start in rows[1:]] + [len(table)]
        names = [table[at : table.index(b"\0", at)].decode("ascii") for at, _start in rows]
        return cls(data[:size], {name: table[row[1] : end] for name, row, end in zip(names, rows, ends, strict=True)})

    def written(self) -> bytes:
        names = [name.encode("ascii") + b"\0" for name in self.items]
        items = [_padded(item) for item in self.items.values()]
        after_rows = 4 + 8 * len(names)
        front = _padded(bytes(after_rows) + b"".join(names))
        name_places = accumulate(map(len, names), initial=after_rows)
        item_places = accumulate(map(len, items), initial=len(front))
        rows = [struct.pack("<II", *places) for places in zip(name_places, item_places, strict=True)][: len(names)]
        table = struct.pack("<I", len(names)) + b"".join(rows) + front[after_rows:]
        return self.head + table + b"".join(items)

    def wanted(self) -> "Archive":
        return Archive(self.head, {name: item for name, item in self.items.items() if is_wanted(name)})


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % _ALIGNMENT)


def is_wanted(name: str) -> bool:
    """By its path in the archive."""
    _package, *trees, file = name.split("/")
    if file.endswith(_ENDINGS) or any(tree in _TREES for tree in trees):
        return False
    locale = _LOCALE.fullmatch(file)
    return locale is None or locale[1] in LANGUAGES


def reduced(library: Path, folder: Path) -> Path:
    """A library of the same name in that folder, with the wanted data. Takes `objdump`, `as` and `ld` (binutils).

    Raises `UnknownData`, or what a failing tool raises.
    """
    symbol, start, size = _symbol(library)
    archive = Archive.read(library.read_bytes()[start : start + size]).wanted()
    folder.mkdir(parents=True, exist_ok=True)
    data, source, part, target = (folder / name for name in ("icu.dat", "icu.s", "icu.o", library.name))
    data.write_bytes(archive.written())
    source.write_text(
        f".section .rodata\n.balign {_ALIGNMENT}\n.globl {symbol}\n.type {symbol}, @object\n{symbol}:\n"
        f'.incbin "{data.name}"\n.size {symbol}, . - {symbol}\n.section .note.GNU-stack, "", @progbits\n',
        encoding="ascii",
    )
    _tool(folder, "as", "-o", part.name, source.name)
    _tool(
        folder, "ld", "-shared", "--strip-all", "--build-id=none", "-soname", library.name, "-o", target.name, part.name
    )
    for left in (data, source, part):
        left.unlink()
    return target


def _symbol(library: Path) -> tuple[str, int, int]:
    """The data's name, and where they lie in the file: the first segment begins with it, so addresses are offsets."""
    told = _tool(library.parent, "objdump", "--dynamic-syms", "--section-headers", library.name)
    symbol = re.search(r"^([0-9a-f]{16}) g +DO +\.rodata\s+([0-9a-f]{16}) +(icudt\w+_dat)$", told, re.MULTILINE)
    section = re.search(r" \.rodata +[0-9a-f]+ +([0-9a-f]{16}) +[0-9a-f]{16} +([0-9a-f]{8}) ", told)
    if symbol is None or section is None:
        raise UnknownData("the library's one symbol was not found")
    address, offset = int(section[1], 16), int(section[2], 16)
    return symbol[3], int(symbol[1], 16) - address + offset, int(symbol[2], 16)


def _tool(folder: Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
