"""Who said what: precision and recall on our own marked texts, and the time a text takes.

    python -m benchmarks.statements [--wrong]

`develop` was looked at while the patterns were made, `held out` was not. An extraction is right when speaker, words,
paragraph and quotation are as a person marked them, and the office is as marked or left out.
"""

from __future__ import annotations

import sys
import time

from warta.linking.statements import statements_in
from warta.linking.tests.statements.marked import Judgement, MarkedText, judge, marked_texts

LONG = 100_000


def main() -> None:
    develop, held_out = marked_texts("develop.txt"), marked_texts("held_out.txt")
    print(f"{'texts':<12}{'extractions':>12}{'precision':>11}{'recall':>8}")
    for name, texts in (("develop", develop), ("held out", held_out), ("all", [*develop, *held_out])):
        _print(name, judge(texts))
    _print_times([*develop, *held_out])
    if "--wrong" in sys.argv:
        judgement = judge([*develop, *held_out])
        print(
            *[f"wrong   {line}" for line in judgement.wrong],
            *[f"missed  {line}" for line in judgement.missed],
            sep="\n",
        )


def _print(name: str, judgement: Judgement) -> None:
    print(f"{name:<12}{judgement.extractions:>12}{judgement.precision:>11.3f}{judgement.recall:>8.3f}")


def _print_times(texts: list[MarkedText]) -> None:
    began = time.perf_counter()
    for text in texts:
        statements_in(text.paragraphs, text.language)
    each = (time.perf_counter() - began) / len(texts)
    paragraphs = [paragraph for text in texts for paragraph in text.paragraphs]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    began = time.perf_counter()
    statements_in(paragraphs * (LONG // words + 1))
    print(f"one text {each * 1000:.1f} ms; {LONG} words {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
