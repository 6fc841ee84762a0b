"""Loading and removing the demonstration."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from wagtail.images.models import Image

from warta.alerts.models import Announcement
from warta.alerts.services import announce, announce_missing
from warta.articles.models import ArticlePage, Author, Citation, DemoMark, Origin, Outlet, SectionPage, Slot, Topic
from warta.articles.models.article import Alert
from warta.articles.publishing.receivers import telling_together
from warta.articles.site_setup import set_up_site
from warta.importing.demo.load import fill_empty_site, load_demo
from warta.importing.demo.marks import mark
from warta.importing.demo.remove import remove_demo
from warta.importing.demo.written import Content
from warta.readers.services import ensure_demo_member

MODELS = (ArticlePage, SectionPage, Author, Outlet, Topic, Image, Slot, Citation, DemoMark)


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


def own_article(section: SectionPage, **fields: Any) -> ArticlePage:
    article = ArticlePage(title="Ours", live=False, **fields)
    section.add_child(instance=article)
    return article


class Loaded(TestCase):
    """A site with the demonstration, loaded once; each test starts from it."""

    empty: ClassVar[dict[str, int]]

    @classmethod
    def setUpClass(cls) -> None:
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        set_up_site()
        cls.empty = counts()
        load_demo()


class TestLoading(Loaded):
    def test_fills_an_empty_site_with_public_articles(self) -> None:
        articles = ArticlePage.objects.public()
        assert articles.count() == len(Content().articles)
        assert not articles.exclude(origin=Origin.DEMO).exists()
        assert all(article.lead_image_id and article.summary and article.bylines.count() for article in articles)
        assert Slot.objects.count() == sum(len(keys) for keys in Content().site["slots"].values())

    def test_a_second_time_changes_nothing(self) -> None:
        before, stamps = counts(), list(ArticlePage.objects.order_by("pk").values_list("changed_at", flat=True))

        assert load_demo() == 0
        assert counts() == before
        assert list(ArticlePage.objects.order_by("pk").values_list("changed_at", flat=True)) == stamps

    def test_the_newsroom_can_write_in_every_section(self) -> None:
        for section in SectionPage.objects.all():
            own_article(section)

    def test_announces_nothing(self) -> None:
        ArticlePage.objects.update(alert=Alert.BREAKING)
        announce_missing()
        for pk in ArticlePage.objects.values_list("pk", flat=True):
            announce(pk)

        assert not Announcement.objects.exists()

    def test_the_attribution_mark_refers_to_the_citation_and_articles_to_each_other(self) -> None:
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
        for article in ArticlePage.objects.all():
            draft = article.get_latest_revision_as_object()
            assert not article.has_unpublished_changes
            assert draft.body.raw_data[0]["value"] == article.body.raw_data[0]["value"]
            assert draft.topics.count() == article.topics.count()


class TestRemoving(Loaded):
    def test_leaves_nothing_behind(self) -> None:
        with telling_together(pressed_at_once=0), self.captureOnCommitCallbacks(execute=True):
            removal = remove_demo()

        assert removal.kept == ()
        assert counts() == self.empty
        assert default_storage.listdir("original_images")[1] == []

    def test_the_account_of_the_demonstration_goes_too(self) -> None:
        mark(ensure_demo_member("demo@example.org", roles=["editor"], password="known to many"))
        remove_demo()
        assert not get_user_model().objects.exists()
        assert not DemoMark.objects.exists()

    def test_what_the_newsroom_uses_stays_and_is_its_own_from_then_on(self) -> None:
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


@pytest.fixture
def media(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_site_with_articles_of_its_own_is_left_alone_unless_told(media: None) -> None:
    set_up_site()
    own_article(SectionPage.objects.get())

    with pytest.raises(CommandError, match="--anyway"):
        call_command("demo", "load")
    assert fill_empty_site() == 0
    assert ArticlePage.objects.count() == 1
    call_command("demo", "load", "--anyway")
    assert ArticlePage.objects.count() == 1 + len(Content().articles)


def test_when_nothing_was_loaded_removes_nothing(media: None) -> None:
    set_up_site()
    before = counts()

    assert remove_demo().removed == 0
    assert counts() == before
