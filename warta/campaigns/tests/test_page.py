"""The page that checks a draw: what the server gives of it, and that its libraries are those that were vendored."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

import pytest
from django.test import Client

from warta.articles.models import RESERVED_SLUGS
from warta.campaigns import problems
from warta.campaigns.draw.checking import WORDS
from warta.campaigns.draw.single_file import single_file
from warta.campaigns.problems import words_of

STATIC = Path(problems.__file__).parent / "static" / "campaigns" / "verify"


@pytest.mark.django_db
def test_the_page_has_a_word_for_everything_that_its_script_says(client: Client) -> None:
    page = html.unescape(client.get("/campaign/verify/").content.decode())
    words = re.findall(r'data-word="([^"]+)"', page)
    script = (STATIC / "page.js").read_text()
    asked = {*WORDS, *re.findall(r'(?:word|fail)\("([a-z_-]+)"', script)}
    asked |= {f"{head}{step}" for step in re.findall(r"^  ([a-z]+): \[", script, re.M) for head in ("step-", "good-")}

    assert asked - {"good-receipt"} - set(words) == set()
    assert len(words) == len(set(words))


@pytest.mark.django_db
def test_the_page_holds_to_the_strict_policy(client: Client) -> None:
    response = client.get("/en/campaign/verify/")
    page = response.content.decode()

    assert "'unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|style=|\son[a-z]+=", page)
    assert "campaign" in RESERVED_SLUGS


@pytest.mark.django_db
def test_the_verifier_is_handed_out_with_the_fingerprint_that_the_page_tells(client: Client) -> None:
    given = client.get("/campaign/verify/verify_draw.py")

    assert given.content.decode() == single_file()
    assert "attachment" in given["Content-Disposition"]
    assert hashlib.sha256(given.content).hexdigest() in client.get("/campaign/verify/").content.decode()


def test_every_problem_has_its_sentence_for_translation() -> None:
    assert problems._sentences() == [words_of(code) for code in WORDS]


def test_the_vendored_libraries_are_as_they_were_taken() -> None:
    vendor = STATIC / "vendor" / "noble"
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", (vendor / "README.md").read_text(), re.M)
    scripts = {str(path.relative_to(vendor)) for path in vendor.glob("**/*.js")}

    assert {name for _, name in listed} == scripts
    for digest, name in listed:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest, name
