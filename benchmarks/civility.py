"""How well the scorer tells abusive comments from civil ones, beside a list of words and TF-IDF + logistic regression.

    python -m benchmarks.civility [--data FOLDER]

The folder holds `civility_id_news_comments_dev/comments.jsonl`, real comments under news (labels 2 and 3 are abusive),
and `lexicon_id/blob_badword.txt`. Thresholds of all three methods are taken on the first half; the promise is about the
other. "Held out" is what of the shipped material no method learned from. Needs `pip install -e '.[train]'`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.report import Row, close
from tests.places import ROOT
from warta.comments.civility.figures import FALSE_NUDGES, auc, macro_f1, recall_at, threshold_at
from warta.comments.civility.material import Example, shipped_examples
from warta.comments.civility.scoring import SHIPPED, Scorer, scorer_from

DATA = ROOT.parent / "shared" / "data"
DRAWS = 1000  # of the bootstrap
SEED = 5
ABUSIVE_FROM = 2
MOST_MS, MOST_LOAD_SECONDS, MOST_MB = 3.0, 1.0, 60.0
COST = """
import gc, json, resource, sys, time
def rss():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20
began, before = time.perf_counter(), rss()
from warta.comments.civility.scoring import SHIPPED, scorer_from
scorer = scorer_from(SHIPPED)
loaded = time.perf_counter() - began
texts, times, walls = json.load(sys.stdin), [], []
for text in texts:
    at, wall = time.thread_time(), time.perf_counter()
    scorer.score(text)
    times.append((time.thread_time() - at) * 1000)
    walls.append((time.perf_counter() - wall) * 1000)
