"""Learning from the newsroom's own decisions; the new model takes over only if it is better on held-out ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warta.comments.civility.figures import Figures, figures_of
from warta.comments.civility.material import Example, Part, shipped_examples
from warta.comments.civility.model import Model, model_bytes
from warta.comments.civility.scoring import SHIPPED, Scorer, scorer_from

LEAST_OF_A_KIND = 20  # abusive and civil decisions in each part that measures or sets the scale
AUC_MAY_FALL = 0.002  # a better scale is no gain if the order of the queue suffers


class TooFew(Exception):
    """There are too few decisions to learn from and to compare on."""


@dataclass(frozen=True)
class Comparison:
    """Both models on the same held-out decisions."""

    old: Figures
    new: Figures
    old_version: str
    new_version: str
    compared_on: int

    @property
    def is_better(self) -> bool:
        return self.new.loss < self.old.loss and self.new.auc >= self.old.auc - AUC_MAY_FALL


def own_model(home: Path) -> Path:
    """Where the newsroom's own model lies, if there is one."""
    return home / "civility" / "civility.model"


def current_scorer(home: Path) -> Scorer:
    """With the newsroom's own model, or the shipped one. Raises BadModel and OSError: then comments are held."""
    path = own_model(home)
    return scorer_from(path if path.exists() else SHIPPED)


def retrain(decisions: Sequence[Example], *, old: Scorer, home: Path, seed: int) -> Comparison:
    """Learn from what ships and these; keep the new model under `home` if it is better. Safe to repeat.

    Takes half a minute or more. Raises TooFew, and ImportError where the libraries for learning are not installed.
    """
    held = _part(decisions, "held out")
    model = learned_from(decisions, seed=seed)
    new = Scorer(model)
    found = Comparison(
        _figures(old, held), _figures(new, held), old.model.version, model.version, compared_on=len(held)
    )
    if found.is_better:
        keep(model, own_model(home))
    return found


def learned_from(decisions: Sequence[Example], *, seed: int) -> Model:
    """Raises TooFew and ImportError. With no decisions, the model that ships."""
    from warta.comments.civility import training

    examples = shipped_examples(seed)
    if not decisions:
        return training.learn(examples)
    scale = _part(decisions, "scale")
    _part(decisions, "held out")
    return training.calibrated(training.learn([*examples, *decisions]), scale)


def keep(model: Model, path: Path) -> None:
    """Write the model whole and switch it in at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(model_bytes(model))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _part(decisions: Sequence[Example], part: Part) -> list[Example]:
    found = [one for one in decisions if one.part == part]
    bad = sum(one.is_abusive for one in found)
    if min(bad, len(found) - bad) < LEAST_OF_A_KIND:
        raise TooFew(
            f"{part}: {bad} abusive and {len(found) - bad} civil, at least {LEAST_OF_A_KIND} of each are needed"
        )
    return found


def _figures(scorer: Scorer, examples: Sequence[Example]) -> Figures:
    chances = [scorer.model.chance(scorer.raw(one.text)) for one in examples]
    return figures_of(chances, [one.is_abusive for one in examples])
