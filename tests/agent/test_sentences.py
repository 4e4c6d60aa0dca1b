"""Every message id that the program uses has its words, in both languages, and no word quotes a secret."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.domain.alignment import Finding, FindingArea, Risk
from agent.domain.failures import Failure, FailureKind
from agent.domain.orders import NoticeKind
from agent.sentences import CAUSES, TABLE, finding_detail, finding_sentence, sentence, sentence_of, word, words
from agent.texts import LANGUAGES, format_money, use_language

ROOT = Path(__file__).parents[2]
AN_ID = re.compile(
    r"(side|store|keyring|configuration|agent|decision|history|reservation|prerequisite|notice|clock|webhook|finding)\.[a-z_]+"
)
NOT_IDS = {"agent.cli", "store.store", "clock.ahead_seconds"}
NOT_IDS |= {"reservation.created", "reservation.updated", "reservation.status_changed"}  # a vendor's notices


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def used() -> dict[str, str]:
    """Message ids in the sources, with the file where each stands."""
    found: dict[str, str] = {}
    ours = [source for source in ROOT.glob("agent/**/*.py") if "sandbox" not in source.parts]
    for source in [*ours, *ROOT.glob("ui/**/*.py")]:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and AN_ID.fullmatch(node.value):
                found[node.value] = source.name
    return {name: file for name, file in found.items() if name not in NOT_IDS and not name.startswith("side.call")}


def test_every_message_id_has_its_sentence() -> None:
    # The last two are modules.
    logged_only = {"side.called", "side.call_failed", "side.proxy_ignored", "agent.keeper", "agent.keyring_process"}
    missing = {name: file for name, file in used().items() if name not in TABLE and name not in logged_only}
    assert missing == {}


def test_every_notice_has_its_sentence() -> None:
    assert {f"notice.{kind.value}" for kind in NoticeKind} <= set(TABLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_with_nothing_known(language: str) -> None:
    use_language(language)
    for name in TABLE:
        said = sentence_of(name, {})
        assert said.title
        assert "{" not in "".join(said)


def test_an_unknown_id_is_told_honestly() -> None:
    assert "side.moon" in sentence(Failure(FailureKind.UNKNOWN, "side.moon")).title


def test_instants_and_codes_become_words() -> None:
    params = {"at": "2026-11-21T19:14:00+00:00", "by": "till", "kind": "accept", "state": "accepted"}
    said = sentence_of("decision.already_decided", params, ZoneInfo("Europe/Rome"))
    assert "20:14" in said.title
    assert "till" in said.title
    assert "Accepted" in said.remedy


def test_a_parameter_called_id_is_not_the_messages_name() -> None:
    assert "77" in sentence_of("prerequisite.sales_point", {"id": "77"}).title


@pytest.mark.parametrize("kind", sorted({kind for kind, _value in words.WORDS}, key=str))
def test_every_value_of_a_spoken_enumeration_has_its_word(kind: type) -> None:
    for value in kind:  # type: ignore[attr-defined]  # each is an enumeration
        assert (kind, value.value) in words.WORDS
        assert word(value)


def test_money_as_it_is_written_in_each_language() -> None:
    assert format_money(Decimal("1234.50")) == "€1,234.50"
    use_language("it")
    assert format_money(Decimal("1234.50")) == "1.234,50 €"


class TestFindings:
    @staticmethod
    def found(cause: str, **params: str) -> Finding:
        return Finding("banco", FindingArea.MENU, f"finding.{cause}", Risk.ORDERS, "1", "Margherita", params)

    def test_what_exactly_is_wrong_with_one_article(self) -> None:
        assert finding_detail(self.found("price_missing", which="delivery")) == "delivery price: missing"
        assert finding_detail(self.found("option_gone", which="portal")) == "option “portal”"
        assert finding_detail(self.found("table_missing", which="portal")) == "missing on the portal"
        assert finding_detail(self.found("channel_off")) == ""

    def test_the_failure_of_an_order_is_told_in_words(self) -> None:
        at = "2026-11-21T19:14:00+00:00"
        said = finding_sentence(self.found("till_refuses", failure="side.unreachable", age=at), ZoneInfo("Europe/Rome"))
        assert "side.unreachable" not in said.title
        assert "Since 21/11 20:14" in said.message

    def test_every_finding_has_a_remedy(self) -> None:
        assert all(TABLE[cause].message and TABLE[cause].remedy for cause in CAUSES)
