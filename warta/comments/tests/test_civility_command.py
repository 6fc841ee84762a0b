"""`warta civility --batch`: one line in, one line out, and a bad line stops nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def comments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batch") / "comments.jsonl"


def scored(path: Path) -> tuple[list[dict[str, object]], str]:
    out, complaints = StringIO(), StringIO()
    call_command("civility", "--batch", str(path), stdout=out, stderr=complaints)
    return [json.loads(line) for line in out.getvalue().splitlines()], complaints.getvalue()


def test_each_comment_is_answered_in_order(comments: Path) -> None:
    comments.write_text('{"id": "a", "text": "dasar goblok"}\n{"id": 2, "text": "setuju"}\n', encoding="utf-8")
    answers, _complaints = scored(comments)
    assert [(answer["id"], answer["label"]) for answer in answers] == [("a", "abusive"), (2, "civil")]
    assert {"id", "score", "label", "spans"} <= set(answers[0])


def test_bad_lines_are_reported_with_their_number_and_skipped(comments: Path) -> None:
    comments.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "a"}\n\nnope\n{"id": 2}\n\xff\xfe\n{"id": 3, "text": "b"}\n')
    answers, complaints = scored(comments)
    assert [answer["id"] for answer in answers] == [1, 3]
    assert [line.split()[1] for line in complaints.splitlines()] == ["3", "4", "5"]


def test_what_cannot_be_scored_is_said_to_be_unscored(comments: Path) -> None:
    comments.write_text(json.dumps({"id": 1, "text": "a" * 20_000}), encoding="utf-8")
    ((answer,), _complaints) = scored(comments)
    assert (answer["score"], answer["label"]) == (None, "unscored")


@pytest.mark.parametrize("arguments", [[], ["train"], ["--batch", "/no/such/file"], ["train", "x", "--batch", "y"]])
def test_a_wrong_call_is_answered_with_a_sentence(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("civility", *arguments)
