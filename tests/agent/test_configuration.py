"""A right file is read as written in the README; a wrong one is told by file, line, key and what is allowed."""

from pathlib import Path

import pytest

from agent.composition import pair_shapes
from agent.configuration import ConfigurationWrong, load
from agent.domain.failures import Unavailable
from agent.domain.orders import DecisionMode
from agent.links.plateform_cassa_in_cloud import Settings
from agent.texts import use_language

RIGHT = """\
[[links]]
name = "banco"
pair = "plateform_cassa_in_cloud"
zone = "Europe/Rome"
[links.portal]
base_url = "http://127.0.0.1:9001/v1"
restaurant_id = "4711"
[links.pos]
base_url = "http://127.0.0.1:9002"
sales_point = 77
[links.settings]
order_poll_seconds = 20          # 5 or more
order_decision = "shared"        # or "bell_first"
accept_within_minutes = 10       # the countdown, when the portal gives no accept_by
preparation_minutes = 30
default_rejection_reason = "Non possiamo preparare l'ordine"
"""


def problems(tmp_path: Path, text: str) -> list[tuple[int | None, str, str]]:
    path = tmp_path / "campanello.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationWrong) as wrong:
        load(path, pair_shapes())
    return [(problem.line, problem.key, problem.what) for problem in wrong.value.problems]


def test_the_form_of_the_readme_works_as_written(tmp_path: Path) -> None:
    path = tmp_path / "campanello.toml"
    path.write_text(RIGHT, encoding="utf-8")
    (link,) = load(path, pair_shapes()).links
    assert (link.name, link.pair, link.zone.key) == ("banco", "plateform_cassa_in_cloud", "Europe/Rome")
    assert isinstance(link.settings, Settings)
    assert link.settings.order_policy().decision is DecisionMode.SHARED
    assert link.portal.model_dump()["restaurant_id"] == "4711"
    assert link.pos.model_dump()["sales_point"] == 77


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"),
    [
        ("order_poll_seconds = 20", "order_poll_seconds = 4", 12, "links.settings.order_poll_seconds", "5"),
        ('"shared"', '"till_first"', 13, "links.settings.order_decision", "bell_first"),
        ('zone = "Europe/Rome"', 'zone = "Europe/Roma"', 4, "links.zone", "did you mean Europe/Rome?"),
        ('pair = "plateform_cassa_in_cloud"', 'pair = "x"', 3, "links.pair", "plateform_cassa_in_cloud"),
        ("sales_point = 77", "sale_point = 77", 10, "links.pos.sale_point", "did you mean sales_point?"),
        ('restaurant_id = "4711"', "", 5, "links.portal.restaurant_id", "is missing"),
        ('name = "banco"', 'name = "Banco 1"', 2, "links.name", "lower-case"),
        ("http://127.0.0.1:9001/v1", "http://portal.example/v1", 5, "links.portal", "https"),
        (
            'restaurant_id = "4711"',
            'restaurant_id = "4711"\napi_key = "zitto"',
            8,
            "links.portal.api_key",
            "secret set",
        ),
        ("[links.portal]", "[links.portal", 5, "(syntax)", "line 5"),
        ('zone = "Europe/Rome"', 'zone = "Europe"', 4, "links.zone", "must be a time zone"),
        ('zone = "Europe/Rome"', f'zone = "{"x" * 300}"', 4, "links.zone", "must be a time zone"),
        ("order_poll_seconds = 20 ", "order_poll_seconds = 20.5 ", 12, "links.settings.order_poll_seconds", "whole"),
        ("sales_point = 77", 'sales_point = 77\nallow_plain_http = "zitto"', 11, "links.pos.allow_plain_http", "true"),
        ("sales_point = 77", 'sales_point = 77\n"Client-Secret" = "zitto"', 11, "links.pos.Client-Secret", "keyring"),
        ("sales_point = 77", 'sales_point = 77\ncolour = "zitto"', 11, "links.pos.colour", "unknown; allowed: "),
        ("http://127.0.0.1:9002", "http://anna:zitto@127.0.0.1:9002", 9, "links.pos.base_url", "keyring"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(tmp_path: Path, old: str, new: str, line: int, key: str, said: str) -> None:
    found = problems(tmp_path, RIGHT.replace(old, new, 1))
    assert any(where == line and name == key and said in what for where, name, what in found), found
    assert "zitto" not in str(found), "somebody's secret is never repeated"


def test_a_secret_is_told_with_the_command_that_keeps_it(tmp_path: Path) -> None:
    ((_line, _key, what),) = problems(
        tmp_path, RIGHT.replace("sales_point = 77", 'sales_point = 77\napi_key = "zitto"')
    )
    assert what.endswith("campanello secret set banco pos api_key")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (
            'portal = { base_url = "http://127.0.0.1:1", restaurant_id = "1" }\npos = { colour = 1 }',
            6,
            "links.pos.colour",
        ),
        ('portal.restaurant_id = "1"\npos.base_url = "http://127.0.0.1:1"\npos . "colour" = 3', 7, "links.pos.colour"),
        (
            '[links.settings]\ndefault_rejection_reason = """\ncolour = 1\n[links.pos]\n"""\ncolour = 1',
            10,
            "links.settings.colour",
        ),
        ("[ links . 'settings' ]\n  colour = 1", 6, "links.settings.colour"),
        ("# colour = 1\n[links.settings]\ncolour = 1 # colour = 2", 7, "links.settings.colour"),
    ],
)
def test_a_key_is_found_however_it_is_written(tmp_path: Path, text: str, line: int, key: str) -> None:
    head = '[[links]]\nname = "banco"\npair = "plateform_cassa_in_cloud"\nzone = "Europe/Rome"\n'
    assert (line, key) in [(where, name) for where, name, _what in problems(tmp_path, head + text + "\n")]


