"""The catalogues' check finds each thing that can be wrong, in a small tree of its own."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from resources.translations.catalogue import findings, update

SOURCE = '''\
"""A source with every way to mark a text."""
from agent.texts import N_, _, ngettext, pgettext

TABLE = {"a": N_("In a table")}


def said(count: int, name: str) -> str:
    # Translators: on the button
    _("Accept {name}").format(name=name)
    pgettext("of an order", "New")
    _(name)
    return ngettext("{count} order", "{count} orders", count).format(count=count)
'''

ITALIAN: dict[str, str | tuple[str, str]] = {
    "In a table": "In tabella",
    "Accept {name}": "Accetta {name}",
    "New": "Nuovo",
    "{count} order": ("{count} ordine", "{count} ordini"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree whose catalogues are complete."""
    (tmp_path / "agent").mkdir()
    (tmp_path / "ui" / "orders").mkdir(parents=True)
    (tmp_path / "ui" / "orders" / "card.py").write_text(SOURCE, encoding="utf-8")
    update(tmp_path)
    translate(tmp_path, ITALIAN)
    update(tmp_path)
    return tmp_path


def file(tree: Path, language: str, ending: str = "po") -> Path:
    return tree / "resources" / "translations" / language / "LC_MESSAGES" / f"campanello.{ending}"


def catalogue(tree: Path, language: str) -> Catalog:
    return read_po(BytesIO(file(tree, language).read_bytes()), locale=language)


def keep(tree: Path, language: str, held: Catalog) -> None:
    """As a person's editor does: the source alone."""
    written = BytesIO()
    write_po(written, held)
    file(tree, language).write_bytes(written.getvalue())


def translate(tree: Path, texts: dict[str, str | tuple[str, str]]) -> None:
    held = catalogue(tree, "it")
    for message in held:
        first = message.id if isinstance(message.id, str) else message.id[0]
        if first in texts:
            message.string = texts[first]
    keep(tree, "it", held)


def source(tree: Path, before: str, after: str) -> None:
    code = tree / "ui" / "orders" / "card.py"
    text = code.read_text(encoding="utf-8")
    assert before in text
    code.write_text(text.replace(before, after), encoding="utf-8")


def compile_again(tree: Path) -> None:
    written = BytesIO()
    write_mo(written, catalogue(tree, "it"))
    file(tree, "it", "mo").write_bytes(written.getvalue())


def test_what_is_complete_is_complete(tree: Path) -> None:
    assert list(findings(tree)) == []
    english = {message.id: message.string for message in catalogue(tree, "en") if message.id}
    assert english == {
        text: text for text in ("In a table", "Accept {name}", "New", ("{count} order", "{count} orders"))
    }


def test_an_update_without_news_changes_no_file(tree: Path) -> None:
    before = {path: path.read_bytes() for path in (tree / "resources").rglob("campanello.*")}
    assert update(tree) == 4
    assert {path: path.read_bytes() for path in before} == before
    assert len(before) == 4


def test_a_new_text_is_missing_until_it_is_taken_in_and_translated(tree: Path) -> None:
    source(tree, "In a table", "Quite another thing")
    assert set(findings(tree)) == {
        f"{language}: {what}"
        for language in ("en", "it")
        for what in ("missing: 'Quite another thing'", "obsolete: 'In a table'")
    }
    update(tree)
    assert list(findings(tree)) == ["it: not translated: 'Quite another thing'"]
    translate(tree, {"Quite another thing": "Tutt'altro"})
    assert list(findings(tree)) == ["it: the compiled catalogue is older than its source"]
    update(tree)
    assert list(findings(tree)) == []


def test_a_text_that_changed_a_little_keeps_its_translation_as_a_guess(tree: Path) -> None:
    source(tree, "Accept {name}", "Accept {name}!")
    update(tree)
    assert list(findings(tree)) == ["it: fuzzy, look at it and remove the mark: 'Accept {name}!'"]


def test_an_obsolete_text_in_a_comment_is_found(tree: Path) -> None:
    held = file(tree, "it").read_text(encoding="utf-8")
    file(tree, "it").write_text(held + '\n#~ msgid "Gone"\n#~ msgstr "Andato"\n', encoding="utf-8")
    assert list(findings(tree)) == ["it: obsolete: Gone"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Accept {name}", "Accetta"),
        ("Accept {name}", "Accetta {nome}"),
        ("Accept {name}", "Accetta {name:>3}"),
        ("In a table", "In tabella {name}"),
        ("{count} order", ("{count} ordine", "ordini")),
        ("{count} order", ("{number} ordine", "{count} ordini")),
    ],
)
def test_placeholders_must_be_those_of_the_text(tree: Path, text: str, said: str | tuple[str, str]) -> None:
    translate(tree, {text: said})
    compile_again(tree)
    (finding,) = findings(tree)
    assert finding.startswith("it: placeholders differ in ")
    assert finding.endswith(f": {text!r}")


def test_one_thing_needs_no_number(tree: Path) -> None:
    translate(tree, {"{count} order": ("un ordine", "{count} ordini")})
    compile_again(tree)
    assert list(findings(tree)) == []


def test_a_broken_format_is_found(tree: Path) -> None:
    translate(tree, {"Accept {name}": "Accetta {name"})
    compile_again(tree)
    (finding,) = findings(tree)
    assert finding.startswith("it: not a format string")


@pytest.mark.parametrize("ending", ["po", "mo"])
def test_a_catalogue_that_is_not_there_is_found(tree: Path, ending: str) -> None:
    file(tree, "it", ending).unlink()
    assert list(findings(tree)) == ["it: there is no catalogue"]
