from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from warta.articles.models import ArticlePage, Redirect
from warta.articles.reading.article import Reading, article_for_reading, reading_of
from warta.articles.tests.newsroom import Newsroom, topic
from warta.articles.tests.pages import full_article, read, tags_shown, text_of


def test_an_article_shows_everything_it_is_made_of(newsroom: Newsroom) -> None:
    article = full_article(newsroom)
    text = text_of(read(article.address))
    for piece in (
        '<span class="dateline">WASHINGTON DC, WARTA</span> — They agreed.',
        '<a href="https://independent.example/report">The Independent</a>, Kamis (28/12/2017)',
        ">The background</a>",
        '<h2 id="the-ninth-round">The ninth round</h2>',
        'alt="Hills"',
        "No more threats",
        '<th scope="col">Year</th>',
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
        "It was the ninth.",
        "/author/ana-wijaya/",
        "/topic/korea/",
        "/source/the-independent/",
    ):
        assert piece in text, piece
    assert "<iframe" not in text
    assert 'linktype="' not in text


def test_an_imported_article_keeps_the_agency_of_its_dateline(newsroom: Newsroom) -> None:
    article = newsroom.published(dateline="JAKARTA", original={"agency": "KANTOR BERITA"})
    assert "JAKARTA, KANTOR BERITA</span>" in text_of(read(article.address))


