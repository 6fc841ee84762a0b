"""Takes away what the demonstration brought, and nothing the newsroom made or uses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from wagtail.images.models import Image
from wagtail.models import ReferenceIndex

from warta.articles.models import ArticlePage, Author, FrontPage, SectionPage, Slot
from warta.articles.publishing.receivers import telling_together
from warta.audit.services import SYSTEM
from warta.importing.demo.campaigning import take_campaign_away
from warta.importing.demo.marks import MARKED, forget, marked_ids
from warta.readers.models import User
from warta.readers.services import remove_member


@dataclass(frozen=True)
class Removal:
    """How many objects went, and the names of those that stay because the newsroom uses them."""

    removed: int
    kept: tuple[str, ...]


def remove_demo() -> Removal:
    """Safe to repeat. What the newsroom uses stays and is the newsroom's from then on; the account goes."""
    _take_off_the_site()
    removed, kept = _remove_members() + take_campaign_away(), []
    for model in MARKED:
        for pk in marked_ids(model):
            thing = model._default_manager.filter(pk=pk).first()
            if thing is not None and _is_used(thing):
                kept.append(str(thing))
            elif thing is not None:
                _delete(thing)
                removed += 1
            forget(model, pk)
    return Removal(removed, tuple(kept))


def _take_off_the_site() -> None:
    """Before anything is deleted: who shows an article can be told only while its row is there."""
    with telling_together(pressed_at_once=0):
        _clear_slots()
        for article in ArticlePage.objects.filter(pk__in=marked_ids(ArticlePage), live=True):
            article.unpublish(log_action=False)


def _remove_members() -> int:
    """Also one that has been at work: its password lies in a file and was shown on a screen."""
    people = User.objects.filter(pk__in=marked_ids(User))
    for person in people:
        pk = person.pk
        remove_member(person, by=SYSTEM)
        forget(User, pk)
    return len(people)


def _clear_slots() -> None:
    """Through a revision of each front, or its draft would still name the slots."""
    ids = set(marked_ids(Slot))
    fronts: list[FrontPage | SectionPage] = [*FrontPage.objects.all(), *SectionPage.objects.all()]
    for front in fronts:
        stays = [slot for slot in front.slots.all() if slot.pk not in ids]
        if len(stays) < front.slots.count():
            with transaction.atomic():
                front.slots.set(stays)
                front.save_revision(log_action=False).publish(log_action=False)


def _delete(thing: models.Model) -> None:
    with transaction.atomic():
        if isinstance(thing, Image):
            transaction.on_commit(lambda: _delete_file(thing))
        thing.delete()


def _delete_file(image: Image) -> None:
    image.file.storage.delete(image.file.name)


def _is_used(thing: models.Model) -> bool:
    if isinstance(thing, ArticlePage | Slot):
        return False
    if isinstance(thing, SectionPage):
        return thing.get_children().exists()
    if isinstance(thing, Author) and thing.user_id:
        return True
    is_in_text = ReferenceIndex.get_references_to(thing).exists()
    return is_in_text or _has_referring_rows(thing)


def _has_referring_rows(thing: models.Model) -> bool:
    """Rows that point here, other than what belongs to the object itself, such as an image's renditions."""
    for relation in thing._meta.related_objects:
        if relation.related_model._meta.label_lower == "wagtailimages.rendition":
            continue
        if relation.related_model._default_manager.filter(**{relation.field.name: thing.pk}).exists():
            return True
    return False
