"""Learning a model. The only module that needs scikit-learn (`pip install warta[train]`); serving never imports it.

The same examples and seed give the same bytes: nothing is drawn at random while learning, and weights are rounded.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from warta.comments.civility.features import NAMES, Factors, reading_of
from warta.comments.civility.grams import pairs_of
from warta.comments.civility.lexicon import shipped_lexicon
from warta.comments.civility.material import Example
from warta.comments.civility.model import Model, pieces_of
from warta.comments.civility.scoring import Scorer, shipped_spelling
from warta.comments.reading.words import Word

LEAST_COMMENTS = 8  # that have a piece of a word, or it is not learned
LIGHTEST = 0.02  # a piece of less weight is left out: it changes no score in the second digit
GRAM_FREEDOM, FEATURE_FREEDOM = 3.0, 1.0  # inverse strengths of regularisation
# The scalars that were chosen on the choosing half of the measuring set; see docs/civility.md.
GRAM_SHARE = 0.4
CHOSEN_SHARES = {"you": 0.3, "sneer": 0.5}  # of what is learned: elsewhere who says "you" is mostly rude
SLOPE, OFFSET, NUDGE_FROM = 0.62, -1.36, 0.35
DIGITS = 4


def learn(examples: Sequence[Example]) -> Model:
    """A model of these examples, those held out or kept for calibrating left aside; with the shipped scale."""
    with threadpool_limits(1):  # several threads add up in another order, and round otherwise
        return _learned([one for one in examples if one.part == "learned"])


def _learned(learned: Sequence[Example]) -> Model:
    spelling = shipped_spelling()
    texts = [spelling.words_of(one.text) for one in learned]
    abusive = np.array([one.is_abusive for one in learned])
    features = LogisticRegression(C=FEATURE_FREEDOM, max_iter=1000)
    features.fit(_features(texts), abusive, sample_weight=[one.feature_share for one in learned])
    grams, gram_bias = _learn_grams(texts, abusive, [one.share for one in learned])
    model = Model(
        version="",
        bias=_rounded(features.intercept_[0]),
        weights={
            name: _rounded(weight * CHOSEN_SHARES.get(name, 1.0))
            for name, weight in zip(NAMES, features.coef_[0], strict=True)
        },
        gram_bias=gram_bias,
        gram_share=GRAM_SHARE,
        grams=grams,
        slope=SLOPE,
        offset=OFFSET,
        nudge_from=NUDGE_FROM,
    )
    return named(model)


def named(model: Model) -> Model:
    """The model under a name made of what it says, so that equal models have equal names."""
    said = repr((model.bias, sorted(model.weights.items()), sorted(model.grams.items()), model.slope, model.offset))
    return replace(model, version=hashlib.sha256(said.encode()).hexdigest()[:12])


def calibrated(model: Model, examples: Sequence[Example]) -> Model:
    """The model with its scale (Platt's) taken from these examples, which it must not have learned."""
    scorer = Scorer(model)
    raw = np.array([[scorer.raw(one.text)] for one in examples])
    scale = LogisticRegression(C=1.0, max_iter=1000).fit(raw, [one.is_abusive for one in examples])
    slope, offset = max(float(scale.coef_[0][0]), 0.05), float(scale.intercept_[0])
    return named(replace(model, slope=_rounded(slope), offset=_rounded(offset)))


def _features(texts: Sequence[Sequence[Word]]) -> np.ndarray:
    lexicon, factors = shipped_lexicon(), Factors()
    readings = (reading_of(words, lexicon, factors).values for words in texts)
    return np.array([[values.get(name, 0.0) for name in NAMES] for values in readings])


def _learn_grams(
    texts: Sequence[Sequence[Word]], abusive: np.ndarray, shares: Sequence[float]
) -> tuple[dict[str, float], float]:
    counted = [_pieces_in(words) for words in texts]
    having = Counter(piece for counts in counted for piece in counts)
    columns = {piece: at for at, piece in enumerate(sorted(p for p, n in having.items() if n >= LEAST_COMMENTS))}
    model = LogisticRegression(C=GRAM_FREEDOM, max_iter=1000)
    model.fit(_matrix(counted, columns), abusive, sample_weight=shares)
    weights = {piece: _rounded(model.coef_[0][at]) for piece, at in columns.items()}
    return {piece: weight for piece, weight in weights.items() if abs(weight) >= LIGHTEST}, _rounded(
        model.intercept_[0]
    )


def _pieces_in(words: Sequence[Word]) -> Counter[str]:
    counts: Counter[str] = Counter(pairs_of(words))
    for word in words:
        counts.update(pieces_of(word.text, is_sign=word.is_sign))
    return counts


def _matrix(counted: Sequence[Mapping[str, int]], columns: Mapping[str, int]) -> csr_matrix:
    """A row for each text: how often it has each piece, over the square root of how many it has."""
    ends, places, values = [0], [], []
    for counts in counted:
        known = [(columns[piece], times) for piece, times in counts.items() if piece in columns]
        scale = 1.0 / max(sum(times for _at, times in known), 1) ** 0.5
        places += [at for at, _times in known]
        values += [times * scale for _at, times in known]
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(counted), len(columns)))


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
