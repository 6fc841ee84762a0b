from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from warta.audit.services import record


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
    assert "article:7" in eko.get(reverse("audit_log") + "?action=article").content.decode()
    assert "article:7" not in eko.get(reverse("audit_log_results") + "?action=other").content.decode()


@pytest.mark.django_db
def test_who_may_not_is_sent_away() -> None:
    dewi = _member()
    assert dewi.get(reverse("audit_log")).status_code in (302, 403)
    assert reverse("audit_log") not in dewi.get(reverse("wagtailadmin_home")).content.decode()
