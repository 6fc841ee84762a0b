"""What can go wrong when an editor changes a story, in words for them."""

from __future__ import annotations

from django.utils.translation import gettext as _


class StoryTrouble(Exception):
    """The words are shown to the editor."""


class NotPossible(StoryTrouble):
    """What was asked can't be done; the words say what to do instead."""


class ChangedMeanwhile(StoryTrouble):
    """Somebody else, or the machine, changed the story since it was read. Nothing was written."""

    def __str__(self) -> str:
        return _("The story changed meanwhile. Look again, then repeat what you did if it is still right.")
