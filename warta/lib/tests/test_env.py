from __future__ import annotations

from pathlib import Path

import pytest

from warta.lib.databases import database_settings
from warta.lib.env import Environment, WrongSetting

SCHEMES = ("valkey", "redis")


@pytest.mark.parametrize(
    "value", ["ftp://x", "http://x:port", "http://x:99999", "http://[::1", "https://a b", "https://x/y", "https://u@x"]
)
def test_what_is_no_web_address_is_refused_in_a_sentence(value: str) -> None:
    with pytest.raises(WrongSetting, match=r"^SITE must be .*\.$"):
        Environment({"SITE": value}).web_address("SITE", "http://127.0.0.1")


@pytest.mark.parametrize("value", ["https://news.example", "http://[::1]:8000", "http://localhost:8000"])
def test_a_web_address_is_taken_as_it_stands(value: str) -> None:
    assert Environment({"SITE": value + "/"}).web_address("SITE", "") == value


def test_a_variable_that_is_set_to_nothing_is_not_set(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("kept\n")
    environment = Environment({"HOST": " ", "KEY": "", "KEY_FILE": str(tmp_path / "secret")})
    assert (environment.text("HOST", "127.0.0.1"), environment.text("KEY")) == ("127.0.0.1", "kept")


def test_a_service_of_another_kind_is_refused_without_its_password() -> None:
    assert Environment({}).service_address("CACHE", SCHEMES) == ""
    assert Environment({"CACHE": "redis://x:1/0"}).service_address("CACHE", SCHEMES) == "redis://x:1/0"
    with pytest.raises(WrongSetting) as refused:
        Environment({"CACHE": "http://user:word@x"}).service_address("CACHE", SCHEMES)
    assert "word" not in str(refused.value)


def test_a_database_address_with_half_a_bracket_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="WARTA_DATABASE_URL") as refused:
        database_settings("postgres://warta:pass[word@host/warta", home=tmp_path)
    assert "word@" not in str(refused.value)


def test_an_option_that_the_database_does_not_know_is_refused_in_a_sentence(tmp_path: Path) -> None:
    known = database_settings("postgres://warta@db/warta?sslmode=require", home=tmp_path)
    assert known["OPTIONS"]["sslmode"] == "require"
    with pytest.raises(WrongSetting, match=r"WARTA_DATABASE_URL has an option .* know: bogus\."):
        database_settings("postgres://warta:secret@db/warta?bogus=1", home=tmp_path)
