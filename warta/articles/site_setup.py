"""An empty site made ready for its first article: home page, a first section, the review by editors.

Safe to repeat: each step does only what is missing, and never undoes what the newsroom changed since.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from warta.articles.models import FrontPage, SectionPage

WELCOME_TITLE = "Welcome to your new Wagtail site!"
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"
FIRST_SECTION = {"id": ("Nasional", "nasional"), "en": ("News", "news")}


def set_up_site(reviewers: Iterable[Group] = ()) -> FrontPage:
    """Bring the site's rows into being; `reviewers` may approve what reporters submit. Safe to repeat."""
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        if not Collection.get_first_root_node():
            Collection.add_root(name="Root")
        front = FrontPage.objects.first() or _made_front()
        _remove_what_wagtail_brought()
        _point_site_at(front)
        if not SectionPage.objects.exists():
            name, slug = FIRST_SECTION[settings.LANGUAGE_CODE]
            add_section(front, name=name, slug=slug)
        _ensure_review(front, reviewers)
    return front


def add_section(front: FrontPage, *, name: str, slug: str, description: str = "", position: int = 100) -> SectionPage:
    """A new live section. Raises ValidationError for a slug that is taken or reserved."""
    section = SectionPage(title=name, slug=slug, description=description, position=position, live=True)
    front.add_child(instance=section)
    section.save_revision(log_action=False).publish(log_action=False)
    section.refresh_from_db()
    return section


def _made_front() -> FrontPage:
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    front = FrontPage(title=settings.SITE_NAME, slug="front", live=True)
    root.add_child(instance=front)
    return front


def _remove_what_wagtail_brought() -> None:
    for page in Page.objects.filter(depth=2, title=WELCOME_TITLE, content_type=ContentType.objects.get_for_model(Page)):
        page.delete()
    for group in Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None):
        GroupPagePermission.objects.filter(group=group).delete()
        group.delete()
    Workflow.objects.filter(name=WAGTAIL_WORKFLOW).delete()
    GroupApprovalTask.objects.filter(name=WAGTAIL_WORKFLOW, groups=None).delete()


def _point_site_at(front: FrontPage) -> None:
    """Wagtail wants a site row. Its host name is of no account: addresses come from the settings."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    if site.root_page_id != front.pk or site.site_name != settings.SITE_NAME:
        site.root_page, site.site_name = front, settings.SITE_NAME
        site.save()


def _ensure_review(front: FrontPage, reviewers: Iterable[Group]) -> None:
    """Reporter to editor: one workflow for everything below the home page, with one task."""
    groups = list(reviewers)
    if not groups:
        return
    if not WorkflowPage.objects.filter(page=front).exists():
        task = GroupApprovalTask.objects.create(name=_("Review by an editor"))
        workflow = Workflow.objects.create(name=_("From reporter to editor"))
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=front)
        task.groups.set(groups)
