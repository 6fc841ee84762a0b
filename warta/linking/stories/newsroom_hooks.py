"""Stories in the newsroom: the menu and the pages. Imported by the room's `wagtail_hooks`."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class StoriesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("linking.view_story")


@hooks.register("register_admin_urls")
def story_pages() -> list[URLPattern | URLResolver]:
    return [path("stories/", include("warta.linking.stories.newsroom_urls"))]


@hooks.register("register_admin_menu_item")
def stories_in_menu() -> MenuItem:
    return StoriesMenuItem(_("Stories"), reverse("stories:stories"), name="stories", icon_name="list-ul", order=260)


@hooks.register("register_permissions")
def story_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="linking", codename__in=["view_story", "change_story"])
