"""What can go wrong with campaigns, in words for who sees it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class CampaignTrouble(Exception):
    """The words are shown to the reader or to the newsroom."""


class NotPossible(CampaignTrouble):
    """What was asked can't be done; the words say what to do instead."""


class ChangedMeanwhile(CampaignTrouble):
    """Somebody else changed it since it was read. Nothing was written."""

    def __str__(self) -> str:
        return _("It was changed meanwhile. Look again, then repeat what you did if it is still right.")


class Sealed(NotPossible):
    """The list is sealed: nothing of it changes any more."""

    def __str__(self) -> str:
        return _("The list of entries is sealed; nothing of it changes any more.")