late = int(len(times) * 0.95)
print(json.dumps([loaded, rss() - before, sorted(times)[late // 2], sorted(times)[late], sorted(walls)[late]]))
"""

Method = Callable[[Sequence[str]], list[float]]


@dataclass(frozen=True)
class Comments:
    """Texts with whether each is abusive."""

    texts: list[str]
    abusive: list[bool]

    def part(self, first: int, end: int) -> Comments:
        return Comments(self.texts[first:end], self.abusive[first:end])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    folder = parser.parse_args().data
    if not (folder / "civility_id_news_comments_dev" / "comments.jsonl").is_file():
        print("Name the folder of the data with --data; it is not part of the project.")
        sys.exit(2)
    comments = _news_comments(folder / "civility_id_news_comments_dev" / "comments.jsonl")
    examples = shipped_examples(1)
    scorer = scorer_from(SHIPPED)
    methods: dict[str, Method] = {
        "list of words": _list_of_words(folder / "lexicon_id" / "blob_badword.txt"),
        "TF-IDF + logistic regression": _tf_idf([one for one in examples if one.part == "learned"]),
        "Warta": lambda texts: [scorer.model.chance(scorer.raw(text)) for text in texts],
    }
    half = len(comments.texts) // 2
    chosen_on, other = comments.part(0, half), comments.part(half, len(comments.texts))
    rows = list(_promises(methods, chosen_on, other))
    _show("news comments, the half on which was chosen", methods, chosen_on, chosen_on)
    for source, name in (("id", "Indonesian"), ("en", "English")):
        held = [one for one in examples if one.source == source and one.part == "held out"]
        both = Comments([one.text for one in held], [one.is_abusive for one in held])
        _show(f"{name} training material, held out", methods, both, both)
    _show_calibration(scorer, other)
    close("civility", [*rows, *_costs(examples)])


def _news_comments(path: Path) -> Comments:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return Comments([row["text"] for row in rows], [row["label"] >= ABUSIVE_FROM for row in rows])


def _list_of_words(path: Path) -> Method:
    listed = set(path.read_text(encoding="utf-8").split())
    return lambda texts: [float(sum(word.strip(".,!?") in listed for word in text.lower().split())) for text in texts]


def _tf_idf(examples: Sequence[Example]) -> Method:
    vectors = TfidfVectorizer(min_df=2, ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(C=5, max_iter=1000)
    model.fit(vectors.fit_transform([one.text for one in examples]), [one.is_abusive for one in examples])
    return lambda texts: [float(value) for value in model.predict_proba(vectors.transform(texts))[:, 1]]


def _promises(methods: dict[str, Method], chosen_on: Comments, other: Comments) -> Iterator[Row]:
    figures = _show("news comments, the other half", methods, chosen_on, other)
    ours = figures["Warta"]
    for at, name in enumerate(("AUC", "recall at 3 % false nudges", "macro F1")):
        best = max(values[at] for method, values in figures.items() if method != "Warta")
        yield Row(f"{name}, other half, over the better of both", ours[at] / best, 1.1, "×", False)


def _show(title: str, methods: dict[str, Method], chosen_on: Comments, shown: Comments) -> dict[str, list[float]]:
    """Print each method's figures with 95 % intervals; the threshold for F1 and false nudges comes from `chosen_on`."""
    bad = sum(shown.abusive)
    print(f"\n{title}: {len(shown.texts)} comments, {bad} abusive")
    print(f"  {'':<30}{'AUC':<22}{'recall at 3 %':<22}{'macro F1':<22}false nudges")
    found = {}
    for name, method in methods.items():
        limit = threshold_at(method(chosen_on.texts), chosen_on.abusive)
        scores = method(shown.texts)
        draws = _intervals(scores, shown.abusive, limit)
        found[name] = _figures(scores, shown.abusive, limit)
        cells = (f"{value:.3f} ({low:.3f}-{high:.3f})" for value, (low, high) in zip(found[name], draws, strict=True))
        civil = [score for score, is_bad in zip(scores, shown.abusive, strict=True) if not is_bad]
        false = sum(score > limit for score in civil) / len(civil)
        print(f"  {name:<30}" + "".join(f"{cell:<22}" for cell in cells) + f"{false:.3f}")
    return found


def _figures(scores: Sequence[float], abusive: Sequence[bool], limit: float) -> list[float]:
    said = [score > limit for score in scores]
    return [auc(scores, abusive), recall_at(scores, abusive, FALSE_NUDGES), macro_f1(said, abusive)]


def _intervals(scores: Sequence[float], abusive: Sequence[bool], limit: float) -> list[tuple[float, float]]:
    """For each figure the bounds between which 95 % of the resamples lie."""
    draw = random.Random(SEED)
    samples: list[list[float]] = []
    while len(samples) < DRAWS:
        chosen = draw.choices(range(len(scores)), k=len(scores))
        if 0 < sum(abusive[at] for at in chosen) < len(chosen):
            samples.append(_figures([scores[at] for at in chosen], [abusive[at] for at in chosen], limit))
    columns = [sorted(values) for values in zip(*samples, strict=True)]
    return [(values[int(DRAWS * 0.025)], values[int(DRAWS * 0.975)]) for values in columns]


def _show_calibration(scorer: Scorer, comments: Comments) -> None:
    """Of the comments that were given about this chance, how many were abusive."""
    print("\ncalibration on the other half    comments    mean score    abusive")
    rows = [(scorer.score(text).score, bad) for text, bad in zip(comments.texts, comments.abusive, strict=True)]
    for low, high in ((0.0, 0.1), (0.1, 0.2), (0.2, 0.35), (0.35, 0.6), (0.6, 0.9), (0.9, 1.01)):
        within = [(score, bad) for score, bad in rows if low <= score < high]
        if within:
            mean, share = (sum(values) / len(within) for values in zip(*within, strict=True))
            print(f"  {low:.2f} to {min(high, 1):.2f} {len(within):>24} {mean:>13.3f} {share:>10.3f}")


def _costs(examples: Sequence[Example]) -> Iterator[Row]:
    """A process that does nothing but load and score: 300 characters of real comments, each once."""
    text = " ".join(one.text for one in examples if one.source == "id")
    texts = [text[at : at + 300] for at in range(0, 900_000, 300) if len(text) >= at + 300]
    done = subprocess.run(
        [sys.executable, "-c", COST], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    loaded, megabytes, median, late, late_by_the_clock = json.loads(done.stdout)
    print(
        f"\none comment of 300 characters: median {median:.2f} ms of the processor, 95th percentile by the clock",
        end=" ",
    )
    print(f"{late_by_the_clock:.2f} ms (more only where other processes wait for the same core)")
    yield Row("one comment of 300 characters, 95th percentile on one core", late, MOST_MS, "ms")
    yield Row("loaded in", loaded, MOST_LOAD_SECONDS, "s")
    yield Row("memory that it adds", megabytes, MOST_MB, "MB")


if __name__ == "__main__":
    main()
