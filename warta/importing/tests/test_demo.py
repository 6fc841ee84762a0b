"""Loading and removing the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase
from wagtail.images.models import Image

from warta.alerts.models import Announcement
from warta.articles.models import ArticlePage, Author, Citation, DemoMark, Origin, Outlet, SectionPage, Slot, Topic
from warta.articles.site_setup import set_up_site
from warta.importing.demo.load import fill_empty_site, load_demo
from warta.importing.demo.remove import remove_demo
from warta.importing.demo.written import Content

MODELS = (ArticlePage, SectionPage, Author, Outlet, Topic, Image, Slot, Citation, DemoMark)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


def own_article(section: SectionPage, **fields: Any) -> ArticlePage:
    article = ArticlePage(title="Ours", live=False, **fields)
    section.add_child(instance=article)
    return article


@pytest.mark.django_db
class TestLoading:
    def test_fills_an_empty_site_with_public_articles(self) -> None:
        load_demo()

        articles = ArticlePage.objects.public()
        assert articles.count() == len(Content().articles)
        assert not articles.exclude(origin=Origin.DEMO).exists()
        assert all(article.lead_image_id and article.summary and article.bylines.count() for article in articles)
        assert Slot.objects.count() == sum(len(keys) for keys in Content().site["slots"].values())

    def test_a_second_time_changes_nothing(self) -> None:
        load_demo()
        before, stamps = counts(), list(ArticlePage.objects.order_by("pk").values_list("changed_at", flat=True))

        assert load_demo() == 0
        assert counts() == before
        assert list(ArticlePage.objects.order_by("pk").values_list("changed_at", flat=True)) == stamps

    def test_announces_nothing(self) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            load_demo()

        assert not Announcement.objects.exists()

    def test_the_attribution_mark_refers_to_the_citation_and_articles_to_each_other(self) -> None:
        load_demo()

        article = ArticlePage.objects.get(original_id="demo:tillerson-lavrov")
        citation = article.citations.get()
        assert f'<a linktype="citation" id="{citation.key}">Dikutip dari</a>' in article.body.raw_data[0]["value"]
        assert f"{article.address_date} {article.address_section}" == "2017-12-28 dunia"
        reply = ArticlePage.objects.get(original_id="demo:hak-jawab-samudra")
        assert reply.reply_to == ArticlePage.objects.get(original_id="demo:terumbu")
        pair = ArticlePage.objects.get(original_id="demo:negara-nuklir")
        assert pair.translation.language == "en"
        assert pair.translation.translation_id == pair.pk

    def test_every_article_opens_from_a_revision_that_equals_what_is_public(self) -> None:
        load_demo()

        for article in ArticlePage.objects.all():
            draft = article.get_latest_revision_as_object()
            assert not article.has_unpublished_changes
            assert draft.body.raw_data[0]["value"] == article.body.raw_data[0]["value"]
            assert draft.topics.count() == article.topics.count()

    def test_a_site_with_articles_of_its_own_is_left_alone_unless_told(self) -> None:
        set_up_site()
        own_article(SectionPage.objects.get())

        with pytest.raises(CommandError, match="--anyway"):
            call_command("demo", "load")
        assert fill_empty_site() == 0
        assert ArticlePage.objects.count() == 1
        call_command("demo", "load", "--anyway")
        assert ArticlePage.objects.count() == 1 + len(Content().articles)


@pytest.mark.django_db
class TestRemoving:
    def test_leaves_nothing_behind(self) -> None:
        set_up_site()
        before = counts()
        load_demo()

        with TestCase.captureOnCommitCallbacks(execute=True):
            removal = remove_demo()

        assert removal.kept == ()
        assert counts() == before
        assert default_storage.listdir("original_images")[1] == []

    def test_what_the_newsroom_uses_stays_and_is_its_own_from_then_on(self) -> None:
        load_demo()
        picture = Image.objects.get(title="Kebun kopi di lereng")
        ours = own_article(SectionPage.objects.get(slug="sains"), lead_image=picture)
        outlet = Outlet.objects.get(slug="the-independent")
        Citation.objects.create(article=ours, outlet=outlet)

        removal = remove_demo()

        assert set(ArticlePage.objects.all()) == {ours}
        assert Outlet.objects.get() == outlet
        assert SectionPage.objects.filter(slug="sains").exists()
        assert {str(outlet), "Sains", str(picture)} == set(removal.kept)
        assert not DemoMark.objects.exists()

    def test_when_nothing_was_loaded_removes_nothing(self) -> None:
        set_up_site()
        before = counts()

        assert remove_demo().removed == 0
        assert counts() == before
