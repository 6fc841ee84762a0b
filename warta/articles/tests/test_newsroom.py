"""The newsroom as people of each role meet it: writing, listing, withdrawing, curating."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from warta.articles.models import Alert, ArticlePage, Kind, SectionPage
from warta.articles.newsroom.headlines import article_with_headline, ensure_headline_index, with_words
from warta.articles.publishing.timing import publish_due
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import PASSWORD, Newsroom, author, cite, make_due, outlet
from warta.lib.clock import now

LISTING = "/newsroom/articles/"


@pytest.fixture
def indexed(newsroom: Newsroom) -> Newsroom:
    ensure_headline_index()
    return newsroom


def signed_in(person: Any) -> Client:
    client = Client()
    assert client.login(username=person.email, password=PASSWORD)
    return client


def form(text: str = "<p>Two ministers talked.</p>", **fields: Any) -> dict[str, Any]:
    data = {
        "title": "Ministers agree", "summary": "", "dateline": "",
        "lead_image": "", "lead_caption": "", "lead_credit": "",
        "body": streamfield([("paragraph", rich_text(text, features=["link", "citation"]))]),
        "bylines": inline_formset([]), "editor": "", "citations": inline_formset([]), "topics": "",
        "alert": Alert.NONE, "kind": Kind.NEWS, "sponsor": "", "language": "id", "translation": "",
        "address_slug": "", "go_live_at": "", "expire_at": "", "expiry_reason": "", "reply_to": "",
        "corrections": inline_formset([]), "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**data, **fields})


def words() -> str:
    return json.dumps(latest().body.get_prep_value())


def write(client: Client, section: SectionPage, data: dict[str, Any]) -> Any:
    return client.post(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", section.pk]), data)


def newest() -> ArticlePage:
    return ArticlePage.objects.order_by("-pk")[0]


def latest() -> Any:
    return newest().get_latest_revision_as_object()


def test_ana_writes_a_draft(newsroom: Newsroom) -> None:
    response = write(signed_in(newsroom.ana), newsroom.section, form())
    article = newest()
    assert response.status_code == 302
    assert (article.live, article.address_date, article.owner) == (False, None, newsroom.ana)


def test_ana_can_submit_but_not_publish(newsroom: Newsroom) -> None:
    write(signed_in(newsroom.ana), newsroom.section, form() | {"action-publish": "1"})
    assert not newest().live
    client = signed_in(newsroom.ana)
    client.post(reverse("wagtailadmin_pages:edit", args=[newest().pk]), form() | {"action-submit": "1"})
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_budi_publishes_what_ana_submitted(newsroom: Newsroom) -> None:
    write(signed_in(newsroom.ana), newsroom.section, form() | {"action-submit": "1"})
    edit = reverse("wagtailadmin_pages:edit", args=[newest().pk])
    data = form() | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    signed_in(newsroom.budi).post(edit, data)
    assert newest().is_public


def test_dewi_has_no_place_in_the_newsroom(newsroom: Newsroom) -> None:
    assert signed_in(newsroom.dewi).get(LISTING).status_code == 302


def test_an_article_scheduled_while_it_is_made_is_never_live_before(newsroom: Newsroom) -> None:
    at = (now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    write(signed_in(newsroom.budi), newsroom.section, form(go_live_at=at) | {"action-publish": "1"})
    article = newest()
    assert (article.live, article.address_date, article.approved_schedule) == (False, None, True)


def test_a_typed_dateline_becomes_data(newsroom: Newsroom) -> None:
    text = "<p>WASHINGTON DC, WARTA.com - Kedua menteri berbicara.</p>"
    write(signed_in(newsroom.ana), newsroom.section, form(text))
    assert latest().dateline == "WASHINGTON DC"
    assert "WARTA" not in words()


def test_a_typed_attribution_becomes_a_mark_and_a_citation(newsroom: Newsroom) -> None:
    text = "<p>Dikutip dari The Independent, Kamis (28/12/2017), keduanya sepakat.</p>"
    write(signed_in(newsroom.ana), newsroom.section, form(text))
    citation = latest().citations.get()
    assert (citation.outlet.name, str(citation.reported_on)) == ("The Independent", "2017-12-28")
    assert f'<a linktype="citation" id="{citation.key}">Dikutip dari</a>' in latest().body[0].value.source


def test_saving_twice_recognises_once(newsroom: Newsroom) -> None:
    text = "<p>Dikutip dari The Independent, Kamis (28/12/2017), keduanya sepakat.</p>"
    write(signed_in(newsroom.ana), newsroom.section, form(text))
    article = latest()
    citation = article.citations.get()
    again = {
        "id": citation.pk or "",
        "outlet": citation.outlet_id,
        "link": "",
        "reported_on": "2017-12-28",
        "key": citation.key,
    }
    data = form(article.body[0].value.source, citations=inline_formset([again], initial=1 if citation.pk else 0))
    signed_in(newsroom.ana).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert [one.key for one in latest().citations.all()] == [citation.key]


def test_nothing_moves_while_someone_types(newsroom: Newsroom) -> None:
    write(signed_in(newsroom.ana), newsroom.section, form())
    text = "<p>WASHINGTON DC, WARTA.com - Kedua menteri berbicara.</p>"
    edit = reverse("wagtailadmin_pages:edit", args=[newest().pk])
    response = signed_in(newsroom.ana).post(edit, form(text), headers={"accept": "application/json"})
    assert response.json()["success"]
    assert (latest().dateline, "WARTA" in words()) == ("", True)


def test_a_read_also_line_becomes_a_block(indexed: Newsroom) -> None:
    target = indexed.published("Perundingan putaran kedua")
    write(
        signed_in(indexed.ana),
        indexed.section,
        form("<p>Satu.</p><p>Baca juga: Perundingan Putaran Kedua</p><p>Dua.</p>"),
    )
    assert [(block.block_type) for block in latest().body] == ["paragraph", "read_also", "paragraph"]
    assert latest().body[1].value["article"].pk == target.pk


def test_a_read_also_line_to_nowhere_stays(indexed: Newsroom) -> None:
    write(signed_in(indexed.ana), indexed.section, form("<p>Baca juga: Tidak ada</p>"))
    assert "Tidak ada" in words()


def test_a_sponsored_article_names_its_sponsor_before_it_is_published(newsroom: Newsroom) -> None:
    data = form(kind=Kind.SPONSORED)
    client = signed_in(newsroom.budi)
    assert write(client, newsroom.section, data | {"action-publish": "1"}).status_code == 200
    assert write(client, newsroom.section, data).status_code == 302


def test_an_expiry_needs_a_public_reason(newsroom: Newsroom) -> None:
    at = (now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = write(signed_in(newsroom.budi), newsroom.section, form(expire_at=at))
    assert "expiry_reason" in response.context["form"].errors


def test_topics_are_typed_and_new_ones_made(newsroom: Newsroom) -> None:
    write(signed_in(newsroom.ana), newsroom.section, form(topics="Nuklir, Korea Utara"))
    assert {topic.slug for topic in latest().topics.all()} == {"nuklir", "korea-utara"}


def test_citations_never_share_a_key(newsroom: Newsroom) -> None:
    paper = outlet("The Independent")
    row = {"outlet": paper.pk, "link": "", "reported_on": "", "key": "samekey1"}
    write(signed_in(newsroom.ana), newsroom.section, form(citations=inline_formset([row, {**row}])))
    keys = [citation.key for citation in latest().citations.all()]
    assert len(set(keys)) == 2
    assert keys[0] == "samekey1"


def test_withdrawing_asks_for_a_reason(newsroom: Newsroom) -> None:
    article = newsroom.published()
    client = signed_in(newsroom.budi)
    address = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    assert client.post(address, {"reason": ""}).status_code == 200
    assert ArticlePage.objects.get(pk=article.pk).live
    client.post(address, {"reason": "The quotation was invented."})
    assert ArticlePage.objects.get(pk=article.pk).withdrawal_reason == "The quotation was invented."


def test_withdrawing_in_bulk_is_refused(newsroom: Newsroom) -> None:
    article = newsroom.published()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    signed_in(newsroom.budi).post(f"{address}?id={article.pk}")
    assert ArticlePage.objects.get(pk=article.pk).live


def test_what_was_public_is_not_deleted(newsroom: Newsroom) -> None:
    article = newsroom.published()
    signed_in(newsroom.budi).post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert ArticlePage.objects.filter(pk=article.pk).exists()


def test_only_front_editors_curate(newsroom: Newsroom) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[newsroom.front.pk])
    assert signed_in(newsroom.budi).get(address).status_code == 302
    assert signed_in(newsroom.fajar).get(address).status_code == 200


@pytest.mark.parametrize("slug", ["newsroom", "search", "en", "media"])
def test_a_section_can_not_take_an_address_of_the_site(newsroom: Newsroom, slug: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        newsroom.front.add_child(instance=SectionPage(title="X", slug=slug))


def test_the_address_of_a_section_never_changes(newsroom: Newsroom) -> None:
    from django.core.exceptions import ValidationError

    newsroom.world.slug = "world"
    with pytest.raises(ValidationError):
        newsroom.world.save()


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("status=draft", 1), ("status=live", 1), ("status=withdrawn", 1), ("section={world}", 1),
     ("mine=mine", 0), ("q=draf", 1), ("kind=opinion", 0), ("status=scheduled", 0),
     ("status=overdue", 0), ("status=review", 0)],
)  # fmt: skip
def test_the_listing_narrows(indexed: Newsroom, query: str, found: int) -> None:
    indexed.published("A live one")
    indexed.draft("A draft")
    gone = indexed.published("A withdrawn one", section=indexed.world)
    gone.unpublish()
    response = signed_in(indexed.budi).get(f"{LISTING}?{query.format(world=indexed.world.pk)}")
    assert len(response.context["object_list"]) == found


def test_the_listing_shows_the_newest_first_whatever_their_sections(indexed: Newsroom) -> None:
    made = [indexed.published("One", section=indexed.world), indexed.published("Two"), indexed.published("Three")]
    response = signed_in(indexed.budi).get(LISTING)
    assert [found.pk for found in response.context["object_list"]] == [article.pk for article in reversed(made)]


def test_the_listing_finds_an_article_by_its_number(indexed: Newsroom) -> None:
    article = indexed.published()
    indexed.published("Another")
    response = signed_in(indexed.budi).get(f"{LISTING}?q={article.pk}")
    assert [found.pk for found in response.context["object_list"]] == [article.pk]


def test_the_listing_asks_the_same_number_of_questions_for_two_or_twenty(
    indexed: Newsroom, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        indexed.draft(f"Draft {number}")
    client = signed_in(indexed.budi)
    client.get(LISTING)
    with django_assert_max_num_queries(30):
        client.get(LISTING)


def test_the_dashboard_shows_what_is_overdue_and_why(newsroom: Newsroom) -> None:
    article = newsroom.scheduled("Late one", at=now() + timedelta(hours=1))
    make_due(article, now() - timedelta(minutes=5))
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    revision.content["kind"] = Kind.SPONSORED
    revision.save()
    publish_due()
    page = signed_in(newsroom.budi).get("/newsroom/").content.decode()
    assert "Late one" in page
    assert "sponsor" in page.lower()
    listed = signed_in(newsroom.budi).get(f"{LISTING}?status=overdue").context["object_list"]
    assert [found.pk for found in listed] == [article.pk]


def test_headlines_are_found_by_unfinished_words(indexed: Newsroom) -> None:
    article = indexed.published("Menlu Amerika dan Rusia sepakat")
    assert [found.pk for found in with_words(ArticlePage.objects.all(), "rusia sep")] == [article.pk]
    assert not with_words(ArticlePage.objects.all(), "rusia tolak").exists()
    assert not with_words(ArticlePage.objects.all(), '"; DROP').exists()


def test_a_changed_headline_is_found_by_its_new_words(indexed: Newsroom) -> None:
    article = indexed.published("First words")
    article.title = "Other words"
    article.save_revision()
    assert with_words(ArticlePage.objects.all(), "other").exists()
    assert article_with_headline("other  words") is None
    assert article_with_headline("First Words") is not None


def test_the_editor_offers_every_tab(newsroom: Newsroom) -> None:
    article = newsroom.draft()
    article.bylines.create(author=author("Ana"))
    cite(article)
    article.save_revision()
    page = signed_in(newsroom.budi).get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert page.status_code == 200
    assert b"data-warta-citation-key" in page.content


def test_the_newsroom_asks_no_other_machine(newsroom: Newsroom) -> None:
    page = signed_in(newsroom.budi).get("/newsroom/").content.decode()
    assert "gravatar" not in page
    assert "wagtail.org" not in page


def test_the_listing_says_that_an_article_was_withdrawn(newsroom: Newsroom) -> None:
    withdraw(newsroom.published().pk, reason="It was wrong.")
    shown = signed_in(newsroom.ana).get(LISTING).content.decode()
    assert ">ditarik<" in re.sub(r"\s*([<>])\s*", r"\1", shown)


def test_who_signs_in_sees_the_newspapers_name_and_their_own_language(newsroom: Newsroom) -> None:
    answer = Client().get("/newsroom/login/", headers={"host": "127.0.0.1"}, follow=True)
    shown = answer.content.decode()
    assert f"{settings.SITE_NAME}</title>" in shown
    assert '<html lang="id"' in shown
    assert answer.request["PATH_INFO"] == "/account/sign-in/"


def test_nothing_offers_to_make_a_page_private_since_whatever_is_live_is_public(newsroom: Newsroom) -> None:
    article = newsroom.published()
    client = signed_in(newsroom.fajar)
    for page in (article, newsroom.section, newsroom.front):
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True)
        assert reverse("wagtailadmin_pages:set_privacy", args=[page.pk]) not in shown.content.decode()
    closed = {"restriction_type": "login", "password": "x"}
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[article.pk]), closed)
    assert not PageViewRestriction.objects.exists()


def test_ana_sees_on_her_first_screen_what_budi_asks_of_her_draft(newsroom: Newsroom) -> None:
    write(signed_in(newsroom.ana), newsroom.section, form() | {"action-submit": "1"})
    assert "Menunggu penyuntingan" in first_screen(newsroom.ana)
    refusal = {"name": "reject", "comment": "Name the ship."}
    task = WorkflowState.objects.get().current_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[newest().pk, "reject", task.pk])
    signed_in(newsroom.budi).post(action, refusal)
    assert "Name the ship." in first_screen(newsroom.ana)


def first_screen(person: Any) -> str:
    shown: str = signed_in(person).get("/newsroom/").content.decode()
    return shown
