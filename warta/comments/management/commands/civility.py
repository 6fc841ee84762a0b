"""warta civility --batch FILE | train [FILE | --rulings]: score comments, or learn from the newsroom's decisions."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from warta.comments.civility.figures import Figures
from warta.comments.civility.material import Example, decisions_in
from warta.comments.civility.model import BadModel
from warta.comments.civility.retraining import TooFew, current_scorer, keep, learned_from, retrain
from warta.comments.civility.scoring import SHIPPED, Scorer, Unscored
from warta.comments.writing.rulings import lines_of_rulings


class Command(BaseCommand):
    help = (
        "Say how likely comments are to be abusive, or learn from decisions. --batch: one JSON object a line with id "
        "and text; out comes one line each with id, score, label and spans. train FILE: one JSON object a line with "
        "text and label (abusive or civil); the new model takes over only if it is better on decisions held out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["train"])
        parser.add_argument("file", nargs="?", metavar="FILE", help="decisions to learn from; - reads standard input")
        parser.add_argument("--batch", metavar="FILE", help="comments to score; - reads standard input")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and decisions give the same model (1)")
        parser.add_argument("--rulings", action="store_true", help="learn from what moderators decided here")
        parser.add_argument("--ship", action="store_true", help="make the shipped model anew, without decisions")

    def handle(self, **options: Any) -> None:
        if options["action"] == "train" and not options["batch"]:
            self._train(options)
        elif options["batch"] and not options["action"]:
            self._score(options["batch"])
        else:
            raise CommandError(_("Give --batch FILE to score comments, or train FILE to learn from decisions."))

    def _score(self, path: str) -> None:
        scorer = _scorer()
        for number, line in enumerate(_lines_of(path), 1):
            if not line.strip():
                continue
            row = _comment_in(line)
            if row is None:
                self.stderr.write(_("Line %(n)d is no JSON object with id and text; it was skipped.") % {"n": number})
            else:
                self.stdout.write(json.dumps(_answer(scorer, *row), ensure_ascii=False))

    def _train(self, options: dict[str, Any]) -> None:
        path, is_from_rulings, is_shipped = options["file"], options["rulings"], options["ship"]
        if sum(map(bool, (path, is_from_rulings, is_shipped))) != 1:
            raise CommandError(_("Name the file with the decisions, or --rulings, or --ship."))
        try:
            if is_shipped:
                keep(learned_from([], seed=options["seed"]), SHIPPED)
                self.stdout.write(_("The shipped model was made anew."))
            else:
                decisions = lines_of_rulings() if is_from_rulings else _lines_of(path)
                self._retrain(list(self._decisions(decisions)), options["seed"])
        except ImportError:
            raise CommandError(
                _("Learning needs libraries that serving does not: pip install 'warta[train]'.")
            ) from None
        except TooFew as error:
            raise CommandError(_("There are too few decisions (%(why)s).") % {"why": error}) from None

    def _decisions(self, lines: Iterator[str]) -> Iterator[Example]:
        for one in decisions_in(lines):
            if isinstance(one, Example):
                yield one
            else:
                self.stderr.write(_("Line %(n)d is no decision (text and label); it was skipped.") % {"n": one})

    def _retrain(self, decisions: list[Example], seed: int) -> None:
        found = retrain(decisions, old=_scorer(), home=Path(settings.HOME), seed=seed)
        self.stdout.write(_("Compared on %(n)d decisions that neither learned from:") % {"n": found.compared_on})
        self.stdout.write(_figures_line(_("old"), found.old_version, found.old))
        self.stdout.write(_figures_line(_("new"), found.new_version, found.new))
        words = _("The new model takes over.") if found.is_better else _("The old model stays: the new is no better.")
        self.stdout.write(words)


def _scorer() -> Scorer:
    try:
        return current_scorer(Path(settings.HOME))
    except (BadModel, OSError) as error:
        raise CommandError(
            _("The model can't be read: %(why)s. Remove it to use the shipped one.") % {"why": error}
        ) from None


def _lines_of(path: str) -> Iterator[str]:
    """The lines of a file, read as they are wanted. Raises CommandError."""
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
            yield from (line.decode("utf-8", "replace").removeprefix("\ufeff") for line in file)
    except OSError as error:
        why = {"file": path, "why": error.strerror or error}
        raise CommandError(_("%(file)s can't be read: %(why)s.") % why) from None


def _comment_in(line: str) -> tuple[str | int, str] | None:
    try:
        row = json.loads(line)
        name, text = row["id"], row["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (name, text) if isinstance(name, (str, int)) and isinstance(text, str) else None


def _answer(scorer: Scorer, name: str | int, text: str) -> dict[str, Any]:
    """One line of the answer; what can't be scored has no score, the label "unscored", and the reason."""
    try:
        verdict = scorer.score(text)
    except Unscored as error:
        return {"id": name, "score": None, "label": "unscored", "spans": [], "why": str(error)}
    spans = [
        {"start": span.start, "end": span.end, "text": text[span.start : span.end], "direction": span.direction,
         "weight": span.weight}
        for span in verdict.spans
    ]  # fmt: skip
    return {"id": name, "score": verdict.score, "label": verdict.label, "spans": spans, "version": verdict.version}


def _figures_line(name: str, version: str, figures: Figures) -> str:
    return (
        f"  {name:<6}{version}  AUC {figures.auc:.4f}  "
        + _("found at 3 %% false nudges")
        + f" {figures.recall:.4f}  "
        + _("loss")
        + f" {figures.loss:.4f}"
    )