def test_an_article_takes_a_dozen_queries(
    newsroom: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = full_article(newsroom)
    reading(article.pk)  # makes the sizes of its pictures
    with django_assert_max_num_queries(15):
        reading(article.pk)


def test_more_links_take_no_more_queries(
    newsroom: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    others = [newsroom.published(f"Other {number}") for number in range(8)]
    links = "".join(f'<p><a linktype="page" id="{other.pk}">x</a></p>' for other in others)
    body = [("paragraph", links), *(("read_also", {"article": other}) for other in others)]
    article = newsroom.published("Many", body=body)
    with django_assert_max_num_queries(12):
        assert len([part for part in reading(article.pk).parts if part.kind == "read_also"]) == 8


def reading(article_id: int) -> Reading:
    article = article_for_reading(article_id)
    assert article is not None
    return reading_of(article)


def test_any_other_spelling_of_an_address_leads_to_the_one(newsroom: Newsroom) -> None:
    article = newsroom.published("Ministers agree")
    head, _slash, _words = article.address.rpartition("/")
    for spelling in (
        head,
        f"{head}/",
        f"{head}/other-words",
        f"{article.address}/",
        f"/x/read/2001/1/2/{article.pk}/y",
    ):
        response = read(spelling)
        assert (response.status_code, response.headers["Location"]) == (301, article.address), spelling


def test_the_other_language_stands_below_its_code(newsroom: Newsroom) -> None:
    article = newsroom.published("Ministers agree")
    response = read(f"/en{article.address}")
    assert response.status_code == 200
    assert '<html lang="en">' in text_of(response)
    assert '<h1 class="article__headline" lang="id">' in text_of(response)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{article.address}">' in text_of(response)
    assert read(f"/en{article.address}/").headers["Location"] == f"/en{article.address}"


def test_a_draft_is_not_found_and_a_withdrawn_article_says_why(newsroom: Newsroom) -> None:
    draft = newsroom.draft()
    assert read(f"/nasional/read/2026/01/01/{draft.pk}/x").status_code == 404
    gone = newsroom.published()
    ArticlePage.objects.filter(pk=gone.pk).update(
        live=False, withdrawn_at=gone.first_published_at, withdrawal_reason="Sumbernya keliru."
    )
    response = read(gone.address)
    assert response.status_code == 410
    assert "Sumbernya keliru." in text_of(response)


def test_an_old_address_leads_to_the_article(newsroom: Newsroom) -> None:
    article = newsroom.published()
    Redirect.objects.create(old_path="/berita/123.html", article=article)
    Redirect.objects.create(old_path="/nasional/read/2011/01/02/99999999/lama", article=article)
    for path in ("/berita/123.html", "/nasional/read/2011/01/02/99999999/lama"):
        assert read(path).headers["Location"] == article.address
    assert read("/berita/124.html").status_code == 404


def test_a_withdrawn_article_disappears_from_the_pages_that_link_to_it(newsroom: Newsroom) -> None:
    article = full_article(newsroom)
    background = ArticlePage.objects.get(title="The background")
    ArticlePage.objects.filter(pk=background.pk).update(live=False, withdrawn_at=background.first_published_at)
    assert "The background" not in text_of(read(article.address))
    assert f"article:{background.pk}" in tags_shown(article.address)


def test_a_reply_and_what_it_answers_lead_to_each_other(newsroom: Newsroom) -> None:
    article = newsroom.published("The report")
    reply = newsroom.published("The answer to it", reply_to=article)
    assert "The answer to it" in text_of(read(article.address))
    assert "The report" in text_of(read(reply.address))


def test_a_translation_is_named_to_readers_and_machines_on_both_sides(newsroom: Newsroom) -> None:
    article = newsroom.published("Menteri sepakat")
    english = newsroom.published("Ministers agree", language="en", translation=article)
    for page in (article, english):
        text = text_of(read(page.address))
        assert f'hreflang="id" href="http://127.0.0.1:8000{article.address}"' in text
        assert f'hreflang="en" href="http://127.0.0.1:8000{english.address}"' in text
    assert f'href="/en{english.address}"' in text_of(read(article.address))


def test_a_sponsored_article_is_labelled_on_its_page(newsroom: Newsroom) -> None:
    article = newsroom.published("Panels", kind="sponsored", sponsor="Surya")
    text = text_of(read(article.address))
    assert "Disponsori Surya" in text
    assert "Redaksi tidak ikut membuatnya" in text


def test_a_change_soon_after_publication_is_not_called_an_update(newsroom: Newsroom) -> None:
    article = newsroom.published()
    assert "article:modified_time" not in text_of(read(article.address))
    later = article.published_at + timedelta(hours=1)
    ArticlePage.objects.filter(pk=article.pk).update(materially_changed_at=later)
    assert "Diperbarui:" in text_of(read(article.address))


def test_everything_shown_is_noted_for_the_press(newsroom: Newsroom) -> None:
    article = full_article(newsroom)
    tags = tags_shown(article.address)
    others = ArticlePage.objects.exclude(pk=article.pk)
    assert {
        "site",
        f"article:{article.pk}",
        f"section:{newsroom.section.pk}",
        *(f"article:{other.pk}" for other in others),
        *(f"topic:{topic.pk}" for topic in article.topics.all()),
        *(f"author:{byline.author_id}" for byline in article.bylines.all()),
        *(f"outlet:{citation.outlet_id}" for citation in article.citations.all()),
    } <= tags
    assert not {tag for tag in tags if tag.startswith("list:")}


def test_related_articles_share_a_topic_first_and_are_never_newer_days(newsroom: Newsroom) -> None:
    korea = topic("Korea")
    old, same = newsroom.published("Old"), newsroom.published("Same topic", section=newsroom.world)
    article, later = newsroom.published("Now"), newsroom.published("Later")
    for page in (same, article):
        page.topics.add(korea)
        page.save()
    ArticlePage.objects.filter(pk=later.pk).update(address_date=article.published_at.date() + timedelta(days=2))
    assert [card.article.pk for card in reading(article.pk).related] == [same.pk, old.pk]


@pytest.mark.parametrize("path", ["/", "/nasional/", "/dunia/"])
def test_an_empty_site_still_answers(newsroom: Newsroom, path: str) -> None:
    assert read(path).status_code == 200


def test_a_draft_is_previewed_as_its_page(newsroom: Newsroom) -> None:
    article = newsroom.draft("Not yet")
    client = Client()
    client.force_login(newsroom.budi)
    response = client.get(f"/newsroom/pages/{article.pk}/view_draft/")
    assert response.status_code == 200
    assert "Not yet</h1>" in text_of(response)
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
