"""What can stand in the way of a moderator. The words are for them."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """It was not done, and nothing changed; `str()` says why and what to do."""


class Claimed(Refused):
    """Somebody else is looking at it at this moment."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is looking at this comment at the moment.") % {"name": name})


class Changed(Refused):
    """It is no longer what the moderator saw."""

    def __init__(self) -> None:
        super().__init__(_("It was changed or decided meanwhile. Look at it again."))


class OwnComment(Refused):
    """Nobody decides about what they wrote themselves."""

    def __init__(self) -> None:
        super().__init__(_("You wrote it yourself: somebody else has to decide."))


class NotYours(Refused):
    """Only whoever decided takes it back; others decide anew."""

    def __init__(self) -> None:
        super().__init__(_("Only whoever decided can undo it. You can decide anew."))
