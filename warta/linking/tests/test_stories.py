"""Stories gather themselves from what is published, keep what editors decide, and follow every withdrawal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from warta.articles.models import ArticlePage
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, publish
from warta.articles.tests.pages import read, tags_shown, text_of
from warta.audit.models import AuditEntry
from warta.lib.clock import clock_at, now
from warta.linking.models import FindingTerm, Gathered, SaidInArticle, Story
from warta.linking.stories import editing
from warta.linking.stories.errors import ChangedMeanwhile, NotPossible
from warta.linking.stories.services import forget_old_terms, gather, gather_some
from warta.search.entries import entries_of

SLIDE = "<p>Longsor menimbun tiga rumah di Kampung Cibeber setelah hujan deras semalaman.</p>"
QUOTE = '<p>"Kami mencari dengan tangan," kata Kepala Kampung Cibeber, Asep Rahmat, Senin (2/3/2026).</p>'
FOUND = "<p>Tim penyelamat menemukan korban longsor yang menimbun rumah di Kampung Cibeber.</p>"
SOUGHT = "<p>Hujan deras di Kampung Cibeber menghambat pencarian korban longsor yang tertimbun rumah.</p>"
GAME = "<p>Klub Garuda Laut mengalahkan tamunya dengan dua gol tanpa balas di stadion kota.</p>"


def tell(newsroom: Newsroom, headline: str, *paragraphs: str, **fields: Any) -> ArticlePage:
    """Publish an article and let the worker look at it."""
    article = newsroom.published(headline, body=[("paragraph", "".join(paragraphs))], **fields)
    gather_some()
    return article


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    return Newsroom()


@pytest.fixture
def articles(newsroom: Newsroom) -> list[ArticlePage]:
    return [
        tell(newsroom, "Longsor di Cibeber, Tiga Rumah Tertimbun", SLIDE, QUOTE),
        tell(newsroom, "Korban Longsor di Cibeber Ditemukan", FOUND),
    ]


@pytest.fixture
def story(articles: list[ArticlePage]) -> Story:
    return Story.objects.get()


def story_of(article: ArticlePage) -> Story | None:
    return Gathered.objects.get(article=article).story


def test_a_single_article_waits_and_has_no_page(newsroom: Newsroom) -> None:
    article = tell(newsroom, "Longsor di Cibeber, Tiga Rumah Tertimbun", SLIDE)
    assert story_of(article) is None
    assert not Story.objects.exists()


def test_a_second_article_on_the_affair_makes_a_story_named_by_their_words(story: Story) -> None:
    assert story.size == 2
    assert story.name == "Longsor di Cibeber"
    assert story.get_absolute_url() == "/story/longsor-di-cibeber/"


def test_an_article_on_something_else_stays_out(newsroom: Newsroom, story: Story) -> None:
    assert story_of(tell(newsroom, "Garuda Laut Menang di Kandang", GAME)) is None


def test_a_third_article_joins_and_the_others_stay_where_they_are(newsroom: Newsroom, story: Story) -> None:
    third = tell(newsroom, "Hujan Hambat Pencarian Korban Longsor di Cibeber", SOUGHT)
    assert story_of(third) == story
    story.refresh_from_db()
    assert (story.size, Story.objects.count()) == (3, 1)


def test_a_changed_article_keeps_its_place(articles: list[ArticlePage], story: Story) -> None:
    articles[0].body = [("paragraph", GAME)]
    publish(articles[0])
    gather_some()
    assert story_of(articles[0]) == story


def test_gathering_again_changes_nothing(story: Story) -> None:
    assert gather_some() == 0
    assert Story.objects.get().version == story.version


def test_what_was_committed_behind_the_position_is_found_by_looking_back(newsroom: Newsroom, story: Story) -> None:
    late = newsroom.published("Hujan Hambat Pencarian Korban Longsor di Cibeber", body=[("paragraph", SOUGHT)])
    ArticlePage.objects.filter(pk=late.pk).update(changed_at=now() - timedelta(seconds=30))
    tell(newsroom, "Garuda Laut Menang di Kandang", GAME)
    assert story_of(late) == story


def test_an_article_that_cannot_be_gathered_holds_up_no_other(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = newsroom.published("Rusak", body=[("paragraph", SLIDE)])
    whole = newsroom.published("Garuda Laut Menang di Kandang", body=[("paragraph", GAME)])
    Gathered.objects.create(article=broken, at=now(), language="id", article_changed_at=now() - timedelta(days=1))
    monkeypatch.setattr("warta.linking.stories.services.note_statements", lambda entry: 1 / 0)
    Gathered.objects.filter(article=broken).update(
        story=Story.objects.create(name="x", slug="x", language="id", first_at=now(), last_at=now())
    )
    gather_some()
    assert Gathered.objects.filter(article=whole).exists()
    assert f"article {broken.pk} was not gathered" in caplog.text


def test_sponsored_articles_belong_to_no_story(newsroom: Newsroom, story: Story) -> None:
    paid = newsroom.published("Longsor di Cibeber", body=[("paragraph", SLIDE)], kind="sponsored", sponsor="Asuransi")
    gather_some()
    assert not Gathered.objects.filter(article=paid).exists()


def test_another_language_makes_another_story(newsroom: Newsroom, story: Story) -> None:
    assert story_of(tell(newsroom, "Longsor di Cibeber", SLIDE, FOUND, language="en")) is None


def test_a_locked_story_is_not_added_to(newsroom: Newsroom, story: Story) -> None:
    editing.lock_story(story, by="budi")
    assert story_of(tell(newsroom, "Hujan Hambat Pencarian Korban Longsor di Cibeber", SOUGHT)) != story
    story.refresh_from_db()
    assert story.size == 2


def test_words_to_find_by_are_forgotten_when_they_are_old(story: Story) -> None:
    assert forget_old_terms() == 0
    with clock_at(now() + timedelta(days=60)):
        assert forget_old_terms() > 0
    assert not FindingTerm.objects.exists()


def test_gathering_takes_the_same_number_of_queries_beside_many_stories(newsroom: Newsroom, story: Story) -> None:
    def queries_for(headline: str) -> int:
        article = newsroom.published(headline, body=[("paragraph", SOUGHT)])
        (entry,) = entries_of([article.pk])
        with CaptureQueriesContext(connection) as asked:
            gather(entry)
        return len(asked)

    few = queries_for("Hujan Hambat Pencarian Korban Longsor di Cibeber")
    for number in range(12):
        tell(newsroom, f"Garuda Laut Menang {number}", GAME)
    assert queries_for("Hujan Hambat Lagi Pencarian Korban Longsor di Cibeber") <= few + 2


# What readers see


def test_the_page_shows_days_articles_and_who_said_what(story: Story, articles: list[ArticlePage]) -> None:
    shown = text_of(read(story.get_absolute_url()))
    assert "Longsor di Cibeber" in shown
    assert articles[0].address in shown
    assert "Asep Rahmat" in shown
    assert "Kepala Kampung Cibeber" in shown
    assert "Kami mencari dengan tangan." in shown
    assert '"@type":"ItemList"' in shown


def test_the_page_stands_in_both_languages(story: Story) -> None:
    assert read(f"/en{story.get_absolute_url()}").status_code == 200


def test_the_page_says_what_it_shows(story: Story, articles: list[ArticlePage]) -> None:
    shown = tags_shown(story.get_absolute_url())
    assert {f"list:story:{story.pk}", f"story:{story.pk}", f"article:{articles[0].pk}", "site"} <= shown


def test_an_article_leads_to_its_story(story: Story, articles: list[ArticlePage]) -> None:
    assert story.get_absolute_url() in text_of(read(articles[0].address))
    assert {f"story-of:{articles[0].pk}", f"story:{story.pk}"} <= tags_shown(articles[0].address)


def test_a_withdrawn_article_and_its_statements_vanish(
    newsroom: Newsroom, story: Story, articles: list[ArticlePage]
) -> None:
    withdraw(articles[0].pk, reason="Salah.", user=newsroom.budi)
    shown = text_of(read(story.get_absolute_url()))
    assert articles[0].title not in shown
    assert "Asep Rahmat" not in shown


def test_a_story_without_public_articles_answers_410(
    newsroom: Newsroom, story: Story, articles: list[ArticlePage]
) -> None:
    for article in articles:
        withdraw(article.pk, reason="Salah.", user=newsroom.budi)
    assert read(story.get_absolute_url()).status_code == 410


def test_an_unknown_story_answers_404(db: None) -> None:
    assert read("/story/tidak-ada/").status_code == 404


def test_the_feed_holds_the_articles(story: Story, articles: list[ArticlePage]) -> None:
    for form in ("feed.xml", "atom.xml", "feed.json"):
        answer = read(f"{story.get_absolute_url()}{form}")
        assert answer.status_code == 200
        assert articles[0].title in text_of(answer)


def test_the_sitemap_names_stories(story: Story) -> None:
    assert story.get_absolute_url() in text_of(read("/sitemap-pages.xml"))


def test_a_page_takes_few_queries_however_long_it_is(newsroom: Newsroom, story: Story) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(story.get_absolute_url())
        return len(asked)

    few = queries()
    for number in range(6):
        tell(newsroom, f"Hujan Hambat Pencarian Korban Longsor di Cibeber {number}", SOUGHT, QUOTE)
    assert queries() <= few + 1


# What editors decide


def test_a_name_an_editor_gave_stays_when_the_story_grows(newsroom: Newsroom, story: Story) -> None:
    editing.name_story(story, "Musibah Cibeber", by="budi")
    tell(newsroom, "Hujan Hambat Pencarian Korban Longsor di Cibeber", SOUGHT)
    story.refresh_from_db()
    assert (story.name, story.slug) == ("Musibah Cibeber", "longsor-di-cibeber")


def test_a_merged_story_leads_to_the_other(newsroom: Newsroom, story: Story, articles: list[ArticlePage]) -> None:
    new = editing.split_story(story, [articles[1].pk], by="budi")
    story.refresh_from_db()
    editing.merge_stories(new, story, by="budi")
    answer = read(new.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, story.get_absolute_url())
    assert story_of(articles[1]) == story
    assert Story.objects.get(pk=story.pk).size == 2


def test_a_split_makes_a_story_of_its_own_that_the_machine_leaves(
    newsroom: Newsroom, story: Story, articles: list[ArticlePage]
) -> None:
    new = editing.split_story(story, [articles[1].pk], name="Penemuan", by="budi")
    assert (new.name, new.is_named) == ("Penemuan", True)
    publish(articles[1])
    gather_some()
    assert story_of(articles[1]) == new


def test_a_split_of_all_or_none_is_refused(story: Story, articles: list[ArticlePage]) -> None:
    with pytest.raises(NotPossible):
        editing.split_story(story, [], by="budi")
    with pytest.raises(NotPossible):
        editing.split_story(story, [article.pk for article in articles], by="budi")


def test_a_moved_article_stays_out_of_every_story(story: Story, articles: list[ArticlePage]) -> None:
    editing.move_article(articles[1], None, by="budi")
    publish(articles[1])
    gather_some()
    assert story_of(articles[1]) is None
    assert Story.objects.get().size == 1


def test_whoever_comes_second_is_told_and_changes_nothing(story: Story) -> None:
    seen = Story.objects.get()
    editing.lock_story(story, by="budi")
    with pytest.raises(ChangedMeanwhile):
        editing.name_story(seen, "Lain", by="ana")
    assert Story.objects.get().name != "Lain"


def test_a_hidden_statement_stays_hidden_when_the_article_is_published_again(
    story: Story, articles: list[ArticlePage]
) -> None:
    editing.hide_statement(SaidInArticle.objects.get(), by="budi")
    assert "Asep Rahmat" not in text_of(read(story.get_absolute_url()))
    for body in (SLIDE, SLIDE + QUOTE):
        article = ArticlePage.objects.get(pk=articles[0].pk)
        article.body = [("paragraph", body)]
        publish(article)
        gather_some()
    assert "Asep Rahmat" not in text_of(read(story.get_absolute_url()))
    editing.show_statement(SaidInArticle.objects.get(), by="budi")
    assert "Asep Rahmat" in text_of(read(story.get_absolute_url()))


def test_statements_follow_the_text(story: Story, articles: list[ArticlePage]) -> None:
    articles[0].body = [("paragraph", SLIDE + QUOTE.replace("Kami mencari", "Kami menggali"))]
    publish(articles[0])
    gather_some()
    assert [said.words for said in SaidInArticle.objects.all()] == ["Kami menggali dengan tangan."]


def test_what_editors_decide_is_in_the_audit_log(story: Story, articles: list[ArticlePage]) -> None:
    editing.name_story(story, "Musibah Cibeber", by="budi")
    editing.hide_statement(SaidInArticle.objects.get(), by="budi")
    assert {"story.named", "statement.hidden"} <= set(AuditEntry.objects.values_list("action", flat=True))


# The newsroom's pages


def desk_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def budi(newsroom: Newsroom) -> Client:
    from django.contrib.auth.models import Group

    from warta.linking.stories.permissions import let_edit_stories, let_see_stories

    let_edit_stories(Group.objects.get(name="edi"))
    let_see_stories(Group.objects.get(name="rep"))
    return desk_of(newsroom.budi)


def test_an_editor_finds_names_and_locks_a_story(budi: Client, story: Story) -> None:
    assert story.name in text_of(budi.get("/newsroom/stories/?q=longsor"))
    page = f"/newsroom/stories/{story.pk}/"
    budi.post(f"{page}name/", {"name": "Musibah Cibeber", "version": story.version})
    story.refresh_from_db()
    budi.post(f"{page}lock/", {"version": story.version})
    story.refresh_from_db()
    assert (story.name, story.is_locked) == ("Musibah Cibeber", True)
    assert "Musibah Cibeber" in text_of(budi.get(page))


def test_an_editor_splits_merges_and_hides(budi: Client, story: Story, articles: list[ArticlePage]) -> None:
    page = f"/newsroom/stories/{story.pk}/"
    budi.post(f"{page}regroup/", {"articles": [articles[1].pk], "to": "new", "name": "Penemuan"})
    new = Story.objects.get(name="Penemuan")
    said = SaidInArticle.objects.get()
    budi.post(f"{page}statements/{said.pk}/", {"act": "hide"})
    budi.post(f"/newsroom/stories/{new.pk}/merge/", {"into": story.pk})
    assert SaidInArticle.objects.get().is_hidden
    assert Story.objects.get(pk=new.pk).merged_into == story


def test_an_editor_who_saw_an_older_state_is_told(budi: Client, story: Story) -> None:
    answer = budi.post(f"/newsroom/stories/{story.pk}/name/", {"name": "X", "version": 99}, follow=True)
    assert Story.objects.get().name == story.name
    assert text_of(answer)


def test_a_reporter_sees_stories_and_may_not_change_them(budi: Client, newsroom: Newsroom, story: Story) -> None:
    ana = desk_of(newsroom.ana)
    assert ana.get(f"/newsroom/stories/{story.pk}/").status_code == 200
    ana.post(f"/newsroom/stories/{story.pk}/name/", {"name": "X"})
    assert Story.objects.get().name == story.name
