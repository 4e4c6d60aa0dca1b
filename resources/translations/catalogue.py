"""Keeps the catalogues true to the code: `./dev translations` updates them, `./dev check` says what they lack.

A tool of the checkout, which needs Babel and is in no wheel: the program must never import it. The message ids are the
English texts, so the English catalogue fills itself; what people translate is Italian.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent.relative_to(ROOT)
SOURCES = ("agent", "ui")
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "it")

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
"""What marks a text. Only plain string literals are seen; ruff's INT rules refuse the others."""

DATED = datetime(2026, 11, 23, tzinfo=UTC)
"""In every header, so that an update that changes nothing changes no file."""

SHOWN = 40
"""Findings on a terminal, so that the others of `./dev check` are still to be seen."""

Key = tuple[str | None, tuple[str, ...]]
"""Context, then one text, or singular and plural."""


def update(root: Path) -> int:
    """Writes every `.po` and `.mo` anew from the code and what is translated already. Returns how many texts there are.

    A text that changed a little keeps its translation, marked fuzzy until a person has looked at it.
    """
    for language in LANGUAGES:
        # Read anew for each language: the catalogue takes the template's messages themselves, not copies.
        template = texts_of(root)
        source = _file(root, language, "po")
        catalogue = _read(source, language) if source.exists() else _headed(Catalog(locale=language), language)
        catalogue.update(template, no_fuzzy_matching=language == SOURCE_LANGUAGE, update_creation_date=False)
        catalogue.obsolete.clear()
        for message in catalogue:
            _settle(message, language)
        source.parent.mkdir(parents=True, exist_ok=True)
        written = BytesIO()
        write_po(written, catalogue, width=110, sort_by_file=True, include_previous=True, include_lineno=False)
        source.write_bytes(written.getvalue())
        _file(root, language, "mo").write_bytes(_compiled(catalogue))
    return len(texts_of(root))


def findings(root: Path) -> Iterator[str]:
    """What is wrong, one line each; nothing when the catalogues are complete and agree with the code."""
    wanted = {_key(message): message for message in texts_of(root) if message.id}
    for language in LANGUAGES:
        source, compiled = (_file(root, language, ending) for ending in ("po", "mo"))
        if not source.exists() or not compiled.exists():
            yield f"{language}: there is no catalogue"
            continue
        catalogue = _read(source, language)
        held = {_key(message): message for message in catalogue if message.id}
        yield from (f"{language}: missing: {_shown(key)}" for key in wanted if key not in held)
        yield from (f"{language}: obsolete: {_shown(key)}" for key in held if key not in wanted)
        yield from (f"{language}: obsolete: {key}" for key in catalogue.obsolete)
        for message in held.values():
            yield from (f"{language}: {fault}: {_shown(_key(message))}" for fault in _faults(message))
        if _strings(read_mo(BytesIO(compiled.read_bytes()))) != _strings(read_mo(BytesIO(_compiled(catalogue)))):
            yield f"{language}: the compiled catalogue is older than its source"


def texts_of(root: Path) -> Catalog:
    """All texts that the code marks, in the order of the files."""
    template = Catalog()
    for file in sorted(path for source in SOURCES for path in (root / source).rglob("*.py")):
        name = file.relative_to(root).as_posix()
        for line, message, comments, context in extract_from_file(
            "python", file, keywords=KEYWORDS, comment_tags=["Translators:"]
        ):
            template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy, look at it and remove the mark"
    asked, said = _texts(message.id), _texts(message.string)
    if not all(said):
        yield "not translated"
        return
    try:
        allowed = set().union(*(_placeholders(text) for text in asked))
        for number, text in enumerate(said):
            placeholders = _placeholders(text)
            # "One day ago" needs no number: the first form is only ever used for 1.
            if not (placeholders <= allowed if number < len(asked) - 1 else placeholders == _placeholders(asked[-1])):
                yield f"placeholders differ in {text!r}"
    except ValueError as error:
        yield f"not a format string ({error})"


def _placeholders(text: str) -> set[str]:
    return {
        f"{name}!{conversion}:{spec}" for _text, name, spec, conversion in Formatter().parse(text) if name is not None
    }


def _read(source: Path, language: str) -> Catalog:
    with source.open("rb") as file:
        return _headed(read_po(file, locale=language), language)


def _headed(catalogue: Catalog, language: str) -> Catalog:
    catalogue.header_comment = f"# Campanello, texts in {language!r}. Written by `./dev translations`."
    catalogue.project, catalogue.version = "campanello", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = "campanello"
    catalogue.language_team = language
    catalogue.creation_date = catalogue.revision_date = DATED
    catalogue.fuzzy = False
    return catalogue


def _settle(message: Message, language: str) -> None:
    """English fills itself. A guess from a text that had no translation is no guess."""
    if message.id and not any(_texts(message.string)):
        message.flags.discard("fuzzy")
        message.previous_id = []
        if language == SOURCE_LANGUAGE:
            message.string = message.id


def _compiled(catalogue: Catalog) -> bytes:
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _strings(catalogue: Catalog) -> dict[Key, tuple[str, ...]]:
    return {_key(message): _texts(message.string) for message in catalogue if message.id}


def _key(message: Message) -> Key:
    return message.context, _texts(message.id)


def _texts(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts or "",) if isinstance(texts, str | None) else tuple(texts)


def _shown(key: Key) -> str:
    context, texts = key
    return repr(texts[0]) if context is None else f"{texts[0]!r} ({context})"


def _file(root: Path, language: str, ending: str) -> Path:
    return root / FOLDER / language / "LC_MESSAGES" / f"campanello.{ending}"


def main(command: str) -> int:
    """`update` or `check`; the exit status. An update tells what is left for a person, and is content."""
    if command == "update":
        print(f"{update(ROOT)} texts in {len(LANGUAGES)} languages")
    found = list(findings(ROOT))
    for finding in found[:SHOWN]:
        print(finding)
    if len(found) > SHOWN:
        print(f"... and {len(found) - SHOWN} more")
    if found and command == "check":
        print("`./dev translations` takes texts in and out and compiles; translating is done in the .po files.")
    return 1 if found and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
