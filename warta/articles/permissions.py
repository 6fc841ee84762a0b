"""What each kind of work in the newsroom may do with articles, fronts, pictures, topics, authors and outlets."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from warta.articles.models import Author, FrontPage, Outlet, Topic

WRITE = ("add",)  # one's own articles, as drafts
EDIT = ("add", "change", "publish", "lock", "unlock")
NAMED = (Topic, Author, Outlet)


def let_write(group: Group, front: FrontPage) -> None:
    """A reporter: own drafts, pictures, new topics, authors and outlets. Safe to repeat."""
    with transaction.atomic():
        _enter_newsroom(group)
        _on_pages(group, front, WRITE)
        _on_files(group, ("add", "choose"))
        let_act_on(group, ("add", "view"), NAMED)


def let_edit(group: Group, front: FrontPage) -> None:
    """An editor: everybody's articles, publishing and withdrawing, names and pictures. Safe to repeat."""
    with transaction.atomic():
        let_write(group, front)
        _on_pages(group, front, EDIT)
        _on_files(group, ("add", "change", "choose"))
        let_act_on(group, ("add", "change", "delete", "view"), NAMED)


def let_curate(group: Group, front: FrontPage) -> None:
    """A front editor: an editor who also fills the fronts and names the sections. Safe to repeat."""
    with transaction.atomic():
        let_edit(group, front)
        let_act_on(group, ("change",), (FrontPage,))


def let_act_on(group: Group, acts: tuple[str, ...], models: tuple[type[Model], ...]) -> None:
    """Let a group do these things (view, add, change, delete) with rows of these models. Safe to repeat.

    Raises LookupError for a permission that is missing: the migrations have not run.
    """
    for model in models:
        group.permissions.add(*_permissions(model, acts))


def may_curate(user: object) -> bool:
    """Whether this person may change the home page and the sections."""
    has_perm = getattr(user, "has_perm", None)
    return bool(has_perm and has_perm("articles.change_frontpage"))


def _enter_newsroom(group: Group) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def _on_pages(group: Group, front: FrontPage, acts: tuple[str, ...]) -> None:
    for permission in _permissions(Page, acts):
        GroupPagePermission.objects.get_or_create(group=group, page=front.page_ptr, permission=permission)


def _on_files(group: Group, acts: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    for model in (Image, Document):
        for permission in _permissions(model, acts):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(model: type[Model], acts: tuple[str, ...]) -> list[Permission]:
    """Raises LookupError for one that is missing: the migrations have not run."""
    name = model._meta.model_name
    codenames = [f"{act}_{name}" for act in acts]
    content_type = ContentType.objects.get_for_model(model)
    found = list(Permission.objects.filter(content_type=content_type, codename__in=codenames))
    if len(found) != len(codenames):
        raise LookupError(f"permissions are missing among {codenames}; run the migrations first")
    return found
