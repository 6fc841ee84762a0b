"""Learning: figures as they are defined, patterns, decisions, and a new model that has to be better to take over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.civility.figures import auc, figures_of, loss, macro_f1, recall_at
from warta.comments.civility.material import Example, decisions_in, shipped_examples
from warta.comments.civility.model import model_bytes, read_model
from warta.comments.civility.retraining import Comparison, TooFew, current_scorer, keep, own_model, retrain
from warta.comments.civility.scoring import SHIPPED, scorer_from
from warta.comments.civility.sentences import comments_from, patterns_of
from warta.comments.civility.training import learn

PATTERNS = "[who] a|b|c\n# a word\n+ bad {who}\n- good {who} {who}\n"


def test_the_area_is_one_when_all_abusive_score_higher_and_half_when_all_score_alike() -> None:
    assert auc([0.1, 0.2, 0.8], [False, False, True]) == 1
    assert auc([0.5, 0.5], [False, True]) == 0.5


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    bad, civil = [s for s, is_bad in rows if is_bad], [s for s, is_bad in rows if not is_bad]
    if bad and civil:
        pairs = sum((b > c) + (b == c) / 2 for b in bad for c in civil) / (len(bad) * len(civil))
        assert auc([s for s, _ in rows], [b for _, b in rows]) == pytest.approx(pairs)


def test_recall_is_counted_above_what_three_in_a_hundred_civil_reach() -> None:
    civil = [one / 100 for one in range(100)]
    assert recall_at([*civil, 0.965, 0.5], [False] * 100 + [True, True]) == 0.5


def test_macro_f1_and_loss_are_those_of_their_definition() -> None:
    assert macro_f1([True, False], [True, False]) == 1
    assert macro_f1([True, True], [True, False]) == pytest.approx((2 / 3 + 0) / 2)
    assert loss([0.5, 0.5], [True, False]) == pytest.approx(0.6931, abs=1e-4)


def test_figures_need_both_kinds() -> None:
    with pytest.raises(ValueError, match="abusive and civil"):
        figures_of([0.1], [True])


def test_patterns_give_the_same_comments_for_the_same_seed() -> None:
    patterns = patterns_of(PATTERNS)
    comments = list(comments_from(patterns, each=5, seed=4))
    assert comments == list(comments_from(patterns, each=5, seed=4))
    assert len(set(comments)) == len(comments)
    assert {is_abusive for _text, is_abusive in comments} == {True, False}


def test_a_line_that_is_no_pattern_is_named() -> None:
    with pytest.raises(ValueError, match="line 1"):
        patterns_of("what\n")


def test_bad_lines_of_decisions_are_numbered() -> None:
    good = json.dumps({"text": "a", "label": "abusive"})
    lines = [
        good,
        "",
        "{",
        json.dumps({"text": 3, "label": "civil"}),
        json.dumps({"text": "b", "label": "maybe"}),
        "[" * 100_000,
    ]
    assert list(decisions_in(lines)) == [Example("a", True, "newsroom"), 3, 4, 5, 6]


def test_what_ships_has_a_part_that_is_never_learned() -> None:
    examples = shipped_examples(1)
    assert 0.08 < sum(one.part == "held out" for one in examples if one.source != "own") / len(examples) < 0.12


def test_too_few_decisions_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(TooFew, match="at least 20"):
        retrain(
            [Example("a", True, "newsroom")], old=scorer_from(SHIPPED), home=tmp_path_factory.mktemp("home"), seed=1
        )


def test_a_new_model_takes_over_only_if_it_is_better() -> None:
    good, bad = figures_of([0.1, 0.9], [False, True]), figures_of([0.9, 0.1], [False, True])
    assert Comparison(bad, good, "a", "b", 2).is_better
    assert not Comparison(good, bad, "a", "b", 2).is_better
    assert not Comparison(good, good, "a", "b", 2).is_better


def test_a_kept_model_is_the_current_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    assert current_scorer(home).model.version == read_model(SHIPPED).version
    keep(replace(read_model(SHIPPED), version="ours"), own_model(home))
    assert current_scorer(home).model.version == "ours"


def test_the_shipped_file_is_what_its_model_is_written_as() -> None:
    assert model_bytes(read_model(SHIPPED)) == SHIPPED.read_bytes()


def test_the_same_examples_give_the_same_bytes() -> None:
    examples = shipped_examples(1)[::12]
    assert model_bytes(learn(examples)) == model_bytes(learn(examples))


def test_the_newsroom_teaches_a_word_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    decisions = home / "decisions.jsonl"
    words = [f"kata{number} sungguh" for number in range(400)]
    rows = [{"text": f"{one} wekwekan nih", "label": "abusive"} for one in words]
    rows += [{"text": f"{one} mantap nih", "label": "civil"} for one in words]
    decisions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    said = _warta(home, "train", str(decisions))
    assert "The new model takes over." in said
    assert current_scorer(home).score("wekwekan nih").score > 0.35 > current_scorer(home).score("mantap nih").score


def _warta(home: Path, *arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "warta"), "civility", *arguments]
    environment = {**os.environ, "WARTA_HOME": str(home), "WARTA_LANGUAGE": "en"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout
