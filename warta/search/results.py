"""What a reader sees of what was found: only what is public at this moment, with the words marked that matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from warta.articles.models import ArticlePage
from warta.articles.queries import public_articles
from warta.articles.reading.cards import Card, Face, cards_of, for_cards
from warta.search.asking import Question
from warta.search.entries import body_text
from warta.search.highlighting import Piece, Sought, excerpt, marked
from warta.search.queries import Found

PAGE = 10


@dataclass(frozen=True)
class Result:
    """An article that was found. Its face says the summary, or the part of its text that matched, with marks."""

    article_id: int
    face: Face


@dataclass(frozen=True)
class ResultPage:
    """One page of results; `count` of all that have all the words, `pages` that can be turned to."""

    results: Sequence[Result]
    number: int
    pages: int
    count: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page_of(found: Found, question: Question, number: int) -> ResultPage:
    """The page with this number, or the last there is. Five queries, and the text of one page's articles alone."""
    wanted = [hit.article_id for hit in found.hits]
    public = set(public_articles().order_by().filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    ids = [pk for pk in wanted if pk in public]
    pages = max(-(-len(ids) // PAGE), 1)
    number = min(max(number, 1), pages)
    here = ids[(number - 1) * PAGE : number * PAGE]
    withdrawn = len(wanted) - len(ids)
    return ResultPage(_results(here, question), number, pages, max(found.count - withdrawn, len(ids), 0))


def _results(ids: Sequence[int], question: Question) -> list[Result]:
    articles = for_cards(public_articles().order_by().filter(pk__in=ids)).in_bulk()
    cards = cards_of(articles[pk] for pk in ids if pk in articles)
    stored = ArticlePage.objects.filter(pk__in=ids).annotate(stored=Cast("body", TextField()))
    texts = dict(stored.values_list("pk", "stored"))
    sought = Sought(
        frozenset(word.written for word in question.required),
        frozenset(stem for word in question.required for stem in word.stems),
    )
    return [_result(card, body_text(texts.get(card.article.pk)), sought) for card in cards]


def _result(card: Card, text: str, sought: Sought) -> Result:
    language = card.article.language
    summary = marked(card.article.summary, sought, language)
    words = summary if any(is_marked for _text, is_marked in summary) else excerpt(text, sought, language) or summary
    headline = _html(marked(card.headline, sought, language))
    return Result(card.article.pk, replace(card.face, headline=headline, summary=_html(words)))


def _html(pieces: Sequence[Piece]) -> SafeString:
    return format_html_join("", "{}", ((_piece(text, is_marked),) for text, is_marked in pieces))


def _piece(text: str, is_marked: bool) -> SafeString | str:
    return format_html("<mark>{}</mark>", text) if is_marked else text
