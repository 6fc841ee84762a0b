"""What a reporter, or nobody at all, tries on work that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from warta.articles.models import ArticlePage, Author, Correction, Outlet, SectionPage, Topic
from warta.articles.site_setup import add_section
from warta.articles.tests.newsroom import PASSWORD, Newsroom, publish
from warta.articles.tests.pages import read, small_picture, text_of
from warta.articles.tests.test_newsroom import form, signed_in
from warta.lib.clock import now

SECRET = "Rencana yang belum boleh diketahui"
OF_A_PAGE = (
    "edit", "view_draft", "history", "delete", "copy", "move", "unpublish", "revisions_index", "workflow_history",
    "usage", "set_privacy", "preview_on_edit",
)  # fmt: skip


@pytest.fixture
def budis_draft(newsroom: Newsroom) -> ArticlePage:
    return newsroom.draft(SECRET, owner=newsroom.budi, summary=SECRET)


def addresses_of(article: ArticlePage) -> list[str]:
    revision = article.get_latest_revision()
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[article.pk]) for name in OF_A_PAGE),
        reverse("wagtailadmin_pages:revisions_view", args=[article.pk, revision.pk]),
        reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, revision.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, "earliest", "latest"]),
    ]


def test_nobody_from_outside_reads_or_touches_a_draft(budis_draft: ArticlePage) -> None:
    for address in (*addresses_of(budis_draft), budis_draft.address):
        for ask in (Client().get, Client().post):
            answer = ask(address)
            assert answer.status_code in (302, 404, 405), address
            assert SECRET not in text_of(answer), address


def test_a_reporter_changes_nothing_of_somebody_elses_draft(newsroom: Newsroom, budis_draft: ArticlePage) -> None:
    before = (budis_draft.path, budis_draft.get_latest_revision().pk)
    data = form(title="Ana's words") | {"action-publish": "1", "new_parent_page": str(newsroom.world.pk)}
    for address in addresses_of(budis_draft):
        signed_in(newsroom.ana).post(address, data)
    after = ArticlePage.objects.get(pk=budis_draft.pk)
    assert (after.path, after.get_latest_revision().pk) == before
    assert (after.title, after.live) == (SECRET, False)


def test_a_reporter_cannot_read_somebody_elses_draft_by_copying_it(
    newsroom: Newsroom, budis_draft: ArticlePage
) -> None:
    copying = {
        "new_title": "Mine", "new_slug": "mine", "new_parent_page": str(newsroom.section.pk), "copy_subpages": "",
        "publish_copies": "on", "alias": "on",
    }  # fmt: skip
    signed_in(newsroom.ana).post(reverse("wagtailadmin_pages:copy", args=[budis_draft.pk]), copying)
    assert list(ArticlePage.objects.values_list("pk", flat=True)) == [budis_draft.pk]


@pytest.mark.parametrize("act", ["publish", "unpublish", "delete", "move"])
def test_a_reporter_does_nothing_to_others_in_bulk(newsroom: Newsroom, budis_draft: ArticlePage, act: str) -> None:
    public = newsroom.published(owner=newsroom.budi)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    query = f"?id={budis_draft.pk}&id={public.pk}&next=/newsroom/"
    signed_in(newsroom.ana).post(address + query, {"chooser": str(newsroom.world.pk)})
    assert not ArticlePage.objects.get(pk=budis_draft.pk).live
    assert ArticlePage.objects.get(pk=public.pk).live
    assert ArticlePage.objects.get(pk=public.pk).get_parent().pk == newsroom.section.pk


def test_forged_fields_neither_publish_nor_backdate_nor_pass_for_another_origin(newsroom: Newsroom) -> None:
    article = newsroom.draft()
    forged = {
        "live": "on", "origin": "import", "address_date": "2001-01-01", "address_section": "dunia", "owner": "1",
        "original_id": "x", "changed_at": "2001-01-01", "withdrawn_at": "2001-01-01",
        "first_published_at": "2001-01-01",
        "slug": "newsroom", "path": "0001", "action-publish": "1", "action-unpublish": "1", "locked": "on",
        "go_live_at": (now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    signed_in(newsroom.ana).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form(alert="breaking") | forged)
    after = ArticlePage.objects.get(pk=article.pk)
    assert (after.live, after.origin, after.original_id, after.address_date) == (False, "newsroom", None, None)
    assert (after.address_section, after.owner, after.locked) == (newsroom.section.slug, newsroom.ana, False)
    assert not after.approved_schedule


@pytest.mark.parametrize("path", ["users/", "groups/", "sites/", "alerts/channels/", "audit/"])
def test_a_reporter_finds_no_door_to_people_or_settings(newsroom: Newsroom, path: str) -> None:
    answer = signed_in(newsroom.ana).get(f"/newsroom/{path}")
    assert answer.status_code in (302, 403, 404)


def test_no_page_of_the_newsroom_shows_a_members_address_to_a_reporter(newsroom: Newsroom) -> None:
    newsroom.published(owner=newsroom.budi)
    get_user_model().objects.filter(pk=newsroom.budi.pk).update(display_name="")
    client = signed_in(newsroom.ana)
    pages = (
        "", "articles/", "snippets/articles/author/add/", "reports/site-history/", "reports/aging-pages/",
        f"pages/{newsroom.section.pk}/", "reports/workflow/", "images/", "choose-page/",
    )  # fmt: skip
    for page in pages:
        assert newsroom.budi.email not in text_of(client.get(f"/newsroom/{page}", follow=True)), page


class Runs(HTMLParser):
    """Everything in a page that would run, load or lead somewhere by a word a writer typed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "hostile" or "hostile" in given or any(name.startswith("on") for name in given):
            self.found.append(f"<{tag} {given}>")
        self.found += [
            f"{tag} {name}={value}"
            for name, value in given.items()
            if name in ("href", "src", "action", "srcdoc") and value.strip().lower().startswith(("javascript", "data:"))
        ]