def test_a_file_of_the_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "campanello.toml"
    path.write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert load(path, pair_shapes()).links


def test_a_second_link_of_the_same_name_is_told_also_when_something_else_is_wrong(tmp_path: Path) -> None:
    found = problems(tmp_path, RIGHT + RIGHT.replace("sales_point = 77", "sales_point = -1"))
    assert {line for line, key, _what in found if key == "links.name"} == {2, 18}


def test_what_is_wrong_is_told_in_the_persons_language(tmp_path: Path) -> None:
    use_language("it")
    try:
        ((line, key, what),) = problems(tmp_path, RIGHT.replace("= 20 ", "= 4 "))
    finally:
        use_language("en")
    assert (line, key, what) == (12, "links.settings.order_poll_seconds", "deve essere 5 o più")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, RIGHT.replace("20 ", "1 ", 1).replace("= 77", '= "x"'))
    assert len(found) == 2


def test_two_links_of_one_name_are_refused_and_the_second_links_lines_are_found(tmp_path: Path) -> None:
    found = problems(tmp_path, RIGHT + RIGHT)
    assert {line for line, _key, _what in found} == {2, 18}


def test_a_plain_address_on_the_lan_needs_the_word(tmp_path: Path) -> None:
    text = RIGHT.replace("http://127.0.0.1:9002", "http://192.168.1.20:9002")
    assert problems(tmp_path, text)
    path = tmp_path / "campanello.toml"
    path.write_text(text.replace("sales_point", "allow_plain_http = true\nsales_point"), encoding="utf-8")
    assert load(path, pair_shapes()).links


def test_no_file_and_an_unreadable_one_are_different_sentences(tmp_path: Path) -> None:
    path = tmp_path / "campanello.toml"
    with pytest.raises(Unavailable) as missing:
        load(path, pair_shapes())
    assert missing.value.failure.message == "configuration.missing"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unavailable) as unreadable:
        load(path, pair_shapes())
    assert unreadable.value.failure.message == "configuration.unreadable"


def test_an_empty_file_says_that_a_link_is_needed(tmp_path: Path) -> None:
    assert "at least one link" in problems(tmp_path, "")[0][2]


