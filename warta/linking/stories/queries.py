"""What a story's page shows: its public articles by day, the outlets that reported first, and who said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from warta.articles.models import ArticlePage, ArticleQuerySet, Citation, Outlet
from warta.articles.queries import public_articles
from warta.articles.reading.cards import Card, cards_of, for_cards
from warta.articles.reading.listings import Day, by_day
from warta.linking.models import Gathered, SaidInArticle, Story
from warta.press.marks import once_per_round

MOST_ARTICLES = 200
MOST_VOICES = 40
SHOWN_AT_ONCE = 3  # statements of one speaker; the rest stand folded below them
MOST_OF_A_VOICE = 12


@dataclass(frozen=True)
class Said:
    """One statement with the card of the article it stands in."""

    statement: SaidInArticle
    card: Card


@dataclass(frozen=True)
class Voice:
    """What one speaker said, the latest first."""

    speaker: str
    role: str
    statements: list[Said]

    @property
    def first(self) -> list[Said]:
        return self.statements[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> list[Said]:
        return self.statements[SHOWN_AT_ONCE:MOST_OF_A_VOICE]


@dataclass(frozen=True)
class StoryReading:
    """A story as readers see it. `cards` are its public articles, the latest first; without any it is gone."""

    story: Story
    cards: list[Card]
    days: list[Day]
    outlets: list[Outlet]
    voices: list[Voice]

    @property
    def latest(self) -> Card | None:
        return self.cards[0] if self.cards else None

    @property
    def first_day(self) -> date | None:
        return self.days[-1].day if self.days else None

    @property
    def last_day(self) -> date | None:
        return self.days[0].day if self.days else None

    @property
    def picture_card(self) -> Card | None:
        return next((card for card in self.cards if card.picture), None)


def articles_of_story(story: Story) -> ArticleQuerySet:
    """Its public articles, the latest first."""
    return public_articles().filter(gathered__story=story)


def reading_of_story(story: Story) -> StoryReading:
    """In seven queries, however many articles it has; at most the latest two hundred."""
    cards = cards_of(for_cards(articles_of_story(story))[:MOST_ARTICLES])
    by_id = {card.article.pk: card for card in cards}
    cited = Citation.objects.filter(article_id__in=by_id).values("outlet_id")
    return StoryReading(
        story=story,
        cards=cards,
        days=by_day(cards),
        outlets=list(Outlet.objects.filter(pk__in=cited)),
        voices=_voices(by_id),
    )


def _voices(cards: dict[int, Card]) -> list[Voice]:
    said = SaidInArticle.objects.filter(article_id__in=cards, is_hidden=False, is_gone=False)
    order = {pk: place for place, pk in enumerate(cards)}
    rows = sorted(said, key=lambda row: (order[row.article_id], row.position))
    by_speaker: dict[str, list[Said]] = {}
    seen: set[str] = set()
    for row in rows:
        if row.key not in seen:  # the same words in two articles are shown once
            by_speaker.setdefault(row.speaker, []).append(Said(row, cards[row.article_id]))
            seen.add(row.key)
    voices = [Voice(speaker, _role(found), found) for speaker, found in _whole_names(by_speaker).items()]
    return sorted(voices, key=lambda voice: -len(voice.statements))[:MOST_VOICES]


def _whole_names(by_speaker: dict[str, list[Said]]) -> dict[str, list[Said]]:
    """Whoever one article calls by a part of the name belongs to the only one who bears it in another."""
    merged = dict(by_speaker)
    for name in sorted(by_speaker, key=len):
        longer = [other for other in merged if set(name.split()) < set(other.split())]
        if len(longer) == 1:
            merged[longer[0]] = merged[longer[0]] + merged.pop(name)
    return merged


def _role(found: Iterable[Said]) -> str:
    role = next((said.statement.role for said in found if said.statement.role), "")
    return role[:1].upper() + role[1:]


@once_per_round
def story_of_article(article_id: int) -> Story | None:
    """The story that an article belongs to, for its page."""
    row = Gathered.objects.filter(article_id=article_id).select_related("story").first()
    return row.story if row else None


def story_at(slug: str) -> Story | None:
    """The story at an address; a merged one too."""
    return Story.objects.filter(slug=slug).select_related("merged_into").first()


def story_paths() -> list[str]:
    """Addresses for the sitemap, the latest first."""
    return [story.get_absolute_url() for story in Story.objects.current().only("slug")[:20_000]]


def statements_of_story(story: Story) -> list[SaidInArticle]:
    """Every statement of its public articles, hidden ones too, for the newsroom."""
    ids = ArticlePage.objects.public().filter(gathered__story=story).values("pk")
    rows = SaidInArticle.objects.filter(article_id__in=ids, is_gone=False).select_related("article")
    return list(rows.order_by("-article__gathered__at", "position")[:500])


def changes_of_stories_since(moment: datetime) -> Iterator[tuple[frozenset[str], datetime]]:
    """Press tags of the stories that changed at `moment` or later, and when: for the press's sweep."""
    rows = Story.objects.filter(changed_at__gte=moment).order_by("changed_at")
    for story in rows.only("pk", "changed_at").iterator(chunk_size=500):
        yield frozenset({f"story:{story.pk}", f"list:story:{story.pk}"}), story.changed_at
