from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from warta.articles.bulk.creating import BulkArticle, BulkCitation, create_articles, create_sections, rewrite_articles
from warta.articles.bulk.naming import NameBook
from warta.articles.models import ArticlePage, Author, Outlet, SectionPage, Topic
from warta.articles.site_setup import set_up_site

AT = datetime(2020, 5, 1, 3, tzinfo=UTC)
BODY = [{"type": "paragraph", "value": "<p>Air surut.</p>", "id": "11111111-1111-4111-8111-111111111111"}]


def _article(section: SectionPage, number: int = 1, **fields: Any) -> BulkArticle:
    given = {"title": f"Judul {number}", "published_at": AT, "body": BODY, "original_id": f"x:{number}", **fields}
    return BulkArticle(section_id=section.pk, **given)


@pytest.fixture
def section(db: None) -> SectionPage:
    set_up_site()
    return SectionPage.objects.get()


def test_an_article_of_the_bulk_path_opens_in_the_editor_and_publishes(section: SectionPage, client: Client) -> None:
    (pk,) = create_articles([_article(section)])
    article = ArticlePage.objects.get(pk=pk)
    chief = get_user_model().objects.create_superuser(
        "kepala@warta.example", "kata-sandi-panjang", needs_second_factor=False
    )
    client.force_login(chief)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[pk]), follow=True)
    article.title = "Judul baru"
    article.save_revision(user=chief).publish()

    article.refresh_from_db()
    assert page.status_code == 200
    assert b"Air surut." in page.content
    assert (article.title, article.live, article.first_published_at) == ("Judul baru", True, AT)
    assert Page.find_problems() == ([], [], [], [], [])


def test_everything_around_an_article_is_stored_and_rewritten(section: SectionPage) -> None:
    ana, budi = (Author.objects.create(name=name, slug=name.lower()) for name in ("Ana", "Budi"))
    topic = Topic.objects.create(name="Air", slug="air")
    outlet = Outlet.objects.create(name="Koran", slug="koran")
    around: dict[str, Any] = {
        "author_ids": [ana.pk, budi.pk, ana.pk],
        "topic_ids": [topic.pk],
        "citations": [BulkCitation("c1", outlet.pk)],
        "corrections": [(AT, "Bukan tiga.")],
        "old_paths": ["/lama/1"],
    }
    (pk,) = create_articles([_article(section, **around)])

    rewrite_articles({pk: _article(section, title="Lain", author_ids=[budi.pk], old_paths=["/lama/1", "/lama/2"])})

    article = ArticlePage.objects.get(pk=pk)
    assert article.title == article.draft_title == "Lain"
    assert [byline.author for byline in article.bylines.all()] == [budi]
    assert not article.topics.exists()
    assert not article.citations.exists()
    assert not article.corrections.exists()
    assert sorted(article.redirects.values_list("old_path", flat=True)) == ["/lama/1", "/lama/2"]


def test_sections_and_articles_take_the_next_places_in_the_tree(section: SectionPage) -> None:
    front = set_up_site()
    create_articles([_article(section, 1)])
    first, second = create_sections(front, [("Kota", "kota"), ("Desa", "desa")])
    other = SectionPage.objects.get(pk=first)
    create_articles([_article(section, 2), _article(other, 3), _article(section, 4)])
    section.refresh_from_db()
    section.add_child(instance=ArticlePage(title="Dari redaksi", live=False))

    assert Page.find_problems() == ([], [], [], [], [])
    assert SectionPage.objects.get(pk=section.pk).numchild == 4
    assert SectionPage.objects.get(pk=second).get_parent().specific == front


@pytest.mark.django_db(transaction=True)
def test_a_bulk_load_and_an_editor_do_not_hurt_the_tree() -> None:
    set_up_site()
    section = SectionPage.objects.get()
    failures: list[Exception] = []

    def load() -> None:
        try:
            for batch in range(8):
                create_articles([_article(section, batch * 10 + number) for number in range(10)])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    loading = threading.Thread(target=load)
    loading.start()
    for number in range(8):
        SectionPage.objects.get(pk=section.pk).add_child(instance=ArticlePage(title=f"Redaksi {number}", live=False))
    loading.join()

    assert failures == []
    assert Page.find_problems() == ([], [], [], [], [])
    assert SectionPage.objects.get(pk=section.pk).numchild == ArticlePage.objects.count() == 88


def test_names_made_in_bulk_are_found_in_the_newsroom(db: None) -> None:
    NameBook(Topic).ensure(["Banjir Rob Semarang", "Semarang"])
    found = get_search_backend().autocomplete("rob sem", Topic)
    assert [topic.name for topic in found] == ["Banjir Rob Semarang"]