DOOR = '[webhook]\nlisten = "127.0.0.1:8765"\npublic_url = "https://avvisi.example/ristorante/"\n'


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("127.0.0.1:8765", "127.0.0.1", 8765),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:8765", "::1", 8765),
        ("localhost:8765", "127.0.0.1", 8765),
    ],
)
def test_a_door_for_notices(tmp_path: Path, listen: str, host: str, port: int) -> None:
    path = tmp_path / "campanello.toml"
    text = DOOR.replace("127.0.0.1:8765", listen) + RIGHT.replace(
        "preparation_minutes", "webhook = true\npreparation_minutes"
    )
    path.write_text(text, encoding="utf-8")
    read = load(path, pair_shapes())
    assert read.webhook is not None
    assert (read.webhook.host, read.webhook.port, read.webhook.prefix) == (host, port, "/ristorante")
    assert read.webhook.public_url == "https://avvisi.example/ristorante"
    (link,) = read.links
    assert isinstance(link.settings, Settings)
    assert link.settings.webhook is True


def test_without_the_table_there_is_no_door_and_no_link_wants_one(tmp_path: Path) -> None:
    path = tmp_path / "campanello.toml"
    path.write_text(RIGHT, encoding="utf-8")
    read = load(path, pair_shapes())
    assert read.webhook is None
    assert isinstance(read.links[0].settings, Settings)
    assert read.links[0].settings.webhook is False


@pytest.mark.parametrize("url", ["http://192.168.1.20:8765", "http://localhost:8765", "https://a.example:8443/x/y"])
def test_addresses_at_which_vendors_reach_this_pc(tmp_path: Path, url: str) -> None:
    path = tmp_path / "campanello.toml"
    path.write_text(DOOR.replace("https://avvisi.example/ristorante/", url) + RIGHT, encoding="utf-8")
    read = load(path, pair_shapes())
    assert read.webhook is not None
    assert read.webhook.public_url == url


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"),
    [
        ('listen = "127.0.0.1:8765"', "", 1, "webhook.listen", "is missing"),
        ("127.0.0.1:8765", "127.0.0.1", 2, "webhook.listen", "with a port"),
        ("127.0.0.1:8765", "127.0.0.1:0", 2, "webhook.listen", "with a port"),
        ("127.0.0.1:8765", "127.0.0.1:70000", 2, "webhook.listen", "with a port"),
        ("127.0.0.1:8765", "1.2.3:80", 2, "webhook.listen", "with a port"),
        ("127.0.0.1:8765", "cassa.example:80", 2, "webhook.listen", "with a port"),
        ('"127.0.0.1:8765"', "8765", 2, "webhook.listen", "text in quotes"),
        ("https://avvisi", "http://avvisi", 3, "webhook.public_url", "must be https"),
        ("https://avvisi.example", "http://8.8.8.8", 3, "webhook.public_url", "must be https"),
        ("https://avvisi.example", "ftp://avvisi.example", 3, "webhook.public_url", "must be https"),
        ("https://avvisi.example", "avvisi.example", 3, "webhook.public_url", "must be the address"),
        ("https://", "https://anna:zitto@", 3, "webhook.public_url", "must be the address"),
        ("/ristorante/", "/{link}", 3, "webhook.public_url", "must be the address"),
        ("/ristorante/", "/?a=zitto", 3, "webhook.public_url", "must be the address"),
        (".example/", ".example:0/", 3, "webhook.public_url", "must be the address"),
        ("public_url", 'secret = "zitto"\npublic_url', 3, "webhook.secret", "secret set"),
        ("public_url", "publik_url", 3, "webhook.publik_url", "did you mean public_url?"),
        ("[webhook]", "[webhok]", 1, "webhok", "did you mean webhook?"),
        ("[webhook]", "webhook = 8765\n[links.pos]", 1, "webhook", "must be a table: [webhook]"),
    ],
)
def test_what_is_wrong_with_the_door_is_told_where_it_is(
    tmp_path: Path, old: str, new: str, line: int, key: str, said: str
) -> None:
    table = DOOR.replace(old, new, 1)
    found = problems(tmp_path, f"{new.partition(chr(10))[0]}\n{RIGHT}" if key == "webhook" else table + RIGHT)
    assert any(where == line and name == key and said in what for where, name, what in found), found
    assert "zitto" not in str(found)


def test_a_wish_for_notices_is_true_or_false(tmp_path: Path) -> None:
    text = RIGHT.replace("preparation_minutes = 30", 'webhook = "zitto"')
    ((line, key, what),) = problems(tmp_path, text)
    assert (line, key, what) == (15, "links.settings.webhook", "must be true or false")
