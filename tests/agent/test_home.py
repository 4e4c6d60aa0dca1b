"""Where things live: one folder when one is given, else the user's own; and two homes never share a secret."""

import os
from pathlib import Path

import pytest

from agent.home import HOME_VARIABLE, Home


def test_a_given_folder_holds_everything(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "banco", {})
    assert home.data == tmp_path / "banco"
    for path in (home.configuration, home.database, home.logs):
        assert path.parent == home.data
    assert not home.data.exists(), "asking makes nothing"


def test_the_variable_counts_and_the_option_counts_more(tmp_path: Path) -> None:
    said = {HOME_VARIABLE: str(tmp_path / "variable")}
    assert Home.at(None, said).data == tmp_path / "variable"
    assert Home.at(tmp_path / "option", said).data == tmp_path / "option"
    assert Home.at(None, {HOME_VARIABLE: ""}) == Home.at(None, {})


def test_without_one_it_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    home = Home.at(None, {})
    assert (home.id, home.keyring_service) == (None, "campanello")
    assert home.configuration.name == "campanello.toml"
    if os.name == "posix":
        assert tmp_path in home.configuration.parents
        assert tmp_path in home.database.parents


def test_each_given_home_has_a_name_of_its_own_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Home.at(tmp_path / "one", {}), Home.at(tmp_path / "other", {})
    assert one.keyring_service == f"campanello:{one.id}"
    assert one.keyring_service != other.keyring_service
    monkeypatch.chdir(tmp_path)
    assert Home.at(Path("one"), {}).id == one.id
    assert Home.at(Path("other/../one"), {}).id == one.id
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Home.at(Path("~/one"), {}).id == one.id
