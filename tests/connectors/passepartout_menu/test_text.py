"""Latin-1 and the lengths, with a mark where something is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.passepartout_menu.text import CUT, LONGEST_NOTE, fitted, lessened


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Caffè, già più: perché?", "Caffè, già più: perché?"),
        ("  Tavolo vicino alla finestra \r\n grazie\r", "Tavolo vicino alla finestra \n grazie"),
        ("Perche\u0301", "Perché"),
        ("Dvořák Łukasz", "Dvorák Lukasz"),
        ("“L’amico” – 20 €…", '"L\'amico" - 20 EUR...'),
        ("Auguri 🎂🎂🎉!", "Auguri [?]!"),
        ("👨‍👩‍👧 famiglia", "[?] famiglia"),
        ("山田 太郎", "[?]"),
        ("a\u200bb\x07c", "abc"),
        ("", ""),
    ],
)
def test_what_does_not_fit_is_transliterated_or_marked(text: str, held: str) -> None:
    assert fitted(text) == held


@pytest.mark.parametrize("longest", [30, 60, 500])
def test_a_cut_is_marked_and_within_the_length(longest: int) -> None:
    assert fitted("x" * longest, longest) == "x" * longest
    cut = fitted("x" * (longest + 1), longest)
    assert (len(cut), cut.endswith(CUT)) == (longest, True)
    # What grows by transliteration is measured after it.
    assert len(fitted("€" * longest, longest)) == longest


def test_what_was_lessened() -> None:
    assert lessened("x" * 61, 60)
    assert lessened("🎂")
    assert not lessened("Dvořák")
    assert not lessened(None)


@given(st.text(max_size=700), st.sampled_from([None, 30, 60, LONGEST_NOTE]))
def test_twice_is_as_once_and_always_latin(text: str, longest: int | None) -> None:
    once = fitted(text, longest)
    assert fitted(once, longest) == once
    assert once.encode("latin-1").decode("latin-1") == once
    assert longest is None or len(once) <= longest
    assert "\x00" not in once
