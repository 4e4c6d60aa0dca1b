"""The list of a built program's parts (CycloneDX), written beside what is delivered: `<file>.cdx.json`.

What counts as a part is what PyInstaller really collected, by its own notes of the build: packages (Qt among them) by
their installed files; Python, SQLite and OpenSSL by what their libraries say of themselves. Nothing in it comes from a
clock: built again, it is the same to the byte.
"""

import ast
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from agent import __version__

SITE = "site-packages"

BUILDERS = frozenset({"pyinstaller"})
"""Its starter, and the hooks that it runs before the program."""

FRAMEWORKS = frozenset({"hypothesis", "mypy", "pytest", "ruff"})
"""Never a part of a program."""

LIBRARIES: Mapping[str, tuple[re.Pattern[str], re.Pattern[bytes]]] = {
    # By the name of its file, and the words by which it says its version.
    "openssl": (re.compile(r"libcrypto.*"), re.compile(rb"OpenSSL (\d+\.\d+\.\d+[a-z]*) \d")),
    "python": (re.compile(r"(lib)?python3\.?\d+.*"), re.compile(rb"[\0/](3\.1\d\.\d+)[\0/]")),
    "sqlite": (re.compile(r"(lib)?sqlite3.*"), re.compile(rb"[\0@](3\.\d{2}\.\d{1,2})\0")),
}


@dataclass(frozen=True)
class Part:
    name: str
    version: str
    licence: str
    kind: str
    """pypi, or generic for what is no package of the index."""


def collected(notes: Path) -> set[str]:
    """The files a program was made of, with / whatever the system.

    `notes`: PyInstaller's folder with `COLLECT-00.toc` and `PYZ-00.toc`.
    """
    sources: set[str] = set()
    for name in ("COLLECT-00.toc", "PYZ-00.toc"):
        read = ast.literal_eval((notes / name).read_text(encoding="utf-8"))
        sources |= {entry[1].replace("\\", "/") for entry in _entries(read)}
    return sources


def parts(sources: Iterable[str], site: Path, built: Path) -> list[Part]:
    """`site`: the site-packages it was built from; `built`: the folder of the program. By name."""
    taken = {source.partition(f"/{SITE}/")[2] for source in sources if f"/{SITE}/" in source}
    found: list[Part] = []
    for package in distributions(path=[str(site)]):
        if taken & _files(package):
            found.append(Part(package.metadata["Name"], package.version, _licence(package), "pypi"))
    found += _libraries(built)
    return sorted(set(found), key=lambda part: (part.name.lower(), part.version))


def strangers(found: Iterable[Part], lock: str) -> list[str]:
    """Packages that the program's own lock does not have: some library would use them if they are there."""
    locked = {_plain(name) for name in re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", lock, re.MULTILINE)}
    names = (part.name for part in found if part.kind == "pypi" and _plain(part.name) not in locked | BUILDERS)
    return sorted(names)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def written(found: Iterable[Part], file: Path, digest: str, when: int) -> Path:
    """`digest`: the SHA-256 of the delivered `file`; `when`: of its version, in seconds. Where it was written."""
    program = Component(
        name="campanello",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=f"campanello@{__version__}",
        licenses=[DisjunctiveLicense(id="Apache-2.0")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )
    components = [_component(part) for part in found]
    bom = Bom(components=components, serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"campanello:{digest}"))
    bom.metadata.component = program
    bom.metadata.timestamp = datetime.fromtimestamp(when, UTC)
    bom.register_dependency(program, components)
    page = file.with_name(f"{file.name}.cdx.json")
    page.write_text(JsonV1Dot6(bom).output_as_string(indent=1) + "\n", encoding="utf-8")
    return page


def _component(part: Part) -> Component:
    purl = PackageURL(part.kind, None, part.name.lower().replace("_", "-"), part.version)
    licences = [DisjunctiveLicense(name=part.licence)] if part.licence else []
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        licenses=licences,
    )


def _entries(read: object) -> Iterator[tuple[str, str, str]]:
    """However deep they lie: (name in the program, file it was taken from, kind)."""
    if isinstance(read, tuple) and len(read) == 3 and all(isinstance(each, str) for each in read):
        yield read
    elif isinstance(read, list | tuple):
        for each in read:
            yield from _entries(each)


def _files(package: Distribution) -> set[str]:
    return {str(PurePosixPath(file)) for file in package.files or ()}


def _licence(package: Distribution) -> str:
    """What its author says, in the first line of it."""
    named = (package.metadata[name] for name in ("License-Expression", "License") if name in package.metadata)
    told = next(named, None) or ""
    if not told or len(told.splitlines()[0]) > 80:
        classifiers = package.metadata.get_all("Classifier") or []
        classified = [each for each in classifiers if each.startswith("License ::")]
        told = classified[0].rpartition(" :: ")[2] if classified else ""
    return told.splitlines()[0].strip() if told else ""


def _libraries(built: Path) -> Iterator[Part]:
    for name, (file_name, says) in LIBRARIES.items():
        for file in sorted(built.rglob("*")):
            if file.is_file() and not file.is_symlink() and file_name.fullmatch(file.name):
                version = says.search(file.read_bytes())
                if version is not None:
                    yield Part(name, version[1].decode(), "", "generic")
                    break