HOSTILE = (
    "<hostile onclick=1>", '"><hostile>', "'><hostile x='", '" hostile onmouseover="x', "</script><hostile>",
    "</title><hostile>", "--><hostile>", "&lt;hostile&gt;<hostile>", "{{ site_name }}{% now %}<hostile>",
    "</textarea></style></noscript><hostile>", "]]><hostile>",
)  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_words_in_any_field_stay_words_on_every_page(newsroom: Newsroom, bad: str) -> None:
    section = _section_with(newsroom, bad)
    article = _article_with(newsroom, section, bad)
    pages = (
        article.address, f"/en{article.address}", "/", section.get_absolute_url(), "/topic/t/", "/author/a/",
        "/source/o/", f"/archive/{article.address_date:%Y/%m/%d}/",
    )  # fmt: skip
    for path in pages:
        answer = read(path)
        assert answer.status_code == 200, path
        assert Runs(text_of(answer)).found == [], path
    assert "{% now %}" in text_of(read(article.address)) or "{%" not in bad


def _section_with(newsroom: Newsroom, bad: str) -> SectionPage:
    section = add_section(newsroom.front, name=bad, slug="jahat")
    SectionPage.objects.filter(pk=section.pk).update(description=bad)
    return section


def _article_with(newsroom: Newsroom, section: SectionPage, bad: str) -> ArticlePage:
    picture = small_picture("x")
    article = newsroom.draft(
        bad, section=section, summary=bad, dateline=bad[:80], lead_image=picture, lead_caption=bad, lead_credit=bad,
        kind="sponsored", sponsor=bad,
        body=[
            ("paragraph", "<p>Text.</p>"), ("heading", bad),
            ("picture", {"image": picture, "alt": bad, "caption": bad, "credit": bad}),
            ("pull_quote", {"quote": bad, "speaker": bad, "role": bad}),
            ("table", {"data": [[bad, bad], [bad, bad]], "table_caption": bad, "first_row_is_table_header": True}),
            ("embed", {"address": "https://youtu.be/abcdefghijk", "title": bad}),
            ("live_entry", {"at": now(), "headline": bad, "text": "<p>Text.</p>"}),
        ],
    )  # fmt: skip
    article.topics.add(Topic.objects.create(name=bad, slug="t", description=bad))
    article.bylines.create(author=Author.objects.create(name=bad, slug="a", role=bad, biography=bad))
    outlet = Outlet.objects.create(name=bad, slug="o", home_page="https://o.example/")
    article.citations.create(outlet=outlet, link="https://o.example/?a=1&b=2")
    article.corrections.add(Correction(text=bad))
    article.save_revision()
    return publish(article)


ELSEWHERE = ("//e.example/", "https://e.example/", "/\\e.example", "javascript:alert(1)", "\t//e.example")


def test_someone_who_signs_in_gets_a_new_session_and_stays_on_this_site(newsroom: Newsroom) -> None:
    client: Any = Client()
    client.cookies["sessionid"] = "a" * 32  # planted by somebody else
    for elsewhere in ELSEWHERE:
        answer = client.post(
            reverse("account_login"), {"email": newsroom.ana.email, "password": PASSWORD, "next": elsewhere}
        )
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/newsroom/"), elsewhere
        assert client.cookies["sessionid"].value != "a" * 32
        again = Client()
        again.cookies["sessionid"] = "a" * 32
        assert again.get("/newsroom/").status_code == 302


def test_signing_out_needs_a_form_of_our_own(newsroom: Newsroom) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(newsroom.ana)
    client.get(reverse("wagtailadmin_logout"))
    client.post(reverse("wagtailadmin_logout"))
    assert client.get("/newsroom/articles/").status_code == 200
