from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from warta.audit import views
from warta.audit.services import record
from warta.lib.clock import clock_at


def _member(*codenames: str) -> Client:
    person = get_user_model().objects.create_user(
        f"p{len(codenames)}@warta.example", "x", is_staff=True, needs_second_factor=False
    )
    person.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_who_may_see_the_log_reads_it_and_finds_it_in_the_menu() -> None:
    record("article.published", subject="article:7")
    eko = _member("view_auditentry")
    page = eko.get(reverse("audit_log"))
    assert page.status_code == 200
    assert "article:7" in page.content.decode()
    assert "article:7" in eko.get(reverse("audit_log") + "?action=article.published").content.decode()
    assert "article:7" not in eko.get(reverse("audit_log_results") + "?action=other").content.decode()


@pytest.mark.django_db
def test_who_may_not_is_sent_away() -> None:
    dewi = _member()
    assert dewi.get(reverse("audit_log")).status_code in (302, 403)
    assert reverse("audit_log") not in dewi.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.django_db
def test_the_log_is_narrowed_down_by_day_person_and_subject_and_never_counted_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with clock_at(datetime(2026, 3, 1, 18, tzinfo=UTC)):  # the second of March in Jakarta
        record("article.published", subject="article:7", actor="ana")
    record("article.withdrawn", subject="article:8", actor="budi")
    monkeypatch.setattr(views, "MOST_COUNTED", 1)
    eko = _member("view_auditentry")
    asked = {"day=2026-03-02": 7, "actor=budi": 8, "subject=article:7": 7, "action=article.withdrawn": 8}
    for query, shown in asked.items():
        page = eko.get(f"{reverse('audit_log_results')}?{query}").content.decode()
        assert f"article:{shown}" in page
        assert f"article:{15 - shown}" not in page
