"""Keeps the catalogues true: takes new texts in, compiles, and says what is missing.

    python -m resources.translations.catalogue update | check

The compiled files are committed, so that a checkout runs without Babel; `check` fails when they are stale.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
LANGUAGES = ("it", "en")
SOURCES = ("agent", "ui")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"{(\w*)[^}]*}")


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        problems = check()
        for problem in problems:
            print(problem)
        return 1 if problems else 0
    print(__doc__)
    return 2


def texts() -> Catalog:
    """Every text that the sources mark."""
    catalogue = Catalog(project="Campanello", charset="utf-8", header_comment="# Campanello's texts.")
    for source in SOURCES:
        found = extract_from_dir(
            ROOT / source, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for _file, _line, message, comments, context in found:
            if message:
                catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def update() -> None:
    """New texts come in untranslated (English: as they are), vanished ones go, and the result is compiled."""
    template = texts()
    for language in LANGUAGES:
        catalogue = _read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        for message in catalogue:
            if language == "en" and message.id:
                message.string = message.id
        _po(language).parent.mkdir(parents=True, exist_ok=True)
        _po(language).write_bytes(_po_bytes(catalogue))
        _mo(language).write_bytes(_mo_bytes(catalogue))


def check() -> list[str]:
    """What is wrong, one sentence each."""
    wanted = {(message.id, message.context) for message in texts() if message.id}
    problems = []
    for language in LANGUAGES:
        catalogue = _read(language)
        had = {(message.id, message.context): message for message in catalogue if message.id}
        problems += [f"{language}: not in the catalogue: {key[0]!r} (./dev translations)" for key in wanted - set(had)]
        problems += [f"{language}: not used any more: {key[0]!r} (./dev translations)" for key in set(had) - wanted]
        problems += [said for message in had.values() for said in _wrong(language, message)]
        if not _mo(language).exists() or _mo(language).read_bytes() != _mo_bytes(catalogue):
            problems.append(f"{language}: the compiled catalogue is stale (./dev translations)")
    return problems


def _wrong(language: str, message: Message) -> list[str]:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy or not all(strings):
        return [f"{language}: not translated: {sources[0]!r}"]
    names = {name for source in sources for name in PLACEHOLDER.findall(source)}
    strange = {name for text in strings for name in PLACEHOLDER.findall(text)} - names
    lost = names - {name for text in strings for name in PLACEHOLDER.findall(text)}
    return [f"{language}: other placeholders in {sources[0]!r}: {sorted(strange | lost)}"] if strange or lost else []


def _read(language: str) -> Catalog:
    if not _po(language).exists():
        return Catalog(locale=language, project="Campanello", charset="utf-8")
    return read_po(io.BytesIO(_po(language).read_bytes()), locale=language)


def _po_bytes(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    # No line numbers and no dates: a catalogue changes when a text does.
    write_po(out, catalogue, omit_header=True, no_location=True, sort_output=True, width=120)
    return out.getvalue()


def _mo_bytes(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    plain = Catalog(locale=catalogue.locale, charset="utf-8", project="Campanello", version="")
    plain.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", catalogue.plural_forms),
    ]
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    write_mo(out, plain)
    return out.getvalue()


def _po(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "campanello.po"


def _mo(language: str) -> Path:
    return _po(language).with_suffix(".mo")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
