"""Taking a sample campaign away with all that belongs to it. A real one that was public is never deleted."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models.deletion import ProtectedError

from warta.audit.services import record
from warta.campaigns.errors import NotPossible
from warta.campaigns.models import Campaign
from warta.campaigns.taking_part.queries import tags_of
from warta.press.services import purge


def remove_campaign(campaign: Campaign, *, by: str) -> None:
    """Raises NotPossible for one that is not marked as a sample."""
    if not campaign.is_demo:
        raise NotPossible
    path, tags, subject = campaign.get_absolute_url(), tags_of(campaign), campaign.subject
    with transaction.atomic():
        _delete(campaign)
        purge(tags, gone=(path, f"/en{path}", f"/id{path}"), eager=("/",))
        record("campaign.sample_removed", actor=by, subject=subject)


def _delete(thing: models.Model) -> None:
    """What protects it goes first. Rows of this room protect each other in no ring."""
    while True:
        try:
            with transaction.atomic():
                thing.delete()
        except ProtectedError as protected:
            for other in list(protected.protected_objects):
                if other.pk is not None:
                    _delete(other)
        else:
            return
